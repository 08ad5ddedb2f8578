"""Episodes worked out by hand: who decides, where it is filled, what a unit earns."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from support.l1_rows import bars_of, features_of
from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes, unit_economics
from usdcop.core.sessions import Calendar
from usdcop.core.units import Bps
from usdcop.pipeline.l4_rlready import episodes_of, rlready

DAY = date(2024, 3, 1)
COSTS = CostModel(Bps(2.0), Bps(1.0))


def _frame(bars: pl.DataFrame, features: pl.DataFrame | None = None) -> pl.DataFrame:
    return rlready(bars, features_of(bars) if features is None else features, ("f",), Calendar(), COSTS)


def _episodes(bars: pl.DataFrame) -> Episodes:
    return episodes_of(_frame(bars), ("f",), 60, {DAY})


def test_a_decision_is_filled_at_the_next_present_close() -> None:
    episodes = _episodes(bars_of(DAY, {0: 4000.0, 1: 4001.0, 5: 4002.0, 6: 4010.0}))
    assert np.flatnonzero(episodes.decides[0]).tolist() == [0, 1, 5]
    assert episodes.fill[0, [0, 1, 5]].tolist() == [4001.0, 4002.0, 4010.0]
    assert episodes.fill_slot[0, [0, 1, 5]].tolist() == [1, 5, 6]
    assert (episodes.exit_price[0], episodes.exit_slot[0], episodes.first_close[0]) == (4010.0, 6, 4000.0)


def test_the_last_two_slots_do_not_decide() -> None:
    episodes = _episodes(bars_of(DAY, {slot: 4000.0 + slot for slot in range(60)}))
    assert np.flatnonzero(episodes.decides[0]).tolist() == list(range(58))
    assert episodes.fill[0, 57] == 4058.0
    assert episodes.exit_price[0] == 4059.0


def test_a_suspect_bar_neither_decides_nor_fills() -> None:
    episodes = _episodes(bars_of(DAY, {0: 4000.0, 1: 4100.0, 2: 4005.0, 3: 4006.0}, suspect={1}))
    assert np.flatnonzero(episodes.decides[0]).tolist() == [0, 2]
    assert episodes.fill[0, 0] == 4005.0
    assert episodes.close[0, 1] == 0.0


def test_a_suspect_last_bar_does_not_price_the_exit() -> None:
    episodes = _episodes(bars_of(DAY, {0: 4000.0, 1: 4001.0, 2: 4200.0}, suspect={2}))
    assert episodes.exit_price[0] == 4001.0


def test_bars_without_a_feature_row_do_not_decide() -> None:
    bars = bars_of(DAY, {0: 4000.0, 1: 4001.0, 2: 4002.0})
    frame = _frame(bars, features_of(bars).filter(pl.col("slot") > 0))
    assert frame["decides"].to_list() == [False, True, False]


def test_units_are_in_bps_of_the_first_close() -> None:
    frame = _frame(bars_of(DAY, {0: 4000.0, 1: 4004.0, 2: 4008.0, 3: 4000.0}))
    assert frame["gain_bps"].to_list() == pytest.approx([10.0, -20.0, 0.0, 0.0])
    assert frame["cost_bps"].to_list() == pytest.approx([3.003, 3.006, 3.0, 0.0])
    assert frame["exit_cost_bps"].to_list() == pytest.approx([0.0, 0.0, 3.0, 0.0])


def test_the_frame_and_the_arrays_tell_the_same_units() -> None:
    bars = pl.concat(
        [
            bars_of(DAY, {0: 4000.0, 2: 4003.0, 3: 4001.0, 9: 4010.0}, doubtful={3}),
            bars_of(date(2024, 3, 4), {slot: 4000.0 + (slot % 7) for slot in range(4, 60)}),
        ]
    )
    frame = _frame(bars)
    episodes = episodes_of(frame, ("f",), 60)
    units = unit_economics(episodes, COSTS)
    assert units.gain[episodes.decides].tolist() == frame.filter("decides")["gain_bps"].to_list()
    assert units.exit_cost.sum() == pytest.approx(frame["exit_cost_bps"].sum())
    assert episodes.doubtful[0, 3]


def test_only_named_sessions_are_for_training() -> None:
    bars = pl.concat([bars_of(DAY, {0: 1.0, 1: 1.0}), bars_of(date(2024, 3, 4), {0: 1.0, 1: 1.0})])
    episodes = episodes_of(_frame(bars), ("f",), 60, {date(2024, 3, 4)})
    assert episodes.training_grade.tolist() == [False, True]


def test_a_session_of_one_bar_has_no_decision() -> None:
    episodes = _episodes(bars_of(DAY, {7: 4000.0}))
    assert not episodes.decides.any()
    assert episodes.exit_price[0] == 4000.0


def test_no_bars_make_an_empty_frame_with_the_same_columns() -> None:
    empty = _frame(bars_of(DAY, {}))
    assert empty.is_empty()
    assert empty.columns == _frame(bars_of(DAY, {0: 1.0, 1: 2.0})).columns
