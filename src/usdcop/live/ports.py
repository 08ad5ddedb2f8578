"""What the live feed needs from the outside, each port as small as the feed allows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from usdcop.core.audit import AuditTrail
from usdcop.core.bars import VendorBar
from usdcop.core.credits import CreditLimits, KeyUse
from usdcop.core.events import EventWriter
from usdcop.core.feed import L0Run, StatusRow
from usdcop.core.ports import BarTable, Clock, MarketFeed, Wall
from usdcop.core.trading import LiveQuote, StateRow
from usdcop.live.skew import Reading

# untested: declarations; tests/live/test_days.py runs the feed on adapters of each


class Trader(Protocol):
    """Makes decisions of closed bars."""

    async def open_session(self, day: date, now: datetime) -> None:
        """Make the session ready: ledger, history, bundles, assignment. May be called again."""

    async def on_bars(self, bars: Sequence[VendorBar], now: datetime) -> Sequence[str]:
        """Take note of today's closed bars, in order; those it has seen change nothing.

        Returns what is wrong with the policies at the newest bar, a sentence each.
        """

    async def close_session(self, day: date, now: datetime) -> None:
        """Leave the positions of the policies, expire their orders."""


class Matcher(Protocol):
    """Fills orders of people."""

    def on_quote(self, quote: LiveQuote, now: datetime) -> int:
        """Fill what ``quote`` fills; return how many."""

    def close_session(self, day: date, now: datetime) -> int:
        """Let the day's orders expire; return how many."""


class QuoteTable(Protocol):
    """The newest quote, for risk and for the screen."""

    def put(self, quote: LiveQuote) -> bool:
        """Keep ``quote`` as the newest."""


class StatusTable(Protocol):
    """The table ``orchestrator_status``."""

    def put(self, symbol: str, row: StatusRow) -> None:
        """Keep ``row`` as the newest."""

    def read(self, symbol: str) -> StatusRow | None:
        """The newest row of ``symbol``, left by whichever process."""


class L0Log(Protocol):
    """What the feed waits for."""

    def l0(self, symbol: str, since: datetime) -> L0Run:
        """The newest run of L0, with ``completed_at`` of the newest that started in the day from ``since`` on."""


class Lease(Protocol):
    """The right to be the one feed of a symbol."""

    def acquire(self) -> bool:
        """Take it unless somebody else has it; whether it is held."""

    @property
    def held(self) -> bool:
        """Whether it is held still."""


class CreditView(Protocol):
    """A look at the account of credits."""

    def uses(self, now: datetime) -> Mapping[str, KeyUse]:
        """What is known of each key, by its digest."""


@dataclass(frozen=True, slots=True)
class Credits:
    """The credits the feed plans with."""

    view: CreditView
    limits: CreditLimits
    observe: Callable[[], Awaitable[None]]
    """Ask the vendor how much of the day is used, for every key of which it is not known."""


@dataclass(frozen=True, slots=True)
class LivePorts:
    """Everything the feed is wired to."""

    feed: MarketFeed
    clock: Clock
    wall: Wall
    bars: BarTable
    quotes: QuoteTable
    events: EventWriter
    trader: Trader
    matcher: Matcher
    status: StatusTable
    l0: L0Log
    lease: Lease
    audit: AuditTrail
    credits: Credits
    trading_state: Callable[[], StateRow | None]
    clocks: Callable[[], Sequence[Reading]]
    """Readings of other clocks, to compare the machine's with."""
