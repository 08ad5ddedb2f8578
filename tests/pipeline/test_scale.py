from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.l1_rows import bars_of
from support.raw_rows import raw_of
from usdcop.core.sessions import Calendar
from usdcop.pipeline.placement import placed
from usdcop.pipeline.scale import Context, ScaleRule, context_after, off_scale

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2025, 5, 5)
OPENS = Calendar().opens_at(DAY)
RULE = ScaleRule()
BEFORE = Context(4000.0, OPENS - timedelta(hours=20))


def refused(closes: list[float], context: Context = BEFORE, rule: ScaleRule = RULE) -> list[bool]:
    rows = placed(raw_of(DAY, dict(enumerate(closes))), Calendar(), NOW)
    return [bool(bad) for bad in off_scale(rows, context, rule)]


@pytest.mark.parametrize("wrong", [410.0, 41_000.0, 41.0, 2500.0, 5200.0])
def test_a_price_of_another_scale_is_refused_and_the_next_is_measured_against_the_last_good_one(
    wrong: float,
) -> None:
    assert refused([4001.0, wrong, 4002.0]) == [False, True, False]
    assert refused([wrong, 4002.0]) == [True, False]


def test_a_run_of_wrong_prices_does_not_become_the_reference() -> None:
    assert refused([4001.0, *[5200.0] * 5, 4002.0, 5300.0]) == [False, *[True] * 5, False, True]


def test_one_wrong_price_of_the_four_is_enough() -> None:
    rows = placed(raw_of(DAY, {0: 4000.0}), Calendar(), NOW).with_columns(high=pl.lit(40_000.0))
    assert off_scale(rows, BEFORE, RULE).tolist() == [True]


def test_a_quarter_up_is_still_a_market() -> None:
    # The range of the hand-made row reaches one peso beyond its close.
    assert refused([4998.0]) == [False]
    assert refused([5000.0]) == [True]


def test_what_reaches_a_limit_is_believed_and_what_passes_it_is_not() -> None:
    for close, bad in ((4999.0, False), (4999.1, True), (3201.0, False), (3200.9, True)):
        assert refused([close]) == [bad]
    for close, bad in ((1001.0, False), (1000.9, True), (19_999.0, False), (19_999.1, True)):
        assert refused([close], Context()) == [bad]


def test_without_a_past_only_the_plausible_range_speaks() -> None:
    assert refused([2500.0, 2510.0], Context()) == [False, False]
    assert refused([999.0, 20_001.0], Context()) == [True, True]


def test_a_close_that_is_too_old_says_nothing() -> None:
    assert refused([6000.0], Context(4000.0, OPENS - timedelta(days=30))) == [True]
    assert refused([6000.0], Context(4000.0, OPENS - timedelta(days=31))) == [False]


def test_the_context_after_bars_is_the_last_one() -> None:
    bars = bars_of(DAY, {0: 4000.0, 3: 4005.0})
    assert context_after(bars) == Context(4005.0, OPENS + timedelta(minutes=15))
    assert context_after(bars.clear()) == Context()


@given(st.lists(st.sampled_from([4000.0, 4100.0, 400.0, 5400.0, 3000.0, 7000.0]), min_size=1, max_size=50))
def test_it_equals_a_plain_loop(closes: list[float]) -> None:
    last, expected = 4000.0, []
    for close in closes:
        high, low = close + 1.0, close - 1.0
        bad = low < 1000.0 or high > 20_000.0 or high > last * 1.25 or low < last / 1.25
        expected.append(bad)
        last = last if bad else close
    assert refused(closes) == expected


def test_a_bar_is_judged_by_its_past_alone() -> None:
    closes = (4000.0 * np.exp(np.cumsum(np.random.default_rng(5).normal(0, 0.15, 60)))).tolist()
    whole = refused(closes)
    assert any(whole)
    assert all(refused(closes[:cut]) == whole[:cut] for cut in range(1, 60))
