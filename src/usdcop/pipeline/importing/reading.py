"""How the rows of a file are read: decided once, from its first rows, and said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import polars as pl

from usdcop.core.errors import UsageError
from usdcop.core.sessions import Market
from usdcop.pipeline.importing.claims import Claims, check_interval
from usdcop.pipeline.importing.columns import Columns, Reading, columns_of, must_be, settled
from usdcop.pipeline.importing.day_order import DayOrder, DayOrderAccount, may_be_either
from usdcop.pipeline.importing.last_seconds import lead_of
from usdcop.pipeline.importing.lines import Batch
from usdcop.pipeline.importing.names import MEANINGS
from usdcop.pipeline.importing.numbers import NumberStyle, style_of
from usdcop.pipeline.importing.refusals import Refusals
from usdcop.pipeline.importing.symbols import canonical, other_pair
from usdcop.pipeline.importing.tables import Table
from usdcop.pipeline.importing.times import YEARS, TimeRules, instants

_LEFT_OUT: Final = {"MetaTrader 5": "; <SPREAD> and <VOL> are left out"}


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a file by whoever gives it."""

    symbol: str = "USDCOP"
    """In our spelling or the vendor's."""
    symbol_told: bool = False
    """Whether the rows are of this symbol whatever the file says."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Names or numbers (from 1) of columns by meaning (``names.MEANINGS``)."""


@dataclass(slots=True)
class Seen:
    """What one reading of the rows came across beside them."""

    refusals: Refusals = field(default_factory=Refusals)
    symbols: dict[str, None] = field(default_factory=dict)
    """Spellings, in the order of the file."""
    rows: int = 0

    def add(self, batch: Batch, symbol: str | None, refused: pl.DataFrame) -> None:
        """Take what the next batch holds: its ``symbol`` column, and the lines of it that are no rows.

        Raises:
            TimeFormatError: hardly a line has been a row so far.
        """
        self.refusals.add(refused)
        self.rows += batch.row.len() - refused.height
        self.refusals.must_leave_hope(self.rows)
        if symbol is None:
            return
        rows = batch.columns[symbol].filter(~batch.row.is_in(refused["row"].implode()))
        self.symbols |= dict.fromkeys(rows.cast(pl.String).drop_nulls().unique(maintain_order=True))

    def must_be_of_one(self, file: str) -> None:
        """Refuse rows of several symbols, whatever was told of them.

        Raises:
            UsageError: they are.
        """
        found = sorted({canonical(name) for name in self.symbols})
        if len(found) > 1:
            raise UsageError(
                f"{file} holds several symbols: {', '.join(found)[:200]}.", "Give the rows of one of them."
            )


def told_columns(text: str | None) -> dict[str, str]:
    """The columns named by ``time=when,open=o,…``.

    Raises:
        UsageError: a part is no pair, or names no meaning.
    """
    found = {}
    for part in (text or "").split(",") if text else ():
        meaning, sign, name = (piece.strip() for piece in part.partition("="))
        if not sign or not name or meaning not in MEANINGS:
            raise UsageError(
                f"{part!r} says of no column what it is.",
                f"Write time=NAME,open=NAME,…; a column may be one of {', '.join(MEANINGS)}.",
            )
        found[meaning] = name
    return found


def reading_of(table: Table, market: Market, told: Told, now: datetime) -> Reading:
    """Decide how ``table`` is read.

    Raises:
        ColumnsError: a column is missing or stands twice.
        UsageError, DataError: the file says that it holds another symbol, or bars of another length.
        TimeFormatError: its dates leave open which number is the day.
        UnreadableFileError: it is torn or binary.
    """
    claims = table.claims
    check_interval(table.path.name, claims)
    if claims.symbol is not None and not told.symbol_told:
        must_be(market, [claims.symbol])
    columns = columns_of(table.path, table.names, told.columns)
    sample = table.sample()
    if sample is None:
        return Reading(columns, market)
    columns = settled(columns, sample.columns)
    order = None
    if may_be_either(columns.stamps(sample.columns)):
        dates = DayOrderAccount()
        for batch in table.batches(lambda _done, _all: None):
            dates.add(columns.stamps(batch.columns))
        order = dates.order()
    rules = TimeRules(order, min(now.year + 1, YEARS[1]))
    rules = replace(rules, lead=_lead(table, columns, sample.columns, rules))
    style = style_of([sample.columns[name] for name in columns.prices])
    return Reading(columns, market, rules, style, told.symbol_told)


def _lead(table: Table, columns: Columns, sample: pl.DataFrame, rules: TimeRules) -> timedelta | None:
    """How long before the end of its bar every stamp of the file stands, if its first ones do (``last_seconds``)."""
    if lead_of([instants(columns.stamps(sample), rules).time]) is None:
        return None
    batches = table.batches(lambda _done, _all: None)
    return lead_of(instants(columns.stamps(batch.columns), rules).time for batch in batches)


def notes(table: Table, reading: Reading, seen: Seen) -> tuple[str, ...]:
    """How the file was read, as plain text, where it is not as we would write it."""
    return tuple(_notes(table, table.claims, reading, seen))


def _notes(table: Table, claims: Claims, reading: Reading, seen: Seen) -> Iterator[str]:
    symbol = reading.market.symbol
    if claims.form is not None:
        yield f"form: {claims.form}{_LEFT_OUT.get(claims.form, '')}"
    if claims.clock_hint is not None:
        yield f"clock hint: {claims.clock_hint}, by the shape or the words of the file"
    spelt = [name for name in (claims.symbol, *seen.symbols) if name is not None and name != symbol]
    if spelt:
        told = ", as told" if reading.symbol_told else ""
        yield f"symbol: {', '.join(dict.fromkeys(spelt))} is taken for {symbol}{told}"
    other = other_pair(table.path.name, reading.market)
    if other is not None:
        yield f"symbol: the name of the file says {other}; its rows are taken for {symbol}"
    if reading.times.order is not None:
        example = "26/02/2024" if reading.times.order is DayOrder.DAY else "02/26/2024"
        yield f"dates: {reading.times.order}, as {example}"
    if reading.times.lead is not None:
        yield f"stamps: all stand in the last instant of a bar, as 13:04:{_last(reading.times.lead)}: they are its close"
    if reading.style is not NumberStyle.POINT:
        yield f"prices: written with {reading.style}"
    yield from seen.refusals.lines()


def _last(lead: timedelta) -> str:
    """Where in the last minute of a bar a stamp stands: ``59`` or ``59.999``."""
    return f"{60 - lead.total_seconds():.6f}".rstrip("0").rstrip(".")
