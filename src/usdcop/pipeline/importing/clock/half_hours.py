"""What each half hour of a file's stamps holds: where its rows stand and how much they move."""

from typing import Final

import polars as pl

from usdcop.core.bars import UTC_TIME
from usdcop.core.units import BPS

SPAN: Final = "30m"
HALF_HOUR: Final = {
    "at": UTC_TIME,
    "rows": pl.UInt32(),
    "last": UTC_TIME,
    "first": UTC_TIME,
    "moves": pl.UInt32(),
    "move": pl.Float64(),
    "labelled": pl.UInt32(),
}
"""One row for each half hour that has rows: its opening, its rows and their first and last stamp, the moves between
neighbouring closes of a day and their mean size (bps, null without any), and the rows that are labelled UTC."""


def half_hours(rows: pl.DataFrame, *, own_offset: bool = False) -> pl.DataFrame:
    """``HALF_HOUR`` facts of whole days of a file.

    Args:
        rows: ``time``, ``label`` and ``close`` in any order.
        own_offset: whether of those that say an offset of their own, whose clock is explicit, or of the others.
    """
    closes = (
        rows.lazy()
        .filter((pl.col("label") == "other") == own_offset)
        .sort("time", maintain_order=True)
        .with_columns(
            move=(pl.col("close") / pl.col("close").shift(1).over(pl.col("time").dt.date()) - 1.0).abs() * BPS
        )
        .with_columns(pl.when(pl.col("move").is_finite()).then("move").alias("move"))
    )
    found = closes.group_by(pl.col("time").dt.truncate(SPAN).alias("at")).agg(
        rows=pl.len(),
        last=pl.col("time").max(),
        first=pl.col("time").min(),
        moves=pl.col("move").count(),
        move=pl.col("move").mean(),
        labelled=(pl.col("label") == "utc").sum(),
    )
    return found.sort("at").select(*HALF_HOUR).cast(pl.Schema(HALF_HOUR)).collect()
