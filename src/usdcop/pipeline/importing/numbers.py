"""Prices as numbers: with a point, with a comma, with separators of thousands; one way for a whole file."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import polars as pl

_POINT: Final = r"^[+-]?\d*\.?\d*(?:[eE][+-]?\d+)?$"
_COMMA: Final = r"^[+-]?(?:\d+|\d{1,3}(?:[. '\u00a0\u202f]\d{3})+)(?:,\d+)?$"
_THOUSANDS: Final = r"^[+-]?\d{1,3}(?:[,'\u00a0\u202f]\d{3})*(?:\.\d+)?$"
_DOUBT: Final = r"^[+-]?\d{1,3},\d{3}$"
"""A comma that may be either."""
_COMMA_ALONE: Final = r",(?:\d{1,2}|\d{4,})$|\d{4},\d{3}$|\..*,"
"""What only a decimal comma leaves behind."""
_THOUSANDS_ALONE: Final = r",\d{3}[.,]"
"""What only a comma between thousands leaves behind."""
_BETWEEN: Final = r"[,.' \u00a0\u202f]"


class NumberStyle(StrEnum):
    """How a file writes its prices."""

    POINT = "a decimal point"
    COMMA = "a decimal comma"
    THOUSANDS = "a decimal point and separators of thousands"


def style_of(prices: Sequence[pl.Series]) -> NumberStyle:
    """How the ``prices`` are written: not with a point only where nothing else reads more of them and none is in doubt."""
    text = pl.concat([_text(series) for series in prices]) if prices else pl.Series([], dtype=pl.String)
    text = text.filter(text != "")
    reads = {
        NumberStyle.POINT: int(text.str.contains(_POINT).sum()),
        NumberStyle.COMMA: int(text.str.contains(_COMMA).sum()) * _shows(text, _COMMA_ALONE),
        NumberStyle.THOUSANDS: int(text.str.contains(_THOUSANDS).sum()) * _shows(text, _THOUSANDS_ALONE),
    }
    return max(reads, key=lambda style: reads[style])


def numbers(column: pl.Series, style: NumberStyle) -> pl.Series:
    """``column`` as numbers; null where it is none."""
    if not isinstance(column.dtype, (pl.String, pl.Categorical, pl.Enum)):
        return _cast(column)
    text = column.cast(pl.String)
    if style is not NumberStyle.POINT:
        pattern = _COMMA if style is NumberStyle.COMMA else _THOUSANDS
        text = text.str.strip_chars()
        text = text.set(~text.str.contains(pattern).fill_null(value=False), None)
        kept = "," if style is NumberStyle.COMMA else "."
        text = text.str.replace_all(_BETWEEN.replace(kept, ""), "").str.replace(",", ".", literal=True)
    number = text.cast(pl.Float64, strict=False)
    if number.null_count():  # white space around numbers is rare: look at it only where it may be
        number = text.str.strip_chars().cast(pl.Float64, strict=False)
    return number


def _cast(column: pl.Series) -> pl.Series:
    """A typed column as numbers; null throughout where its type holds none."""
    if column.dtype.is_numeric() or column.dtype in {pl.Boolean, pl.Null}:
        return column.cast(pl.Float64, strict=False)
    return pl.repeat(None, column.len(), dtype=pl.Float64, eager=True)


def _text(column: pl.Series) -> pl.Series:
    if column.dtype not in {pl.String, pl.Categorical}:
        return pl.Series([], dtype=pl.String)
    return column.cast(pl.String).str.strip_chars().drop_nulls()


def _shows(text: pl.Series, pattern: str) -> bool:
    return bool(text.str.contains(pattern).any())
