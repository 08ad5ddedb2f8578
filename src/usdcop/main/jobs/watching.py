"""Watch: the stream as a client sees it, one message a line."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from usdcop.adapters.clock import SystemWall
from usdcop.core.errors import ServerError
from usdcop.main.client import SignedIn, address_of, authorised, request, tokens_file
from usdcop.main.settings import Settings

PATH = "/ws/market-data"
PATIENCE = 10.0
"""Seconds for the handshake."""


@dataclass(slots=True)
class Watch:
    """What is watched, and for how long."""

    symbols: Sequence[str]
    accounts: Sequence[str] = ()
    """Their orders and fills; needs 'usdcop login'."""
    count: int = 0
    """Messages after which it ends; 0: never."""
    told: int = field(default=0, init=False)


def watch(settings: Settings, wanted: Watch) -> None:
    """Print every message of the stream until it has closed, or ``count`` have come.

    Raises:
        ServerError: the stream does not answer, or closed the connection.
        UsageError: accounts are watched and nobody is signed in.
    """
    token = _token(settings) if wanted.accounts else None
    url = address_of(settings, "stream").replace("http", "ws", 1) + PATH
    asyncio.run(_listen(url, wanted, token))


def _token(settings: Settings) -> str:
    """The access token kept in the home, renewed where it must be."""
    wall = SystemWall()
    with authorised(settings, wall) as client:
        request(client, "GET", "/api/auth/me")
    return SignedIn(tokens_file(settings), wall, "").read().access


async def _listen(url: str, wanted: Watch, token: str | None) -> None:
    listener = _Listener(wanted, token)
    try:
        transport, _ = await ws_connect(lambda: listener, url, websocket_handshake_timeout=PATIENCE)
    except (OSError, WSError, TimeoutError) as error:
        raise ServerError(f"The stream at {url} does not answer.", "Start it with 'usdcop up'.") from error
    await transport.wait_disconnected()
    if wanted.count and wanted.told < wanted.count:
        raise ServerError(f"The stream closed the connection: {listener.why}.", "Try again.")


class _Listener(WSListener):  # type: ignore[misc,unused-ignore]
    """Subscribes, prints, and answers heartbeats."""

    def __init__(self, wanted: Watch, token: str | None) -> None:
        super().__init__()
        self.why = "no reason was given"
        self._wanted = wanted
        self._token = token

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Say who we are and what we want."""
        if self._token:
            _send(transport, {"action": "auth", "token": self._token})
        asked = {"symbols": list(self._wanted.symbols), "accounts": list(self._wanted.accounts)}
        _send(transport, {"action": "subscribe", **asked})

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Print a message; leave once enough have come."""
        if frame.msg_type == WSMsgType.CLOSE:
            self.why = str(frame.get_close_message() or self.why)
            transport.disconnect()
            return
        if frame.msg_type == WSMsgType.TEXT:
            self._tell(transport, frame.get_payload_as_utf8_text())

    def _tell(self, transport: WSTransport, text: str) -> None:
        if self._wanted.count and self._wanted.told >= self._wanted.count:
            return  # sent before the other side saw us leave
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
        self._wanted.told += 1
        if orjson.loads(text)["type"] == "heartbeat":
            _send(transport, {"action": "pong"})
        if self._wanted.count and self._wanted.told >= self._wanted.count:
            transport.disconnect()


def _send(transport: WSTransport, message: dict[str, object]) -> None:
    transport.send(WSMsgType.TEXT, orjson.dumps(message))
