"""Bodies of a reconstruction: a trade, and all that led to each of its fills.

Quantities in dollars, prices in pesos a dollar, P&L and costs in pesos. Times are market time in UTC unless they
say real time. What is null has its reason beside it.
"""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from usdcop.services.kit.ledger import CostBody, FillBody, OrderBody
from usdcop.services.kit.marks import BarsChanged
from usdcop.services.kit.schemas import Instant, Model

# untested: declarations; the tests of the routes read and write them

Session = Annotated[date, Field(examples=["2025-03-14"])]
Checksum = Annotated[
    str, Field(examples=["sha256:3b1f0c8d7a5e4f2b9c6d1e0f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b"])
]
Reasons = dict[str, str]
"""Name of what is null, and why."""


class AuditEntry(Model):
    """One row of the audit trail."""

    seq: int = Field(examples=[1043])
    at: Instant
    recorded_at: Instant
    """Real time."""
    actor: str = Field(examples=["operator"])
    action: str = Field(examples=["trading_state.changed"])
    subject: str = Field(examples=["trading_state"])
    detail: dict[str, Any]
    """What happened, in particular."""
    previous_hash: str
    hash: str
    """SHA-256 of `previous_hash`, a line feed and the stored canonical text of the row."""


class DecisionRow(Model):
    """What was decided at the close of a bar; positions in units of the notional."""

    session: Session
    slot: int
    account: str
    bundle_hash: str
    wanted: int
    """What the policy asked for."""
    target: int
    """What was taken after all refusals."""
    held: int
    refused: str | None
    late: bool
    """Caught up after a restart: the bar that fills it had closed already."""
    order_id: UUID | None
    at: Instant
    recorded_at: Instant
    bars_changed: BarsChanged | None
    """What changed bars of its session after it was made; null: nothing."""


class PredictionRow(Model):
    """What the bundle said at the close of the bar that opens at `time`."""

    time: Instant
    session: Session
    recorded_at: Instant | None
    """Real time; null: not kept."""
    alias: str | None
    model_version: str
    bundle_hash: str
    target: int
    p_short: float | None
    p_flat: float | None
    p_long: float | None
    value: float | None
    data_kind: str
    bars_changed: BarsChanged | None
    """What changed bars of its session after it was said; null: nothing."""


class BarRow(Model):
    """An accepted bar of layer L1."""

    time: Instant
    session: Session
    slot: int
    open: float
    high: float
    low: float
    close: float
    volume: float | None
    source: str
    state: str
    known_at: Instant
    open_reconstructed: bool
    doubtful: bool
    suspect: bool
    checksum: Checksum
    """Of the partition it stands in."""


class RawRow(Model):
    """A raw row of layer L0, as received."""

    time: Instant
    open: float | None
    high: float | None
    low: float | None
    close: float | None
    volume: float | None
    source: str
    state: str
    known_at: Instant
    clock_shift_minutes: int
    row: int | None
    run_id: str
    checksum: Checksum
    """Of the partition it stands in."""


class FeatureRow(Model):
    """The features of the bar, as layer L3 has them."""

    time: Instant
    values: dict[str, float]
    feature_hash: str
    """Of the features' definitions as they are now; compare with the contract's."""
    checksum: Checksum
    """Of the partition they stand in."""


class QuoteRow(Model):
    """The quote an order was filled on."""

    price: float
    bid: float | None
    ask: float | None
    at: Instant


class LegRow(Model):
    """One fill of a trade, and all that led to it."""

    fill: FillBody
    order: OrderBody | None
    decision: DecisionRow | None
    assignment: str | None
    """Main account: the role that traded it in the session."""
    prediction: PredictionRow | None
    contract: str | None
    """Hash of the bundle; its contract stands in `contracts`."""
    features: FeatureRow | None
    decided_bar: BarRow | None
    """The bar at whose close it was decided."""
    filled_bar: BarRow | None
    """The bar it was filled in."""
    raw: tuple[RawRow, ...]
    """Raw rows of both bars."""
    quote: QuoteRow | None
    audit: tuple[AuditEntry, ...]
    """Rows of the trail about its order, in order."""
    lineage: Session | None
    """The session whose lineage stands in `lineages`."""
    unknown: Reasons
    """What is missing though it has a place here, and why."""
    not_applicable: Reasons
    """What has no place here, and why."""


class Input(Model):
    """What a partition was made from."""

    name: str
    checksum: str
    current: bool | None


class Node(Model):
    """One partition of a lineage."""

    layer: str
    session: Session
    key: str
    checksum: Checksum
    size_bytes: int
    records: int
    created_at: Instant
    code_version: str
    calendar_version: str
    inputs: tuple[Input, ...]


class RawSource(Model):
    """Where raw rows came from."""

    source: str
    run_id: str
    rows: int
    first_known_at: Instant
    last_known_at: Instant


class LineageRow(Model):
    """From the session's features down to its raw rows."""

    session: Session
    complete: bool
    nodes: tuple[Node, ...]
    sources: tuple[RawSource, ...]


class Trade(CostBody):
    """From an entry to flat or to a reversal; prices are averages where it took several fills."""

    id: str = Field(examples=["champion-1207"])
    """Account, and the fill that entered it."""
    account: str
    symbol: str
    status: Literal["closed", "open"]
    direction: Literal["long", "short"]
    quantity_usd: float
    """The most it held."""
    session: Session
    """In which it was left; open: entered."""
    entered_at: Instant
    left_at: Instant | None
    entry_price: float
    exit_price: float | None
    pnl_cop: float | None
    """Net of the costs of all its fills; null while it is open."""
    pnl_usd: float | None
    """`pnl_cop` at the exit's price."""
    cost_cop: float
    """Charged beside the prices of its fills: what `pnl_cop` subtracts."""
    bars_held: int | None
    """Null while it is open, and where it was held over a night."""
    complete: bool
    """Whether everything that has a place in its reconstruction is known."""
    legs: tuple[LegRow, ...]


class TradeAnswer(Model):
    """The reconstruction of one trade."""

    data_kind: str = Field(examples=["real"])
    """`real`, `replay` or `synthetic`."""
    timestamp: Instant
    trade: Trade
    contracts: dict[str, dict[str, Any]]
    """Contract of each bundle that decided, by hash."""
    lineages: tuple[LineageRow, ...]
    bars_changed: BarsChanged | None
    """What changed bars of its sessions after its first fill; null: nothing. The bars told of are those of now."""
