"""A file whose columns have a meaning: its rows, and those of them that are left out for their stamps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from usdcop.core.errors import TimeFormatError, UnreadableFileError
from usdcop.core.sessions import Market
from usdcop.pipeline.importing.clock.early_rows import Window
from usdcop.pipeline.importing.columns import Reading, rows_of
from usdcop.pipeline.importing.lengths import FiveMinutes
from usdcop.pipeline.importing.reading import Seen
from usdcop.pipeline.importing.strays import Strays
from usdcop.pipeline.importing.tables import OnRead, Table


class Aside(StrEnum):
    """Why a row is left out."""

    FAR = "far from all other rows of its file"
    STRAY = "its date leaves those of the rows before and after it"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and what its columns mean."""

    table: Table
    reading: Reading
    stamp: tuple[int, int]
    """Its size and its time of change when it was first looked at."""
    far: tuple[date, ...] = ()
    """Days (UTC) whose rows are far from all others and left out."""
    strays: tuple[int, ...] | None = None
    """Rows with a mistyped date, left out as well; None: not looked for yet."""

    @property
    def market(self) -> Market:
        """Whose rows they are."""
        return self.reading.market

    @property
    def window(self) -> Window:
        """Where its sessions lie."""
        return Window.of(self.market.calendar)

    def batches(self, on_read: OnRead) -> Iterator[pl.DataFrame]:
        """Rows as bars of five minutes.

        Raises:
            UnreadableFileError, TimeFormatError, DataError: the file cannot be used, and why.
            UsageError: a row is of another symbol.
        """
        return self.batches_seen(on_read, Seen())[1]

    def batches_seen(
        self, on_read: OnRead, seen: Seen, strays: Strays | None = None
    ) -> tuple[FiveMinutes, Iterator[pl.DataFrame]]:
        """The same, with what learns how long the file's own bars are.

        Args:
            on_read: told how many bytes of how many have been read.
            seen: learns what stood beside the rows.
            strays: finds the rows with a mistyped date; None: those known are left out.
        """
        bars = FiveMinutes(self.table.path.name)
        rows = self._rows(on_read, seen)
        right = self._without_known(rows) if strays is None else strays.without(rows)
        near = (part.filter(~self._is_far()) for part in right)
        return bars, bars.of(part for part in near if part.height)

    def aside(self) -> Iterator[tuple[Aside, pl.DataFrame]]:
        """The rows that ``batches`` leaves out, as they stand in the file."""
        if not self.far and not self.strays:
            return
        for rows in self._rows(_silent, Seen()):
            stray = self._is_stray()
            yield Aside.STRAY, rows.filter(stray)
            yield Aside.FAR, rows.filter(~stray & self._is_far())

    def must_be_unchanged(self) -> None:
        """Raise where the file is not the one that was looked at.

        Raises:
            UnreadableFileError: it has changed.
        """
        stat = self.table.path.stat()
        if (stat.st_size, stat.st_mtime_ns) != self.stamp:
            raise UnreadableFileError(f"{self.table.path} changed while it was read.", "Import it again.")

    def _is_far(self) -> pl.Expr:
        return pl.col("time").dt.date().is_in(list(self.far))

    def _is_stray(self) -> pl.Expr:
        return pl.col("row").is_in(list(self.strays or ()))

    def _without_known(self, batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        return (rows.filter(~self._is_stray()) for rows in batches) if self.strays else batches

    def _rows(self, on_read: OnRead, seen: Seen) -> Iterator[pl.DataFrame]:
        kinds: set[str] = set()
        for batch in self.table.batches(on_read):
            rows, refused = rows_of(batch, self.reading)
            seen.add(batch, self.reading.columns.symbol, refused)
            seen.must_be_of_one(self.table.path.name)
            if rows.is_empty():
                continue
            kinds |= set(rows["label"].unique())
            if "none" in kinds and len(kinds) > 1:
                raise TimeFormatError(
                    f"{self.table.path.name} mixes times with and without an offset (by line {rows['row'][-1]}).",
                    "Write all of them with an offset or with Z.",
                )
            yield rows


def _silent(_done: int, _all: int) -> None:
    """Told of progress, says nothing."""
