"""Bodies of the compliance service besides reconstructions: the trail's proof, rules, reports.

Quantities in dollars, P&L and costs in pesos. Times are market time in UTC unless they say real time.
"""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from usdcop.core.examination import Kind
from usdcop.court.examination import Flaw
from usdcop.services.compliance.evidence import AuditEntry, LineageRow, Session, Trade
from usdcop.services.kit.ledger import CostBody
from usdcop.services.kit.marks import BarsChanged
from usdcop.services.kit.paging import Page
from usdcop.services.kit.schemas import Instant, Model

# untested: declarations; the tests of the routes read and write them


class CourtFlaw(Model):
    """One thing in which the court's record is not as the trail tells it."""

    flaw: Flaw
    subject: str = Field(examples=["look:3"])
    sentence: str


class Difference(Model):
    """One thing that is not as it was recorded, or a note."""

    kind: Kind
    where: str = Field(examples=["fill:12"])
    what: str
    """A sentence."""


class Compared(Model):
    """How much was held against the trail."""

    orders: int
    fills: int
    predictions: int


class NightRow(Model):
    """The newest night's examination of everything, the checksums of all layers and PostgreSQL against them included."""

    at: Instant
    """Real time at which it ended."""
    findings: int
    """0: all was sound."""
    first: str | None
    files: int
    rows_compared: int
    """Rows of PostgreSQL that were compared with the layers."""


class Verification(Model):
    """Whether the trail is as it was written, and everything that is kept as the trail tells it."""

    holds: bool
    """Of all that is examined: the trail with its anchors, orders, fills, positions, predictions, the court's record.
    In reports of a version before: of the trail alone."""
    rows: int
    """Rows that were walked: all of them."""
    anchors: int
    """Anchors in the object store that it was compared with."""
    anchored_until: int
    """Number of the newest anchored row: any edit, removal or cut up to it is detected. 0: none is anchored."""
    newest_anchor_at: Instant | None
    """Real time."""
    broken_at: int | None
    """Number of the first row of the trail that does not hold."""
    why: str | None
    """The first of what is wrong."""
    differences: tuple[Difference, ...] = ()
    """What is wrong, at most fifty; ``found`` counts all. Reports of a version before have none."""
    found: int = 0
    notes: tuple[Difference, ...] = ()
    """What could not be held against anything, and why."""
    compared: Compared | None = None
    """Null in reports of a version before."""
    night: NightRow | None = None
    """Null: no night has passed yet."""
    court: tuple[CourtFlaw, ...] = ()
    """Trainings, looks, entries and titles that were deleted, added or rewritten, and trials that do not fit their
    session returns. Reports of a version before have none."""
    verified_at: Instant
    """Real time."""


class Regulation(Model):
    """A rule the system holds itself to."""

    id: str = Field(examples=["two-people"])
    title: str
    text: str
    """The rule, in our words."""
    control: str
    """What enforces it."""
    status: Literal["held", "broken", "unknown"]
    """As measured now; `unknown` where it cannot be, with the reason in `why`."""
    measured: dict[str, str | int | float | bool | None]
    """Figures behind the status. Names end in their unit where they have one."""
    why: str | None
    """What is broken, or why it cannot be known."""


class Regulations(Model):
    """Every rule, its control, and its live state."""

    data_kind: str
    timestamp: Instant
    measured_at: Instant
    """Real time."""
    held: int
    broken: int
    unknown: int
    regulations: tuple[Regulation, ...]


class ReportBody(Model):
    """The period of a report."""

    first: Session
    last: Session
    """Included; at most 92 days after `first`, and not in the future."""


class ReportRow(Model):
    """A report that was made."""

    id: UUID
    first: Session
    last: Session
    digest: str
    """SHA-256 (hex) of its JSON."""
    json_key: str
    """In the object store."""
    pdf_key: str
    requested_by: str
    at: Instant
    recorded_at: Instant
    bars_changed: BarsChanged | None
    """What changed bars of its period after it was made; null: it stands as it was made."""


class AccountTotal(CostBody):
    """What an account did in the period, from its ledger."""

    account: str
    symbol: str
    fills: int
    turnover_usd: float
    cost_cop: float
    """Charged beside the prices of its fills in the period."""
    trades: int
    """Left in the period."""
    won: int
    pnl_cop: float
    """Of trades left in the period, net of all their costs."""


class Report(Model):
    """A period, reconstructed."""

    schema_version: int = 1
    symbol: str
    data_kind: str
    first: Session
    last: Session
    made_at: Instant
    made_by: str
    sessions: int
    """Sessions the calendar expects in the period."""
    trade_count: int
    complete_trades: int
    open_trades: int
    totals: tuple[AccountTotal, ...]
    trading_state_changes: tuple[AuditEntry, ...]
    overrides: tuple[AuditEntry, ...]
    revisions: tuple[AuditEntry, ...]
    audit_actions: dict[str, int]
    """Rows of the trail in the period by action."""
    verification: Verification
    trades: tuple[Trade, ...]
    contracts: dict[str, dict[str, Any]]
    lineages: tuple[LineageRow, ...]


AuditPage = Page[AuditEntry]
ReportPage = Page[ReportRow]
