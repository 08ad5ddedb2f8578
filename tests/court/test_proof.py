"""Either way of asking for an edge gives the edge gate."""

from datetime import date, timedelta

import numpy as np
import pytest

from usdcop.court.mean_test import mean_above_zero
from usdcop.court.proof import ByEntry, ByLook, power_line, prove
from usdcop.court.spending import entry_level

DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(260)]
DRAWN = np.random.default_rng(5).standard_normal(260)
NOISE = 0.001 * (DRAWN - DRAWN.mean()) / DRAWN.std(ddof=1)
EDGE = NOISE + 3.5 * 0.001 / np.sqrt(252)


def test_by_a_look_alone() -> None:
    gate, bets = prove(EDGE, DAYS, ByLook(1))
    assert bets is None
    assert (gate.name, gate.threshold, gate.passed) == ("edge", 0.03, True)
    assert not prove(EDGE, DAYS, ByLook(20))[0].passed


def test_by_a_batch_on_the_sessions_all_of_it_have() -> None:
    rng = np.random.default_rng(6)
    others = {
        name: dict(zip(DAYS[20:], rng.standard_normal(240).tolist(), strict=True)) for name in ("b", "c")
    }
    gate, _ = prove(EDGE, DAYS, ByLook(1, others))
    alone = mean_above_zero(EDGE[20:], 1e-3)
    assert gate.value.value is not None
    assert gate.value.value > alone.p


def test_by_an_entry() -> None:
    gate, bets = prove(EDGE, DAYS, ByEntry(1, 0.004))
    assert bets is not None
    assert gate.threshold == pytest.approx(1 / entry_level(1))
    assert gate.passed is bets.proven


def test_the_power_line_is_told_also_where_nothing_was_found() -> None:
    nothing = power_line(-EDGE, ByLook(1))
    assert nothing.sessions_needed is None
    assert "no number of sessions would find it" in nothing.sentence
    weak = power_line(NOISE + 0.001 / np.sqrt(252), ByLook(1))
    assert weak.seen_sharpe == pytest.approx(1.0)
    assert weak.sessions_needed is not None
    assert f"{weak.sessions_needed - 260:,} sessions more" in weak.sentence
    assert "find a true Sharpe ratio of 2.7" in weak.sentence
    assert "lies above that" in power_line(EDGE, ByLook(1)).sentence
    assert power_line(np.zeros(1), ByLook(1)).findable_sharpe is None


def test_the_line_of_an_entry_is_that_of_the_bets() -> None:
    """It told Student's power once, which the bets do not have."""
    looked = power_line(EDGE, ByLook(1))
    bets = power_line(EDGE, ByEntry(1, 4.0 * float(EDGE.std(ddof=1))))
    assert looked.findable_sharpe is not None
    assert bets.findable_sharpe is not None
    assert bets.findable_sharpe > looked.findable_sharpe + 0.5
    assert bets.sessions_needed is not None
    little = power_line(NOISE + 0.3 * 0.001 / np.sqrt(252), ByEntry(1, 0.004))
    assert little.sessions_needed is None
    assert "(0.30) is too little to be found in years" in little.sentence
    nothing = power_line(np.zeros(120), ByEntry(1, 0.01))
    assert (nothing.seen_sharpe, nothing.sessions_needed) == (None, None)
    assert power_line(EDGE[:30], ByEntry(1, 0.01)).findable_sharpe is None, "before the first look"
