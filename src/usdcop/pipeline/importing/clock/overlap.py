"""Where a file overlaps what is stored: by which clock do its closes meet the stored ones?"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.units import BPS
from usdcop.pipeline.importing.clock.wall_clocks import Clock
from usdcop.pipeline.versions import TWIN_TOLERANCE

LEAST_PAIRS: Final = 10
"""Bars of a day that must meet stored ones, with ``LEAST_CLOSES`` different closes, before their agreement counts."""
LEAST_CLOSES: Final = 3
AGREE: Final = 0.9
"""Share of them that must agree for a clock."""
DISAGREE: Final = 0.5
"""Share below which they speak against it."""
WORTH: Final = 6.0
"""What that is worth on a day, in log likelihood."""
_FURTHEST: Final = timedelta(hours=15)


class Overlap:
    """Counts, batch by batch, how a file's closes meet the stored ones by each clock."""

    def __init__(self, stored: pl.DataFrame, clocks: Sequence[Clock]) -> None:
        """``stored``: ``at`` (opening instant) and ``close`` of accepted bars; may be empty."""
        self._stored = stored.select("at", meets="close").unique("at", keep="last")
        self._clocks = clocks
        self._found: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Count the next batch: ``time``, ``label``, ``close``."""
        begins, ends = rows["time"].min(), rows["time"].max()
        near = self._stored.filter(
            pl.col("at").is_between(pl.lit(begins) - _FURTHEST, pl.lit(ends) + _FURTHEST)
        )
        if near.is_empty():
            return
        own = rows.filter(pl.col("label") != "other").select("time", "close", day=pl.col("time").dt.date())
        for number, clock in enumerate(self._clocks):
            at = pl.col("time") + pl.duration(minutes=clock.shift(pl.col("time")))
            met = own.with_columns(at=at).join(near, on="at")
            apart = (pl.col("close") / pl.col("meets") - 1.0).abs() * BPS
            counted = met.group_by("day").agg(
                pairs=pl.len(), agree=(apart <= TWIN_TOLERANCE).sum(), closes=pl.col("close").n_unique()
            )
            self._found.append(counted.with_columns(clock=pl.lit(number)))

    def scores(self, days: pl.Series) -> NDArray[np.float64]:
        """Score of each of ``days`` (rows) by each clock (columns): above 0 where they agree, below where not."""
        table = np.zeros((days.len(), len(self._clocks)))
        if not self._found:
            return table
        counted = pl.concat(self._found).group_by("day", "clock").agg(
            pl.col("pairs").sum(), pl.col("agree").sum(), pl.col("closes").max()
        ).filter(pl.col("pairs") >= LEAST_PAIRS, pl.col("closes") >= LEAST_CLOSES)  # fmt: skip
        place = {day: number for number, day in enumerate(days)}
        for day, clock, pairs, agree, _ in counted.iter_rows():
            share = agree / pairs
            table[place[day], clock] = WORTH if share >= AGREE else -WORTH if share < DISAGREE else 0.0
        # Where no clock makes them agree, the prices differ, and that tells of no clock.
        return np.where((table > 0).any(axis=1, keepdims=True), table, 0.0)
