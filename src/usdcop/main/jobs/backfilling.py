"""Backfill: work the queue of backfills; the holes of each span are fetched, then L1 to L4 are made."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime

import polars as pl
import structlog

from usdcop.adapters.postgres.backfills import PostgresBackfills
from usdcop.core.backfills import Backfill
from usdcop.core.bars import Source
from usdcop.core.errors import BusyError, UsdcopError
from usdcop.core.gaps import expected, missing
from usdcop.core.layers import Layer
from usdcop.main.jobs.batch import BatchJob, run
from usdcop.main.jobs.running import Done, run_layer
from usdcop.main.wiring import System, writing
from usdcop.pipeline.gates import LayerGate, acquire_gates
from usdcop.pipeline.l0_acquire import AcquireSettings, Fetched, Plan, Run, fetch, plan
from usdcop.pipeline.l0_store import read_absent, store, stored_bars, write_absent

MADE = (Layer.L1, Layer.L2, Layer.L3, Layer.L4)
"""Layers made after bars were brought."""

_log = structlog.get_logger("usdcop.backfill")


def work_backfills(system: System) -> int:
    """Work every backfill that waits, oldest first; return how many came to an end.

    Takes the home's lock of the layers for as long as there is work, so the caller must not hold it. What a
    dead worker left running is marked interrupted. One that fails is marked so and the next one is begun; where
    somebody else runs a layer it waits for the next call.

    Raises:
        ServerError: the database is away; what was running is marked interrupted by the next call.
    """
    table = PostgresBackfills(system.engine)
    if not table.any_under_way():
        return 0
    done = 0
    with writing(system.settings):
        table.interrupt_left(system.clock.now())
        while (job := table.take()) is not None:
            if not _worked(system, table, job):
                break
            done += 1
    return done


def _worked(system: System, table: PostgresBackfills, job: Backfill) -> bool:
    """Work ``job`` to its end; False where it has to wait."""
    try:
        found = fill(system, job, lambda count: table.progress(job.id, count))
    except BusyError as error:
        table.put_back(job.id)
        _log.info("backfill waits", backfill=str(job.id), cause=str(error))
        return False
    except UsdcopError as error:
        table.fail(job.id, system.clock.now(), str(error))
        _log.warning("backfill failed", backfill=str(job.id), cause=str(error))
        return True
    except Exception as error:
        table.fail(job.id, system.clock.now(), f"{type(error).__name__}: {error}")
        raise
    table.complete(job.id, system.clock.now(), found)
    _log.info("backfill completed", backfill=str(job.id), bars_found=found)
    return True


def fill(system: System, job: Backfill, on_request: Callable[[int], None]) -> int:
    """Fetch what is missing of the span of ``job`` and make L1 to L4; return how many missing bars it brought.

    Raises:
        VendorError, CreditsError: the vendor failed; what had arrived is kept.
        GateRefusedError: what is stored now does not pass L0's gate.
        BusyError: somebody else runs a layer.
    """
    span = (job.first, job.last)
    found: list[int] = []

    def deed() -> Done:
        done, bars = _fetched(system, span, on_request)
        found.append(bars)
        return done

    run_layer(system, Layer.L0, deed)
    run(system, BatchJob(job.symbol, MADE))
    return sum(found)


class _Keeper:
    """Keeps what each request brings: bars that were asked for, not those that are stored already."""

    def __init__(self, system: System, have: set[datetime], on_request: Callable[[int], None]) -> None:
        self._system, self._have, self._on_request = system, have, on_request
        self.absent = read_absent(system.lake)
        self.changed: set[date] = set()
        self.rows = self.done = 0

    def __call__(self, fetched: Fetched) -> None:
        rows = fetched.rows.filter(~pl.col("time").is_in(list(self._have)))
        self.changed.update(store(self._system.lake, self._system.market, rows))
        self.absent.update(fetched.absent)
        self.rows += rows.height
        self.done += 1
        self._on_request(self.done)


def _fetched(system: System, span: tuple[date, date], on_request: Callable[[int], None]) -> tuple[Done, int]:
    settings, now = AcquireSettings(), system.clock.now()
    have = _stored(system, span)
    keeper = _Keeper(system, have, on_request)
    planned = plan(system.market, span, have, keeper.absent, now, settings)
    there = have
    if planned.requests:
        try:
            asyncio.run(_fetch(system, planned, settings, keeper))
        finally:
            there = _stored(system, span)
            write_absent(system.lake, keeper.absent - there)
    holes = missing(expected(system.market.calendar, *span, now), have)
    return Done(keeper.rows, len(keeper.changed), _gates(system)), sum(at in there for at in holes)


def _stored(system: System, span: tuple[date, date]) -> set[datetime]:
    days = [day for day in system.lake.days(Layer.L0) if span[0] <= day <= span[1]]
    return stored_bars(system.lake, days) if days else set()


def _gates(system: System) -> tuple[LayerGate, ...]:
    raw = system.lake.read(Layer.L0)
    return () if raw is None else acquire_gates(raw, system.market, system.clock.now(), system.settings.gates)


async def _fetch(system: System, planned: Plan, settings: AcquireSettings, keep: _Keeper) -> None:
    source = system.source if system.source is Source.SYNTHETIC else Source.BACKFILL
    going = Run(system.clock, system.run_id, source, settings)
    async with system.feed() as feed:
        await fetch(feed, system.market, planned.requests, going, keep)
