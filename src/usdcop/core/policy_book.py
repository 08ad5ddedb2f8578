"""What a policy's account did in a session and what a bar makes of it: the words between trader and ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Protocol, TypeAlias

from usdcop.core.accounting import entry_after
from usdcop.core.ledger import Decision, Fill
from usdcop.core.registry import Alias
from usdcop.core.trading import Order, TradingState

NO_LATER_BAR: Final = "NO_LATER_BAR"
"""Why a decision does not count: no bar came any more that could have filled it, so the engine has none there."""

SESSION_STOP: Final = "SESSION_STOP"
"""Why a wish was not heeded: the session lost its bundle's stop, so the target stays flat. Recorded at every
decision from that bar on, also where the policy wanted nothing else: the next bar reads from it that it holds."""

NOT_FINITE: Final = "NOT_FINITE"
"""Why a decision is flat: the policy's answer was no number, which is none."""

NEVER: Final = -1
"""Slot of the newest decision where there is none yet."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Which bundle holds a role."""

    alias: Alias
    version: int
    bundle_hash: str
    stop: float | None = None
    """Loss of a session, as a share of its capital, at which its accounts are left flat; None: no stop."""
    demoted: bool = False
    """Whether it lost a champion's title: it is never drawn for the main account."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which role trades the main account in a session."""

    alias: Alias
    bundle_hash: str
    salt_hash: str
    """The salted hash of the session that chose it."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How a session was begun: its roles stay as they were then until its close."""

    holders: tuple[Holder, ...]
    assigned: Alias | None
    closed: bool
    """Whether its exits are made and its decisions sealed."""


@dataclass(frozen=True, slots=True)
class Book:
    """An account in one session, as the ledger has it; positions in units of the notional."""

    account: str
    position: float = 0.0
    entry: float = 0.0
    """Price of the newest change of position; kept while flat, as the engine keeps it."""
    cash: float = 0.0
    """Pesos per unit of the notional paid and received for the fills so far."""
    costs: float = 0.0
    """Pesos paid for trading so far."""
    pending: tuple[Order, ...] = ()
    """Orders of its policy that no bar has filled yet."""
    decided: int = NEVER
    """Slot of its newest decision."""
    bundle_hash: str | None = None
    """The bundle of that decision."""
    stopped: bool = False
    """Whether a decision of the session was recorded with ``SESSION_STOP``."""

    def after(self, fill: Fill) -> "Book":
        """The book after ``fill``."""
        target = self.position + fill.units
        return replace(
            self,
            position=target,
            entry=entry_after(self.entry, fill.price, target, self.position),
            cash=self.cash - fill.units * fill.price,
            costs=self.costs + fill.cost,
        )

    def after_all(self, fills: Iterable[Fill]) -> "Book":
        """The book after ``fills``, in order."""
        book = self
        for fill in fills:
            book = book.after(fill)
        return book


@dataclass(frozen=True, slots=True)
class Filled:
    """A pending order that a bar fills."""

    order: Order
    fill: Fill


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A pending order that may not be filled any more, and why."""

    order: Order
    reason: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one account decided at a bar. An order follows where ``target`` differs from ``held``."""

    account: str
    bundle_hash: str
    wanted: float
    target: float
    """What was taken after all refusals."""
    held: float
    refused: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one bundle said at a bar, in the role it holds."""

    holder: Holder
    target: float
    probabilities: tuple[float, float, float]
    """of short, flat and long"""
    value: float


@dataclass(frozen=True, slots=True)
class BarOutcome:
    """Everything a bar makes of the accounts."""

    filled: tuple[Filled, ...] = ()
    cancelled: tuple[Cancelled, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    said: tuple[Said, ...] = ()
    mute: tuple[tuple[Alias, str], ...] = ()
    """Roles whose answer was not finite, and what it was in a sentence."""


@dataclass(frozen=True, slots=True)
class Exit:
    """The end of a session for an account: its forced exit, if it held anything."""

    account: str
    bundle_hash: str | None
    fill: Fill | None


@dataclass(frozen=True, slots=True)
class Barred:
    """Where a bar stands in its session, and when it is dealt with."""

    day: date
    slot: int
    time: datetime
    """Its opening instant."""
    now: datetime
    """Market time."""


BarRule: TypeAlias = Callable[[TradingState | None, Mapping[str, Book]], BarOutcome]
"""From the trading state (None: unknown) and the books to what the bar makes of them. Pure."""

ExitRule: TypeAlias = Callable[[Mapping[str, Book]], Sequence[Exit]]
"""From the books of all accounts that decided in a session to their ends. Pure."""


class PolicyLedger(Protocol):
    """Where decisions, orders and fills of policies are kept. Doing a thing again changes nothing."""

    def begun(self, day: date) -> Begun | None:
        """How the session of ``day`` was begun, if it was."""

    def unfinished(self, before: date) -> list[date]:
        """Sessions before ``before`` that were begun and never closed, oldest first."""

    def begin(
        self, day: date, holders: Sequence[Holder], main: Assignment | None, at: datetime, *, late: bool
    ) -> Begun:
        """Log roles and assignment of a session, once: what was logged before stands and is returned."""

    def settle(self, bar: Barred, accounts: Sequence[str], rule: BarRule) -> BarOutcome:
        """Apply ``rule`` to ``accounts`` in one transaction, under the locks of trading state and accounts."""

    def close(self, day: date, last: int, now: datetime, rule: ExitRule) -> Mapping[str, str]:
        """End the session: expire what is pending, drop decisions from slot ``last`` on, force the exits.

        Returns:
            the decision hash of every account that decided, as it is sealed in the audit trail.
        """

    def ledger_of(self, day: date, account: str) -> tuple[list[Decision], list[Fill]]:
        """Decisions and fills of an account in a session, as ``core.ledger.decision_hash`` takes them."""
