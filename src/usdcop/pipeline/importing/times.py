"""Times of a file: which format they are in, whether they say their offset, and their instants in UTC."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import polars as pl

from usdcop.core.errors import TimeFormatError

CURE: Final = "Write times as 2025-06-30T13:00:00Z, with an offset, without one, or as epoch seconds."

YEARS: Final = (1900, 2199)
"""First and last year that is believed: others come from a wrong unit or a torn field."""

_FORMS: Final = tuple(
    f"{date}{sep}{clock}"
    for date in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")
    for sep in ("T", " ")
    for clock in ("%H:%M:%S%.f", "%H:%M:%S", "%H:%M")
)
_EPOCHS: Final = ((9, 11, 1_000_000), (12, 14, 1_000), (15, 17, 1))
"""Digits of an epoch in s, ms and µs, and the factor to microseconds."""
_UTC: Final = r"\s*(?:UTC|GMT|Z)$"
_ZERO_OFFSET: Final = r"(?:Z|[+-]00:?(?:00)?)$"

_Reader = Callable[[pl.Series], pl.Series]


@dataclass(frozen=True, slots=True, eq=False)
class Instants:
    """Times of a batch: instants in UTC (stamps without offset read as UTC), and what they said."""

    time: pl.Series
    label: pl.Series
    """``none``: no offset; ``utc``: labelled UTC, or an epoch; ``other``: another offset."""


def instants(column: pl.Series, rows: pl.Series) -> Instants:
    """Instants of ``column``, whatever its type; ``rows`` are its line numbers.

    Raises:
        TimeFormatError: a time cannot be read or lies centuries away; the first such line is named.
    """
    if isinstance(column.dtype, pl.Datetime):
        zone = column.dtype.time_zone
        time = column.dt.convert_time_zone("UTC") if zone else column.dt.replace_time_zone("UTC")
        found = Instants(time.dt.cast_time_unit("us"), _labels(column.len(), "utc" if zone else "none"))
    elif column.dtype == pl.String or column.dtype.is_integer():
        found = _from_text(column.cast(pl.String).str.strip_chars())
    else:
        raise TimeFormatError(f"The times are of type {column.dtype}: no instants.", CURE)
    if found.time.null_count():
        at = int(found.time.is_null().arg_true()[0])
        raise TimeFormatError(f"Line {rows[at]}: the time {column[at]!r} cannot be read.", CURE)
    strange = ~found.time.dt.year().is_between(*YEARS)
    if strange.any():
        at = int(strange.arg_true()[0])
        raise TimeFormatError(f"Line {rows[at]}: the time {column[at]!r} is in no year of this market.", CURE)
    return found


def _from_text(text: pl.Series) -> Instants:
    """Read everything the first unread time's format reads, until nothing is left or no format fits."""
    time = pl.repeat(None, text.len(), dtype=pl.Datetime("us", "UTC"), eager=True)
    label = _labels(text.len(), None)
    while time.null_count():
        reader, name = _reader_of(text.filter(time.is_null()).head(1))
        if reader is None:
            break
        read = reader(text)
        fresh = time.is_null() & read.is_not_null()
        named = _offset_label(text) if name == "offset" else _labels(text.len(), name)
        label = named.zip_with(fresh, label)
        time = read.zip_with(fresh, time)
    return Instants(time, label)


def _reader_of(sample: pl.Series) -> tuple[_Reader | None, str]:
    """What reads the one text in ``sample``, and how its stamps are labelled."""
    readers: list[tuple[_Reader, str]] = []
    readers += [(partial(_with_offset, form=form), "offset") for form in _FORMS]
    readers += [(partial(_bare, form=form), "none") for form in _FORMS]
    readers += [(partial(_epoch, digits=(low, high), factor=factor), "utc") for low, high, factor in _EPOCHS]
    return next(((reader, name) for reader, name in readers if reader(sample)[0] is not None), (None, ""))


def _with_offset(text: pl.Series, form: str) -> pl.Series:
    stamps = text.str.replace(_UTC, "Z") if text.str.contains("UTC|GMT").any() else text
    return stamps.str.to_datetime(f"{form}%#z", time_unit="us", time_zone="UTC", strict=False)


def _bare(text: pl.Series, form: str) -> pl.Series:
    return text.str.to_datetime(form, time_unit="us", strict=False).dt.replace_time_zone("UTC")


def _epoch(text: pl.Series, digits: tuple[int, int], factor: int) -> pl.Series:
    number = text.str.extract(r"^(\d+)(?:\.0*)?$").cast(pl.Int64, strict=False)
    fits = number.cast(pl.String).str.len_chars().is_between(*digits).fill_null(value=False)
    scaled = (number * factor).zip_with(fits, pl.repeat(None, text.len(), dtype=pl.Int64, eager=True))
    return scaled.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _offset_label(text: pl.Series) -> pl.Series:
    zero = text.str.contains(_ZERO_OFFSET) | text.str.contains(_UTC)
    return _labels(text.len(), "utc").zip_with(zero, _labels(text.len(), "other"))


def _labels(rows: int, label: str | None) -> pl.Series:
    return pl.repeat(label, rows, dtype=pl.String, eager=True)
