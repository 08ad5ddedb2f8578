"""One session of the trader: its roles, its bars and what was done with them; and the ports it is wired to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeAlias

import polars as pl

from usdcop.core.bars import VendorBar
from usdcop.core.events import EventWriter
from usdcop.core.policy_book import BarOutcome, Book, Holder, PolicyLedger
from usdcop.core.ports import Wall
from usdcop.core.registry import Alias
from usdcop.core.trading import MAIN_ACCOUNT
from usdcop.features.incremental import IncrementalFeatures, SessionBars
from usdcop.policy.bundle import Bundle

SHADOW_BOOK = Book("shadow")
"""What a shadow would hold had it traded: in memory only, it is no account."""


@dataclass(frozen=True, slots=True)
class SeenBar:
    """A closed bar and the market time it was first known in this form."""

    bar: VendorBar
    known_at: datetime


@dataclass(frozen=True, slots=True)
class LastClose:
    """The newest accepted bar before a session: its close and its opening instant."""

    close: float
    at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What came before a session."""

    bars: pl.DataFrame
    """Accepted bars (``core.bars.BAR``) from the anchor of the session's quarter on; may be empty."""
    last: LastClose | None
    """The newest accepted bar of all; None at the beginning of a history."""


class BundleStore(Protocol):
    """Which bundles are deployed, and their files."""

    def held(self) -> Sequence[Holder]:
        """The holder of each role that is held."""

    def load(self, bundle_hash: str) -> bytes:
        """The file of a bundle.

        Raises:
            CorruptPartitionError, MissingPartitionError: it was altered, or is gone.
        """


Judge: TypeAlias = Callable[[Sequence[SeenBar], LastClose | None, datetime], SessionBars]
"""Layer L1 of one session's closed bars, in order of time: from bars, the newest close before, and ``now``."""


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """A session is ready."""

    day: date
    holders: tuple[Holder, ...]
    silent: Mapping[Alias, str]
    """Roles that cannot decide, and why."""
    assigned: Alias | None
    """The role that trades the main account; None: no role trades."""
    late: bool
    """Whether the roles were logged after the opening."""


@dataclass(frozen=True, slots=True)
class BarDone:
    """A bar was dealt with and committed."""

    day: date
    slot: int
    late: bool
    """Whether something was decided after the bar that fills it had closed."""
    outcome: BarOutcome
    decision_seconds: float
    """Features and policies of all roles, in real time."""
    seconds: float
    """From the judged bar to the commit, in real time."""
    unpublished: int = 0
    """Predictions that no stream took; they are stored."""


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """A session was ended: the decision hash of each account, or why it could not be ended."""

    day: date
    hashes: Mapping[str, str]
    why_not: str = ""


Told: TypeAlias = SessionOpened | BarDone | SessionClosed


@dataclass(frozen=True, slots=True)
class TraderPorts:
    """What the trader is wired to."""

    bundles: BundleStore
    history: Callable[[date], History]
    """What came before the session of a day, as layer L1 has it."""
    stored: Callable[[date], SessionBars]
    """The bars of a past session, as layer L1 has them."""
    judge: Judge
    ledger: PolicyLedger
    events: EventWriter
    wall: Wall
    told: Callable[[Told], None]
    """Hears what was done, for metrics; now from the event loop, now from a thread."""


@dataclass(slots=True)
class LiveSession:
    """A session in progress."""

    day: date
    holders: tuple[Holder, ...]
    assigned: Alias | None
    closed: bool
    bundles: Mapping[Alias, Bundle]
    """Of the roles that can decide."""
    silent: Mapping[Alias, str]
    window: IncrementalFeatures | None = None
    last: LastClose | None = None
    ready: bool = False
    """Whether the sessions before are complete and the history is loaded."""
    seen: dict[datetime, SeenBar] = field(default_factory=dict)
    done: dict[datetime, VendorBar] = field(default_factory=dict)
    """Bars that were dealt with or refused, in the form in which they were."""
    handled: set[datetime] = field(default_factory=set)
    """Bars that were dealt with: a later form of them decides nothing."""
    shadow: Book = SHADOW_BOOK
    mute: Sequence[str] = ()
    """Which role's answer to the newest bar was not finite."""
    shadow_units: float = 0.0
    """What the shadow would have filled at the next trusted bar."""

    @property
    def traders(self) -> dict[str, Alias]:
        """The accounts that policies trade, and the role that decides for each."""
        own: dict[str, Alias] = {
            one.alias.value: one.alias for one in self.holders if one.alias is not Alias.SHADOW
        }
        return own if self.assigned is None else own | {MAIN_ACCOUNT: self.assigned}

    def holder(self, alias: Alias) -> Holder:
        """Who holds a role that is held."""
        return next(one for one in self.holders if one.alias is alias)

    def stop_of(self, alias: Alias) -> float | None:
        """The session stop of a role; None where it has none, or nobody holds it."""
        return next((one.stop for one in self.holders if one.alias is alias), None)

    def take(self, bars: Sequence[VendorBar], now: datetime) -> list[datetime]:
        """Take note of ``bars``; return the opening instants of those to be dealt with, in order."""
        for bar in bars:
            known = self.seen.get(bar.time)
            if known is None or known.bar != bar:
                self.seen[bar.time] = SeenBar(bar, now)
        return sorted(
            at for at, one in self.seen.items() if at not in self.handled and self.done.get(at) is not one.bar
        )

    def upto(self, at: datetime) -> list[SeenBar]:
        """The bars that opened by ``at``, in order of time."""
        return [self.seen[time] for time in sorted(self.seen) if time <= at]
