"""What the report's template prints: every figure already in words, times in Bogotá."""

from collections.abc import Sequence
from datetime import datetime

from usdcop.backtest.breakdown import ReplayedTrade
from usdcop.backtest.data_summary import DataSummary
from usdcop.backtest.serialise import Plain
from usdcop.backtest.statistics import Interval
from usdcop.backtest.walkforward import FoldResult, WalkForward
from usdcop.core.metrics import Metric, Metrics
from usdcop.core.sessions import SessionHours
from usdcop.core.trials import Look
from usdcop.core.units import BPS
from usdcop.court.evaluation import DataKind, Evaluation
from usdcop.court.forward_proof import FIRST_LOOK
from usdcop.report.gate_rows import NEVER_TOLD, gate_row, plain_number
from usdcop.report.periods import months_table
from usdcop.report.tried import looks_table, spread_of, tried_in

BADGES = {DataKind.REAL: "REAL DATA", DataKind.REPLAY: "REPLAY", DataKind.SYNTHETIC: "SYNTHETIC"}
BEST_AND_WORST = 8
PERCENT, RATIO, BASIS, MILLISECONDS = "percent", "ratio", "bps", "ms"

HEADLINE = (
    ("Mean net return a session", "mean_session_bps", BASIS),
    ("Sharpe ratio, a year", "sharpe", RATIO),
    ("Sortino ratio, a year", "sortino", RATIO),
    ("Maximum drawdown", "max_drawdown", PERCENT),
    ("Growth a year (CAGR)", "cagr", PERCENT),
    ("Calmar ratio", "calmar", RATIO),
    ("Profit factor", "profit_factor", RATIO),
    ("Win rate of trades", "win_rate", PERCENT),
)
FURTHER = (
    ("Total return", "total_return", PERCENT),
    ("Volatility, a year", "volatility", PERCENT),
    ("Value at risk 95 %, a session", "var_95", PERCENT),
    ("Value at risk 99 %, a session", "var_99", PERCENT),
    ("Expected shortfall 95 %", "expected_shortfall_95", PERCENT),
    ("Expected shortfall 99 %", "expected_shortfall_99", PERCENT),
    ("Current drawdown", "current_drawdown", PERCENT),
    ("Exposure, mean absolute position", "exposure", RATIO),
    ("Mean position (above 0: long)", "mean_position", RATIO),
    ("Turnover, units a session", "turnover", RATIO),
    ("Trades a session", "trades_per_episode", RATIO),
    ("Bars a trade is held", "average_holding", RATIO),
    ("Costs paid, share of capital", "spread_paid", PERCENT),
)


def view_of(
    judged: Evaluation,
    walk: WalkForward | None = None,
    data: DataSummary | None = None,
    absent: str = "Not done.",
    looks: Sequence[Look] = (),
) -> dict[str, Plain]:
    """All texts of the report."""
    return {
        "title": f"{judged.symbol} · {judged.policy}",
        "badge": BADGES[judged.data_kind],
        "kind": judged.data_kind.value,
        "edge": judged.verdict.edge_found,
        "verdict": judged.verdict.sentence,
        "span": _span(judged),
        "headline": [_headline(judged, *line) for line in HEADLINE],
        "further": [[title, shown(getattr(judged.metrics, name), unit)] for title, name, unit in FURTHER],
        "balance": _balance(judged.metrics),
        "proven": list(judged.verdict.proven),
        "not_proven": list(judged.verdict.not_proven),
        "notes": [note.sentence for note in judged.notes],
        "costs": [_cost_row(row.multiple, row.metrics) for row in judged.cost_rows],
        "rivals": _rivals(judged),
        "luck": _luck(judged),
        "gates": [gate_row(gate) for gate in judged.gates.gates],
        "gates_line": f"{judged.gates.passing} of {len(judged.gates.gates)} gates pass.",
        "refused": _refused(judged),
        "trades": _trades(judged.trades),
        "trade_count": f"{len(judged.trades):,}",
        "traded": bool(judged.trades),
        "months": list(months_table(judged.sessions, judged.returns, judged.gross)),
        "gross": _gross(judged),
        "break_even": _break_even(judged),
        "added": _added(judged),
        "forward": _forward(judged),
        "tried": list(looks_table(looks, judged.bundle_id)),
        "tried_spread": spread_of(tried_in(looks, judged.bundle_id)) if looks else "",
        "power": judged.verdict.power,
        "looks": _looks(judged),
        "walk": _walk(walk) if walk is not None else None,
        "walk_absent": absent,
        "data": _data(data) if data is not None else None,
        "provenance": _provenance(judged),
    }


