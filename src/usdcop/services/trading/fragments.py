"""Candles as ready bytes: the JSON of every bar, written once and joined for each request."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from usdcop.core.indicators import INDICATORS
from usdcop.core.sessions import Calendar
from usdcop.features.timeframes import placed

SERVED_INDICATORS: Final = tuple(one.name for one in INDICATORS if one.in_candles)
"""Indicators of a candle, in the order of its fields."""
PRICES: Final = ("open", "high", "low", "close", "volume")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Bars of one session: opening instants in epoch ms, and their JSON, a comma and a line feed after each."""

    times: list[int]
    text: bytes

    def between(self, start: int, end: int) -> "Fragment":
        """The bars that open in ``[start, end)``."""
        return self._cut(bisect_left(self.times, start), bisect_left(self.times, end))

    def newest(self, count: int) -> "Fragment":
        """The last ``count`` bars."""
        return self._cut(max(0, len(self.times) - count), len(self.times))

    def _cut(self, first: int, last: int) -> "Fragment":
        if first == 0 and last == len(self.times):
            return self
        lines = self.text.splitlines(keepends=True)[first:last]
        return Fragment(self.times[first:last], b"".join(lines))


def fragments(bars: pl.DataFrame) -> dict[date, Fragment]:
    """JSON of ``bars`` by session.

    Args:
        bars: ``time`` (epoch ms), ``session`` and the fields of a candle in their order, oldest first.
    """
    lines = bars.drop("session").write_ndjson().encode().replace(b"}\n", b"},\n").splitlines(keepends=True)
    times = bars["time"].to_list()
    return {
        day: Fragment(times[start:end], b"".join(lines[start:end]))
        for day, start, end in session_spans(bars["session"])
    }


def five_minute_fragments(
    bars: pl.DataFrame, calendar: Calendar, *, indicators: bool
) -> dict[date, Fragment]:
    """Fragments of stored ``CANDLE`` rows, with their stored indicators or without any."""
    fields = (*PRICES, *(SERVED_INDICATORS if indicators else ()))
    rows = placed(bars, calendar).select(pl.col("time").dt.epoch("ms"), "session", *fields, "state")
    return fragments(rows)


def session_spans(sessions: pl.Series) -> Iterator[tuple[date, int, int]]:
    """Each session with the first row of it and the one after its last."""
    start = 0
    for run in sessions.rle().struct.unnest().iter_rows(named=True):
        yield run["value"], start, start + run["len"]
        start += run["len"]
