"""First rules of L1: is the row readable, and does its bar stand where a bar may stand?"""

from datetime import datetime, timedelta
from typing import Final

import polars as pl

from usdcop.core.bars import BarState, Reason
from usdcop.core.sessions import BAR, Calendar

PRICES: Final = ("open", "high", "low", "close")
REASONS: Final = pl.Enum([reason.value for reason in Reason])


def placed(raw: pl.DataFrame, calendar: Calendar, now: datetime) -> pl.DataFrame:
    """``raw`` in order of ``at``, with ``session``, ``slot``, ``closed`` and the ``reason`` to refuse it, if any.

    ``at`` is the corrected opening instant, ``session`` its market-local date, ``slot`` the bar of the session it
    stands in, ``closed`` why that day has no session. Of several reasons the first in this order is given: not
    finite, OHLC violation, off the grid, holiday, out of session,
    forming, future.
    """
    at = pl.col("time") + pl.duration(minutes=pl.col("clock_shift_minutes"))
    rows = raw.with_columns(at=at)
    if not rows["at"].is_sorted():
        rows = rows.sort("at", maintain_order=True)
    rows = rows.with_columns(_sessions(rows["at"], calendar))
    # In order of time a day is one run of rows, so facts of days are repeated rather than joined.
    days = rows.select(pl.col("session").rle().struct.unnest())
    index = rows.select(pl.col("session").rle_id())["session"]
    facts = _days(days["value"], calendar)
    rows = rows.with_columns(facts["opens"].gather(index), facts["closed"].gather(index))
    since_open = (pl.col("at") - pl.col("opens")).dt.total_microseconds()
    bar = BAR // timedelta(microseconds=1)
    rows = rows.with_columns(slot=since_open // bar, off=since_open % bar != 0)
    return rows.with_columns(reason=_reason(rows, calendar.hours.slots, now)).drop("off", "opens")


def local_date(at: pl.Expr, calendar: Calendar) -> pl.Expr:
    """Market-local date of the instants ``at``."""
    return at.dt.convert_time_zone(calendar.hours.timezone).dt.date()


def _sessions(at: pl.Series, calendar: Calendar) -> pl.Series:
    """``local_date`` of sorted instants: one for each day of UTC where that day's first and last row agree.

    Local dates only go up with time, so what lies between two equal ones is equal to them.
    """
    runs = at.dt.date().rle().struct.field("len").cast(pl.Int64)
    ends = runs.cum_sum()
    local = pl.DataFrame({"first": at.gather(ends - runs), "last": at.gather(ends - 1)}).select(
        local_date(pl.col("first", "last"), calendar)
    )
    if (local["first"] != local["last"]).any():
        return at.to_frame("session").select(local_date(pl.col("session"), calendar))["session"]
    return local["first"].gather(at.dt.date().rle_id()).alias("session")


def opens_at(session: pl.Expr, calendar: Calendar) -> pl.Expr:
    """Opening instants of the sessions, in UTC."""
    local = session.dt.combine(calendar.hours.opens, "us").dt.replace_time_zone(calendar.hours.timezone)
    return local.dt.convert_time_zone("UTC")


def _days(days: pl.Series, calendar: Calendar) -> pl.DataFrame:
    """One row for each of ``days``: when the session opens, and why there is none."""
    frame = pl.DataFrame({"session": days}, schema={"session": pl.Date})
    reasons = [calendar.closed_because(day) for day in days]
    closed = pl.Series("closed", reasons, dtype=pl.String)
    return frame.select(opens_at(pl.col("session"), calendar).alias("opens"), closed)


def _reason(rows: pl.DataFrame, slots: int, now: datetime) -> pl.Expr:
    """The first rule that refuses each row; where none refuses any, that is all there is to say."""
    rules = _rules(slots, now)
    if not rows.select(pl.any_horizontal(condition for condition, _ in rules).any()).item():
        return pl.lit(None, REASONS)
    chain = pl.lit(None, REASONS)
    for condition, reason in reversed(rules):
        chain = pl.when(condition).then(pl.lit(reason.value, REASONS)).otherwise(chain)
    return chain


def _rules(slots: int, now: datetime) -> tuple[tuple[pl.Expr, Reason], ...]:
    finite = pl.all_horizontal(pl.col(price).is_finite().fill_null(value=False) for price in PRICES)
    highest = pl.max_horizontal("open", "close") > pl.col("high")
    lowest = pl.min_horizontal("open", "close") < pl.col("low")
    holiday = pl.col("closed").is_not_null() & (pl.col("closed") != "weekend")
    outside = pl.col("closed").is_not_null() | ~pl.col("slot").is_between(0, slots - 1)
    return (
        (~finite, Reason.NOT_FINITE),
        ((pl.col("low") <= 0) | (pl.col("high") < pl.col("low")) | highest | lowest, Reason.OHLC_VIOLATION),
        (pl.col("off"), Reason.OFF_GRID),
        (holiday, Reason.HOLIDAY),
        (outside, Reason.OUT_OF_SESSION),
        (pl.col("state") == BarState.FORMING.value, Reason.FORMING),
        ((pl.col("at") + BAR > now) | (pl.col("known_at") > now), Reason.FUTURE),
    )


def detail(calendar: Calendar) -> pl.Expr:
    """What exactly is wrong with a row refused by ``placed``."""
    price = pl.concat_str(
        [pl.format("{} {}", pl.lit(name), pl.col(name)) for name in PRICES], separator=", ", ignore_nulls=True
    )
    local = pl.col("at").dt.convert_time_zone(calendar.hours.timezone).dt.strftime("%Y-%m-%d %H:%M:%S")
    place = pl.format("{} local{}", local, pl.format(" ({})", "closed").fill_null(""))
    return (
        pl.when(pl.col("reason") == Reason.NOT_FINITE.value)
        .then(pl.coalesce(pl.format("cannot be read: {}", "raw"), price))
        .when(pl.col("reason") == Reason.OHLC_VIOLATION.value)
        .then(price)
        .when((pl.col("reason") == Reason.OUT_OF_SESSION.value) & (pl.col("clock_shift_minutes") != 0))
        .then(pl.format("outside the session after {} minutes were added: {}", "clock_shift_minutes", place))
        .when(pl.col("reason") == Reason.FUTURE.value)
        .then(pl.format("bar of {} is not closed or not known yet", place))
        .when(pl.col("reason") == Reason.FORMING.value)
        .then(pl.lit("captured while the bar was still forming"))
        .otherwise(place)
    )
