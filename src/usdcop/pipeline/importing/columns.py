"""Columns of a file: which one is what, and rows with their prices as numbers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from usdcop.core.errors import ColumnsError, UsageError
from usdcop.core.sessions import Market, market_of
from usdcop.pipeline.importing.tables import Batch
from usdcop.pipeline.importing.times import instants

PRICES: Final = ("open", "high", "low", "close")
_TIMES: Final = ("timestamp", "datetime", "time", "date")
_FLAGS: Final = ("open_reconstructed", "partial")
_TRUE: Final = ("true", "t", "1", "yes", "y")


@dataclass(frozen=True, slots=True)
class Columns:
    """Names in the file, by meaning; None where the file has no such column."""

    time: str
    day: str | None
    """Column of the date where the time of day stands in another."""
    prices: tuple[str, str, str, str]
    """Open, high, low and close."""
    volume: str | None
    symbol: str | None
    open_reconstructed: str | None
    partial: str | None


def columns_of(path: Path, names: tuple[str, ...]) -> Columns:
    """Find the usual columns among ``names``, whatever their case.

    Raises:
        ColumnsError: there is no column of times or of a price.
    """
    known = {name.lower(): name for name in names}
    time = next((name for name in _TIMES if name in known), None)
    missing = [name for name in PRICES if name not in known] + ([] if time else ["time"])
    if missing or time is None:
        raise ColumnsError(
            f"{path.name} lacks {', '.join(missing)}; its columns are {', '.join(names)[:200]}.",
            "The first line must name a time (time, timestamp, datetime or date), open, high, low and close.",
            missing,
        )
    return Columns(
        time=known[time],
        day=known.get("date") if time == "time" else None,
        prices=(known["open"], known["high"], known["low"], known["close"]),
        volume=known.get("volume"),
        symbol=known.get("symbol"),
        open_reconstructed=known.get("open_reconstructed"),
        partial=known.get("partial"),
    )


def rows_of(batch: Batch, columns: Columns, market: Market) -> pl.DataFrame:
    """The rows of ``batch`` as numbers: ``time, label, open … close, volume, open_reconstructed, partial, row, raw``.

    A price that cannot be read is null, and ``raw`` then holds the text of the row.

    Raises:
        TimeFormatError: a time cannot be read.
        UsageError: a row is of another symbol, or of one that is not configured.
    """
    frame = batch.columns
    if columns.symbol:
        _must_be(market, frame[columns.symbol])
    stamps = frame[columns.time]
    if columns.day:
        stamps = frame[columns.day].cast(pl.String) + " " + stamps.cast(pl.String)
    found = instants(stamps, batch.row)
    prices = [_number(frame[name]).alias(to) for to, name in zip(PRICES, columns.prices, strict=True)]
    volume = (
        _number(frame[columns.volume])
        if columns.volume
        else pl.repeat(None, frame.height, dtype=pl.Float64, eager=True)
    )
    flags = [
        _flag(frame, name).alias(to)
        for to, name in zip(_FLAGS, (columns.open_reconstructed, columns.partial), strict=True)
    ]
    rows = pl.DataFrame(
        [
            found.time.alias("time"),
            found.label.alias("label"),
            *prices,
            volume.alias("volume"),
            *flags,
            batch.row.alias("row"),
        ]
    )
    unread = pl.any_horizontal(pl.col(price).is_finite().fill_null(value=False).not_() for price in PRICES)
    text = pl.lit(None, pl.String) if batch.lines is None else pl.lit(batch.lines)
    return rows.with_columns(raw=pl.when(unread).then(text))


def _must_be(market: Market, symbols: pl.Series) -> None:
    for name in symbols.cast(pl.String).drop_nulls().unique(maintain_order=True):
        if market_of(name) != market:
            raise UsageError(
                f"The file holds {name}, not {market.symbol}.", f"Import it with --symbol {name}."
            )


def _number(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return column.cast(pl.Float64, strict=False)
    number = column.cast(pl.Float64, strict=False)
    if number.null_count():  # white space around numbers is rare: look at it only where it may be
        number = column.str.strip_chars().cast(pl.Float64, strict=False)
    return number


def _flag(frame: pl.DataFrame, name: str | None) -> pl.Series:
    if name is None:
        return pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True)
    column = frame[name]
    if column.dtype == pl.Boolean:
        return column.fill_null(value=False)
    return column.cast(pl.String).str.to_lowercase().is_in(_TRUE).fill_null(value=False)
