from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import polars as pl
import pytest

from support.raw_rows import raw_of
from usdcop.core.bars import UTC_TIME, BarState, Reason
from usdcop.core.sessions import Calendar, SessionHours
from usdcop.pipeline.placement import detail, local_date, opens_at, placed

CALENDAR = Calendar()
MONDAY = date(2025, 5, 5)
NOW = datetime(2025, 6, 1, tzinfo=UTC)
Value = float | str | datetime | None
ROW = raw_of(MONDAY, {7: 4000.0})
OPENS = CALENDAR.opens_at(MONDAY)


def judged(changes: Mapping[str, Value], now: datetime = NOW) -> tuple[str | None, str]:
    row = ROW.with_columns(
        pl.lit(value).cast(ROW.schema[name]).alias(name) for name, value in changes.items()
    )
    found = placed(row, CALENDAR, now).with_columns(detail=detail(CALENDAR)).row(0, named=True)
    return found["reason"], found["detail"] or ""


def test_a_good_row_has_its_session_and_slot_and_no_reason() -> None:
    row = placed(ROW, CALENDAR, NOW).row(0, named=True)
    assert (row["session"], row["slot"], row["reason"]) == (MONDAY, 7, None)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("price", ["open", "high", "low", "close"])
def test_a_price_that_is_no_number(price: str, value: float | None) -> None:
    assert judged({price: value})[0] == Reason.NOT_FINITE


def test_the_text_of_an_unreadable_row_is_told() -> None:
    assert judged({"close": None, "raw": '13:35,"4,123.5"'})[1] == 'cannot be read: 13:35,"4,123.5"'


@pytest.mark.parametrize(
    "prices",
    [{"high": 3990.0}, {"low": 4010.0}, {"high": 3990.0, "low": 4010.0}, {"open": 4100.0}, {"open": 3900.0},
     {"low": 0.0}, {"low": -1.0}],
)  # fmt: skip
def test_a_range_that_does_not_hold_its_prices(prices: Mapping[str, Value]) -> None:
    reason, text = judged(prices)
    assert reason == Reason.OHLC_VIOLATION
    assert "high" in text
    assert "low" in text


@pytest.mark.parametrize("off", [timedelta(seconds=1), timedelta(minutes=2), timedelta(microseconds=-1)])
def test_a_stamp_between_the_bars_is_off_the_grid(off: timedelta) -> None:
    assert judged({"time": OPENS + timedelta(minutes=35) + off})[0] == Reason.OFF_GRID


def test_holidays_are_named() -> None:
    reason, text = judged({"time": CALENDAR.opens_at(date(2025, 5, 1))})
    assert reason == Reason.HOLIDAY
    assert "2025-05-01 08:00:00 local (" in text


@pytest.mark.parametrize(
    "at",
    [OPENS - timedelta(minutes=5), CALENDAR.closes_at(MONDAY), OPENS + timedelta(days=5)],
)
def test_rows_outside_of_sessions(at: datetime) -> None:
    assert judged({"time": at})[0] == Reason.OUT_OF_SESSION


def test_the_last_bar_of_the_session_is_inside() -> None:
    assert judged({"time": CALENDAR.closes_at(MONDAY) - timedelta(minutes=5)})[0] is None


def test_a_shifted_row_is_placed_by_its_corrected_time() -> None:
    assert judged({"time": OPENS - timedelta(hours=5), "clock_shift_minutes": 300})[0] is None
    assert judged({"time": OPENS, "clock_shift_minutes": 300})[0] == Reason.OUT_OF_SESSION


def test_a_forming_bar_is_refused_as_such_even_before_it_is_closed() -> None:
    assert judged({"state": BarState.FORMING.value})[0] == Reason.FORMING
    assert judged({"state": BarState.FORMING.value}, OPENS)[0] == Reason.FORMING


def test_a_bar_may_be_used_from_its_close_on() -> None:
    closes = OPENS + timedelta(minutes=40)
    assert judged({}, closes)[0] is None
    assert judged({}, closes - timedelta(microseconds=1))[0] == Reason.FUTURE


def test_a_row_that_became_known_later_is_future_until_then() -> None:
    assert judged({"known_at": NOW + timedelta(minutes=1)})[0] == Reason.FUTURE


def test_rows_come_out_in_order_of_corrected_time() -> None:
    rows = raw_of(MONDAY, {3: 1.0, 4: 2.0, 5: 3.0}).with_columns(
        time=pl.col("time") - pl.duration(minutes=pl.when(pl.col("row") == 5).then(300).otherwise(0)),
        clock_shift_minutes=pl.when(pl.col("row") == 5).then(300).otherwise(0).cast(pl.Int16),
    )
    assert placed(rows.reverse(), CALENDAR, NOW)["slot"].to_list() == [3, 4, 5]


def test_openings_and_local_dates_equal_the_calendars() -> None:
    days = CALENDAR.sessions(date(2020, 1, 1), date(2020, 12, 31))
    frame = pl.DataFrame({"day": days})
    assert frame.select(opens_at(pl.col("day"), CALENDAR)).to_series().to_list() == [
        CALENDAR.opens_at(day) for day in days
    ]
    late = pl.DataFrame(
        {"at": [datetime(2025, 5, 6, 4, 59, tzinfo=UTC), datetime(2025, 5, 6, 5, tzinfo=UTC)]}
    )
    assert late.select(local_date(pl.col("at"), CALENDAR)).to_series().to_list() == [
        date(2025, 5, 5), date(2025, 5, 6)
    ]  # fmt: skip


def test_no_rows_are_no_fault() -> None:
    assert placed(ROW.clear(), CALENDAR, NOW).is_empty()


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Asia/Kathmandu", "Pacific/Auckland", "America/New_York"])
def test_sessions_and_slots_are_right_where_days_of_utc_split_a_session(zone: str) -> None:
    elsewhere = Calendar(SessionHours(zone, time(8, 0), time(13, 0)))
    days = elsewhere.sessions(date(2025, 3, 3), date(2025, 4, 10))
    times = [at for day in days for at in elsewhere.grid(day)]
    rows = pl.concat(
        [ROW.with_columns(time=pl.lit(at, UTC_TIME), known_at=pl.lit(at, UTC_TIME)) for at in times]
    )
    found = placed(rows, elsewhere, NOW)
    assert found["session"].to_list() == [day for day in days for _ in range(60)]
    assert found["slot"].to_list() == [slot for _ in days for slot in range(60)]
    assert found["reason"].is_null().all()


def test_every_day_of_utc_may_hold_rows_of_two_local_dates() -> None:
    times = [datetime(2025, 5, 6, hour, tzinfo=UTC) for hour in (1, 14, 23)]
    rows = pl.concat([ROW.with_columns(time=pl.lit(at, UTC_TIME)) for at in times])
    assert placed(rows, CALENDAR, NOW)["session"].to_list() == [MONDAY, date(2025, 5, 6), date(2025, 5, 6)]


@pytest.mark.parametrize("price", [0.01, 4000.0])
def test_a_flat_bar_holds_its_prices(price: float) -> None:
    assert judged(dict.fromkeys(("open", "high", "low", "close"), price))[0] is None
