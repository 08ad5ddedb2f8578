"""The listening socket of the stream: handshakes, and the two pages beside it."""

import socket
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import version
from typing import Final

import structlog
from picows import WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener, ws_create_server
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from usdcop.services.kit.app import Shared
from usdcop.services.kit.callers import Headers, client_address
from usdcop.services.kit.errors import Refusal, answer
from usdcop.services.kit.health import Health, Status, overall
from usdcop.services.kit.health import told as told_of
from usdcop.services.stream.connection import Connection
from usdcop.services.stream.handshake import Admitted, judge, scope_of
from usdcop.services.stream.hub import Hub
from usdcop.services.stream.ports import StreamPorts
from usdcop.services.stream.settings import StreamSettings

HANDSHAKE_PATIENCE: Final = 5.0
"""Seconds a client may take for its handshake."""
_FIRST_READ: Final = 2_048
"""Bytes of the read buffer that each client starts with."""

_log = structlog.get_logger("usdcop.stream")


@asynccontextmanager
async def open_server(
    shared: Shared, ports: StreamPorts, listener: socket.socket, settings: StreamSettings | None = None
) -> AsyncIterator[Hub]:
    """The stream on ``listener``, a socket that listens, while the block runs."""
    hub = Hub(shared, ports, settings or StreamSettings())
    desk = _Desk(shared, hub)
    server = await ws_create_server(
        desk.answered,
        sock=listener,
        websocket_handshake_timeout=HANDSHAKE_PATIENCE,
        enable_auto_pong=False,  # a client that does not read would be answered without end
        max_frame_size=hub.settings.message_bytes,
        read_buffer_init_size=_FIRST_READ,
        logger_name="usdcop",
    )
    hub.start()
    try:
        yield hub
    finally:
        server.close()
        await hub.stop()


class _Desk:
    """Answers each request before it is a socket, or instead of becoming one."""

    def __init__(self, shared: Shared, hub: Hub) -> None:
        self._shared = shared
        self._hub = hub

    def answered(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        """The answer to ``request``, with a connection where it becomes a socket."""
        scope = scope_of(request.path, request.headers.items())
        try:
            match judge(scope, self._shared.settings, self._room):
                case Admitted(token=token):
                    request.headers["Connection"] = (
                        "upgrade"  # browsers may add keep-alive, which the library refuses
                    )
                    return self._connected(scope["headers"], token)
                case Refusal() as refusal:
                    return self._refused(refusal)
                case "health":
                    return self._health()
                case "metrics":
                    return _page(
                        200, generate_latest(self._shared.registry), {"Content-Type": CONTENT_TYPE_LATEST}
                    )
        except Exception as error:  # noqa: BLE001 - the library would show its text to the client
            _log.error("handshake failed", exc_info=error)
            cure = "Try again; if it stays, look in the log of this service."
            return self._refused(Refusal(500, "INTERNAL_ERROR", "The service failed.", cure))

    def _connected(self, headers: Headers, token: str | None) -> WSUpgradeResponseWithListener:
        def address(peer: str | None) -> str:
            return client_address(peer, headers, self._shared.settings.proxies)

        connection = Connection(self._hub.lobby, address, token)
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(), connection)

    def _refused(self, refusal: Refusal) -> WSUpgradeResponseWithListener:
        self._hub.tally.refused[refusal.code] += 1
        response = answer(refusal, uuid.uuid4().hex)
        headers = {"Content-Type": response.media_type or "", **refusal.headers}
        return _page(refusal.status, bytes(response.body), headers)

    def _room(self) -> bool:
        return len(self._hub.connections) < self._hub.settings.clients

    def _health(self) -> WSUpgradeResponseWithListener:
        parts = self._hub.components()
        told = Health(
            status=overall(parts),
            service="stream",
            version=version("usdcop"),
            data_kind=self._shared.data_kind,
            market_time=self._shared.clock.now(),
            time=self._shared.wall.now(),
            components=told_of(parts),
        )
        status = 503 if told.status is Status.DOWN else 200
        return _page(status, told.model_dump_json().encode(), {"Content-Type": "application/json"})


def _page(status: int, body: bytes, headers: Mapping[str, str]) -> WSUpgradeResponseWithListener:
    """An answer that does not become a socket."""
    safe = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", **headers}
    if status == HTTPStatus.OK:
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_ok_response(body, safe), None)
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status, body, safe), None)
