"""The orchestrator as a process: the live feed, the trader, the matcher, the relay of the outbox, and its service."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import structlog
from opentelemetry.trace import TracerProvider

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.epochs import PostgresEpochs
from usdcop.adapters.postgres.outbox import PostgresOutbox
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.adapters.redis_streams import RedisStreams, open_streams
from usdcop.core.errors import ConflictError, SourceError, UsdcopError
from usdcop.core.trading import OrchestratorState
from usdcop.live.collecting import ACTOR
from usdcop.live.heeding import HeedingWriter
from usdcop.live.relay import Relay
from usdcop.live.runner import Runner
from usdcop.main.jobs.diagnosis import Level
from usdcop.main.jobs.doctoring import examine
from usdcop.main.logs import log_to
from usdcop.main.serve.feeding import runner_of
from usdcop.main.serve.http import address_of, listening, server_of
from usdcop.main.serve.rest import shared_of
from usdcop.main.settings import Settings
from usdcop.main.tracing import tracing
from usdcop.main.wiring import System, open_system
from usdcop.services.kit.health import Component, Status
from usdcop.services.orchestrator.answers import component
from usdcop.services.orchestrator.app import create
from usdcop.services.orchestrator.metrics import FeedFigures, TraderFigures
from usdcop.services.orchestrator.ports import OrchestratorPorts

NAME: Final = "orchestrator"
RELAYED_EVERY: Final = timedelta(milliseconds=200)
"""Real time between two looks into the outbox."""
_AFTER_FAILURE: Final = timedelta(seconds=1)
_STATUS: Final[Mapping[Level, Status]] = {
    Level.OK: Status.OK,
    Level.WARN: Status.DEGRADED,
    Level.FAIL: Status.DOWN,
}

_log = structlog.get_logger("usdcop.serve")


def run(settings: Settings) -> None:
    """Feed the market and serve until SIGTERM or SIGINT.

    Raises:
        UsageError: the port is taken, or a setting cannot be used.
        BusyError: another orchestrator has taken over.
        ServerError: PostgreSQL or Redis cannot be started.
    """
    port = settings.environment.orchestrator_port
    with (
        listening(settings.services.host, port, "USDCOP_ORCHESTRATOR_PORT") as listener,
        open_system(settings, as_service=True) as system,
    ):
        facts = {"run": system.run_id, "symbol": system.market.symbol, "data_kind": settings.mode.value}
        log_to(settings.home, NAME, settings.environment.log_level, **facts)
        with tracing(settings, NAME, system.run_id) as provider, _unwrapped():
            asyncio.run(serve(system, listener, provider))


async def serve(system: System, listener: socket.socket, provider: TracerProvider | None = None) -> None:
    """Feed and serve until a signal; whatever of it fails ends all."""
    async with (
        system.feed() as feed,
        open_streams(system.addresses.redis, PostgresEpochs(system.engine)) as streams,
    ):
        shared = replace(shared_of(system), tracing=provider)
        runner = runner_of(system, feed, streams, TraderFigures(shared.registry).told)
        shared.registry.register(FeedFigures(runner.report))
        looking = shared.health
        shared = replace(shared, health=lambda: (*looking(), component(runner.report())))
        await asyncio.to_thread(PostgresTradingState(system.engine).ensure_active, ACTOR, system.clock.now())
        server = server_of(create(shared, ports_of(system, runner, asyncio.get_running_loop())))
        async with asyncio.TaskGroup() as group:
            parts = [group.create_task(runner.run()), group.create_task(_relay(system, runner, streams))]
            _log.info("serving", address=address_of(listener))
            await server.serve([listener])
            for part in parts:
                part.cancel()
    _log.info("stopped")


def ports_of(system: System, runner: Runner, loop: asyncio.AbstractEventLoop) -> OrchestratorPorts:
    """What the service is handed; safe to call from its threads."""
    audit = PostgresAudit(system.engine)

    def force_start(actor: str) -> date:
        report = runner.report()
        if report.phase is not OrchestratorState.WAITING_FOR_L0 or report.session is None:
            raise _not_waiting()
        detail = {"phase": report.phase.value}
        audit.append(system.clock.now(), actor, "feed.force_started", f"session:{report.session}", detail)
        started = asyncio.run_coroutine_threadsafe(_forced(runner), loop).result(timeout=10)
        if started is None:
            raise _not_waiting()
        return started

    return OrchestratorPorts(
        market=system.market,
        report=runner.report,
        force_start=force_start,
        doctor=lambda: examination(system),
    )


async def _forced(runner: Runner) -> date | None:
    return runner.force_start()


def examination(system: System) -> Sequence[Component]:
    """What the doctor finds in ``system``, as parts of health."""
    return [
        Component(
            found.name,
            _STATUS[found.level],
            found.cause or None,
            found.next_step or None,
            essential=found.level is Level.FAIL,
        )
        for found in examine(system)
    ]


async def _relay(system: System, runner: Runner, streams: RedisStreams) -> None:
    """Orders and fills from the outbox to their streams, while this process leads."""
    relay, wall = (
        Relay(PostgresOutbox(system.engine), lambda stream: HeedingWriter(streams.writer(stream))),
        system.wall,
    )
    failing = False
    while True:
        try:
            moved = await relay.run_once() if runner.report().leading else 0
        except SourceError as error:
            if not failing:
                _log.error("relay.trouble", sentence=error.sentence, next_step=error.cure)
            failing = True
            await wall.sleep(_AFTER_FAILURE)
            continue
        failing = False
        if not moved:
            await wall.sleep(RELAYED_EVERY)


def _not_waiting() -> ConflictError:
    return ConflictError(
        "No session waits for L0 now.", "Look at GET /api/pipeline-dependency.", "NOT_WAITING"
    )


@contextlib.contextmanager
def _unwrapped() -> Iterator[None]:
    """An error of ours, also where it comes out of a group of tasks."""
    try:
        yield
    except* UsdcopError as group:
        raise _first(group) from None


def _first(group: BaseExceptionGroup[UsdcopError]) -> UsdcopError:
    found = group.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found
