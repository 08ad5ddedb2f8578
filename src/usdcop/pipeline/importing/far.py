"""Rows far from all others: a typo in a year, an epoch in another unit. One bad stamp is one bad row.

Gaps of months are usual in files, and whole years may be missing. A handful of rows half a year away from everything is
not a part of a history, nor are a few beyond the present, however near.
"""

from datetime import date, datetime, timedelta
from typing import Final

import polars as pl

FAR: Final = timedelta(days=180)
"""Days without a row from which what lies behind is a part of its own."""
FEW_ROWS: Final = 60
"""Most rows of a part that is no part of a history: a session's."""
FEW_SHARE: Final = 0.05
"""Most of a file's rows that may be far, all parts together; where they are more, the file is so."""


def far_days(days: pl.DataFrame, now: datetime) -> tuple[date, ...]:
    """The days whose rows are far from all others, oldest first.

    Args:
        days: one row a UTC day, oldest first: ``day`` and the number of its ``rows``.
        now: market time.
    """
    ahead = pl.col("day") > now.date()
    begins = (pl.col("day") - pl.col("day").shift(1) > FAR) | (ahead != ahead.shift(1))
    parts = days.select("day", "rows").with_columns(part=begins.fill_null(value=False).cum_sum())
    rows = pl.col("rows").sum().over("part")
    few = parts.filter((rows <= FEW_ROWS) & (rows < rows.max()))
    if int(few["rows"].sum()) > FEW_SHARE * int(days["rows"].sum()):
        return ()
    return tuple(few["day"].to_list())
