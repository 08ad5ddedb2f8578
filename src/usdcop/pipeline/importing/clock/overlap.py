"""Where a file overlaps what is stored: by which clock do its closes meet the stored ones?"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.bars import UTC_TIME
from usdcop.core.sessions import BAR
from usdcop.core.units import BPS
from usdcop.pipeline.importing.clock.wall_clocks import Clock
from usdcop.pipeline.versions import TWIN_TOLERANCE

LEAST_PAIRS: Final = 10
"""Bars of a day that must meet stored ones, with ``LEAST_CLOSES`` different closes, before their agreement counts."""
LEAST_CLOSES: Final = 3
AGREE: Final = 0.9
"""Share of them that must agree for a clock."""
DIGITS: Final = 0.05
"""Basis points within which two closes are the same, digit by digit: neighbouring bars are seldom."""
DISAGREE: Final = 0.5
"""Share below which they speak against it."""
WORTH: Final = 6.0
"""What that is worth on a day, in log likelihood."""
_FURTHEST: Final = timedelta(hours=15)

Near = Callable[[datetime, datetime], pl.DataFrame]
"""``at`` (opening instant) and ``close`` of the stored bars that open from the one instant to the other, or of more."""


def nothing_stored(_begins: datetime, _ends: datetime) -> pl.DataFrame:
    """``Near`` of a home without bars."""
    return pl.DataFrame(schema={"at": UTC_TIME, "close": pl.Float64})


class Overlap:
    """Counts, batch by batch, how a file's closes meet the stored ones by each clock."""

    def __init__(self, near: Near, clocks: Sequence[Clock], *, own_offset: bool = False) -> None:
        """``near``: where stored bars are asked for; ``own_offset``: of rows that say an offset, not of the others."""
        self._own_offset = own_offset
        self._near = near
        self._clocks = clocks
        self._found: list[pl.DataFrame] = []

    def stampings(self, days: pl.Series) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether the closes of each of ``days`` (rows) by each clock (columns) are those of the bars before, and those of the bars.

        Stored bars say that a file is stamped at its bars' closes, or openings, where they agree digit by digit the one
        way and not the other.
        """
        late, prompt = (np.zeros((days.len(), len(self._clocks)), np.bool_) for _ in range(2))
        place = {day: number for number, day in enumerate(days)}
        for day, clock, pairs, same, pairs_before, same_before in self._counted(
            "pairs", "same", "pairs_before", "same_before"
        ):
            is_same = pairs >= LEAST_PAIRS and same >= AGREE * pairs
            is_before = pairs_before >= LEAST_PAIRS and same_before >= AGREE * pairs_before
            late[place[day], clock] = is_before and same < DISAGREE * max(pairs, 1)
            prompt[place[day], clock] = is_same and same_before < DISAGREE * max(pairs_before, 1)
        return late, prompt

    def add(self, rows: pl.DataFrame) -> None:
        """Count the next batch: ``time``, ``label``, ``close``."""
        begins, ends = rows["time"].min(), rows["time"].max()
        if not isinstance(begins, datetime) or not isinstance(ends, datetime):
            return  # a batch without rows
        first, last = begins - _FURTHEST, ends + _FURTHEST
        near = (
            self._near(first, last)
            .filter(pl.col("at").is_between(first, last))
            .select("at", meets="close")
            .unique("at", keep="last")
        )
        if near.is_empty():
            return
        before = near.select("meets", at=pl.col("at") + BAR)
        of_these = (pl.col("label") == "other") == self._own_offset
        own = rows.filter(of_these).select("time", "close", day=pl.col("time").dt.date())
        apart = (pl.col("close") / pl.col("meets") - 1.0).abs() * BPS
        for number, clock in enumerate(self._clocks):
            placed = own.with_columns(
                at=pl.col("time") + pl.duration(minutes=clock.shift(pl.col("time"))), clock=pl.lit(number)
            )
            counted = placed.join(near, on="at").group_by("day", "clock").agg(
                pairs=pl.len(), agree=(apart <= TWIN_TOLERANCE).sum(), closes=pl.col("close").n_unique(),
                same=(apart <= DIGITS).sum(),
            )  # fmt: skip
            counted_before = (
                placed.join(before, on="at")
                .group_by("day", "clock")
                .agg(pairs_before=pl.len(), same_before=(apart <= DIGITS).sum())
            )
            self._found += [counted, counted_before]

    def scores(self, days: pl.Series) -> NDArray[np.float64]:
        """Score of each of ``days`` (rows) by each clock (columns): above 0 where they agree, below where not."""
        table = np.zeros((days.len(), len(self._clocks)))
        place = {day: number for number, day in enumerate(days)}
        for day, clock, pairs, agree, closes in self._counted("pairs", "agree", "closes"):
            if pairs < LEAST_PAIRS or closes < LEAST_CLOSES:
                continue
            share = agree / pairs
            table[place[day], clock] = WORTH if share >= AGREE else -WORTH if share < DISAGREE else 0.0
        # Where no clock makes them agree, the prices differ, and that tells of no clock.
        return np.where((table > 0).any(axis=1, keepdims=True), table, 0.0)

    def _counted(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Day, number of the clock, and the counts ``names`` over all batches."""
        if not self._found:
            return
        counts = ("pairs", "agree", "same", "pairs_before", "same_before")
        table = pl.concat(self._found, how="diagonal_relaxed").group_by("day", "clock").agg(
            pl.col(counts).sum().fill_null(0), pl.col("closes").max().fill_null(0)
        )  # fmt: skip
        yield from table.select("day", "clock", *names).iter_rows()
