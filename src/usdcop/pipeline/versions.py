"""Several raw rows of one bar: which of them is the bar, and what the others are called."""

from typing import Final

import polars as pl

from usdcop.core.bars import Reason
from usdcop.core.imports import import_number, outranks_vendor
from usdcop.core.units import BPS, Bps
from usdcop.pipeline.placement import PRICES, REASONS

TWIN_TOLERANCE: Final = Bps(10.0)
"""Basis points by which two captures of one bar, each under its own clock, may differ."""
_SAME: Final = (*PRICES, "volume")


def resolve(rows: pl.DataFrame, tolerance: Bps, twin_tolerance: Bps = TWIN_TOLERANCE) -> pl.DataFrame:
    """``rows`` with ``reason`` and ``detail`` set for those that are not their bar.

    Of files the newest import speaks for all (``docs/adr/0037``); the vendor's bars win over it, unless it was told to
    supersede them. Then a higher state wins, then a later ``known_at``: older versions are ``superseded``. Among
    equals closes within ``tolerance`` are no conflict, nor are those of two clocks within ``twin_tolerance``: the row
    with a true range wins, then the one with the right clock, then the first. Closes further apart refuse these equals
    as ``conflict``, since none can be believed: they supersede nothing, and those next in rank are asked.

    Args:
        rows: placed rows without a reason, sorted by ``at``; no column is lost, the order is kept.
        tolerance: basis points by which closes of one bar may differ by rounding.
        twin_tolerance: the same of two captures of one bar, each by its own clock.
    """
    if not (rows["at"] == rows["at"].shift(1)).any():
        return rows
    repeated = rows["at"].is_duplicated()
    settled, left = [rows.filter(~repeated)], rows.filter(repeated)
    while not left.is_empty():
        judged = first_in_rank(left, tolerance, twin_tolerance)
        at_odds = judged.filter(pl.col("reason") == Reason.CONFLICT.value)["at"].implode()
        below = pl.col("at").is_in(at_odds) & (pl.col("reason") != Reason.CONFLICT.value).fill_null(
            value=False
        )
        settled.append(judged.filter(~below))
        left = judged.filter(below).with_columns(reason=pl.lit(None, REASONS), detail=pl.lit(None, pl.String))
    return pl.concat(settled).sort("at", maintain_order=True)


def first_in_rank(rows: pl.DataFrame, tolerance: Bps, twin_tolerance: Bps = TWIN_TOLERANCE) -> pl.DataFrame:
    """``rows`` judged as by ``resolve``, but where the highest rank is in conflict those below it are not asked.

    Such a bar has none; its rows of a lower rank are called ``superseded``.
    """
    order = ["at", "top", "flat", "shifted", "row", "source", "run_id"]
    down = [False, True, False, False, False, False, False]
    ranked = _ranked(rows).sort(order, descending=down, nulls_last=True, maintain_order=True)
    ranked = ranked.with_columns(
        apart=_apart("at"), unlike=_apart("at", "clock_shift_minutes").max().over("at")
    )
    first = pl.int_range(pl.len()).over("at") == 0
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).first().over("at")) for name in _SAME)
    twin = pl.col("clock_shift_minutes") != pl.col("clock_shift_minutes").first().over("at")
    conflict = (pl.col("unlike") > tolerance) | (pl.col("apart") > twin_tolerance)
    ranked = ranked.with_columns(
        reason=_named(
            (conflict & pl.col("top"), Reason.CONFLICT),
            (conflict & ~pl.col("top"), Reason.SUPERSEDED),
            (first, None),
            (pl.col("top") & twin, Reason.SHIFTED_TWIN),
            (same | pl.col("top"), Reason.DUPLICATE),
            (pl.lit(value=True), Reason.SUPERSEDED),
        )
    )
    return ranked.with_columns(detail=_detail(same)).select(rows.columns)


def _apart(*of: str) -> pl.Expr:
    """Basis points between the highest and the lowest close of the versions that may be the bar."""
    closes = pl.col("close").filter(pl.col("top"))
    return (closes.max().over(of) / closes.min().over(of) - 1.0) * BPS


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    state, standing = pl.col("state").to_physical(), pl.col("standing")
    stood = rows.with_columns(number=import_number()).with_columns(standing=_standing())
    word = standing == standing.max().over("at")
    rank = word & (state == state.filter(word).max().over("at"))
    newest = pl.col("known_at").filter(rank).max().over("at")
    return stood.with_columns(
        top=rank & (pl.col("known_at") == newest),
        flat=pl.col("high") == pl.col("low"),
        shifted=pl.col("clock_shift_minutes") != 0,
    )


def _standing() -> pl.Expr:
    """Whose word counts: an earlier import's least, then the newest's, the vendor's, and that of one that supersedes it."""
    newest = pl.col("number") == pl.col("number").max().over("at")
    return (
        pl.when(pl.col("number").is_null())
        .then(2)
        .when(~newest)
        .then(0)
        .when(outranks_vendor())
        .then(3)
        .otherwise(1)
    )


def _named(*rules: tuple[pl.Expr, Reason | None]) -> pl.Expr:
    reason = pl.lit(None, REASONS)
    for condition, name in reversed(rules):
        reason = pl.when(condition).then(pl.lit(name and name.value, REASONS)).otherwise(reason)
    return reason


def _detail(same: pl.Expr) -> pl.Expr:
    kept = pl.col("close").first().over("at")
    off = (pl.col("close") / kept - 1.0).abs() * BPS
    return (
        pl.when(pl.col("reason") == Reason.CONFLICT.value)
        .then(pl.format("closes of one bar differ by {} bps", pl.col("apart").round(4)))
        .when(pl.col("reason") == Reason.SHIFTED_TWIN.value)
        .then(
            pl.format(
                "same bar by another clock, {} bps away; kept the row with close {}", off.round(4), kept
            )
        )
        .when((pl.col("reason") == Reason.DUPLICATE.value) & same)
        .then(pl.lit("same prices"))
        .when(pl.col("reason") == Reason.DUPLICATE.value)
        .then(pl.lit("same close, another range or volume"))
        .when(pl.col("reason") == Reason.SUPERSEDED.value)
        .then(pl.format("a newer version has close {}", kept))
    )
