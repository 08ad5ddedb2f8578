"""Where the rows of a file will stand: layer L1's own rules, applied before anything is written.

The import and L1 count alike because both ask the same rules: which bar a row is, and which row is the bar.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from usdcop.core.bars import Reason
from usdcop.core.sessions import Calendar
from usdcop.pipeline.l1_standardise import StandardiseSettings
from usdcop.pipeline.placement import placed
from usdcop.pipeline.versions import resolve


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """What L1 will say of where each row of a file stands."""

    refused: Mapping[str, int]
    """Rows by ``Reason``."""
    holidays: pl.DataFrame
    """``session, bars, closes``: rows of each holiday, and how many closes differ."""
    sessions: pl.DataFrame
    """``session, bars, closes``: bars of each session, and how many closes differ."""


def places(
    chunks: Iterable[pl.DataFrame], calendar: Calendar, now: datetime, settings: StandardiseSettings
) -> Places:
    """Ask of all ``RAW_BAR`` rows of ``chunks`` where they stand and which of a bar's rows is the bar.

    Args:
        chunks: rows of one file, in any order.
        calendar: of the market.
        now: market time; later bars are ``future``.
        settings: thresholds of L1.
    """
    refused: Counter[str] = Counter()
    holidays, standing = list[pl.DataFrame](), list[pl.DataFrame]()
    for chunk in chunks:
        rows = placed(chunk.drop("raw"), calendar, now)
        refused.update(_counted(rows))
        holidays.append(
            rows.filter(pl.col("reason") == Reason.HOLIDAY.value).select("session", "at", "close")
        )
        standing.append(rows.filter(pl.col("reason").is_null()))
    rows = pl.concat(standing).sort("at", maintain_order=True).with_columns(detail=pl.lit(None, pl.String))
    resolved = resolve(rows, settings.close_tolerance, settings.twin_tolerance)
    refused.update(_counted(resolved))
    bars = resolved.filter(pl.col("reason").is_null())
    return Places(dict(sorted(refused.items())), _by_session(pl.concat(holidays)), _by_session(bars))


def _counted(rows: pl.DataFrame) -> dict[str, int]:
    return dict(rows["reason"].drop_nulls().cast(pl.String).value_counts().iter_rows())


def _by_session(rows: pl.DataFrame) -> pl.DataFrame:
    counts = (pl.col("at").n_unique().alias("bars"), pl.col("close").n_unique().alias("closes"))
    return rows.group_by("session").agg(*counts).sort("session")
