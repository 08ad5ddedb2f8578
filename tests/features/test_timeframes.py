from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
import talib

from support.candles import CALENDAR, history
from usdcop.core.sessions import BAR
from usdcop.features.timeframes import (
    WARM_UP_BARS,
    Timeframe,
    anchored,
    first_read,
    is_forming,
    placed,
    resampled,
)

DAY = date(2024, 3, 5)
OPENS = CALENDAR.opens_at(DAY)
LONGER = [Timeframe.M15, Timeframe.M30, Timeframe.H1, Timeframe.D1]


def five(days: list[date], **kwargs: object) -> pl.DataFrame:
    return placed(history(days, **kwargs).drop("session", "slot"), CALENDAR)  # type: ignore[arg-type]


@pytest.mark.parametrize(("frame", "bars"), [("5m", 60), ("15m", 20), ("30m", 10), ("1h", 5), ("1d", 1)])
def test_a_session_holds_as_many_bars_as_its_hours_say(frame: str, bars: int) -> None:
    assert Timeframe(frame).per_session(CALENDAR) == bars


def test_session_and_slot_come_from_the_local_clock() -> None:
    rows = history([DAY])
    assert (
        placed(rows.drop("session", "slot"), CALENDAR)
        .select("time", "session", "slot")
        .equals(rows.select("time", "session", "slot"))
    )


def test_bars_outside_the_session_have_no_place() -> None:
    rows = pl.DataFrame(
        {"time": [OPENS - BAR, OPENS, OPENS + 60 * BAR]}, schema={"time": pl.Datetime("us", "UTC")}
    )
    assert placed(rows, CALENDAR)["slot"].to_list() == [0]


def test_a_longer_bar_opens_with_its_first_bar_and_closes_with_its_last() -> None:
    rows = five([DAY])
    hours = resampled(rows, Timeframe.H1, CALENDAR)
    second = rows[12:24]
    assert hours["time"].to_list() == [OPENS + number * timedelta(hours=1) for number in range(5)]
    assert hours.row(1, named=True) == {
        "time": OPENS + timedelta(hours=1),
        "session": DAY,
        "open": second["open"][0],
        "high": second["high"].max(),
        "low": second["low"].min(),
        "close": second["close"][-1],
        "volume": None,
        "state": "final",
        "last_slot": 23,
    }


def test_volume_is_the_sum_of_what_is_there() -> None:
    rows = five([DAY]).head(6).with_columns(volume=pl.Series([1.0, None, 2.5, None, None, None]))
    assert resampled(rows, Timeframe.M15, CALENDAR)["volume"].to_list() == [3.5, None]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["final", "final", "final"], "final"),
        (["final", "revised", "final"], "revised"),
        (["final", "revised", "forming"], "forming"),
    ],
)
def test_the_least_final_bar_decides_the_state(states: list[str], expected: str) -> None:
    rows = five([DAY]).head(3).with_columns(state=pl.Series(states))
    assert resampled(rows, Timeframe.M15, CALENDAR)["state"].to_list() == [expected]


@pytest.mark.parametrize("frame", LONGER)
def test_a_bar_opens_at_its_first_slot_though_that_bar_is_missing(frame: Timeframe) -> None:
    rows = five([DAY], without=[OPENS])
    assert resampled(rows, frame, CALENDAR)["time"][0] == OPENS


@pytest.mark.parametrize("frame", LONGER)
def test_no_bar_spans_two_sessions(frame: Timeframe) -> None:
    days = CALENDAR.sessions(date(2024, 3, 4), date(2024, 3, 8))
    bars = resampled(five(days), frame, CALENDAR)
    width = frame.slots(CALENDAR) * BAR
    assert bars.height == len(days) * frame.per_session(CALENDAR)
    for day, opens in zip(bars["session"], bars["time"], strict=True):
        assert CALENDAR.opens_at(day) <= opens
        assert opens + width <= CALENDAR.closes_at(day)


@pytest.mark.parametrize(
    ("now", "last_slot", "forming"),
    [
        (timedelta(minutes=59), 10, True),  # not closed
        (timedelta(minutes=61), 11, False),  # closed and whole
        (timedelta(minutes=61), 10, True),  # its last bar is on its way
        (timedelta(minutes=65), 10, False),  # its last bar did not come
    ],
)
def test_a_bar_forms_until_its_last_bar_came_or_is_given_up(
    now: timedelta, last_slot: int, forming: bool
) -> None:
    assert is_forming(OPENS, last_slot, Timeframe.H1, CALENDAR, OPENS + now) is forming


def test_a_session_forms_until_it_closes() -> None:
    closes = CALENDAR.closes_at(DAY)
    assert is_forming(OPENS, 58, Timeframe.D1, CALENDAR, closes - timedelta(seconds=1))
    assert not is_forming(OPENS, 59, Timeframe.D1, CALENDAR, closes)


@pytest.mark.parametrize("frame", LONGER)
def test_the_anchor_leaves_a_full_warm_up_before_the_quarter(frame: Timeframe) -> None:
    first = first_read(date(2024, 5, 14), frame, CALENDAR)
    before = CALENDAR.sessions(first, date(2024, 3, 31))
    assert len(before) * frame.per_session(CALENDAR) >= WARM_UP_BARS
    assert first_read(date(2024, 4, 1), frame, CALENDAR) == first


def test_indicators_are_those_of_talib_on_the_bars_of_the_timeframe() -> None:
    days = CALENDAR.sessions(date(2024, 4, 1), date(2024, 6, 28))
    bars = resampled(five(days), Timeframe.H1, CALENDAR)
    close = bars["close"].to_numpy()
    values = anchored(bars["session"].to_list(), close, Timeframe.H1, CALENDAR)
    np.testing.assert_array_equal(values["ema_50"], talib.EMA(close, 50))
    np.testing.assert_array_equal(values["rsi"], talib.RSI(close, 14))


def test_a_bar_has_the_same_indicators_whatever_is_read_besides() -> None:
    days = CALENDAR.sessions(date(2023, 10, 2), date(2024, 4, 12))
    bars = resampled(five(days), Timeframe.M15, CALENDAR)
    sessions, close = bars["session"].to_list(), bars["close"].to_numpy()
    whole = anchored(sessions, close, Timeframe.M15, CALENDAR)
    begin = sessions.index(first_read(date(2024, 4, 12), Timeframe.M15, CALENDAR))
    assert begin > 0
    part = anchored(sessions[begin:], close[begin:], Timeframe.M15, CALENDAR)
    wanted = sessions.index(date(2024, 4, 1))
    for name, values in whole.items():
        np.testing.assert_array_equal(values[wanted:], part[name][wanted - begin :])
        assert np.isfinite(values[wanted:]).all()


def test_nothing_has_no_indicators() -> None:
    assert anchored([], np.empty(0), Timeframe.D1, CALENDAR)["rsi"].size == 0


def test_instants_are_utc() -> None:
    assert resampled(five([DAY]), Timeframe.D1, CALENDAR)["time"][0] == datetime(2024, 3, 5, 13, tzinfo=UTC)
