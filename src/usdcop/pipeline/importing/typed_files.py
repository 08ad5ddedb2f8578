"""Files whose columns have types: Parquet and Feather."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing.lines import Batch

PARQUET: Final = "Parquet"
FEATHER: Final = "Feather"
BATCH_ROWS: Final = 200_000
"""Rows read at once."""
_CALENDAR: Final = {
    "ms": (datetime(1, 1, 2), datetime(9999, 12, 31)),  # noqa: DTZ001 - of any zone
    "us": (datetime(1, 1, 2), datetime(9999, 12, 31)),  # noqa: DTZ001 - of any zone
    "ns": (datetime(1678, 1, 1), datetime(2262, 1, 1)),  # noqa: DTZ001 - of any zone
}
"""Ends of what an instant can be, by its unit."""
_DAY_NANOSECONDS: Final = 86_400_000_000_000
_TORN: Final = (PolarsError, PanicException, OSError)


def names_of(path: Path, kind: str) -> tuple[str, ...]:
    """The columns that may hold what a bar is made of.

    Raises:
        UnreadableFileError: the file is torn.
    """
    try:
        schema = _scan(path, kind).collect_schema()
    except _TORN as error:
        raise torn(path, kind) from error
    return tuple(name for name, dtype in schema.items() if not dtype.is_nested() and dtype != pl.Binary)


def parts_of(
    path: Path, kind: str, names: Sequence[str], rows: int
) -> Iterator[tuple[pl.DataFrame, int, int]]:
    """The columns ``names`` in parts of ``rows`` rows, the place (from 0) of the first of them, and the file's rows.

    Raises:
        UnreadableFileError: the file is torn, or does not hold the rows that it says.
    """
    try:
        frames = _scan(path, kind).select(names)
        height = int(frames.select(pl.len()).collect().item())
        for start in range(0, height, rows):
            part = frames.slice(start, rows).collect()
            if part.height != min(rows, height - start):
                raise torn(path, kind)
            yield part, start, height
    except _TORN as error:
        raise torn(path, kind) from error


def numbered(frame: pl.DataFrame, start: int) -> Batch:
    """The rows of ``frame``, of which the first is at place ``start`` (from 0), with their numbers (from 1)."""
    row = pl.int_range(start + 1, start + 1 + frame.height, eager=True)
    return Batch(frame.with_columns(_believable(frame)), row, None)


def torn(path: Path, kind: str) -> UnreadableFileError:
    """What is said of a torn file."""
    return UnreadableFileError(f"{path} is a torn {kind} file.", "Copy or download it again.")


def _scan(path: Path, kind: str) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False) if kind == PARQUET else pl.scan_ipc(path, glob=False)


def _believable(frame: pl.DataFrame) -> Iterator[pl.Expr]:
    """Dates and times without those that lie beyond any calendar, as torn files hold them: they can be no text."""
    for name, dtype in frame.schema.items():
        if isinstance(dtype, pl.Datetime):
            unit = dtype.time_unit
            low, high = (pl.lit(at).cast(pl.Datetime(unit)).to_physical() for at in _CALENDAR[unit])
        elif dtype == pl.Date:
            low, high = (pl.lit(at).cast(pl.Date).to_physical() for at in _CALENDAR["us"])
        elif dtype == pl.Time:
            low, high = pl.lit(0), pl.lit(_DAY_NANOSECONDS - 1)
        else:
            continue
        yield pl.when(pl.col(name).to_physical().is_between(low, high)).then(pl.col(name)).alias(name)
