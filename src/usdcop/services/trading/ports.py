"""What the trading service needs from outside; adapters meet it, ``main`` puts them together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

import polars as pl

from usdcop.core.access import Role
from usdcop.core.accounting import CostModel
from usdcop.core.newest import Newest, Remembered
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import Market
from usdcop.core.trading import (
    FillFilter,
    LiveQuote,
    Order,
    OrderFill,
    OrderFilter,
    OrderRequest,
    PaperAccount,
    Position,
    StateRow,
    TradingState,
)
from usdcop.pipeline.changes import Marks

# untested: declarations; the adapters that meet them are tested


class Snapshot(Protocol):
    """The hot store of a symbol at one moment. Days are market-local dates."""

    @property
    def hot_from(self) -> datetime | None:
        """Bars before it are in the cold store; None: all are here."""

    @property
    def oldest(self) -> datetime | None:
        """Opening instant of the first bar that is here."""

    def newest(self, at: datetime, count: int) -> pl.DataFrame:
        """The last ``count`` bars (``CANDLE`` rows) that opened by ``at``, oldest first."""

    def count(self, at: datetime) -> tuple[int, int]:
        """Bars that opened by ``at``: those that are here, and those of sessions before ``hot_from``'s day."""

    def versions(self, start: datetime, end: datetime) -> Mapping[date, str]:
        """What stands for the bars that open in ``[start, end)``, by day: changes when any of them does."""

    def rows(self, spans: Sequence[tuple[datetime, datetime]]) -> pl.DataFrame:
        """``CANDLE`` rows that open in one of ``spans``, oldest first."""


class HotBars(Protocol):
    """Bars and indicators in the database."""

    def snapshot(self, symbol: str, zone: str) -> AbstractContextManager[Snapshot]:
        """The bars of ``symbol`` as they are now; days are those of the time zone ``zone``."""


class ColdBars(Protocol):
    """Bars and indicators in the object store, by session."""

    def versions(self) -> Mapping[date, str]:
        """What stands for the content of each session, in order of date."""

    def rows(self, days: Iterable[date]) -> pl.DataFrame:
        """``CANDLE`` rows of ``days``, oldest first, rounded as the hot store rounds them."""

    def refused(self, days: Collection[date]) -> frozenset[datetime]:
        """Opening instants in ``days`` for which a row came and was put in quarantine."""


class Quotes(Protocol):
    """Newest quotes."""

    def newest(self, symbol: str) -> LiveQuote | None:
        """The newest quote of ``symbol``, however old."""


class Predictions(Protocol):
    """What bundles said."""

    def page(
        self, symbol: str, alias: str | None, after: tuple[datetime, str] | None, limit: int,
        session: date | None = None,
    ) -> pl.DataFrame:  # fmt: skip
        """Up to ``limit`` rows of ``STORED_PREDICTION`` columns, newest first; ``after``: time and bundle of the last."""


class Desk(Protocol):
    """Where orders are accepted and cancelled; each call is one transaction, committed when it returns."""

    def place(self, request: OrderRequest, actor: str, now: datetime) -> tuple[Order, bool]:
        """The order of ``request``, and whether it is new.

        Raises:
            RiskRefusedError: a rule refuses it.
            UnknownError: there is no such symbol or account.
            ConflictError: the id was used for another request.
        """

    def cancel(self, order_id: UUID, actor: str, now: datetime) -> Order:
        """The cancelled order.

        Raises:
            UnknownError: there is none.
            ConflictError: it has ended otherwise.
            RiskRefusedError: it is a policy's.
        """


class Orders(Protocol):
    """Orders and fills, newest first, page by page."""

    def order(self, order_id: UUID) -> Order:
        """One order. Raises ``UnknownError``."""

    def orders(self, chosen: OrderFilter, after: tuple[datetime, UUID] | None, limit: int) -> list[Order]:
        """A page; ``after``: ``accepted_at`` and id of the last of the page before."""

    def fills(self, chosen: FillFilter, after: tuple[datetime, int] | None, limit: int) -> list[OrderFill]:
        """A page; ``after``: ``at`` and id of the last of the page before."""


class Accounts(Protocol):
    """Positions and profit, reckoned from fills."""

    def positions(self, symbol: str | None = None) -> list[Position]:
        """What each account holds of ``symbol`` (default: of every symbol), flat ones included."""

    def accounts(self, now: datetime) -> list[PaperAccount]:
        """Every account with its profit."""


class StateSwitch(Protocol):
    """The switch that stops trading."""

    def current(self) -> StateRow | None:
        """The trading state; None where it was never set, and nothing is accepted."""

    def change(
        self, to: TradingState, actor: str, reason: str, now: datetime, roles: frozenset[Role]
    ) -> StateRow:
        """Set it; once this returns, nothing that it forbids happens any more.

        Raises:
            ForbiddenError: ``roles`` may only tighten it.
        """


@dataclass(frozen=True, slots=True)
class TradingPorts:
    """Everything the trading service reaches."""

    markets: Mapping[str, Market]
    """Every symbol that is served."""
    limits: RiskLimits
    """What no account may exceed, and from when on a quote is too old to trade on."""
    costs: CostModel
    """What a fill on a quote costs."""
    hot: HotBars
    cold: ColdBars
    quotes: Quotes
    newest_stored: Callable[[str, datetime], Newest]
    """The newest quote and bar of a symbol that opened by an instant, in the database."""
    remembered: Callable[[str], Remembered]
    """The same as it is remembered beside the database, which costs it nothing, with the number of the newest event."""
    predictions: Predictions
    desk: Desk
    orders: Orders
    accounts: Accounts
    state: StateSwitch
    marks: Callable[[], Marks]
    """Every change of bars there was so far."""
