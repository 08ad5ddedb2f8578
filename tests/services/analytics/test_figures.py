import numpy as np
import pytest

from support.episodes import make_episodes
from support.evaluations import part
from support.policies import Follow, classics
from usdcop.backtest.engine import Backtest, run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes
from usdcop.core.record import Record
from usdcop.core.sessions import Calendar
from usdcop.core.units import Price
from usdcop.court.evaluation import Evaluation
from usdcop.services.analytics.figures import (
    cost_rows,
    gross_bps,
    heat_cells,
    kpis,
    risk,
    rl_metrics,
    split,
    stresses,
    trade_summary,
)


@pytest.fixture
def record() -> Record:
    return recorded(run(make_episodes(40, seed=4), list(classics())[-1], CostModel(), Stakes()))


def recorded(done: Backtest) -> Record:
    prices = map(Price, done.episodes.first_close.tolist())
    firsts = dict(zip(done.episodes.sessions, prices, strict=True))
    days = done.episodes.sessions
    return Record(done.name, days, firsts, tuple(done.decisions), tuple(done.fills), Stakes().notional)


def test_an_unknown_figure_is_null_with_its_reason(record: Record) -> None:
    values, reasons = split(kpis(record, record.returns[:0]))
    assert values["benchmarkSpread"] is None
    assert "benchmark" in reasons["benchmarkSpread"]
    assert values["sharpeRatio"] == record.metrics.sharpe.value
    assert "sharpeRatio" not in reasons


def test_the_figures_of_a_record_are_those_of_its_verdict_at_every_multiple_of_the_costs(
    planted: Episodes, evaluation: Evaluation
) -> None:
    last = part(planted, len(planted) - 120, len(planted)).episodes
    found = cost_rows(recorded(run(last, Follow(6e-4), CostModel(), Stakes())))
    assert evaluation.metrics.trades > 100
    for row in evaluation.cost_rows:
        for name, figure in found[f"x{row.multiple:g}"].items():
            told = getattr(row.metrics, name)
            assert figure.reason == told.reason, (row.multiple, name)
            assert figure.value == (None if told.value is None else pytest.approx(told.value)), name


def test_beside_itself_a_record_has_no_advantage(record: Record) -> None:
    assert kpis(record, record.returns)["benchmarkSpread"].value == 0.0


def test_the_cells_hold_every_trade_once(record: Record) -> None:
    cells = heat_cells(record, Calendar())
    assert len(cells) == 5 * 20
    assert sum(cell.trades for cell in cells) == len(record.trades) > 0
    assert all((cell.bps is None) == (cell.trades == 0) for cell in cells)
    total = sum(cell.bps * cell.trades for cell in cells if cell.bps is not None)
    assert total == pytest.approx(float(record.trade_bps.sum()))
    assert cells[0].starts == "08:05"
    assert max(cell.sessions for cell in cells) == 40 // 5
    assert all((cell.exposure is None) == (cell.sessions == 0) for cell in cells)


def test_the_middle_and_the_ends_of_trades_are_known_once_there_is_one(record: Record) -> None:
    ends = {name: figure.value for name, figure in trade_summary(np.array([-3.0, 1.0, 2.0, 8.0])).items()}
    assert ends == {"mean_bps": 2.0, "median_bps": 1.5, "best_bps": 8.0, "worst_bps": -3.0}
    values, reasons = split(trade_summary(record.trade_bps[:0]))
    assert set(values.values()) == {None}
    assert set(reasons.values()) == {"no trade"}


def test_costs_only_make_it_worse(record: Record) -> None:
    rows = cost_rows(record)
    means = [rows[name]["mean_session_bps"].value for name in ("x1", "x2", "x3")]
    assert means == sorted(means, key=lambda mean: -(mean or 0.0))
    gross, cost = gross_bps(record)
    assert gross - cost == pytest.approx(means[0])
    assert gross - 2 * cost == pytest.approx(means[1])


def test_risk_is_in_pesos_on_the_capital(record: Record) -> None:
    found = risk(record, 1e8)
    share = found["portfolioVaR95Percent"].value
    assert share is not None
    assert found["portfolioVaR95"].value == pytest.approx(1e8 * share)
    assert found["bestCaseScenario"].value == pytest.approx(1e8 * float(record.returns.max()))
    assert rl_metrics(record.metrics)["tradesPerEpisode"].value == len(record.trades) / 40


def test_a_stress_is_the_position_times_the_move() -> None:
    rows = {row.move: row.pnl_cop for row in stresses(-100_000.0, 4000.0)}
    assert rows[0.05] == pytest.approx(-20_000_000.0)
    assert rows[-0.05] == pytest.approx(20_000_000.0)
    assert all(row.pnl_cop == 0.0 for row in stresses(0.0, 4000.0))
