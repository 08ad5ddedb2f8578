"""What is refused before any route is looked at: foreign hosts, foreign origins, bodies too large."""

from typing import Final

from usdcop.services.kit.callers import Headers, header, host_name
from usdcop.services.kit.errors import Refusal
from usdcop.services.kit.settings import ServiceSettings

READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""
ANY: Final = "*"
"""In the list of hosts: every name is ours."""


NUL: Final = Refusal(
    400, "NUL", "The request holds a NUL character, which no text here can hold.", "Leave it out."
)


def refused(method: str, headers: Headers, settings: ServiceSettings) -> Refusal | None:
    """Why a request is refused unread; None: it may go on."""
    return (
        _foreign_host(headers, settings)
        or _foreign_origin(method, headers, settings)
        or _large(headers, settings)
    )


def _foreign_host(headers: Headers, settings: ServiceSettings) -> Refusal | None:
    name = host_name(headers)
    if ANY in settings.hosts or (name is not None and name in settings.hosts):
        return None
    return Refusal(
        400,
        "HOST",
        "This host name is not served here.",
        "Call a name of USDCOP_HOSTS, or add this one to it.",
    )


def _foreign_origin(method: str, headers: Headers, settings: ServiceSettings) -> Refusal | None:
    """Browsers name the page that sends; programs send no origin."""
    origin = header(headers, b"origin")
    preflight = method == "OPTIONS" and header(headers, b"access-control-request-method") is not None
    if origin is None or origin in settings.origins or (method in READS and not preflight):
        return None
    return Refusal(
        403, "ORIGIN", "Pages of this origin may not call this service.", "Add the origin to USDCOP_ORIGINS."
    )


def _large(headers: Headers, settings: ServiceSettings) -> Refusal | None:
    length = header(headers, b"content-length")
    if length is None or (length.isdigit() and int(length[:20]) <= settings.body_bytes):
        return None
    limit = f"at most {settings.body_bytes:,} bytes"
    return Refusal(
        413, "BODY_TOO_LARGE", f"The body is too large: {limit}.", "Send less.", {"Connection": "close"}
    )


def holds_nul(data: bytes, *, percent: bool) -> bool:
    """Whether a piece of a target or a body holds a NUL, plain or escaped: PostgreSQL's texts cannot.

    Args:
        data: the piece.
        percent: whether ``%00`` is one, as in targets and forms.
    """
    return b"\x00" in data or (b"%00" in data if percent else b"\\u0000" in data)
