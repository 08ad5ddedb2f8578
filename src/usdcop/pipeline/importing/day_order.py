"""Day first or month first: decided for a whole file, and only where its dates leave no doubt."""

from enum import StrEnum
from typing import Final

import polars as pl

from usdcop.core.errors import TimeFormatError

_DATE: Final = r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b"
"""Two numbers that may be day and month, then the year."""
_MONTHS: Final = 12
MOST_AGAINST: Final = 0.01
"""Share of the dates that may fit only the other order: torn ones, which are then not read."""


class DayOrder(StrEnum):
    """Which number of a date stands first."""

    DAY = "day first"
    MONTH = "month first"


def may_be_either(stamps: pl.Series) -> bool:
    """Whether ``stamps`` are, for the most part, dates whose order is to be found out."""
    return stamps.dtype == pl.String and 2 * int(stamps.str.contains(_DATE).sum()) > stamps.len()


class DayOrderAccount:
    """What the dates of a file, given in its order, say of the order of their numbers."""

    def __init__(self) -> None:
        self._dates = self._day_first = self._month_first = 0
        self._sorted = {(order, down): True for order in DayOrder for down in (False, True)}
        self._last: dict[DayOrder, int] = {}
        self._shown = ""

    def add(self, stamps: pl.Series) -> None:
        """Account for the texts of the next batch."""
        parts = stamps.str.extract_groups(_DATE).struct.unnest().cast(pl.Int64)
        parts.columns = ["first", "second", "year"]
        known = parts.with_columns(text=stamps).drop_nulls("year")
        if known.is_empty():
            return
        self._shown = self._shown or str(known["text"][0])
        self._dates += known.height
        self._day_first += int((known["first"] > _MONTHS).sum())
        self._month_first += int((known["second"] > _MONTHS).sum())
        self._look("first", "second", DayOrder.DAY, known)
        self._look("second", "first", DayOrder.MONTH, known)

    def order(self) -> DayOrder:
        """The order of the file.

        Raises:
            TimeFormatError: both orders fit every date, or the dates contradict each other.
        """
        few = MOST_AGAINST * self._dates
        if self._day_first > self._month_first and self._month_first <= few:
            return DayOrder.DAY
        if self._month_first > self._day_first and self._day_first <= few:
            return DayOrder.MONTH
        rising = [order for order in DayOrder if self._sorted[order, False] or self._sorted[order, True]]
        if not self._day_first and not self._month_first and len(rising) == 1:
            return rising[0]
        what = "dates of both orders stand in it" if self._day_first else "no date of the file decides"
        raise TimeFormatError(
            f"Times such as {self._shown!r} may be day first or month first, and {what}.",
            "Write them as 2025-06-30T13:00:00Z (ISO), or name another column: --columns time=NAME.",
        )

    def _look(self, day: str, month: str, order: DayOrder, dates: pl.DataFrame) -> None:
        """Whether the dates still rise, or still fall, if read in ``order``."""
        days = dates.select((pl.col("year") * 100 + pl.col(month)) * 100 + pl.col(day)).to_series()
        if order in self._last:
            days = pl.concat([pl.Series([self._last[order]], dtype=pl.Int64), days.rename("")])
        self._sorted[order, False] &= days.is_sorted()
        self._sorted[order, True] &= days.is_sorted(descending=True)
        self._last[order] = int(days[-1])
