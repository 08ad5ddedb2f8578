"""Candles of longer timeframes: kept by session as numbers, written once their indicators are known."""

from datetime import UTC, date, datetime
from typing import Final

import numpy as np
import polars as pl

from usdcop.core.bars import BarState
from usdcop.core.indicators import INDICATORS
from usdcop.core.sessions import Calendar
from usdcop.features.timeframes import Timeframe, anchored, is_forming, placed, resampled
from usdcop.features.windows import Floats
from usdcop.services.trading.fragments import PRICES, SERVED_INDICATORS, session_spans

_STATES: Final = tuple(state.value for state in BarState)
_COLUMNS: Final = ("time", *PRICES, "state", "last_slot")
_TIME, _CLOSE, _STATE, _SLOT = 0, 4, 6, 7
_DECIMALS: Final = {one.name: one.stored.scale for one in INDICATORS if one.in_candles and one.stored}
"""Digits after the point, as the five-minute indicators are stored with."""


def session_bars(bars: pl.DataFrame, timeframe: Timeframe, calendar: Calendar) -> dict[date, Floats]:
    """Bars of ``timeframe`` by session, made of ``CANDLE`` rows: (N, 8) arrays.

    Columns: opening instant (epoch ms), open, high, low, close, volume (NaN: none), number of the state in
    ``BarState``, last five-minute slot that is there.
    """
    rows = resampled(placed(bars, calendar), timeframe, calendar)
    numbers = rows.select(
        pl.col("time").dt.epoch("ms").cast(pl.Float64),
        *PRICES,
        pl.col("state").replace_strict({name: n for n, name in enumerate(_STATES)}, return_dtype=pl.Float64),
        pl.col("last_slot").cast(pl.Float64),
    ).to_numpy()
    return {day: numbers[start:end] for day, start, end in session_spans(rows["session"])}


def candles(
    table: Floats, sessions: list[date], timeframe: Timeframe, calendar: Calendar, *, indicators: bool
) -> pl.DataFrame:
    """``table`` (rows of ``session_bars``) as a frame with the fields of a candle, ``session`` and ``last_slot``."""
    columns: dict[str, Floats] = dict(zip(_COLUMNS, table.T, strict=True))
    frame = pl.DataFrame(columns).with_columns(
        pl.Series("session", sessions, pl.Date),
        pl.col("time").cast(pl.Int64),
        pl.col("state").cast(pl.Int64).replace_strict(dict(enumerate(_STATES)), return_dtype=pl.String),
    )
    if indicators:
        values = anchored(sessions, np.ascontiguousarray(table[:, _CLOSE]), timeframe, calendar)
        frame = frame.with_columns(pl.Series(name, values[name]) for name in SERVED_INDICATORS)
        frame = frame.with_columns(pl.col(name).round(digits) for name, digits in _DECIMALS.items())
    names = ("time", *PRICES, *(SERVED_INDICATORS if indicators else ()), "state", "session")
    return frame.select(*names).with_columns(pl.col(pl.Float64).fill_nan(None))


def with_forming(table: Floats, timeframe: Timeframe, calendar: Calendar, now: datetime) -> Floats:
    """``table`` with its last bars marked forming where they are not complete at ``now``."""
    marked = table.copy()
    for row in marked[::-1]:
        opens = datetime.fromtimestamp(row[_TIME] / 1000, UTC)
        if not is_forming(opens, int(row[_SLOT]), timeframe, calendar, now):
            break
        row[_STATE] = _STATES.index(BarState.FORMING.value)
    return marked
