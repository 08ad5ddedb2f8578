"""How long the bars of a file are: shorter ones are put together, longer ones cannot be taken apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from usdcop.core.errors import DataError
from usdcop.core.sessions import BAR

LEAST_GAPS: Final = 20
"""Gaps between stamps from which their length is believed."""
MOST_SHARE: Final = 0.5
"""Share of the gaps that must be of one length."""
_MINUTE: Final = timedelta(minutes=1)
_GRID: Final = "5m"
_PRICES: Final = ("open", "high", "low", "close")


def bar_length(times: pl.Series) -> timedelta | None:
    """The length of bars with these stamps, in the order of their file: the commonest gap; None where none is common."""
    gaps = times.diff().abs().drop_nulls()
    gaps = gaps.filter(gaps > timedelta(0))
    if gaps.len() < LEAST_GAPS:
        return None
    commonest = gaps.value_counts(sort=True).row(0)
    length: timedelta = commonest[0]
    return length if commonest[1] > MOST_SHARE * gaps.len() else None


@dataclass(slots=True)
class FiveMinutes:
    """The rows of one file as bars of five minutes: shorter bars are put together. Good for one reading."""

    name: str
    """Of the file."""
    length: timedelta | None = None
    """Of its bars, where they are shorter than five minutes."""
    rows: int = 0
    """Rows read so far."""

    @property
    def minutes(self) -> float | None:
        """The same in minutes."""
        return None if self.length is None else self.length / _MINUTE

    def of(self, batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """``batches`` of rows (``columns.rows_of``) in the order of the file.

        Raises:
            DataError: bars are longer than five minutes, of a length that does not divide it, of two lengths, or
                shorter and in no order.
        """
        held: pl.DataFrame | None = None
        for number, rows in enumerate(_enough_at_first(batches)):
            self.rows += rows.height
            self._look(rows, first=number == 0)
            if self.length is None:
                yield rows
                continue
            whole = rows if held is None else pl.concat([held, rows])
            if not whole["time"].is_sorted():
                raise DataError(
                    f"{self.name} holds bars of {_words(self.length)} that are not in order of time.",
                    "Sort the file by time.",
                )
            begun = whole["time"].dt.truncate(_GRID)
            held = whole.filter(begun == begun[-1])
            done = whole.filter(begun != begun[-1])
            if done.height:
                yield _together(done)
        if held is not None:
            yield _together(held)

    def _look(self, rows: pl.DataFrame, *, first: bool) -> None:
        """Learn the length of the bars from the ``first`` rows; later ones must be of the same."""
        found = bar_length(rows["time"])
        if found is None:
            return
        line = int(rows["row"][0])
        if found > BAR or BAR % found:
            raise DataError(
                f"{self.name} holds bars of {_words(found)} (from line {line}); this market's have 5 minutes.",
                "Give bars of 5 minutes, or of 1 minute, which are put together.",
            )
        if first and found < BAR:
            self.length = found
        if found != (self.length or BAR):
            raise DataError(
                f"{self.name} changes to bars of {_words(found)} by line {line}.",
                "Import each part as a file of its own.",
            )


def _enough_at_first(batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """``batches``, the first of them joined until their rows tell a length, if they ever do."""
    begun: pl.DataFrame | None = None
    for rows in batches:
        if begun is not None and begun.height > LEAST_GAPS:
            yield rows
            continue
        begun = rows if begun is None else pl.concat([begun, rows])
        if begun.height > LEAST_GAPS:
            yield begun
    if begun is not None and begun.height <= LEAST_GAPS:
        yield begun


def _together(rows: pl.DataFrame) -> pl.DataFrame:
    """One bar for each five minutes of ``rows``, in order of time; without a price where one of its rows has none."""
    unread = pl.any_horizontal(~pl.col(price).is_finite().fill_null(value=False) for price in _PRICES).any()
    summed = {
        "open": pl.col("open").first(),
        "high": pl.col("high").max(),
        "low": pl.col("low").min(),
        "close": pl.col("close").last(),
    }
    kept = [
        name
        for name in rows.columns
        if name not in {"time", *summed, "volume", "open_reconstructed", "partial", "raw"}
    ]
    made = rows.group_by(pl.col("time").dt.truncate(_GRID), maintain_order=True).agg(
        *(pl.when(~unread).then(value).alias(name) for name, value in summed.items()),
        *(pl.col(name).first() for name in kept),
        pl.col("volume").sum() if rows["volume"].null_count() < rows.height else pl.col("volume").first(),
        pl.col("open_reconstructed").any(),
        pl.col("partial").any(),
        pl.col("raw").drop_nulls().first(),
    )
    return made.select(rows.columns)


def _words(length: timedelta) -> str:
    minutes = length / _MINUTE
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"