def shown(metric: Metric, unit: str) -> str:
    """A metric in words; an unknown one says why."""
    return NEVER_TOLD if metric.value is None else number(metric.value, unit)


def number(value: float, unit: str) -> str:
    """A figure with its unit and a true minus sign."""
    scaled = round(100 * value if unit == PERCENT else value, 2) + 0.0  # minus zero is zero
    text = {
        PERCENT: f"{scaled:,.2f} %",
        RATIO: f"{scaled:,.2f}",
        BASIS: f"{scaled:+,.2f} bps" if scaled else "0.00 bps",
        MILLISECONDS: f"{scaled:,.1f} ms",
    }[unit]
    return text.replace("-", "−")


def _span(judged: Evaluation) -> str:
    untraded = f", {judged.untraded} of them without a decision" if judged.untraded else ""
    return (
        f"{judged.sessions[0]:%-d %B %Y} to {judged.sessions[-1]:%-d %B %Y}: "
        f"{len(judged.sessions):,} expected sessions{untraded}; {len(judged.trades):,} trades; "
        f"costs {judged.costs.half_spread + judged.costs.slippage:g} bps a unit changed; "
        f"{judged.notional_usd:,.0f} USD a unit"
    )


def _headline(judged: Evaluation, title: str, name: str, unit: str) -> list[Plain]:
    metric: Metric = getattr(judged.metrics, name)
    return [title, shown(metric, unit), _range(judged.intervals[name], unit), metric.reason]


def _range(interval: Interval, unit: str) -> str:
    if interval.low.value is None or interval.high.value is None:
        return NEVER_TOLD
    low, high = number(interval.low.value, unit), number(interval.high.value, unit)
    return f"{low.removesuffix(' %').removesuffix(' bps')} to {high}"


def _cost_row(multiple: float, metrics: Metrics) -> list[Plain]:
    return [
        f"× {multiple:g}",
        shown(metrics.mean_session_bps, BASIS),
        shown(metrics.sharpe, RATIO),
        shown(metrics.max_drawdown, PERCENT),
        shown(metrics.profit_factor, RATIO),
        shown(metrics.spread_paid, PERCENT),
    ]


def _rivals(judged: Evaluation) -> list[Plain]:
    """Ours, then each rival; what never traded beats nothing by not losing."""
    own: list[Plain] = [[judged.policy, *_rival_figures(judged.metrics), NEVER_TOLD, NEVER_TOLD]]
    return own + [
        [
            rival.name,
            *_rival_figures(rival.metrics),
            _range(rival.advantage.interval, BASIS),
            ("beaten" if rival.advantage.beats else "not beaten") if judged.trades else NEVER_TOLD,
        ]
        for rival in judged.rivals
    ]


def _rival_figures(metrics: Metrics) -> list[str]:
    return [
        shown(metrics.mean_session_bps, BASIS),
        shown(metrics.sharpe, RATIO),
        shown(metrics.max_drawdown, PERCENT),
        shown(metrics.turnover, RATIO),
    ]


def _balance(metrics: Metrics) -> str:
    balance = metrics.action_balance
    return (
        f"Of its decisions {shown(balance.buy, PERCENT)} raised the position, {shown(balance.sell, PERCENT)} lowered it, "
        f"{shown(balance.hold, PERCENT)} kept it."
    )


