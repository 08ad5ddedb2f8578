"""What the compliance service is handed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from usdcop.core.audit import AuditFilter, AuditRow
from usdcop.core.controls import Facts
from usdcop.core.examination import Examination
from usdcop.core.ports import Clock, Lake, Objects, Wall
from usdcop.core.reconstruction import DecisionFacts, PredictionFacts
from usdcop.core.reports import NewReport, StoredReport
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import Market
from usdcop.core.trading import Order, OrderFill
from usdcop.core.units import Usd
from usdcop.pipeline.changes import Marks

# untested: here, these are declarations


class Trail(Protocol):
    """The audit trail, to be read."""

    def page(self, chosen: AuditFilter, before: int | None, limit: int) -> list[AuditRow]:
        """Up to ``limit`` rows, newest first; ``before``: number of the last row of the page before."""

    def head(self) -> AuditRow | None:
        """The newest row; None where the trail is empty."""


class Trades(Protocol):
    """What the database knows of trades."""

    def books(self) -> list[tuple[str, str]]:
        """Account and symbol of everything that was ever filled."""

    def fill(self, fill_id: int) -> OrderFill | None:
        """One fill."""

    def fills(self, account: str, symbol: str) -> list[OrderFill]:
        """Every fill of ``account`` in ``symbol``, in order."""

    def orders(self, orders: Sequence[UUID]) -> dict[UUID, Order]:
        """Those of ``orders`` that there are."""

    def decisions(self, orders: Sequence[UUID]) -> dict[UUID, DecisionFacts]:
        """The decision that led to each of ``orders``, where there is one."""

    def trail(self, orders: Sequence[UUID]) -> dict[UUID, tuple[AuditRow, ...]]:
        """Rows of the audit trail about each of ``orders``, in order."""

    def predictions(
        self, symbol: str, times: Sequence[datetime]
    ) -> dict[tuple[datetime, str], PredictionFacts]:
        """What bundles said at the closes of the bars that open at ``times``, by time and bundle."""

    def assignment(self, symbol: str, session: date) -> str | None:
        """The role that was assigned the main account in ``session``."""


class Reports(Protocol):
    """The list of reports."""

    def add(self, new: NewReport) -> StoredReport:
        """Add a report that is stored; audited ``report.made``."""

    def get(self, report: UUID) -> StoredReport | None:
        """One report, if there is such a one."""

    def page(self, before: tuple[datetime, UUID] | None, limit: int) -> list[StoredReport]:
        """At most ``limit`` reports older than ``before``, the newest first."""


@dataclass(frozen=True, slots=True)
class CompliancePorts:
    """Everything the service is handed."""

    market: Market
    data_kind: str
    clock: Clock
    wall: Wall
    lake: Lake
    objects: Objects
    trail: Trail
    examine: Callable[[], Examination]
    """Walks the whole trail, compares it with its anchors, and everything that is kept with it."""
    anchored_at: Callable[[], datetime | None]
    """Real time of the newest anchor."""
    trades: Trades
    reports: Reports
    contract: Callable[[str], Mapping[str, Any] | None]
    """The contract in the bundle of a hash; None where the bundle is not there."""
    feature_hash: Callable[[], str]
    """Of the features' definitions as they are now."""
    controls: Callable[[], Facts]
    """What can be measured of the controls now."""
    limits: RiskLimits
    notional: Usd
    marks: Callable[[], Marks]
    """Every change of bars there was so far."""
