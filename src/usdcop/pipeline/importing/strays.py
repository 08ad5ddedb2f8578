"""Rows with a mistyped date that lands inside of their file's own span. One bad stamp is one bad row.

In a file that is otherwise in order of time, oldest or newest first, such a row stands between two that belong together,
and leaves both by days. What it should have said fits between them and differs by one number of its date: the year, the
month or the day, or day and month the other way round. Nothing else is taken for a mistyped date: a bar that came late
stands between two that leave no room for it.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

import polars as pl

TOGETHER: Final = timedelta(days=5)
"""Most time between the two rows beside it: a weekend with the holidays of Holy Week."""
LEAVES: Final = timedelta(days=2)
"""Least time between it and each of them: what is nearer may have come late."""
MOST_SHARE: Final = 0.05
"""Most of a file's rows that may be so: where they are more, the file is so."""
BREAKS: Final = 1_000
"""Rows, besides, to one other break of the order: a file may be joined from parts. More breaks, and it is in no order."""
_AROUND: Final = 2
"""Rows on either side that decide about a row."""


class Strays:
    """Finds them while a file is read, and leaves them out. Good for one reading."""

    def __init__(self) -> None:
        self.found: list[int] = []
        """The ``row`` of each."""
        self._rows = self._forward = self._backward = 0

    @property
    def believed(self) -> bool:
        """Whether what was found stands in a file that is in order otherwise; to be asked after the last batch."""
        found = len(self.found)
        others = min(self._forward, self._backward) - found
        return found <= MOST_SHARE * self._rows and others <= 1 + self._rows // BREAKS

    def without(self, batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """``batches`` (``time`` and ``row`` among their columns, in the order of the file) without what is found."""
        held, settled = pl.DataFrame(), 0
        for rows in batches:
            whole = pl.concat([held, rows]) if held.height else rows
            yield from self._settled(whole, settled, whole.height - _AROUND)
            begin = max(whole.height - 2 * _AROUND, 0)
            settled = max(max(whole.height - _AROUND, settled) - begin, 0)
            held = whole[begin:]
        if held.height:
            yield from self._settled(held, settled, held.height)

    def _settled(self, whole: pl.DataFrame, begin: int, end: int) -> Iterator[pl.DataFrame]:
        """Decide about the rows from ``begin`` to ``end``, knowing those around them."""
        if end <= begin:
            return
        step, place = pl.col("time").diff(), pl.int_range(pl.len()).is_between(begin, end, closed="left")
        forward, backward = step > timedelta(0), step < timedelta(0)
        counted = whole.select(
            forward=(place & forward).sum(), backward=(place & backward).sum(), turns=forward.any() & backward.any()
        ).row(0, named=True)  # fmt: skip
        self._rows += end - begin
        self._forward += counted["forward"]
        self._backward += counted["backward"]
        rows = whole[begin:end]
        if counted["turns"]:
            bad = mistyped(whole["time"])[begin:end]
            self.found += rows["row"].filter(bad).to_list()
            rows = rows.filter(~bad)
        if rows.height:
            yield rows


def mistyped(time: pl.Series) -> pl.Series:
    """Whether each stamp, in the order of its file, leaves the two beside it, and would fit with one number changed.

    Of two such stamps beside each other none is known to be wrong.
    """
    before, after = pl.col("time").shift(1), pl.col("time").shift(-1)
    low, high = pl.col("low"), pl.col("high")
    rows = pl.select(time=time, row=pl.int_range(time.len())).with_columns(
        low=pl.min_horizontal(before, after), high=pl.max_horizontal(before, after), inner=before.is_not_null() & after.is_not_null()
    )  # fmt: skip
    leaves = (pl.col("time") < low - LEAVES) | (pl.col("time") > high + LEAVES)
    days = (low.dt.truncate("1d") + pl.duration(days=day) for day in range(TOGETHER.days + 1))
    meant = pl.any_horizontal(_is_one_number_off(pl.col("time"), day, low, high) for day in days)
    found = rows.filter(pl.col("inner") & (high - low <= TOGETHER) & leaves).filter(meant)["row"]
    alone = ~(found - 1).is_in(found.implode()) & ~(found + 1).is_in(found.implode())
    return rows["row"].is_in(found.filter(alone).implode())


def _is_one_number_off(time: pl.Expr, day: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """Whether ``time`` would stand between ``low`` and ``high`` on ``day``, and its date is nearly that day's."""
    fits = (day + (time - time.dt.truncate("1d"))).is_between(low, high, closed="none")
    year, month, number = (time.dt.year(), time.dt.month(), time.dt.day())
    same_year, same_month, same_day = (
        year == day.dt.year(), month == day.dt.month(), number == day.dt.day(),
    )  # fmt: skip
    turned = same_year & (month.cast(pl.Int32) == day.dt.day()) & (number.cast(pl.Int32) == day.dt.month())
    kept = same_year.cast(pl.UInt8) + same_month.cast(pl.UInt8) + same_day.cast(pl.UInt8)
    return fits & ((kept == 2) | turned)  # noqa: PLR2004 - of the three numbers of a date
