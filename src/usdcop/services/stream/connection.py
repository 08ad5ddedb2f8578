"""A client's socket: frames in, effects out. All rules are the session's."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any, Final

import structlog
from picows import WSFrame, WSListener, WSMsgType, WSTransport

from usdcop.services.stream.protocol import CloseCode
from usdcop.services.stream.session import Close, Effect, Moment, Send, Session, Verify
from usdcop.services.stream.settings import StreamSettings
from usdcop.services.stream.tally import Tally

_AT_ONCE: Final = 200
"""Messages written to one client before others have their turn."""
_LAST_WORDS: Final = 1.0
"""Seconds a closed client has to take what it was told."""

_log = structlog.get_logger("usdcop.stream")


@dataclass(frozen=True, slots=True)
class Lobby:
    """What connections need of the server."""

    settings: StreamSettings
    tally: Tally
    now: Callable[[], Moment]
    session: Callable[[str], Session]
    """A new session of a client at this peer address (forwarded addresses already looked at)."""
    verify: Callable[["Connection", str], None]
    """Starts the proof of a token."""
    joined: Callable[["Connection"], None]
    left: Callable[["Connection"], None]


class Connection(WSListener):  # type: ignore[misc,unused-ignore]
    """One socket and its session.

    Args:
        lobby: the server.
        address: of the client, once the peer is known.
        token: that came with the handshake.
    """

    def __init__(self, lobby: Lobby, address: Callable[[str | None], str], token: str | None) -> None:
        super().__init__()
        self.session: Session
        self.paused = False
        self.unsent: Callable[[], int] = lambda: 0
        self._lobby = lobby
        self._address = address
        self._token = token
        self._transport: WSTransport | None = None
        self._parts = bytearray()
        self._fragmented = False
        self._flushing = False

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done."""
        self._transport = transport
        underlying, settings = transport.underlying_transport, self._lobby.settings
        underlying.set_write_buffer_limits(settings.unsent_bytes)
        underlying.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_SNDBUF, settings.socket_bytes)
        self.unsent = underlying.get_write_buffer_size
        peer = underlying.get_extra_info("peername")
        self.session = self._lobby.session(self._address(peer[0] if peer else None))
        self._lobby.joined(self)
        token, self._token = self._token, None
        self.carry_out(self.session.opened(token, self._lobby.now()))

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - the library's shape
        """The socket is gone."""
        self._transport = None
        self._lobby.left(self)
        self.session.ended(self._lobby.now())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame came."""
        if frame.rsv1 or frame.rsv2 or frame.rsv3:
            self.close(CloseCode.PROTOCOL_ERROR, "no extension was agreed on")
            return
        match frame.msg_type:
            case WSMsgType.TEXT | WSMsgType.CONTINUATION:
                self._text(frame)
            case WSMsgType.BINARY:
                self.close(CloseCode.NOT_TEXT, "send JSON as text")
            case WSMsgType.PING:
                self._pong(transport, frame.get_payload_as_bytes())
            case WSMsgType.CLOSE:
                transport.send_close(frame.get_close_code())
                transport.disconnect()
            case _:
                pass

    def pause_writing(self) -> None:
        """The socket takes no more."""
        self.paused = True
        self.session.stalled(self._lobby.now())

    def resume_writing(self) -> None:
        """The socket takes more again."""
        self.paused = False
        self.session.drained()
        self.flush()

    def carry_out(self, effects: list[Effect]) -> None:
        """Do what the session decided, then send what it is due."""
        for effect in effects:
            match effect:
                case Send(data):
                    self.write(data)
                case Verify(token):
                    self._lobby.verify(self, token)
                case Close(code, reason):
                    self.close(code, reason, counted=True)
        self.flush()

    def write(self, data: bytes) -> None:
        """Give ``data`` to the socket."""
        if self._transport is not None:
            self._lobby.tally.messages_out += 1
            self._transport.send(WSMsgType.TEXT, data)

    def flush(self) -> None:
        """Send what is due, as long as the socket takes it; others have their turn in between."""
        if self.paused or self._flushing or self.session.closed:
            return
        for count, data in enumerate(self.session.due(), start=1):
            self.write(data)
            if self._full():
                return
            if count == _AT_ONCE:
                self._flushing = True
                asyncio.get_running_loop().call_soon(self._flush_on)
                return

    def close(self, code: CloseCode, reason: str, *, counted: bool = False) -> None:
        """Tell the client why, and drop it, whether it listens or not."""
        if not counted:
            self._lobby.tally.dropped[reason] += 1
        self.session.shut()
        transport = self._transport
        if transport is None:
            return
        _log.info("client dropped", client=self.session.client, code=int(code), reason=reason)
        transport.send_close(_anything(code), reason.encode())
        asyncio.get_running_loop().call_later(_LAST_WORDS, transport.disconnect, False)  # noqa: FBT003 - a C method

    def _full(self) -> bool:
        """Whether what was just written was more than the socket takes."""
        return self.paused

    def _flush_on(self) -> None:
        self._flushing = False
        self.flush()

    def _text(self, frame: WSFrame) -> None:
        if self.session.closed:
            return
        whole = self._whole(frame)
        if whole is None:
            return
        try:
            text = whole.decode()
        except UnicodeDecodeError:
            self.close(CloseCode.INVALID_UTF8, "text must be UTF-8")
            return
        self.carry_out(self.session.received(text, self._lobby.now()))

    def _whole(self, frame: WSFrame) -> bytes | None:
        """The message that ends with ``frame``; None where more of it is to come, or it was refused."""
        if (frame.msg_type is WSMsgType.CONTINUATION) != self._fragmented:
            self.close(CloseCode.PROTOCOL_ERROR, "fragments out of order")
            return None
        self._fragmented = not frame.fin
        self._parts += frame.get_payload_as_bytes()
        if len(self._parts) > self._lobby.settings.message_bytes:
            self.close(CloseCode.TOO_BIG, "message too big")
            return None
        if self._fragmented:
            return None
        whole = bytes(self._parts)
        self._parts.clear()
        return whole

    def _pong(self, transport: WSTransport, payload: bytes) -> None:
        self.carry_out(self.session.pinged(self._lobby.now()))
        if not self.paused and not self.session.closed:
            transport.send_pong(payload)


def _anything(code: int) -> Any:  # noqa: ANN401 - the library's enumeration lacks the codes that are ours
    """``code`` as the library takes it: a plain number."""
    return int(code)
