"""Times of a file: which format they are in, whether they say their offset, and their instants in UTC."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import polars as pl

from usdcop.core.errors import TimeFormatError
from usdcop.core.sessions import BAR
from usdcop.pipeline.importing.day_order import DayOrder

CURE: Final = "Write times as 2025-06-30T13:00:00Z, with an offset, without one, or as epoch seconds."

YEARS: Final = (1900, 2199)
"""First and last year of a written date that is believed: others come from a torn field."""
FIRST_EPOCH_YEAR: Final = 1990
"""First year of a number that is believed to be an epoch: USD/COP had no quotes of five minutes before."""
MOST_SHAPES: Final = 100
"""Shapes of texts that are tried in one batch: more are no times, whatever they are."""

_DATES: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d-%b-%Y", "%a, %d %b %Y")
_ORDERED: Final = {
    DayOrder.DAY: ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"),
    DayOrder.MONTH: ("%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y"),
}
_CLOCKS: Final = (
    "%H:%M:%S%.f", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M:%S%.f %p", "%I:%M %p", "%H%M%S", "%H%M",
)  # fmt: skip
_EPOCHS: Final = (1, 1_000, 1_000_000, 1_000_000_000)
"""Ticks to a second: s, ms, µs and ns."""
_MICROS: Final = 1_000_000
_COMPACT: Final = {12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_UTC: Final = r"\s*(?:UTC|GMT|Z)$"
_BEFORE_OFFSET: Final = r"(?:UTC|GMT)([+-]\d)"
_ZERO_OFFSET: Final = r"(?:Z|[+-]00:?(?:00)?)$"
_DAY: Final = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$|^\d{8}$"

_Reader = Callable[[pl.Series], pl.Series]
_STAMP: Final = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True)
class TimeRules:
    """How the times of one file are read, from its first row to its last."""

    order: DayOrder | None = None
    """Of dates that end with their year; None: there are none."""
    last_year: int = YEARS[1]
    """Last year of a number that is believed to be an epoch."""
    lead: timedelta | None = None
    """How long before the end of its bar every stamp stands (``last_seconds``); None: they are not so."""

    def opening(self, time: pl.Series) -> pl.Series:
        """The stamps ``time`` as they are read: of those in the last second of a bar, when that bar opened."""
        return time if self.lead is None else time + (self.lead - BAR)


@dataclass(frozen=True, slots=True, eq=False)
class Instants:
    """Times of a batch: instants in UTC (stamps without offset read as UTC), and what they said."""

    time: pl.Series
    """Null where a time cannot be read."""
    label: pl.Series
    """``none``: no offset; ``utc``: labelled UTC, or an epoch; ``other``: another offset."""


def instants(column: pl.Series, rules: TimeRules) -> Instants:
    """Instants of ``column``, whatever its type.

    Raises:
        TimeFormatError: its type holds no instants, such as days without a time of day.
    """
    if isinstance(column.dtype, pl.Datetime):
        zone = column.dtype.time_zone
        time = column.dt.convert_time_zone("UTC") if zone else column.dt.replace_time_zone("UTC")
        found = Instants(time.dt.cast_time_unit("us"), _labels(column.len(), "utc" if zone else "none"))
    elif column.dtype.is_float():
        found = _from_numbers(column.cast(pl.Float64), rules)
    elif column.dtype.is_integer() or column.dtype in {
        pl.String,
        pl.Categorical,
        pl.Enum,
        pl.Decimal,
        pl.Null,
    }:
        found = _from_text(column.cast(pl.String).str.strip_chars(), rules)
    elif column.dtype == pl.Date:
        raise TimeFormatError("The times are days without a time of day: no instants.", CURE)
    else:
        raise TimeFormatError(f"The times are of type {column.dtype}: no instants.", CURE)
    return Instants(rules.opening(_within(found.time, YEARS)), found.label)


def why_unread(text: str | None) -> str:
    """Why a time could not be read, in a few words."""
    if text is None or not text.strip():
        return "there is no time"
    if pl.Series([text.strip()]).str.contains(_DAY)[0]:
        return f"the time {text!r} cannot be read: it is a day without a time of day"
    return f"the time {text!r} cannot be read, or is in no year of this market"


def _within(time: pl.Series, years: tuple[int, int]) -> pl.Series:
    return time.zip_with(time.dt.year().is_between(*years).fill_null(value=False), _none(time.len()))


def _from_numbers(column: pl.Series, rules: TimeRules) -> Instants:
    """Epochs, of the one unit that gives each a year of this market."""
    time = _none(column.len())
    for ticks in _EPOCHS:
        low, high = (
            int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * ticks
            for year in (FIRST_EPOCH_YEAR, rules.last_year + 1)
        )
        number = column.zip_with(
            column.is_between(low, high - 1).fill_null(value=False), column.clear(column.len())
        )
        micros = number * (_MICROS // ticks) if ticks <= _MICROS else number / (ticks // _MICROS)
        read = micros.round().cast(pl.Int64, strict=False).cast(_STAMP)
        time = time.zip_with(time.is_not_null(), read)
    return Instants(time, _labels(column.len(), "utc"))


def _from_text(text: pl.Series, rules: TimeRules) -> Instants:
    """Read everything the first unread time's format reads, until nothing is left that any format fits."""
    time, label = _none(text.len()), _labels(text.len(), None)
    unread = text.is_not_null() & (text != "").fill_null(value=False)
    shapes: pl.Series | None = None
    for _ in range(MOST_SHAPES):
        if not unread.any():
            break
        reader, name = _reader_of(text.filter(unread).head(1), rules)
        if reader is None:
            # The first may be a torn one among many: look at others of its shape before all are given up.
            shapes = _shapes(text) if shapes is None else shapes
            alike = unread & (shapes == shapes.filter(unread)[0])
            reader, name = _reader_of(text.filter(alike).unique(maintain_order=True).head(MOST_SHAPES), rules)
            if reader is None:
                unread = unread & ~alike
                continue
        read = reader(text)
        fresh = unread & read.is_not_null()
        named = _offset_label(text) if name == "offset" else _labels(text.len(), name)
        label, time = named.zip_with(fresh, label), read.zip_with(fresh, time)
        unread = unread & ~fresh
    return Instants(time, label)


