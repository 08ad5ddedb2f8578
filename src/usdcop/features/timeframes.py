"""Timeframes: bars of 15 minutes to a day made of five-minute bars, and indicators on their own bars.

A longer bar never spans two sessions. Its opening instant is that of its first slot, whether or not the bar
of that slot is there. Indicators of a quarter start ``WARM_UP_BARS`` bars before it, as those of L2 do, so a
bar has the same values whatever range is asked for.
"""

import math
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Final

import numpy as np
import polars as pl

from usdcop.core.bars import BarState
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.core.layers import quarter_start
from usdcop.core.sessions import BAR, Calendar
from usdcop.features.indicators import indicators
from usdcop.features.windows import Floats

WARM_UP_BARS: Final = 1200
"""Bars before a quarter that its indicators read: recursions have converged to the last bit by then."""


class Timeframe(StrEnum):
    """Length of a bar."""

    M5 = "5m"
    M15 = "15m"
    M30 = "30m"
    H1 = "1h"
    D1 = "1d"
    """A whole session."""

    def slots(self, calendar: Calendar) -> int:
        """Five-minute slots of one bar."""
        return _SLOTS.get(self.value, calendar.hours.slots)

    def per_session(self, calendar: Calendar) -> int:
        """Bars of a full session; the last may be shorter than the others."""
        return math.ceil(calendar.hours.slots / self.slots(calendar))


_SLOTS: Final = {"5m": 1, "15m": 3, "30m": 6, "1h": 12}


def placed(bars: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """``bars`` with ``session`` (market-local date) and ``slot`` reckoned from ``time``; those off the grid left out."""
    local = pl.col("time").dt.convert_time_zone(calendar.hours.timezone)
    opens = calendar.hours.opens.hour * 60 + calendar.hours.opens.minute
    minute = local.dt.hour().cast(pl.Int32) * 60 + local.dt.minute() - opens
    return bars.with_columns(
        session=local.dt.date(), slot=minute.floordiv(BAR.seconds // 60).cast(pl.Int16)
    ).filter(pl.col("slot").is_between(0, calendar.hours.slots - 1))


def resampled(bars: pl.DataFrame, timeframe: Timeframe, calendar: Calendar) -> pl.DataFrame:
    """Bars of ``timeframe`` made of five-minute ``bars`` (``placed``, in order of time).

    Returns:
        ``time, session, open, high, low, close, volume, state`` and ``last_slot``, the last five-minute slot
        that is there. A bar is forming where one of its bars is, else revised where one is. Volume is null
        where none of them has any.
    """
    width = timeframe.slots(calendar)
    states, volume = pl.col("state").cast(pl.String), pl.col("volume")
    opened = pl.col("time").first() - (pl.col("slot").first() % width) * pl.lit(BAR)
    return (
        bars.group_by("session", pl.col("slot") // width, maintain_order=True)
        .agg(
            opened.alias("time"),
            pl.col("open").first(),
            pl.col("high").max(),
            pl.col("low").min(),
            pl.col("close").last(),
            pl.when(volume.count() > 0).then(volume.sum()).alias("volume"),
            pl.when((states == BarState.FORMING.value).any())
            .then(pl.lit(BarState.FORMING.value))
            .when((states == BarState.REVISED.value).any())
            .then(pl.lit(BarState.REVISED.value))
            .otherwise(pl.lit(BarState.FINAL.value))
            .alias("state"),
            pl.col("slot").last().alias("last_slot"),
        )
        .select("time", "session", "open", "high", "low", "close", "volume", "state", "last_slot")
    )


def is_forming(
    opens_at: datetime, last_slot: int, timeframe: Timeframe, calendar: Calendar, now: datetime
) -> bool:
    """Whether the bar that opens at ``opens_at`` is not complete at ``now``.

    It has not closed, or its last five-minute bar (the newest there is has slot ``last_slot``) closed so
    lately that it may still come.
    """
    day = calendar.local_date(opens_at)
    width = timeframe.slots(calendar)
    closes_at = min(opens_at + width * BAR, calendar.closes_at(day))
    final_slot = (closes_at - calendar.opens_at(day)) // BAR - 1
    return now < closes_at or (last_slot < final_slot and now < closes_at + BAR)


@lru_cache(maxsize=256)
def first_read(day: date, timeframe: Timeframe, calendar: Calendar) -> date:
    """First session read to compute indicators of ``timeframe`` at ``day``."""
    sessions = math.ceil(WARM_UP_BARS / timeframe.per_session(calendar))
    return calendar.sessions_before(quarter_start(day), sessions)[0]


def anchored(
    sessions: list[date], close: Floats, timeframe: Timeframe, calendar: Calendar
) -> dict[str, Floats]:
    """Indicators of bars of ``timeframe``: those of each quarter computed from its own anchor.

    Args:
        sessions: session of each bar, ascending.
        close: (N,) their closes.
        timeframe: of the bars.
        calendar: of the market.

    Returns:
        (N,) arrays by name; NaN while an indicator warms up. Values of a quarter are those of the whole
        history where the bars begin at or before ``first_read`` of it.
    """
    out = {name: np.full(close.size, np.nan) for name in PRICE_INDICATORS}
    days = np.array(sessions, dtype="datetime64[D]")
    start = 0
    for opened, rows in groupby(sessions, quarter_start):
        end = start + sum(1 for _ in rows)
        first = int(np.searchsorted(days, np.datetime64(first_read(opened, timeframe, calendar))))
        values = indicators(close[first:end])
        for name, value in values.items():
            out[name][start:end] = value[start - first :]
        start = end
    return out
