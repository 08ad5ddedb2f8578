"""The stream as a process: events from Redis to WebSockets. Several may run side by side on one Redis."""

import asyncio
import logging
import resource
import signal
import socket
from typing import Final

import structlog

from usdcop.adapters.postgres.epochs import PostgresEpochs
from usdcop.adapters.postgres.outbox import PostgresOutbox
from usdcop.adapters.redis_streams import open_streams
from usdcop.main.logs import log_to
from usdcop.main.serve.http import address_of, listening
from usdcop.main.serve.rest import shared_of
from usdcop.main.settings import Settings
from usdcop.main.wiring import System, open_system
from usdcop.services.stream.ports import StreamPorts
from usdcop.services.stream.server import open_server

FILES: Final = 16_384
"""Open files asked for: each client is one."""

_log = structlog.get_logger("usdcop.serve")


def run(settings: Settings) -> None:
    """Serve the stream until SIGTERM or SIGINT.

    Raises:
        UsageError: the port is taken, or a secret is too weak for where it listens.
        ServerError: PostgreSQL or Redis cannot be started.
    """
    port = settings.environment.stream_port
    with (
        listening(settings.services.host, port, "USDCOP_STREAM_PORT") as listener,
        open_system(settings, as_service=True) as system,
    ):
        facts = {"run": system.run_id, "symbol": system.market.symbol, "data_kind": settings.mode.value}
        log_to(settings.home, "stream", settings.environment.log_level, **facts)
        logging.getLogger("picows").setLevel(logging.ERROR)  # it tells of every connection, as we do
        _allow_files(FILES)
        asyncio.run(_serve(system, listener))


async def _serve(system: System, listener: socket.socket) -> None:
    told = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    async with open_streams(system.addresses.redis, PostgresEpochs(system.engine)) as streams:
        accounts = PostgresOutbox(system.engine).accounts
        ports = StreamPorts({system.market.symbol: system.market}, accounts, streams.reader)
        async with open_server(shared_of(system), ports, listener):
            _log.info("serving", address=address_of(listener))
            await told.wait()
    _log.info("stopped")


def _allow_files(wanted: int) -> None:
    """Raise the limit of open files as far as this user may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
