"""Lines of a file that are no rows: counted, the first of them kept, and too many of them refused."""

from typing import Final

import polars as pl

from usdcop.core.errors import TimeFormatError
from usdcop.pipeline.importing.times import CURE, why_unread

SCHEMA: Final = {"row": pl.Int64, "raw": pl.String, "why": pl.String}
MOST_KEPT: Final = 10_000
"""Lines that are kept with their text."""
MOST_SHARE: Final = 0.01
"""Share of the lines of a file that may be unreadable: more, and it is another kind of file."""
FEW: Final = 10
"""Lines without a single price, such as a footer or the names again, that any file may have."""
HOPELESS: Final = 100_000
"""Lines that are no rows from which, where rows are fewer, the rest of a file is not read any more."""
_SHOWN: Final = 3
_WIDTH: Final = 40
_LONGEST: Final = 1_000
"""Letters of a line that are kept."""


class Refusals:
    """What is not a row, taken while a file is read."""

    def __init__(self) -> None:
        self.count = 0
        self._priced = 0
        self._kept: list[pl.DataFrame] = []
        self._first: tuple[int, str | None] | None = None

    @property
    def kept(self) -> pl.DataFrame:
        """The first of them: ``row`` (line of the file, from 1), ``raw`` (its text), ``why``."""
        return pl.concat([pl.DataFrame(schema=SCHEMA), *self._kept])

    def add(self, lines: pl.DataFrame) -> None:
        """Count ``lines``: ``row, raw, stamp`` (the text of the time) and ``priced`` (whether a price can be read)."""
        if lines.is_empty():
            return
        self._first = self._first or (int(lines["row"][0]), lines["stamp"][0])
        room = MOST_KEPT - min(self.count, MOST_KEPT)
        self.count += lines.height
        self._priced += int(lines["priced"].sum())
        kept = lines.head(room)
        why = [
            why_unread(stamp) if priced else "the line is no row"
            for stamp, priced in kept.select("stamp", "priced").iter_rows()
        ]
        self._kept.append(
            kept.select(
                pl.col("row").cast(pl.Int64),
                pl.col("raw").str.head(_LONGEST),
                pl.Series("why", why, dtype=pl.String),
            )
        )

    def must_leave_hope(self, rows: int) -> None:
        """Give up a file of which ``rows`` rows could be read so far.

        Raises:
            TimeFormatError: ``HOPELESS`` lines are no rows, and more than are.
        """
        if self.count >= max(HOPELESS, rows):
            self.must_be_few(rows)

    def must_be_few(self, rows: int) -> None:
        """Refuse a file of ``rows`` readable rows that has too many others.

        Raises:
            TimeFormatError: more than ``MOST_SHARE`` of its lines cannot be read; the first one is named.
        """
        most = MOST_SHARE * (rows + self.count)
        if self._first is not None and (self._priced > most or self.count > max(most, FEW) or not rows):
            row, stamp = self._first
            more = f" {self.count:,} of {rows + self.count:,} lines are no rows." if self.count > 1 else ""
            raise TimeFormatError(f"Line {row}: {why_unread(stamp)}.{more}", CURE)

    def lines(self) -> list[str]:
        """What was found, as plain text."""
        if not self.count:
            return []
        shown = ", ".join(
            f"{row}: {(raw or '')[:_WIDTH]!r}" for row, raw, _ in self.kept.head(_SHOWN).iter_rows()
        )
        return [f"lines that are no rows: {self.count:,} ({shown}{', …' if self.count > _SHOWN else ''})"]
