"""Acquire: fill every hole of L0 from the vendor."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from usdcop.core.errors import UsageError
from usdcop.core.gaps import expected, missing
from usdcop.core.layers import Layer
from usdcop.main.console import Advance, print_facts, print_json, progress
from usdcop.main.wiring import System
from usdcop.pipeline.l0_acquire import AcquireSettings, Fetched, Plan, Run, fetch, plan
from usdcop.pipeline.l0_store import read_absent, store, stored_bars, write_absent

FIRST_REACH = timedelta(days=1826)
"""How far back an empty store is filled: five years. A fifth of their sessions is a test set that can be judged."""


@dataclass(frozen=True, slots=True)
class AcquireJob:
    """What to fetch; without dates: from the first stored session (or five years ago) until now."""

    symbol: str = "USDCOP"
    first: date | None = None
    last: date | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Acquired:
    """What an acquisition planned and brought."""

    plan: Plan
    rows: int
    sessions_changed: int
    still_missing: int
    dry_run: bool


class Keeper:
    """Keeps what each request brings, and counts it."""

    def __init__(self, system: System, requests: int, advance: Advance) -> None:
        self._system, self._requests, self._advance = system, requests, advance
        self.absent = read_absent(system.lake)
        self.changed: set[date] = set()
        self.rows = self.done = 0

    def __call__(self, fetched: Fetched) -> None:
        """Keep what one request brought."""
        self.changed.update(store(self._system.lake, self._system.market, fetched.rows))
        self.absent.update(fetched.absent)
        self.rows += fetched.rows.height
        self.done += 1
        self._advance(self.done, self._requests)


def acquire(system: System, job: AcquireJob) -> Acquired:
    """Fetch every missing bar of the span and keep it.

    Raises:
        VendorError, CreditsError: the vendor failed; what had arrived is kept, a second run goes on.
    """
    settings = AcquireSettings()
    planned = _plan(system, job, settings)
    if job.dry_run or not planned.requests:
        return Acquired(planned, 0, 0, planned.missing, job.dry_run)
    with progress("L0 acquire") as advance:
        keeper = Keeper(system, planned.credits, advance)
        try:
            asyncio.run(_fetch(system, planned, settings, keeper))
        finally:
            have = stored_bars(system.lake)
            write_absent(system.lake, keeper.absent - have)
    left = missing(_expected(system, job), have)
    return Acquired(planned, keeper.rows, len(keeper.changed), len(left), dry_run=False)


def show(acquired: Acquired, *, as_json: bool) -> None:
    """Print what was planned and brought."""
    facts = {
        "expected_bars": acquired.plan.expected,
        "missing_before": acquired.plan.missing,
        "requests": acquired.plan.credits,
        "credits": acquired.plan.credits,
        "rows_received": acquired.rows,
        "sessions_changed": acquired.sessions_changed,
        "missing_after": acquired.still_missing,
        "dry_run": acquired.dry_run,
    }
    if as_json:
        print_json(facts)
    else:
        print_facts("Acquired", {name.replace("_", " "): value for name, value in facts.items()})


async def _fetch(system: System, planned: Plan, settings: AcquireSettings, keep: Keeper) -> None:
    run = Run(system.clock, system.run_id, system.source, settings)
    async with system.feed() as feed:
        await fetch(feed, system.market, planned.requests, run, keep)


def _plan(system: System, job: AcquireJob, settings: AcquireSettings) -> Plan:
    have, absent = stored_bars(system.lake), read_absent(system.lake)
    return plan(system.market, _span(system, job), have, absent, system.clock.now(), settings)


def _expected(system: System, job: AcquireJob) -> list[datetime]:
    return expected(system.market.calendar, *_span(system, job), system.clock.now())


def _span(system: System, job: AcquireJob) -> tuple[date, date]:
    today = system.market.calendar.local_date(system.clock.now())
    stored = next(iter(system.lake.days(Layer.L0)), today - FIRST_REACH)
    first, last = job.first or stored, job.last or today
    if first > last:
        raise UsageError(f"The span from {first} to {last} is empty.", "Give --from a date before --to.")
    return first, last
