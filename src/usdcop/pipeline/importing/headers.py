"""The head of a text: its separator, the names of its columns, and where its rows begin."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from usdcop.core.errors import ColumnsError
from usdcop.pipeline.importing.claims import Claims
from usdcop.pipeline.importing.names import PRICES, TIMES, clock_of, places, plain, told_places

SEPARATORS: Final = ",;\t|"
MOST_LINES: Final = 40
"""Lines within which the names must stand."""
CURE: Final = (
    "The first line must name a time (time, timestamp, datetime or date), open, high, low and close; "
    "or say which is which: --columns time=NAME,open=NAME,high=NAME,low=NAME,close=NAME (or their numbers)."
)
_TELLS_SEPARATOR: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_RULE: Final = re.compile(r"[-+|=: \t]+")
"""A line drawn below the names."""
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
KLINES: Final = (
    "open time", "open", "high", "low", "close", "volume",
    "close time", "quote volume", "trades", "taker base", "taker quote", "ignore",
)  # fmt: skip
"""Columns of Binance's klines, in files and answers alike."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a text stand."""

    names: tuple[str, ...]
    """Names of the columns; their numbers where the text names none."""
    separator: str = ","
    skip: int = 0
    """Lines above the first row."""
    claims: Claims = field(default_factory=Claims)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Rows without names that one kind of program writes."""

    form: str
    first: tuple[re.Pattern[str], ...]
    names: tuple[str, ...]
    clock_hint: str | None

    def fits(self, row: Sequence[str]) -> bool:
        """Whether ``row`` has this shape."""
        prices = self.names.index("open")
        return (
            len(row) >= max(prices + 4, len(self.first))
            and all(pattern.fullmatch(field) for pattern, field in zip(self.first, row, strict=False))
            and all(map(_NUMBER.fullmatch, row[prices : prices + 4]))
        )


_SHAPES: Final = (
    _Shape(
        "MetaTrader 4",
        (re.compile(r"\d{4}\.\d{2}\.\d{2}"), re.compile(r"\d{1,2}:\d{2}(:\d{2})?")),
        ("date", "time", *PRICES, "volume"),
        "mt5",
    ),
    _Shape("HistData", (re.compile(r"\d{8} \d{6}"),), ("time", *PRICES, "volume"), "Etc/GMT+5"),
    _Shape("Binance", (re.compile(r"\d{13}|\d{16}"), *(_NUMBER,) * 5, re.compile(r"\d{13}|\d{16}")), KLINES, "UTC"),
)  # fmt: skip


def layout_of(file: str, lines: Sequence[str], told: Mapping[str, str]) -> Layout:
    """How the text of ``file`` stands, by its first ``lines``; ``told`` columns need no usual name.

    Raises:
        ColumnsError: neither the names nor the shape of the rows say which column is which.
    """
    found = _named(lines, told) or _by_number(lines, told) or _shaped(lines)
    if found is not None:
        return found
    named = [names for _, _, names in _candidates(lines)]
    names = max(named, key=lambda names: len(places(names)), default=())
    have = places(names) | told_places(names, told)
    missing = [name for name in (*PRICES, "time") if not have.get(name)]
    shown = ", ".join(names)[:200]
    raise ColumnsError(f"{file} lacks {', '.join(missing)}; its columns are {shown}.", CURE, missing)


def fields(line: str, separator: str) -> list[str]:
    """The fields of one line; none where its quotes cannot be read."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _named(lines: Sequence[str], told: Mapping[str, str]) -> Layout | None:
    """By the first line that names all that is needed."""
    for at, separator, names in _candidates(lines):
        have = places(names) | told_places(names, told)
        if all(have.get(price) for price in PRICES):
            three = _three_lines(lines[at : at + 3], separator, names)
            if three:
                return Layout(three[0], separator, at + 3, three[1])
            if have.get("time") and not _are_numbers(names):
                skip = at + 2 if at + 1 < len(lines) and _RULE.fullmatch(lines[at + 1]) else at + 1
                return Layout(names, separator, skip, _claims(names, have["time"][0]))
    return None


def _candidates(lines: Sequence[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Each line that may hold the names: its place, its separator, and the names."""
    said = ""
    for at, line in enumerate(lines[:MOST_LINES]):
        tells = _TELLS_SEPARATOR.fullmatch(line.strip("\ufeff \t"))
        if tells:
            said = tells.group(1)
        elif line.strip():
            separator = said or max(SEPARATORS, key=line.count)
            yield at, separator, tuple(name.strip("\ufeff ") for name in fields(line, separator))


def _three_lines(
    lines: Sequence[str], separator: str, names: tuple[str, ...]
) -> tuple[tuple[str, ...], Claims] | None:
    """Names and ticker of yfinance's three lines: prices, tickers, and the name of the index."""
    rows = [fields(line, separator) for line in lines]
    if len(rows) < 3 or not rows[1] or not rows[2]:  # noqa: PLR2004 - three lines
        return None
    if plain(names[0]) not in {"price", ""} or plain(rows[1][0]) not in {"ticker", ""}:
        return None
    if plain(rows[2][0]) not in TIMES or any(rows[2][1:]):
        return None
    tickers = {ticker for ticker in rows[1][1:] if ticker}
    return (rows[2][0], *names[1:]), Claims("yfinance", symbol=tickers.pop() if len(tickers) == 1 else None)


def _by_number(lines: Sequence[str], told: Mapping[str, str]) -> Layout | None:
    """Rows without names whose columns were told by number."""
    first = next(_candidates(lines), None)
    if first is None or not told:
        return None
    at, separator, row = first
    numbers = tuple(str(place + 1) for place in range(len(row)))
    have = told_places(numbers, told)
    complete = all(have.get(name) for name in ("time", *PRICES))
    return Layout(numbers, separator, at) if complete else None


def shape_of(row: Sequence[str]) -> str | None:
    """The program or vendor that writes rows without names such as ``row``."""
    return next((shape.form for shape in _SHAPES if shape.fits(row)), None)


def _shaped(lines: Sequence[str]) -> Layout | None:
    """By the shape of the first row."""
    for at, line in enumerate(lines[:MOST_LINES]):
        for separator in SEPARATORS:
            row = fields(line, separator)
            for shape in _SHAPES:
                if shape.fits(row):
                    names = (shape.names + ("",) * len(row))[: len(row)]
                    return Layout(names, separator, at, Claims(shape.form, clock_hint=shape.clock_hint))
    return None


def _claims(names: tuple[str, ...], time: int) -> Claims:
    """What the names of the columns say beside their meaning."""
    if names[0].upper() == "<DATE>" and "<TICKVOL>" in map(str.upper, names):
        return Claims("MetaTrader 5", clock_hint="mt5")
    form = "Dukascopy" if plain(names[time]) in {"gmt time", "local time"} else None
    return Claims(form, clock_hint=clock_of(names[time]))


def _are_numbers(names: Sequence[str]) -> bool:
    return sum(_NUMBER.fullmatch(name) is not None for name in names) >= len(PRICES)
