"""The handshake: what a request for the stream, or for health and metrics, is answered. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from starlette.types import Scope

from usdcop.services.kit.callers import bearer_token, header
from usdcop.services.kit.errors import Refusal
from usdcop.services.kit.guard import refused
from usdcop.services.kit.settings import ServiceSettings
from usdcop.services.stream.protocol import PATH

_CROSS_ORIGIN: Final = "POST"
"""A socket can write, so its origin is judged like that of a write."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """The request may become a socket; ``token`` came in ``Authorization``, perhaps."""

    token: str | None = field(repr=False)


Page: TypeAlias = Literal["health", "metrics"]


def judge(scope: Scope, settings: ServiceSettings, room: Callable[[], bool]) -> Admitted | Page | Refusal:
    """What becomes of a ``GET``.

    Args:
        scope: ``method``, ``raw_path``, ``query_string`` and ``headers`` (names in lower case), as in ASGI.
        settings: hosts and origins that are allowed.
        room: whether one more client can be served.
    """
    match scope["raw_path"].decode("latin-1"):
        case "/health":
            return refused(scope, settings) or "health"
        case "/metrics":
            return refused(scope, settings) or "metrics"
        case known if known == PATH:
            return refused({**scope, "method": _CROSS_ORIGIN}, settings) or _socket(scope, room)
        case _:
            return Refusal(404, "UNKNOWN", "There is nothing here.", f"The stream is at {PATH}.")


def _socket(scope: Scope, room: Callable[[], bool]) -> Admitted | Refusal:
    if scope["query_string"]:
        cure = "Send a token as 'Authorization: Bearer …' or with the action auth: addresses end up in logs."
        return Refusal(400, "PARAMETERS", "The stream takes no parameters in its address.", cure)
    if (header(scope["headers"], b"upgrade") or "").lower() != "websocket":
        return Refusal(
            426, "UPGRADE_REQUIRED", "This is a WebSocket.", "Connect with ws://.", {"Upgrade": "websocket"}
        )
    if not room():
        return Refusal(503, "FULL", "This process has as many clients as it can serve.", "Try again later.")
    return Admitted(bearer_token(scope["headers"]))


def scope_of(path: bytes, headers: Iterable[tuple[str, str]]) -> Scope:
    """A ``GET`` as the kit knows it."""
    place, _, query = path.partition(b"?")
    encoded = [
        (name.lower().encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        for name, value in headers
    ]
    return {"method": "GET", "raw_path": place, "query_string": query, "headers": encoded}