def _luck(judged: Evaluation) -> str:
    record, trials = judged.minimum_track_record, judged.deflated.trials
    needed = f"{record.value:,.0f} sessions" if record.value is not None else f"unknown ({record.reason})"
    probability = judged.deflated.probability
    chance = shown(probability, RATIO) if probability.value is not None else f"unknown ({probability.reason})"
    if trials < 2:  # noqa: PLR2004 - nothing was chosen from one
        looks = (
            "One trial has looked at a test part, so there was no best one to choose. The probability that the "
            f"Sharpe ratio is truly above zero is {chance}."
        )
    else:
        looks = (
            f"{trials} distinct trials have looked at a test part. The best of so many worthless ones would be "
            f"expected to show a Sharpe ratio of {shown(judged.deflated.hurdle, RATIO)}. The deflated Sharpe ratio, the "
            f"probability of being truly above that, is {chance}."
        )
    return f"{looks} A record long enough to believe in a Sharpe ratio above zero: {needed}."


def _refused(judged: Evaluation) -> str:
    titles = [gate.title for gate in judged.gates.gates if not gate.passed]
    return f"Refused by: {', '.join(titles)}." if titles else ""


def _looks(judged: Evaluation) -> str:
    """By which share of the error it was judged, and what this home cannot know."""
    how = judged.asked
    if how.stop is not None:
        return (
            f"Judged forward, as entry {how.number} of this home: the bets must reach {1 / how.level:,.0f}, with a "
            f"session stop of {number(how.stop, PERCENT)} of the capital."
        )
    batch = f", one of {how.batch} declared together" if how.batch > 1 else ""
    return (
        f"Look {how.number} at this test set{batch}: an edge must reach p ≤ {how.level:.2g}; all looks together err in "
        "5 % of cases at most. Looks that were taken in other homes cannot be seen here."
    )


def _gross(judged: Evaluation) -> str:
    """What was earned before the costs, beside what is left."""
    if not judged.trades:
        return ""
    gross, net = BPS * float(judged.gross.mean()), BPS * float(judged.returns.mean())
    return (
        f"Before costs it earned {number(gross, BASIS)} a session; spread and slippage took {gross - net:,.2f} bps of "
        f"that, and {number(net, BASIS)} are left."
    )


def _break_even(judged: Evaluation) -> str:
    """At which multiple of the costs nothing is left, with its interval, as the gate of the costs measured it."""
    gate = next((one for one in judged.gates.gates if one.name == "stressed_costs"), None)
    if gate is None or not judged.trades:
        return ""
    low, high = gate.interval.low.value, gate.interval.high.value
    between = (
        "" if low is None or high is None else f" (95 % interval {plain_number(low)} to {plain_number(high)})"
    )
    return f"{gate.measured[:1].upper()}{gate.measured[1:]}{between}."


def _added(judged: Evaluation) -> dict[str, Plain] | None:
    """What it adds beyond a mix of the baselines; None where nothing varies."""
    found = judged.attribution
    if found.explained.value is None or not judged.trades:
        return None
    return {
        "sentence": found.sentence,
        "told": (
            f"A mix of the baselines explains {100 * found.explained.value:.0f} % of the variation of its session "
            f"returns. Beyond that mix it adds {shown(found.added_bps, BASIS)} a session (95 % interval "
            f"{_range(found.interval, BASIS)})."
        ),
        "weights": [
            [name, f"{weight:+.2f}".replace("-", "−")]
            for name, weight in zip(found.names, found.weights, strict=True)
        ],
    }


def _forward(judged: Evaluation) -> str:
    """How far the forward proof has come; empty where it is judged by a look."""
    proof = judged.forward
    if proof is None:
        return ""
    stands = float(proof.wealth[-1]) if len(proof.wealth) else 1.0
    told = f"After {len(proof.wealth):,} sessions the bets stand at {stands:,.2f}; they began at 1 and must reach {proof.target:,.0f}."
    if proof.proven_at is not None:
        return f"{told} They were first seen there after session {proof.proven_at:,}: proven."
    left = FIRST_LOOK - len(proof.wealth)
    coming = f" The first look is at session {FIRST_LOOK}, {left} from now." if left > 0 else ""
    return f"{told}{coming} Not proven yet."