def _reader_of(sample: pl.Series, rules: TimeRules) -> tuple[_Reader | None, str]:
    """What reads a text of ``sample``, and how its stamps are labelled."""
    return next(
        ((reader, name) for reader, name in _readers(rules) if reader(sample).null_count() < sample.len()),
        (None, ""),
    )


def _readers(rules: TimeRules) -> Iterator[tuple[_Reader, str]]:
    dates = (*_DATES, *(_ORDERED[rules.order] if rules.order else ()))
    forms = [f"{date}{sep}{clock}" for date in dates for clock in _CLOCKS for sep in ("T", " ")]
    for digits, form in _COMPACT.items():
        yield partial(_compact, digits=digits, form=form), "none"
    yield partial(_epoch, rules=rules), "utc"
    for form in forms:
        yield partial(_with_offset, form=form), "offset"
        yield partial(_bare, form=form), "none"


def _with_offset(text: pl.Series, form: str) -> pl.Series:
    stamps = _parted(text, form)
    if text.str.contains("UTC|GMT").any():
        stamps = stamps.str.replace(_BEFORE_OFFSET, "$1").str.replace(_UTC, "Z")
    return stamps.str.to_datetime(f"{form}%#z", time_unit="us", time_zone="UTC", strict=False)


def _bare(text: pl.Series, form: str) -> pl.Series:
    return _parted(text, form).str.to_datetime(form, time_unit="us", strict=False).dt.replace_time_zone("UTC")


def _parted(text: pl.Series, form: str) -> pl.Series:
    """``text`` for ``form``: days without signs must be parted from the time, or any number would be one."""
    return text.str.extract(r"^(\d{8}[T ].*)$") if form.startswith("%Y%m%d") else text


def _compact(text: pl.Series, digits: int, form: str) -> pl.Series:
    alone = text.str.extract(rf"^(\d{{{digits}}})$")
    read = alone.str.to_datetime(form, time_unit="us", strict=False).dt.replace_time_zone("UTC")
    return _within(read, YEARS)


def _epoch(text: pl.Series, rules: TimeRules) -> pl.Series:
    whole = text.str.extract(r"^(\d{9,19})(?:\.0*)?$").cast(pl.Int64, strict=False)
    parted = text.str.extract(r"^(\d{9,19}\.\d+)$").cast(pl.Float64, strict=False)
    exact = _from_numbers(whole, rules).time
    return exact.zip_with(exact.is_not_null(), _from_numbers(parted, rules).time)


def _shapes(text: pl.Series) -> pl.Series:
    """Each text with its digits and letters made alike: torn times have the shape of whole ones."""
    return text.str.replace_all(r"\d", "9").str.replace_all(r"\p{L}", "a")


def _offset_label(text: pl.Series) -> pl.Series:
    zero = text.str.contains(_ZERO_OFFSET) | text.str.contains(_UTC)
    return _labels(text.len(), "utc").zip_with(zero, _labels(text.len(), "other"))


def _none(rows: int) -> pl.Series:
    return pl.repeat(None, rows, dtype=_STAMP, eager=True)


def _labels(rows: int, label: str | None) -> pl.Series:
    return pl.repeat(label, rows, dtype=pl.String, eager=True)
