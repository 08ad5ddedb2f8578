"""Refused rows: L1's quarantine, newest first, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from usdcop.core.sessions import Market
from usdcop.pipeline.l0_acquire import session_date
from usdcop.services.pipeline import schemas

# untested: here, but over HTTP in tests/services/pipeline/test_sessions.py

PRICES: Final = ("open", "high", "low", "close", "volume")


@dataclass(frozen=True, slots=True)
class RefusedQuery:
    """Which refused rows: of the sessions from ``first`` to ``last``, of one reason where one is given."""

    first: date
    last: date
    reason: str | None
    before: tuple[datetime, int] | None
    """Time and place of the last row of the page before."""


def refused_rows(
    quarantine: pl.DataFrame, market: Market, query: RefusedQuery, limit: int
) -> tuple[list[schemas.RefusedRow], tuple[datetime, int] | None]:
    """At most ``limit`` rows, the newest first, and the key of the last where more follow.

    Rows of one instant are told apart by their place among them, in the order in which they are kept.
    """
    rows = quarantine.with_columns(
        session=session_date(market), place=pl.int_range(pl.len()).over("time").cast(pl.Int64)
    ).filter(pl.col("session").is_between(query.first, query.last))
    if query.reason is not None:
        rows = rows.filter(pl.col("reason") == query.reason)
    if query.before is not None:
        at, place = query.before
        rows = rows.filter((pl.col("time") < at) | ((pl.col("time") == at) & (pl.col("place") > place)))
    page = rows.sort("time", "place", descending=[True, False]).head(limit + 1)
    shown = _rows(page.head(limit))
    if page.height <= limit:
        return shown, None
    return shown, page.select("time", "place").row(limit - 1)


def reasons_in(quarantine: pl.DataFrame) -> Sequence[str]:
    """Reasons that occur, sorted."""
    return sorted(quarantine["reason"].unique().to_list())


def _rows(page: pl.DataFrame) -> list[schemas.RefusedRow]:
    finite = [pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in PRICES]
    names = [name for name in schemas.RefusedRow.model_fields if name not in PRICES]
    table = page.select(*names, *finite)
    return [schemas.RefusedRow.model_validate(row) for row in table.iter_rows(named=True)]
