"""Witnesses: the accepted bars that the clock of a file is held against, as L1 makes them of what is stored now.

Rows of some imports bear no witness: those of the file itself, and those whose own clock is doubted. L1 is asked what
the bars are without them, so that a bar that they won over speaks again. Nothing depends on when the layers were made.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl

from usdcop.core.bars import UTC_TIME
from usdcop.core.imports import ImportEntry, ImportState, import_of
from usdcop.core.layers import Layer, quarter_end, quarter_start
from usdcop.core.ports import Lake
from usdcop.core.sessions import Market
from usdcop.pipeline.l1_standardise import StandardiseSettings, accepted

_DAY = timedelta(days=1)


def speechless(entries: list[ImportEntry], digest: str) -> frozenset[str]:
    """Ids of the imports whose rows bear no witness about the file of checksum ``digest``."""
    return frozenset(
        one.id
        for one in entries
        if one.state is not ImportState.UNDONE and (one.uncertain is not None or one.sha256 == digest)
    )


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The bars of a home that bear witness; a quarter is read once."""

    lake: Lake
    market: Market
    now: datetime
    left_out: frozenset[str]
    """Ids of imports whose rows do not count."""
    _known: dict[date, pl.DataFrame] = field(default_factory=dict)

    def near(self, begins: datetime, ends: datetime) -> pl.DataFrame:
        """``at`` (opening instant) and ``close`` of the bars of every quarter that has a day from ``begins`` to ``ends``."""
        quarters: list[date] = []
        first, last = begins.date() - _DAY, ends.date() + _DAY
        stored = set(self.lake.quarters(Layer.L0))
        quarter = quarter_start(first)
        while quarter <= last:
            quarters += [quarter] if quarter in stored else []
            quarter = quarter_end(quarter) + _DAY
        found = [self._of(one) for one in quarters]
        return pl.concat([pl.DataFrame(schema={"at": UTC_TIME, "close": pl.Float64}), *found])

    def _of(self, quarter: date) -> pl.DataFrame:
        if quarter not in self._known:
            raw = self.lake.read(Layer.L0, self.lake.days(Layer.L0, quarter, quarter_end(quarter)))
            others = ~import_of().is_in(list(self.left_out)).fill_null(value=False)
            rows = (
                pl.DataFrame(schema={"time": UTC_TIME, "close": pl.Float64})
                if raw is None
                else accepted(raw.filter(others), self.market.calendar, self.now, StandardiseSettings())
            )
            self._known[quarter] = rows.select("close", at="time").select("at", "close")
        return self._known[quarter]
