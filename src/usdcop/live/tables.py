"""Frames for the serving table: bars that closed, with their marks, and the bar that is forming; and back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from usdcop.core.bars import BAR, BarState, VendorBar
from usdcop.core.sessions import BAR as FIVE_MINUTES
from usdcop.core.sessions import Calendar
from usdcop.features.doubt import SpikeRule, doubtful, suspects
from usdcop.live.forming import FormingBar


def closed_frame(
    bars: Sequence[VendorBar],
    states: Mapping[datetime, BarState],
    calendar: Calendar,
    source: str,
    now: datetime,
) -> pl.DataFrame:
    """Those of ``bars`` that ``states`` names, as the table ``BAR`` has them.

    Args:
        bars: all known bars of one session, in order: the marks of a bar depend on those before it.
        states: state of each bar to be stored.
        calendar: gives session and slot.
        source: who brought them.
        now: market time they became known.
    """
    rows = [_row(bar, states.get(bar.time, BarState.FINAL), calendar, source) for bar in bars]
    frame = pl.DataFrame([{**row, "known_at": now} for row in rows], schema=_SCHEMA)
    close = frame["close"].to_numpy()
    jumped, _ = suspects(close, np.zeros(close.size, dtype=np.int64), SpikeRule())
    marked = frame.with_columns(doubtful(frame), suspect=pl.Series(jumped))
    return marked.filter(pl.col("time").is_in(list(states)))


def forming_frame(bar: FormingBar, calendar: Calendar, source: str) -> pl.DataFrame:
    """The forming bar as the table has it."""
    as_bar = VendorBar(bar.time, bar.open, bar.high, bar.low, bar.close, None)
    row = {**_row(as_bar, BarState.FORMING, calendar, source), "known_at": bar.at}
    return pl.DataFrame([{**row, "doubtful": False, "suspect": False}], schema=dict(BAR))


def stored_bars(frame: pl.DataFrame) -> dict[datetime, VendorBar]:
    """Closed bars of rows read from the table, by opening instant."""
    closed = frame.filter(pl.col("state").cast(pl.String) != BarState.FORMING.value)
    return {bar.time: bar for bar in map(_bar, closed.iter_rows(named=True))}


def stored_forming(frame: pl.DataFrame, now: datetime) -> FormingBar | None:
    """The bar that is forming at ``now``, as an earlier process left it among rows read from the table."""
    for row in frame.filter(pl.col("state").cast(pl.String) == BarState.FORMING.value).iter_rows(named=True):
        if row["time"] <= now < row["time"] + FIVE_MINUTES:
            bar = _bar(row)
            return FormingBar(bar.time, bar.open, bar.high, bar.low, bar.close, row["known_at"])
    return None


def _bar(row: Mapping[str, Any]) -> VendorBar:
    return VendorBar(row["time"], row["open"], row["high"], row["low"], row["close"], row["volume"])


_SCHEMA = {name: kind for name, kind in BAR.items() if name not in {"doubtful", "suspect"}}


def _row(bar: VendorBar, state: BarState, calendar: Calendar, source: str) -> dict[str, Any]:
    return {
        "time": bar.time,
        "session": calendar.local_date(bar.time),
        "slot": calendar.slot_of(bar.time),
        "open": float(bar.open),
        "high": float(bar.high),
        "low": float(bar.low),
        "close": float(bar.close),
        "volume": None if bar.volume is None else float(bar.volume),
        "source": source,
        "state": state,
        "open_reconstructed": False,
    }
