"""The vendor for tests: a ledger that remembers, the simulator over real HTTP, and clients of it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from support.clocks import HandClock
from usdcop.adapters.credits import LocalCredits
from usdcop.adapters.twelvedata import TwelveData, VendorTerms, open_twelvedata
from usdcop.core.credits import CreditLimits
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


class RecordingLedger:
    """The ledger of one process, with a record of what the client asked of it."""

    def __init__(
        self,
        keys: tuple[str, ...] = ("key-one",),
        per_minute: int = 8,
        benched: dict[str, datetime] | None = None,
    ) -> None:
        self._credits = LocalCredits(keys, CreditLimits(per_minute, per_day=100_000))
        self.reserved: list[str] = []
        self.benched: dict[str, datetime] = {}
        self.observed: dict[str, tuple[int, datetime]] = {}
        for key, until in (benched or {}).items():
            self.bench(key, until)

    def reserve(self, credits_needed: int, now: datetime) -> str:
        self.reserved.append(self._credits.reserve(credits_needed, now))
        return self.reserved[-1]

    def bench(self, key: str, until: datetime, why: str = "") -> None:
        self.benched[key] = until
        self._credits.bench(key, until, why)

    def observe(self, key: str, used_today: int, now: datetime) -> None:
        self.observed[key] = (used_today, now)
        self._credits.observe(key, used_today, now)


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
    ledger: RecordingLedger


@asynccontextmanager
async def desk(
    url: str, clock: HandClock, ledger: RecordingLedger | None = None, terms: VendorTerms | None = None
) -> AsyncIterator[Desk]:
    """A client of the vendor at ``url``; its retries pass at once."""
    wall, account = HandClock(NOW), ledger or RecordingLedger(per_minute=1000)
    async with open_twelvedata(url, account, clock, wall, terms) as feed:
        yield Desk(feed, wall, account)