def _trades(trades: Sequence[ReplayedTrade]) -> dict[str, Plain]:
    ranked = sorted(trades, key=lambda trade: (trade.bps, trade.number))
    return {
        "worst": [_trade(trade) for trade in ranked[:BEST_AND_WORST]],
        "best": [_trade(trade) for trade in ranked[::-1][:BEST_AND_WORST]],
    }


def _trade(trade: ReplayedTrade) -> list[Plain]:
    return [
        f"{trade.session:%Y-%m-%d}",
        f"{_local(trade.entered_at)}–{_local(trade.left_at)}",
        trade.direction,
        f"{trade.entry:,.2f}",
        f"{trade.exit:,.2f}",
        str(trade.bars_held),
        number(trade.bps, BASIS).removesuffix(" bps"),
        f"{trade.pnl:+,.0f}".replace("-", "−"),
    ]


def _local(at: datetime) -> str:
    return f"{at.astimezone(SessionHours().zone):%H:%M}"


def _walk(walk: WalkForward) -> dict[str, Plain]:
    return {
        "summary": (
            f"{len(walk.folds)} expanding folds, {len(walk.folds[0].runs)} seeds each, "
            f"{len(walk.sessions):,} sessions that no model of theirs had seen: mean net return "
            f"{shown(walk.mean_bps, BASIS)} a session (95 % interval {_range(walk.mean_interval, BASIS)}), Sharpe ratio "
            f"{shown(walk.sharpe, RATIO)} ({_range(walk.sharpe_interval, RATIO)}), maximum drawdown "
            f"{shown(walk.max_drawdown, PERCENT)}."
        ),
        "folds": [_fold(result) for result in walk.folds],
        "rivals": [
            [
                rival.name,
                shown(rival.mean_bps, BASIS),
                shown(rival.sharpe, RATIO),
                _range(rival.advantage.interval, BASIS),
                "beaten" if rival.advantage.beats else "not beaten",
            ]
            for rival in walk.rivals
        ],
    }


def _fold(result: FoldResult) -> list[Plain]:
    fold = result.fold
    return [
        str(fold.number),
        f"{fold.train[0]:%Y-%m-%d} to {fold.validation[-1]:%Y-%m-%d}",
        f"{fold.test[0]:%Y-%m-%d} to {fold.test[-1]:%Y-%m-%d}",
        str(len(fold.test)),
        number(1e4 * float(result.returns.mean()), BASIS),
        shown(result.sharpe, RATIO),
        " ".join(shown(run.sharpe, RATIO) for run in result.runs),
    ]


def _data(data: DataSummary) -> dict[str, Plain]:
    facts = [
        ("Source", data.source),
        ("Span", f"{data.first_session:%Y-%m-%d} to {data.last_session:%Y-%m-%d}"),
        ("Expected sessions", f"{data.expected_sessions:,}, {data.sessions_with_bars:,} of them with bars"),
        ("Expected bars", f"{data.expected_bars:,}, {100 * data.coverage:.1f} % of them accepted"),
        ("Rows in", f"{data.rows_in:,}"),
        ("Rows accepted", f"{data.rows_accepted:,}"),
        ("Rows in quarantine", f"{sum(data.quarantine.values()):,}"),
        ("Stale sessions", f"{data.stale_sessions:,} with {data.stale_rows:,} rows; not trained on"),
        ("Doubtful bars", f"{data.doubtful_bars:,}; no new risk is taken at them"),
        ("Suspect bars", f"{data.suspect_bars:,}; neither decided nor filled at"),
        ("Calendar", data.calendar_version),
        ("Code", data.code_version),
    ]
    return {
        "facts": [[name, value] for name, value in facts],
        "quarantine": [[reason, f"{rows:,}"] for reason, rows in sorted(data.quarantine.items())],
        "grades": [[grade, f"{count:,}"] for grade, count in sorted(data.grades.items())],
        "remarks": list(data.remarks),
        "hash": data.data_hash,
    }


def _provenance(judged: Evaluation) -> list[Plain]:
    return [
        ["Bundle", judged.bundle_id],
        ["Split", judged.split_id],
        ["Decisions and fills", judged.decision_hash],
    ]
