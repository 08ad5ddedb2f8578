"""What is refused before any route is looked at: foreign hosts, foreign origins, bodies too large."""

from typing import Final

from starlette.types import Scope

from usdcop.services.kit.bodies import NUL, holds_nul, too_large
from usdcop.services.kit.callers import Headers, header, host_name
from usdcop.services.kit.errors import Refusal
from usdcop.services.kit.settings import ServiceSettings

READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""
ANY: Final = "*"
"""In the list of hosts: every name is ours."""


def refused(scope: Scope, settings: ServiceSettings) -> Refusal | None:
    """Why the request ``scope`` is refused unread; None: it may go on."""
    method, headers = scope["method"], scope["headers"]
    if holds_nul(scope["raw_path"] + scope["query_string"], percent=True):
        return NUL
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
    return too_large(settings.body_bytes)
