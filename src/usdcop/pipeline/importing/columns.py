"""Columns of a file: which one is what, and rows with their prices as numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import polars as pl

from usdcop.core.errors import ColumnsError, UsageError
from usdcop.core.sessions import MARKETS, Market
from usdcop.pipeline.importing.headers import CURE
from usdcop.pipeline.importing.lines import Batch
from usdcop.pipeline.importing.names import PRICES, places, plain, told_places, unique
from usdcop.pipeline.importing.numbers import NumberStyle, numbers
from usdcop.pipeline.importing.symbols import canonical, is_of
from usdcop.pipeline.importing.times import TimeRules, instants

_FLAGS: Final = ("open_reconstructed", "partial")
_TRUE: Final = ("true", "t", "1", "yes", "y")
_OF_DAY: Final = r"^\s*(?:\d{1,2}:\d{2}|\d{1,6}\s*$)"
"""A time that wants a date."""


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

    def stamps(self, frame: pl.DataFrame) -> pl.Series:
        """The times of ``frame`` as they stand, put together where date and time of day stand apart."""
        if self.day is None:
            return frame[self.time]
        return frame[self.day].cast(pl.String) + " " + frame[self.time].cast(pl.String)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file are read, from its first to its last."""

    columns: Columns
    market: Market
    times: TimeRules = field(default_factory=TimeRules)
    style: NumberStyle = NumberStyle.POINT
    symbol_told: bool = False
    """Whether the rows are the market's whatever the file says."""


def columns_of(path: Path, names: tuple[str, ...], told: Mapping[str, str] | None = None) -> Columns:
    """Find the usual columns among ``names``, whatever their case, and those that were ``told`` by name or number.

    Raises:
        ColumnsError: there is no column of times or of a price, a told one is not there, or one stands twice.
    """
    found = told_places(names, told or {})
    have = {**places(names), **found}
    missing = [name for name in (*PRICES, "time") if not have.get(name)]
    missing += [name for name, at in found.items() if not at and name not in missing]
    if missing:
        shown = ", ".join(names)[:200]
        raise ColumnsError(f"{path.name} lacks {', '.join(missing)}; its columns are {shown}.", CURE, missing)
    dated = "date" in found or plain(names[have["time"][0]]) == "time"
    if not dated:
        have.pop("date", None)
    twice = sorted({names[at[0]] for at in have.values() if len(at) > 1})
    if twice:
        cure = f"Keep one of each, or name one by its number: --columns {plain(twice[0])}=NUMBER."
        raise ColumnsError(f"{path.name} has several columns {', '.join(twice)}.", cure, ())
    keys = {meaning: unique(names)[at[0]] for meaning, at in have.items()}
    return Columns(
        time=keys["time"],
        day=keys.get("date") if keys.get("date") != keys["time"] else None,
        prices=(keys["open"], keys["high"], keys["low"], keys["close"]),
        volume=keys.get("volume"),
        symbol=keys.get("symbol"),
        open_reconstructed=keys.get("open_reconstructed"),
        partial=keys.get("partial"),
    )


def settled(columns: Columns, frame: pl.DataFrame) -> Columns:
    """``columns`` without the date's where the times of ``frame``, the first rows, hold their date already."""
    if columns.day is None or frame.schema[columns.time] == pl.Time:
        return columns
    times = frame[columns.time].cast(pl.String).drop_nulls()
    wanting = times.is_empty() or times.str.contains(_OF_DAY).any()
    return columns if wanting else replace(columns, day=None)


def must_be(market: Market, symbols: Iterable[str]) -> None:
    """Refuse rows of another symbol.

    Raises:
        UsageError: one of ``symbols`` is another market's, or of none that is configured.
    """
    for name in symbols:
        if is_of(market, name):
            continue
        why = "" if canonical(name) in MARKETS else f": the symbol {name!r} is not configured"
        raise UsageError(
            f"The file holds {name}, not {market.symbol}{why}.",
            f"If its rows are {market.symbol} all the same, say so: --symbol {market.symbol}.",
        )


def rows_of(batch: Batch, reading: Reading) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of ``batch`` as numbers, and its lines that are no rows.

    Rows: ``time, label, open … close, volume, open_reconstructed, partial, row, raw``. A price that cannot be read
    is null, and ``raw`` then holds the text of the row. Lines without a readable time: ``row, raw, stamp, priced``.

    Raises:
        TimeFormatError: times are of a type that holds no instants.
        UsageError: a row is of another symbol, or of one that is not configured.
    """
    frame, columns = batch.columns, reading.columns
    stamps = columns.stamps(frame)
    found = instants(stamps, reading.times)
    read = found.time.is_not_null()
    if columns.symbol and not reading.symbol_told:
        named = frame[columns.symbol].filter(read).cast(pl.String)
        must_be(reading.market, named.drop_nulls().unique(maintain_order=True))
    prices = [
        numbers(frame[name], reading.style).alias(to) for to, name in zip(PRICES, columns.prices, strict=True)
    ]
    volume = (
        numbers(frame[columns.volume], reading.style)
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
    rows = rows.with_columns(raw=pl.when(unread).then(text))
    return rows.filter(read), _refused(batch, rows.with_columns(stamp=stamps.cast(pl.String)).filter(~read))


def _refused(batch: Batch, rows: pl.DataFrame) -> pl.DataFrame:
    """The lines behind ``rows``, whose times cannot be read."""
    priced = pl.any_horizontal(pl.col(price).is_not_null() for price in PRICES)
    at = rows["row"] - int(batch.row[0]) if batch.lines is None else batch.row.is_in(rows["row"].implode())
    if batch.lines is not None:
        raw = batch.lines.filter(at)
    else:
        text = [pl.col(name).cast(pl.String, strict=False).fill_null("") for name in batch.columns.columns]
        raw = batch.columns[at].select(pl.concat_str(text, separator=",")).to_series()
    return rows.select("row", "stamp", priced=priced).with_columns(raw=raw)


def _flag(frame: pl.DataFrame, name: str | None) -> pl.Series:
    if name is None:
        return pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True)
    column = frame[name]
    if column.dtype == pl.Boolean:
        return column.fill_null(value=False)
    return column.cast(pl.String, strict=False).str.to_lowercase().is_in(_TRUE).fill_null(value=False)
