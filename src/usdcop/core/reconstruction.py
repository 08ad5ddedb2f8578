"""Reconstruction: everything that led to a fill, from the raw rows of the bar to the profit of the trade. Pure.

What cannot be known is None, and ``unknown`` says why; what has no place there (a person's order has no
prediction) is None as well, and ``not_applicable`` says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from usdcop.core.audit import AuditRow
from usdcop.core.lineage import Lineage
from usdcop.core.round_trips import RoundTrip
from usdcop.core.trading import Order, OrderFill, Origin

# untested: here, but over HTTP in tests/services/compliance/test_app.py

BY_PERSON: Final = "A person decided; no policy was asked."
FORCED: Final = "The rule that every session ends flat made this exit; nobody decided on it."


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What was decided at the close of a bar; positions in units of the notional."""

    session: date
    slot: int
    account: str
    bundle_hash: str
    wanted: int
    target: int
    held: int
    refused: str | None
    """Why the target is not what was wanted."""
    late: bool
    order_id: UUID | None
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PredictionFacts:
    """What a bundle said at the close of a bar."""

    time: datetime
    """Opening of the bar."""
    session: date
    recorded_at: datetime | None
    """Real time it was said; None: not kept."""
    alias: str | None
    model_version: str
    bundle_hash: str
    target: int
    p_short: float | None
    p_flat: float | None
    p_long: float | None
    value: float | None
    data_kind: str


@dataclass(frozen=True, slots=True)
class BarFacts:
    """An accepted bar of layer L1, and the partition it stands in."""

    time: datetime
    session: date
    slot: int
    open: float
    high: float
    low: float
    close: float
    volume: float | None
    source: str
    state: str
    known_at: datetime
    open_reconstructed: bool
    doubtful: bool
    suspect: bool
    checksum: str


@dataclass(frozen=True, slots=True)
class RawFacts:
    """A raw row of layer L0 as received, and the partition it stands in."""

    time: datetime
    open: float | None
    high: float | None
    low: float | None
    close: float | None
    volume: float | None
    source: str
    state: str
    known_at: datetime
    clock_shift_minutes: int
    row: int | None
    run_id: str
    checksum: str


@dataclass(frozen=True, slots=True)
class FeatureFacts:
    """The features a policy was shown, as layer L3 has them, and the partition they stand in."""

    time: datetime
    values: Mapping[str, float]
    feature_hash: str
    """Of the features' definitions as they are now."""
    checksum: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One fill of a trade, and all that led to it."""

    fill: OrderFill
    order: Order | None
    decision: DecisionFacts | None
    assignment: str | None
    """For the main account: the role that traded it in this session."""
    prediction: PredictionFacts | None
    contract: Mapping[str, Any] | None
    """What the bundle promises, as it stands in its file."""
    features: FeatureFacts | None
    decided_bar: BarFacts | None
    filled_bar: BarFacts | None
    raw: tuple[RawFacts, ...]
    """Raw rows of both bars."""
    quote: Mapping[str, Any] | None
    """The quote it was filled on."""
    audit: tuple[AuditRow, ...]
    """Rows of the trail about its order, in order."""
    lineage: Lineage | None
    """Of the session's features (or bars) down to raw rows."""
    unknown: Mapping[str, str]
    not_applicable: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """A trade, and all that led to each of its fills."""

    trip: RoundTrip
    legs: tuple[Leg, ...]

    @property
    def complete(self) -> bool:
        """Whether everything that has a place in it is known."""
        return all(not leg.unknown for leg in self.legs)


def not_applicable(fill: OrderFill, order: Order | None) -> dict[str, str]:
    """What has no place in the story of ``fill``, and why."""
    if fill.forced:
        return dict.fromkeys(
            ("decision", "prediction", "contract", "features", "decided_bar", "quote"), FORCED
        )
    if order is not None and order.origin is Origin.MANUAL:
        names = ("decision", "prediction", "contract", "features", "decided_bar", "assignment")
        return dict.fromkeys(names, BY_PERSON)
    return {"quote": "A policy's order fills at the close of the next bar, not on a quote."}


def unknown_of(
    found: Mapping[str, object], without: Mapping[str, str], why: Mapping[str, str]
) -> dict[str, str]:
    """Each part of ``found`` that is missing though it has a place, and why."""
    missing = (name for name, value in found.items() if value is None or value == () if name not in without)
    return {name: why[name] for name in missing}


def trail_gaps(audit: tuple[AuditRow, ...], fill: OrderFill) -> Iterator[str]:
    """What the trail should say of ``fill`` and does not."""
    actions = {row.action for row in audit}
    if "order.accepted" not in actions:
        yield "the trail has no order.accepted"
    told = [row for row in audit if row.action == "order.filled"]
    if not any(row.detail.get("fill", {}).get("id") == fill.id for row in told):
        yield f"the trail has no order.filled for fill {fill.id}"
