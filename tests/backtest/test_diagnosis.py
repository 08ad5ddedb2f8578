"""Each remark on a record made for it, and none on a clean one."""

from dataclasses import replace
from datetime import time

import numpy as np
import pytest

from usdcop.backtest.breakdown import WEEKDAYS, HeatMap
from usdcop.backtest.diagnosis import DiagnosisSettings, Facts, diagnose, gross_and_cost_bps
from usdcop.core.episodes import Floats
from usdcop.core.metrics import Activity, known, measure, unknown

SESSIONS = 100
CLEAN = np.tile([0.002, -0.001], SESSIONS // 2) + 1e-4
EVEN = np.full((20, 5), 0.3)


def facts(returns: Floats = CLEAN, *, cost: float = 0.01, position: float = 10.0, trades: int = 200) -> Facts:
    activity = Activity(len(returns), 1000, 90, 90, 300, 290, position, 500.0, 400.0, cost)
    heat = HeatMap(
        tuple(time(8 + row // 4, 5 + 15 * (row % 4)) for row in range(20)), WEEKDAYS, EVEN, (20,) * 5
    )
    measured = replace(measure(returns, [], activity), trades=trades)
    return Facts(returns, measured, heat, known(50.0))


def codes(record: Facts) -> set[str]:
    return {note.code for note in diagnose(record, DiagnosisSettings())}


def test_a_clean_record_gets_no_remark() -> None:
    assert codes(facts()) == set()


def test_gross_is_net_plus_costs() -> None:
    gross, cost = gross_and_cost_bps(facts(cost=0.02).metrics)
    assert cost == pytest.approx(2.0)
    assert gross == pytest.approx(1e4 * CLEAN.mean() + 2.0)


def test_no_trades_is_the_only_remark_then() -> None:
    assert codes(facts(np.zeros(SESSIONS), trades=0)) == {"no_trades"}


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (facts(trades=12), "few_trades"),
        (facts(-CLEAN, cost=0.0), "loses_before_costs"),
        (facts(-CLEAN, cost=0.2), "costs_eat_profit"),
        (facts(cost=0.2), "thin_margin"),
        (facts(np.append(CLEAN * 0.1, [0.03] * 3)), "few_sessions"),
        (facts(np.concatenate([-CLEAN[:90], np.full(10, 0.01)])), "lucky_decile"),
        (facts(np.concatenate([CLEAN[:50], -CLEAN[:50]])), "decay"),
        (facts(position=-490.0), "one_sided"),
        (replace(facts(), minimum_track_record=known(900.0)), "short_record"),
    ],
)
def test_each_remark_on_its_record(record: Facts, code: str) -> None:
    assert code in codes(record)


def test_a_profit_of_one_quarter_of_an_hour() -> None:
    bps = np.full((20, 5), 0.01)
    bps[2] = 3.0
    record = replace(facts(), heat=replace(facts().heat, bps=bps))
    (note,) = (note for note in diagnose(record, DiagnosisSettings()) if note.code == "one_time_of_day")
    assert "08:35" in note.sentence
    assert "94 %" in note.sentence


def test_the_unknown_gives_no_remark() -> None:
    record = replace(facts(), minimum_track_record=unknown("none"))
    assert codes(record) == set()


def test_sentences_name_the_side_and_the_numbers() -> None:
    notes = {
        note.code: note.sentence for note in diagnose(facts(cost=0.2, position=-490.0), DiagnosisSettings())
    }
    assert "short" in notes["one_sided"]
    assert "1.30 times" in notes["thin_margin"]
