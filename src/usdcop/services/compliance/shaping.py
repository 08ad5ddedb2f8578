"""From reconstructions and rows of the trail to bodies. Pure."""

from collections.abc import Iterable
from dataclasses import asdict
from math import isfinite
from typing import Any

from usdcop.core.audit import AuditRow
from usdcop.core.costs import kept, named, together
from usdcop.core.reconstruction import DecisionFacts, Leg, PredictionFacts, RawFacts, Reconstruction
from usdcop.core.units import Usd
from usdcop.pipeline.changes import Marks
from usdcop.services.compliance import evidence
from usdcop.services.kit.ledger import fill_body, order_body
from usdcop.services.kit.marks import bars_changed

# untested: here, but over HTTP in tests/services/compliance/test_app.py


def audit_entry(row: AuditRow) -> evidence.AuditEntry:
    """One row of the trail."""
    return evidence.AuditEntry(
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        detail=dict(row.detail),
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def trade_of(found: Reconstruction, notional: Usd, marks: Marks) -> evidence.Trade:
    """A trade with its legs; contracts and lineages are only named."""
    trip = found.trip
    entry, trade = trip.entry, trip.trade
    same_day = trade is not None and entry.session == trade.session
    return evidence.Trade(
        id=trip.id,
        account=trip.account,
        symbol=trip.symbol,
        status="open" if trade is None else "closed",
        direction="long" if entry.quantity > 0 else "short",
        quantity_usd=_largest(found) if trade is None else trade.units * notional,
        session=entry.session if trade is None else trade.session,
        entered_at=entry.at,
        left_at=None if trade is None else trade.left_at,
        entry_price=entry.price if trade is None else trade.entry,
        exit_price=None if trade is None else trade.exit,
        pnl_cop=None if trade is None else trade.pnl,
        pnl_usd=None if trade is None else trade.pnl / trade.exit,
        cost_cop=sum(fill.cost for fill in trip.fills) if trade is None else trade.cost,
        **named(together(map(kept, trip.fills)) if trade is None else trade.parts),
        bars_held=trade.bars_held if trade is not None and same_day else None,
        complete=found.complete,
        legs=tuple(_leg(leg, marks) for leg in found.legs),
    )


def contracts_of(found: Iterable[Reconstruction]) -> dict[str, dict[str, Any]]:
    """Contract of each bundle that decided in ``found``, by hash."""
    return {
        leg.order.bundle_hash: dict(leg.contract)
        for one in found
        for leg in one.legs
        if leg.contract is not None and leg.order is not None and leg.order.bundle_hash is not None
    }


def lineages_of(found: Iterable[Reconstruction]) -> tuple[evidence.LineageRow, ...]:
    """Lineage of each session in ``found``, oldest first."""
    by_day = {leg.fill.session: leg.lineage for one in found for leg in one.legs if leg.lineage is not None}
    return tuple(
        evidence.LineageRow.model_validate(
            {
                "session": day,
                "complete": lineage.complete,
                "nodes": [asdict(node) for node in lineage.nodes],
                "sources": [asdict(source) for source in lineage.sources],
            }
        )
        for day, lineage in sorted(by_day.items())
    )


def _largest(found: Reconstruction) -> float:
    return max(
        abs(sum(fill.quantity for fill in found.trip.fills[: at + 1])) for at in range(len(found.legs))
    )


def _leg(leg: Leg, marks: Marks) -> evidence.LegRow:
    return evidence.LegRow.model_validate(
        {
            "fill": fill_body(leg.fill, marks),
            "order": None if leg.order is None else order_body(leg.order, marks),
            "decision": _marked(leg.decision, marks),
            "assignment": leg.assignment,
            "prediction": _marked(leg.prediction, marks),
            "contract": leg.order.bundle_hash if leg.order is not None and leg.contract is not None else None,
            "features": _plain(leg.features),
            "decided_bar": _plain(leg.decided_bar),
            "filled_bar": _plain(leg.filled_bar),
            "raw": [_raw(row) for row in leg.raw],
            "quote": leg.quote,
            "audit": [audit_entry(row) for row in leg.audit],
            "lineage": leg.fill.session if leg.lineage is not None else None,
            "unknown": leg.unknown,
            "not_applicable": leg.not_applicable,
        }
    )


def _marked(facts: DecisionFacts | PredictionFacts | None, marks: Marks) -> dict[str, Any] | None:
    told = _plain(facts)
    if facts is None or told is None:
        return None
    mark = marks.since(facts.session, facts.session, facts.recorded_at)
    return {**told, "bars_changed": bars_changed(mark)}


def _plain(facts: Any) -> dict[str, Any] | None:  # noqa: ANN401 - any of the frozen facts
    return None if facts is None else {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def _raw(row: RawFacts) -> dict[str, Any]:
    """A raw row; JSON has no NaN and no infinity."""
    told = {name: getattr(row, name) for name in RawFacts.__dataclass_fields__}
    for name in ("open", "high", "low", "close", "volume"):
        told[name] = told[name] if told[name] is not None and isfinite(told[name]) else None
    return told
