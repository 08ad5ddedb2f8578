"""An HTTP server in this process: bound before it starts, patient only so long, gone soon after a signal."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from types import FrameType
from typing import Final

import h11
import orjson
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from usdcop.core.errors import UsageError

HEADER_SECONDS: Final = 10.0
"""Longest wait for the head of a request; who is slower is cut off."""
IDLE_SECONDS: Final = 15
"""How long a connection may be idle between requests."""
GRACE_SECONDS: Final = 3
"""How long requests under way may take after a signal."""
MOST_CONNECTIONS: Final = 1_000


class PatientProtocol(H11Protocol):
    """HTTP/1.1 in which half a head does not hold a connection for ever."""

    header_seconds = HEADER_SECONDS
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the class above
        """Start the wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take in ``data``; go on waiting while it is not a whole head."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            if self._deadline is None:
                self._wait()
        else:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the wait."""
        self._wait_no_more()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Tell that what came is not HTTP, as a problem."""
        problem = {
            "type": "urn:usdcop:bad_request",
            "title": HTTPStatus.BAD_REQUEST.phrase,
            "status": 400,
            "detail": msg,
            "code": "BAD_REQUEST",
            "cure": "Send HTTP/1.1.",
            "request_id": "",
            "errors": [],
        }
        body = orjson.dumps(problem)
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        for event in (
            h11.Response(status_code=400, headers=headers),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.header_seconds, self._cut_off)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _cut_off(self) -> None:
        self._deadline = None
        self.transport.close()


class Server(uvicorn.Server):
    """A server that returns after SIGTERM or SIGINT, instead of raising the signal once more."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a handler's shape
        """Stop: with grace at first, at once when told again."""
        self.force_exit = self.should_exit
        self.should_exit = True


def server_of(app: ASGIApp, protocol: type[PatientProtocol] = PatientProtocol) -> Server:
    """A server of ``app``; run it with the sockets it is to listen on."""
    config = uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        limit_concurrency=MOST_CONNECTIONS,
    )
    return Server(config)


@contextmanager
def listening(host: str, port: int, setting: str) -> Iterator[socket.socket]:
    """A socket that listens on ``host`` and ``port`` (0: a free one).

    Raises:
        UsageError: the port is taken, or the address is none of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        # the protocol is named so that asyncio sets TCP_NODELAY: without it every answer takes 40 ms
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(
            f"The address {host} cannot be used: {error.strerror}.", "Correct USDCOP_HOST."
        ) from error
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(1024)
        except OSError as error:
            raise UsageError(
                f"Port {port} of {host} cannot be listened on: {error.strerror}.",
                f"Stop what uses it, or set {setting} to another one.",
            ) from error
        yield listener


def address_of(listener: socket.socket) -> str:
    """The address to call."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
