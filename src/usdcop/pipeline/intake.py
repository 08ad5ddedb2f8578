"""What of a file is taken in, and what is refused before it is in any layer: rows of no time, or of none yet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from usdcop.core.bars import QUARANTINE, Reason
from usdcop.core.sessions import Market
from usdcop.pipeline.importing.read import ImportFile
from usdcop.pipeline.importing.tables import OnRead
from usdcop.pipeline.l0_acquire import session_date

LINE: Final = {"row": pl.Int64(), "raw": pl.String(), "why": pl.String()}
"""A line of a file that could not be read as a row: its number, its text, and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """A file that has been looked at, and which of its sessions are wanted."""

    found: ImportFile
    market: Market
    today: date
    """Session of the present; rows of later ones cannot be known yet."""
    before: date | None = None
    """Rows of this session and later ones are left out, as if they did not stand there."""

    def of(self, run_id: str) -> "Intake":
        """The same with ``run_id`` in every row."""
        return replace(self, found=replace(self.found, run_id=run_id))

    def chunks(self, on_read: OnRead | None = None) -> Iterator[pl.DataFrame]:
        """The rows to be kept (``RAW_BAR``), in the order of the file."""
        wanted = self._day() <= self.today
        if self.before is not None:
            wanted &= self._day() < self.before
        return (rows.filter(wanted) for rows in self.found.chunks(on_read))

    def days(self) -> pl.DataFrame:
        """How many rows are kept of each session (``day``, ``rows``), oldest first."""
        days = (rows.group_by(self._day().alias("day")).agg(rows=pl.len()) for rows in self.chunks())
        return pl.concat(list(days)).group_by("day").agg(pl.col("rows").sum()).sort("day")

    def refused(self, lines: pl.DataFrame | None = None) -> pl.DataFrame:
        """The rows that are in no layer (``QUARANTINE``): far from all others, later than the present, and ``lines``.

        Args:
            lines: ``LINE`` rows; they have neither time nor prices.
        """
        far = self.found.far()
        parts = [_refused(far, Reason.FAR, "far from all other rows of its file")]
        if self.before is None:
            ahead = [rows.filter(self._day() > self.today) for rows in self.found.chunks()]
            parts.append(_refused(pl.concat(ahead), Reason.FUTURE, "of a session after the present"))
        if lines is not None and lines.height:
            parts.append(_unreadable(lines, far, self))
        return pl.concat(parts, how="diagonal").select(*QUARANTINE).cast(pl.Schema(QUARANTINE))

    def _day(self) -> pl.Expr:
        return session_date(self.market)


def _refused(rows: pl.DataFrame, reason: Reason, detail: str) -> pl.DataFrame:
    return rows.with_columns(reason=pl.lit(reason.value), detail=pl.lit(detail))


def _unreadable(lines: pl.DataFrame, like: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    own = lines.select("row", "raw", detail="why").with_columns(
        symbol=pl.lit(intake.market.symbol),
        source=pl.lit(intake.found.source_name),
        run_id=pl.lit(intake.found.run_id),
        reason=pl.lit(Reason.UNREADABLE.value),
    )
    return pl.concat([like.clear(), own], how="diagonal_relaxed")
