"""The PDF of a report: its bytes follow from the report alone. Nothing is fetched, no clock is read."""

import json
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

from usdcop.services.compliance import evidence, schemas
from usdcop.services.kit.ledger import CostBody

BADGES: Final = {"real": "REAL DATA", "replay": "REPLAY", "synthetic": "SYNTHETIC"}


def report_pdf(report: schemas.Report) -> bytes:
    """``report`` as a PDF."""
    import typst  # noqa: PLC0415 - 40 MB, needed only here

    template = files("usdcop.services.compliance").joinpath("report.typ").read_bytes()
    view = json.dumps(view_of(report), ensure_ascii=False)
    return bytes(typst.compile(template, sys_inputs={"view": view}, ignore_system_fonts=True, timestamp=0))


def view_of(report: schemas.Report) -> dict[str, Any]:
    """All texts of the PDF."""
    return {
        "title": f"{report.symbol} · compliance report",
        "badge": BADGES[report.data_kind],
        "kind": report.data_kind,
        "period": f"{report.first} to {report.last}, {report.sessions} sessions",
        "made": f"Made {_at(report.made_at)} by {report.made_by}",
        "summary": _summary(report),
        "verification": _verification(report.verification),
        "totals": [_total(one) for one in report.totals],
        "actions": [[name, f"{count:,}"] for name, count in report.audit_actions.items()],
        "changes": [_entry(one) for one in report.trading_state_changes],
        "overrides": [_entry(one) for one in report.overrides],
        "revisions": [_entry(one) for one in report.revisions],
        "trades": [_trade(one) for one in report.trades],
    }


def _summary(report: schemas.Report) -> str:
    if not report.trade_count:
        return "No trade was left or open in this period."
    share = f"{report.complete_trades:,} of {report.trade_count:,} trades are reconstructed completely"
    return f"{share}, from the raw rows of the bar to the fill; still open: {report.open_trades:,}."


def _verification(found: schemas.Verification) -> str:
    anchored = (
        f"compared with {found.anchors} anchors up to row {found.anchored_until:,}"
        if found.anchors
        else "compared with no anchor: none has been written yet"
    )
    if found.holds and found.court:
        told = " ".join(one.sentence for one in found.court)
        return f"The audit trail holds: {found.rows:,} rows, {anchored}. The court's record is BROKEN: {told}"
    if found.holds:
        return f"The audit trail holds: {found.rows:,} rows, {anchored}."
    return f"The audit trail is BROKEN at row {found.broken_at:,}: {found.why}."


def _total(one: schemas.AccountTotal) -> list[str]:
    return [
        f"{one.account} {one.symbol}",
        f"{one.fills:,}",
        f"{one.turnover_usd:,.0f}",
        f"{one.trades:,}",
        f"{one.won:,}",
        "not kept" if one.total_cost_cop is None else f"{one.total_cost_cop:,.0f}",
        f"{one.pnl_cop:,.0f}",
    ]


def _entry(one: evidence.AuditEntry) -> list[str]:
    told = ", ".join(f"{name}: {value}" for name, value in one.detail.items() if value not in (None, [], {}))
    return [f"{one.seq}", _at(one.at), one.actor, one.action, f"{one.subject}: {told}"[:400]]


def _trade(one: evidence.Trade) -> dict[str, Any]:
    return {
        "head": f"{one.id} · {one.direction} {one.quantity_usd:,.0f} USD · {one.status}",
        "result": "open" if one.pnl_cop is None else f"{one.pnl_cop:,.0f} COP, net; {_cost(one)}",
        "complete": one.complete,
        "legs": [_leg(leg) for leg in one.legs],
    }


def _cost(one: CostBody) -> str:
    """What fills cost, whole and in parts."""
    if one.total_cost_cop is None:
        return "what its fills cost was not kept in parts"
    parts = f"spread {one.spread_cop:,.0f}, slippage {one.slippage_cop:,.0f}"
    return f"cost {one.total_cost_cop:,.0f} COP: {parts}"


def _leg(leg: evidence.LegRow) -> dict[str, Any]:
    fill = leg.fill
    steps = [
        ["raw", f"{row.source} run {row.run_id}, close {row.close}, {_short(row.checksum)}"]
        for row in leg.raw
    ]
    if leg.decided_bar is not None:
        bar = leg.decided_bar
        steps.append(["bar", f"{_at(bar.time)} closed at {bar.close} ({bar.state}), {_short(bar.checksum)}"])
    if leg.features is not None:
        steps.append(["features", f"{len(leg.features.values)} values, {_short(leg.features.checksum)}"])
    if leg.prediction is not None:
        steps.append(["prediction", _prediction(leg.prediction)])
    if leg.decision is not None:
        steps.append(["decision", _decision(leg.decision)])
    if leg.order is not None:
        order = leg.order
        steps.append(
            ["order", f"{order.client_order_id} {order.side} {order.type} by {order.actor}, {order.status}"]
        )
    if leg.quote is not None:
        steps.append(["quote", f"{leg.quote.price} at {_at(leg.quote.at)}"])
    steps.append(["trail", ", ".join(f"{row.seq} {row.action}" for row in leg.audit) or "nothing"])
    steps += [["unknown", f"{name}: {why}"] for name, why in leg.unknown.items()]
    kind = "forced exit" if fill.forced else "fill"
    said = f"{kind} {fill.id}: {fill.quantity_usd:+,.0f} USD at {fill.price} on {_at(fill.at)}; {_cost(fill)}"
    return {"head": said, "steps": steps}


def _prediction(said: evidence.PredictionRow) -> str:
    if said.p_short is None or said.p_flat is None or said.p_long is None:
        return f"target {said.target:+d}, bundle {said.bundle_hash[:12]}"
    odds = f"short {said.p_short:.3f}, flat {said.p_flat:.3f}, long {said.p_long:.3f}"
    return f"target {said.target:+d} ({odds}), bundle {said.bundle_hash[:12]}"


def _decision(made: evidence.DecisionRow) -> str:
    refused = f", refused: {made.refused}" if made.refused else ""
    late = ", late" if made.late else ""
    return f"wanted {made.wanted:+d}, took {made.target:+d} from {made.held:+d}{refused}{late}"


def _short(checksum: str) -> str:
    return checksum.removeprefix("sha256:")[:12]


def _at(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
