"""What a person sees of an evaluation or a backtest in the terminal."""

from collections.abc import Sequence

from usdcop.backtest.serialise import canonical_json
from usdcop.backtest.statistics import Interval
from usdcop.backtest.walkforward import WalkForward
from usdcop.core.metrics import Metric, Metrics
from usdcop.main.console import out, print_json_text, print_table
from usdcop.main.jobs.backtesting import Backtested
from usdcop.main.jobs.judging import Evaluated
from usdcop.report.document import report_json
from usdcop.report.gate_rows import told

COLUMNS = ("", "bps a session", "Sharpe", "max drawdown", "trades", "our advantage, bps a session")
MOST_TRADES = 10
"""Trades printed of a backtest; all are in its JSON."""


def show_evaluation(done: Evaluated, *, as_json: bool) -> None:
    """Print the verdict first, then what stands behind it."""
    if as_json:
        print_json_text(report_json(done.report).decode())
        return
    judged = done.evaluation
    out.print(f"\n[bold]{judged.verdict.sentence}[/]\n{judged.verdict.power}\n")
    title = f"{judged.policy} (version {done.version}): {len(judged.sessions)} sessions that judge it, {judged.data_kind}"
    rivals = [_row(one.name, one.metrics, _range(one.advantage.interval)) for one in judged.rivals]
    print_table(title, COLUMNS, [_row(judged.policy, judged.metrics, ""), *rivals])
    if done.report.walk_forward is not None:
        _show_walk(done.report.walk_forward)
    gates = [
        (
            gate.title,
            "–" if gate.value.value is None else told(gate.value.value, gate.unit),
            f"{gate.operator} {told(gate.threshold, gate.unit)}",
            "passed" if gate.passed else "failed",
        )
        for gate in judged.gates.gates
    ]
    print_table(
        f"Production gates: {judged.gates.passing} of {len(gates)} passed",
        ("gate", "measured", "asked", ""),
        gates,
    )
    out.print(f"Report:  [bold]{done.pdf_path}[/]\nFigures: {done.json_path}", soft_wrap=True)


def show_backtest(done: Backtested, *, as_json: bool) -> None:
    """Print the metrics of one run, and its newest trades."""
    if as_json:
        facts = {
            "name": done.run.name,
            "sessions": done.sessions,
            "decision_hash": done.run.decision_hash,
            "metrics": done.metrics,
            "trades": done.run.trades,
        }
        print_json_text(canonical_json(facts).decode())
        return
    span = f"{done.sessions[0]} to {done.sessions[-1]}, {len(done.sessions)} sessions"
    print_table(f"{done.run.name}: {span}", COLUMNS[:5], [_row(done.run.name, done.metrics, "")[:5]])
    trades = [
        (
            f"{one.entered_at:%Y-%m-%d %H:%M}",
            f"{one.left_at:%H:%M}",
            one.direction,
            one.entry,
            one.exit,
            round(one.pnl),
        )
        for one in done.run.trades[-MOST_TRADES:]
    ]
    print_table("Newest trades (UTC, pesos)", ("entered", "left", "side", "entry", "exit", "net P&L"), trades)
    out.print(f"decisions and fills: {done.run.decision_hash}", soft_wrap=True)


def _show_walk(walk: WalkForward) -> None:
    rows = [
        (
            result.fold.number,
            f"{result.fold.test[0]} to {result.fold.test[-1]}",
            len(result.fold.test),
            len(result.runs),
            _value(result.sharpe),
            1e4 * float(result.returns.mean()),
            sum(one.trades for one in result.runs),
        )
        for result in walk.folds
    ]
    title = f"Walk-forward: {_value(walk.mean_bps)} bps a session, {_range(walk.mean_interval)}"
    print_table(title, ("fold", "test", "sessions", "seeds", "Sharpe", "bps a session", "trades"), rows)


def _row(name: str, metrics: Metrics, advantage: str) -> Sequence[object]:
    return (
        name,
        metrics.mean_session_bps.value,
        metrics.sharpe.value,
        metrics.max_drawdown.value,
        metrics.trades,
        advantage,
    )


def _value(metric: Metric) -> str:
    return "–" if metric.value is None else f"{metric.value:+.3f}"


def _range(interval: Interval) -> str:
    return f"{_value(interval.low)} to {_value(interval.high)}"
