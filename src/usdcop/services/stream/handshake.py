"""The handshake: what a request for the stream, or for health and metrics, is answered. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias
from urllib.parse import unquote

from usdcop.services.kit.callers import Headers, bearer_token, header
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


def judge(
    path: str, headers: Headers, settings: ServiceSettings, room: Callable[[], bool]
) -> Admitted | Page | Refusal:
    """What becomes of a ``GET`` of ``path``.

    Args:
        path: as it came, with its query.
        headers: names in lower case.
        settings: hosts and origins that are allowed.
        room: whether one more client can be served.
    """
    place, _, query = path.partition("?")
    match unquote(place):
        case "/health":
            return _foreign("GET", headers, settings) or "health"
        case "/metrics":
            return _foreign("GET", headers, settings) or "metrics"
        case known if known == PATH:
            return _foreign(_CROSS_ORIGIN, headers, settings) or _socket(query, headers, room)
        case _:
            return Refusal(404, "UNKNOWN", "There is nothing here.", f"The stream is at {PATH}.")


def _foreign(method: str, headers: Headers, settings: ServiceSettings) -> Refusal | None:
    found = refused(method, headers, settings)
    return replace(found, headers={}) if found else None


def _socket(query: str, headers: Headers, room: Callable[[], bool]) -> Admitted | Refusal:
    if query:
        cure = "Send a token as 'Authorization: Bearer …' or with the action auth: addresses end up in logs."
        return Refusal(400, "PARAMETERS", "The stream takes no parameters in its address.", cure)
    if (header(headers, b"upgrade") or "").lower() != "websocket":
        return Refusal(
            426, "UPGRADE_REQUIRED", "This is a WebSocket.", "Connect with ws://.", {"Upgrade": "websocket"}
        )
    if not room():
        return Refusal(503, "FULL", "This process has as many clients as it can serve.", "Try again later.")
    return Admitted(bearer_token(headers))
