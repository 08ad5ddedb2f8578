from datetime import date

import numpy as np
import polars as pl

from support.l1_rows import bars_of
from usdcop.core.sessions import Calendar
from usdcop.features.columns import LOOKBACK_BARS
from usdcop.features.incremental import IncrementalFeatures, SessionBars
from usdcop.features.spec import FEATURE_NAMES

DAYS = Calendar().sessions(date(2025, 5, 5), date(2025, 5, 9))


def session(number: int, slots: range = range(60), suspect: tuple[int, ...] = ()) -> pl.DataFrame:
    chance = np.random.default_rng(number)
    closes = {slot: round(4000 + float(chance.normal(0, 3)), 2) for slot in slots}
    return bars_of(DAYS[number], closes, suspect=suspect)


HISTORY = pl.concat([session(number) for number in range(3)])


def test_a_row_has_every_feature_in_order() -> None:
    row = IncrementalFeatures(HISTORY, 60).newest(SessionBars.of(session(3)))
    assert row is not None
    assert row.shape == (len(FEATURE_NAMES),)
    closes = session(3)["close"].to_list()
    assert row[FEATURE_NAMES.index("return_1")] == 1e4 * (np.log(closes[59]) - np.log(closes[58]))
    assert row[FEATURE_NAMES.index("session_return")] == 1e4 * (np.log(closes[59]) - np.log(closes[0]))


def test_the_first_bar_sees_the_night_and_no_return() -> None:
    row = IncrementalFeatures(HISTORY, 60).newest(SessionBars.of(session(3, range(1))))
    assert row is not None
    gap = 1e4 * (np.log(session(3)["close"][0]) - np.log(HISTORY["close"][-1]))
    assert row[FEATURE_NAMES.index("overnight_gap")] == gap
    assert row[FEATURE_NAMES.index("return_1")] == 0.0


def test_a_suspect_bar_and_a_history_too_short_have_no_row() -> None:
    assert IncrementalFeatures(HISTORY, 60).newest(SessionBars.of(session(3, suspect=(59,)))) is None
    assert IncrementalFeatures(HISTORY.clear(), 60).newest(SessionBars.of(session(3))) is None
    assert IncrementalFeatures(HISTORY.clear(), 60).newest(SessionBars.of(session(3, range(3)))) is None
    assert (
        IncrementalFeatures(HISTORY[:LOOKBACK_BARS], 60).newest(SessionBars.of(session(3, range(3)))) is None
    )


def test_a_bar_that_was_refused_since_leaves_no_trace() -> None:
    window = IncrementalFeatures(HISTORY, 60)
    window.newest(SessionBars.of(session(3, range(31), suspect=(30,))))
    window.newest(SessionBars.of(session(3, range(31))))
    without = SessionBars.of(session(3, range(32)).filter(pl.col("slot") != 30))
    fresh = IncrementalFeatures(HISTORY, 60).newest(without)
    again = window.newest(without)
    assert fresh is not None
    assert again is not None
    np.testing.assert_array_equal(again, fresh)


def test_bars_up_to_a_slot() -> None:
    bars = SessionBars.of(session(3, range(0, 60, 2)))
    assert bars.upto(7).slot.tolist() == [0, 2, 4, 6]
    assert bars.upto(6).close.tolist() == bars.close[:4].tolist()
    assert len(bars.upto(-1)) == 0
