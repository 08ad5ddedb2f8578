from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from support.candles import CALENDAR, history
from usdcop.features.timeframes import Timeframe
from usdcop.services.trading.fragments import SERVED_INDICATORS
from usdcop.services.trading.longer import candles, session_bars, with_forming

DAYS = CALENDAR.sessions(date(2024, 1, 15), date(2024, 3, 6))


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return history(DAYS)


def test_numbers_of_a_session_are_those_of_its_bars(rows: pl.DataFrame) -> None:
    found = session_bars(rows, Timeframe.H1, CALENDAR)
    assert list(found) == DAYS
    hours = found[DAYS[0]]
    assert hours.shape == (5, 8)
    first = rows.head(12)
    np.testing.assert_array_equal(
        hours[0],
        [
            first["time"].dt.epoch("ms")[0], first["open"][0], first["high"].max(), first["low"].min(),
            first["close"][-1], np.nan, 1, 11,
        ],
    )  # fmt: skip


def test_candles_carry_the_fields_in_their_order_and_nulls_for_what_is_not_known(rows: pl.DataFrame) -> None:
    by_day = session_bars(rows, Timeframe.H1, CALENDAR)
    sessions = [day for day, bars in by_day.items() for _ in bars]
    frame = candles(np.concatenate(list(by_day.values())), sessions, Timeframe.H1, CALENDAR, indicators=True)
    assert frame.columns == [
        "time", "open", "high", "low", "close", "volume", *SERVED_INDICATORS, "state", "session",
    ]  # fmt: skip
    assert frame["volume"].null_count() == frame.height
    assert frame["ema_50"].null_count() == 49
    assert frame["state"].unique().to_list() == ["final"]
    assert all(value == round(value, 2) for value in frame["rsi"].drop_nulls())
    bare = candles(by_day[DAYS[0]], [DAYS[0]] * 5, Timeframe.H1, CALENDAR, indicators=False)
    assert bare.columns == ["time", "open", "high", "low", "close", "volume", "state", "session"]


def test_only_the_bars_that_are_not_complete_are_marked(rows: pl.DataFrame) -> None:
    table = session_bars(rows.filter(pl.col("session") == DAYS[0]).head(20), Timeframe.H1, CALENDAR)[DAYS[0]]
    now = CALENDAR.opens_at(DAYS[0]) + timedelta(minutes=100)
    assert with_forming(table, Timeframe.H1, CALENDAR, now)[:, 6].tolist() == [1.0, 0.0]
    assert with_forming(table, Timeframe.H1, CALENDAR, now + timedelta(days=1))[:, 6].tolist() == [1.0, 1.0]
    assert table[:, 6].tolist() == [1.0, 1.0]
