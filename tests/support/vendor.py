"""The vendor for tests: a ledger in memory, the simulator over real HTTP, and clients of it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from support.clocks import HandClock
from usdcop.adapters.twelvedata import TwelveData, VendorTerms, open_twelvedata
from usdcop.core.errors import CreditsError
from usdcop.simulator.app import Access, create_app
from usdcop.simulator.faults import Faults
from usdcop.simulator.market import BarSource
from usdcop.simulator.meter import Plan
from usdcop.simulator.server import running
from usdcop.simulator.synthetic import SyntheticMarket

NOW = datetime(2024, 7, 10, 15, 2, 30, tzinfo=UTC)
"""A Wednesday morning in Bogota, half-way through the 10:00 bar."""
AMPLE = Plan(per_minute=1000, per_day=100_000)
MINUTE = timedelta(minutes=1)


@dataclass
class MemoryLedger:
    """Credits of one process: keys in turn, each with so many a minute; for tests of the client alone."""

    keys: tuple[str, ...] = ("key-one",)
    per_minute: int = 8
    reserved: list[str] = field(default_factory=list)
    benched: dict[str, datetime] = field(default_factory=dict)
    observed: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _spent: dict[tuple[str, datetime], int] = field(default_factory=dict)

    def reserve(self, credits_needed: int, now: datetime) -> str:
        minute = now.replace(second=0, microsecond=0)
        for key in sorted(
            self.keys, key=lambda key: (self._spent.get((key, minute), 0), self.keys.index(key))
        ):
            spent = self._spent.get((key, minute), 0) + credits_needed
            if spent <= self.per_minute and self.benched.get(key, now) <= now:
                self._spent[key, minute] = spent
                self.reserved.append(key)
                return key
        free_at = min(max(self.benched.get(key, now), minute + MINUTE) for key in self.keys)
        raise CreditsError("No key has credits left.", "Wait.", free_at)

    def bench(self, key: str, until: datetime) -> None:
        self.benched[key] = until

    def observe(self, key: str, used_today: int, now: datetime) -> None:
        self.observed[key] = (used_today, now)


@dataclass
class Vendor:
    """A running simulator and what it runs on."""

    url: str
    source: BarSource
    clock: HandClock
    faults: Faults


@contextmanager
def vendor(
    source: BarSource | None = None, access: Access | None = None, now: datetime = NOW
) -> Iterator[Vendor]:
    """A simulator over real HTTP, at a market time moved by hand."""
    market, clock, faults = source or SyntheticMarket(7), HandClock(now), Faults(seed=3)
    with running(create_app(market, clock, faults, access or Access(plan=AMPLE))) as url:
        yield Vendor(url, market, clock, faults)


@dataclass
class Desk:
    """A client with the wall it waits on and the ledger it pays from."""

    feed: TwelveData
    wall: HandClock
    ledger: MemoryLedger


@asynccontextmanager
async def desk(
    url: str, clock: HandClock, ledger: MemoryLedger | None = None, terms: VendorTerms | None = None
) -> AsyncIterator[Desk]:
    """A client of the vendor at ``url``; its retries pass at once."""
    wall, account = HandClock(NOW), ledger or MemoryLedger(per_minute=1000)
    async with open_twelvedata(url, account, clock, wall, terms) as feed:
        yield Desk(feed, wall, account)
