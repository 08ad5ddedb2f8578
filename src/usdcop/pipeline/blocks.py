"""Blocks of one calendar quarter: what L2 and L3 compute at once, and what they read before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from usdcop.core.layers import quarter_of
from usdcop.core.sessions import Calendar
from usdcop.features.anchor import anchor


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one quarter in a frame: ``[first, end)`` are its own, ``[start, first)`` its warm-up."""

    name: str
    start: int
    first: int
    end: int

    @property
    def warm_up(self) -> int:
        """Rows before the block's own that it reads."""
        return self.first - self.start


def blocks(sessions: pl.Series, calendar: Calendar) -> Iterator[Block]:
    """The quarters of rows in order of time, given the session of each row, oldest first.

    The warm-up begins with the 20th expected session before the quarter, or with the first row there is.
    """
    ends = sessions.rle().struct.unnest()
    days: list[date] = ends["value"].to_list()
    offsets = [0, *ends["len"].cum_sum().to_list()]
    row_of = dict(zip(days, offsets, strict=False))
    opened = 0
    for index, day in enumerate(days):
        if index + 1 < len(days) and quarter_of(days[index + 1]) == quarter_of(day):
            continue
        begins = anchor(day, calendar)
        warm = [row_of[d] for d in days[max(0, opened - 20) : opened] if d >= begins]
        first = offsets[opened]
        yield Block(quarter_of(day), min([*warm, first]), first, offsets[index + 1])
        opened = index + 1
