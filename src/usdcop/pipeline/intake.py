"""What of a file is taken in, and what is refused before it is in any layer: rows of no time, or of none yet."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from usdcop.core.bars import QUARANTINE, RAW_BAR, Reason
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

    def laid_out(
        self, folder: Path, on_read: OnRead | None = None, lines: pl.DataFrame | None = None
    ) -> "Laid":
        """Read the file, and lay its rows aside in ``folder`` by quarter, so that none is read twice.

        Args:
            folder: an empty one.
            on_read: told how many bytes of how many have been read.
            lines: ``LINE`` rows, which have neither time nor prices and are refused.
        """
        far = self.found.aside()
        days = [pl.DataFrame(schema={"day": pl.Date(), "rows": pl.UInt32()})]
        ahead = [pl.DataFrame(schema=dict(RAW_BAR))]
        for number, rows in enumerate(self.found.chunks(on_read)):
            dated = rows.with_columns(day=session_date(self.market))
            ahead.append(dated.filter(pl.col("day") > self.today).select(*RAW_BAR))
            kept = dated.filter(self._wanted()).with_columns(quarter=_quarter())
            days.append(kept.group_by("day").agg(rows=pl.len()))
            for (quarter,), part in kept.partition_by("quarter", as_dict=True).items():
                part.select(*RAW_BAR).write_parquet(folder / f"{quarter}-{number:06}.parquet")
        refused = [far.with_columns(reason=pl.lit(Reason.FAR.value))]
        if self.before is None:
            refused.append(_refused(pl.concat(ahead), Reason.FUTURE, "of a session after the present"))
        if lines is not None and lines.height:
            refused.append(self._unreadable(lines))
        table = pl.concat(refused, how="diagonal_relaxed").select(*QUARANTINE).cast(pl.Schema(QUARANTINE))
        counted = pl.concat(days).group_by("day").agg(pl.col("rows").sum()).sort("day")
        return Laid(folder, counted, table)

    def _wanted(self) -> pl.Expr:
        wanted = pl.col("day") <= self.today
        return wanted if self.before is None else wanted & (pl.col("day") < self.before)

    def _unreadable(self, lines: pl.DataFrame) -> pl.DataFrame:
        return lines.select("row", "raw", detail="why").with_columns(
            symbol=pl.lit(self.market.symbol),
            source=pl.lit(self.found.source_name),
            reason=pl.lit(Reason.UNREADABLE.value),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """The rows of a file, laid aside by quarter."""

    folder: Path
    days: pl.DataFrame
    """How many ``rows`` are kept of each ``day``, oldest first."""
    refused: pl.DataFrame
    """Rows that are in no layer (``QUARANTINE``; a line that could not be read has no time), of no import yet."""

    @property
    def quarters(self) -> list[str]:
        """The quarters that hold rows, oldest first."""
        return sorted({path.name.partition("-")[0] for path in self.folder.glob("*.parquet")})

    def rows(self, quarter: str, run_id: str) -> pl.DataFrame:
        """The rows of ``quarter`` (``RAW_BAR``) in the order of the file, with ``run_id``."""
        parts = [pl.read_parquet(path) for path in sorted(self.folder.glob(f"{quarter}-*.parquet"))]
        return pl.concat(parts).with_columns(run_id=pl.lit(run_id)).cast(pl.Schema(RAW_BAR))


def _quarter() -> pl.Expr:
    return pl.format("{}Q{}", pl.col("day").dt.year(), pl.col("day").dt.quarter())


def _refused(rows: pl.DataFrame, reason: Reason, detail: str) -> pl.DataFrame:
    return rows.with_columns(reason=pl.lit(reason.value), detail=pl.lit(detail))
