"""JSON as vendors answer and libraries write: records, columns, candles, one object a line."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from usdcop.core.errors import DataError, UnreadableFileError
from usdcop.pipeline.importing.claims import Claims
from usdcop.pipeline.importing.headers import KLINES, shape_of
from usdcop.pipeline.importing.names import known_zone, places, unique

MOST_BYTES: Final = 64 << 20
"""Longest JSON that is read: it is held as a whole."""
_CURE: Final = "Give records with time, open, high, low and close, or a CSV."

_Row = Mapping[str, object]
_Found = tuple[Sequence[_Row], Claims]
"""Rows by name, and what stands beside them."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Rows of a JSON file as text, and what it says of itself."""

    rows: pl.DataFrame
    claims: Claims


def document_of(file: str, text: str) -> Document:
    """The rows of the JSON ``text`` of ``file``.

    Raises:
        UnreadableFileError: it is no JSON, or of no known form.
        DataError: it is a vendor's error.
    """
    found, claims = _rows(file, _parsed(file, text))
    rows = [{str(name): _text(value) for name, value in row.items()} for row in found]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        raise UnreadableFileError(f"{file} holds no rows.", _CURE)
    columns = zip(unique([_clean(name) for name in names]), names, strict=True)
    frame = pl.DataFrame({key: [row.get(name) for row in rows] for key, name in columns})
    return Document(frame.cast(pl.String), claims)


def _parsed(file: str, text: str) -> object:
    """The one value of ``text``, or the list of those on its lines."""
    try:
        return json.loads(text)
    except RecursionError:
        raise UnreadableFileError(f"{file} is nested too deep.", _CURE) from None
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            return [json.loads(line) for line in lines] if len(lines) > 1 else _no_json(file, error)
        except (ValueError, RecursionError) as another:
            return _no_json(file, another)


def _no_json(file: str, error: Exception) -> object:
    raise UnreadableFileError(f"{file} begins like JSON and is none: {str(error)[:80]}.", _CURE) from None


def _rows(file: str, value: object) -> _Found:
    match value:
        case [dict(), *_]:
            return _records(file, value), Claims()
        case [[_, *_], *_]:
            return _arrays(value)
        case dict():
            for names, read in _FORMS.items():
                if all(isinstance(value.get(name), dict | list) for name in names):
                    return read(file, value)
            _must_be_no_error(file, value)
            return _by_column(file, value), Claims()
        case _:
            raise UnreadableFileError(f"{file} is JSON of no known form.", _CURE)


def _twelve_data(file: str, answer: _Row) -> _Found:
    meta = dict(_records(file, [answer["meta"]])[0])
    zone = known_zone(_said(meta, "timezone") or _said(meta, "exchange_timezone"))
    claims = Claims("Twelve Data", _said(meta, "symbol"), _said(meta, "interval"), zone)
    return _records(file, answer["values"]), claims


def _oanda(file: str, answer: _Row) -> _Found:
    """Candles with middle prices, each of which says whether it is complete."""
    rows: list[_Row] = []
    for candle in _records(file, answer["candles"]):
        mid = candle.get("mid")
        if not isinstance(mid, dict):
            raise DataError(f"{file} holds candles without middle prices.", "Ask for them with price=M.")
        prices = {name: mid.get(name[0]) for name in ("open", "high", "low", "close")}
        partial = candle.get("complete") is False
        rows.append(
            {"time": candle.get("time"), **prices, "volume": candle.get("volume"), "partial": partial}
        )
    return rows, Claims("OANDA", _said(answer, "instrument"), _said(answer, "granularity"))


def _polygon(file: str, answer: _Row) -> _Found:
    return _records(file, answer["results"]), Claims("Polygon", _said(answer, "ticker"))


def _pandas_table(file: str, answer: _Row) -> _Found:
    return _records(file, answer["data"]), Claims("pandas")


def _pandas_split(file: str, answer: _Row) -> _Found:
    rows = [row for row in _list(answer["data"]) if isinstance(row, list)]
    if not rows:
        raise UnreadableFileError(f"{file} holds no rows.", _CURE)
    index = _list(answer.get("index"))
    stamps = index if len(index) == len(rows) else [None] * len(rows)
    keys = unique(list(map(str, _list(answer["columns"]))))
    made = [
        {"": stamp, **dict(zip(keys, row, strict=False))} for stamp, row in zip(stamps, rows, strict=True)
    ]
    return made, Claims("pandas")


_FORMS: Final[Mapping[tuple[str, ...], Callable[[str, _Row], _Found]]] = {
    ("meta", "values"): _twelve_data,
    ("candles",): _oanda,
    ("results",): _polygon,
    ("columns", "data"): _pandas_split,
    ("schema", "data"): _pandas_table,
}
"""Readers of answers, by the names that tell them."""


def _records(file: str, values: object) -> Sequence[_Row]:
    rows = [row for row in _list(values) if isinstance(row, dict)]
    if not rows:
        raise UnreadableFileError(f"{file} holds no rows.", _CURE)
    return rows


def _must_be_no_error(file: str, answer: _Row) -> None:
    told = answer.get("message") if answer.get("status") == "error" else None
    told = told or answer.get("error") or answer.get("errorMessage")
    if isinstance(told, str):
        raise DataError(f"{file} is a vendor's error: {told[:200].rstrip('.')}.", "Ask the vendor again.")


def _arrays(values: Sequence[object]) -> _Found:
    """Binance's klines; the columns of other arrays have numbers for names."""
    rows = [row for row in values if isinstance(row, list)]
    first = [str(value) for value in rows[0]]
    if shape_of(first) == "Binance":
        return [dict(zip(KLINES, row, strict=False)) for row in rows], Claims("Binance", clock_hint="UTC")
    return [{str(place): value for place, value in enumerate(row, 1)} for row in rows], Claims()


def _by_column(file: str, value: _Row) -> Sequence[_Row]:
    """Lists by column, objects by column and index or by index and column, or one row alone."""
    lists = {name: column for name, column in value.items() if isinstance(column, list)}
    objects = {name: column for name, column in value.items() if isinstance(column, dict)}
    if "open" in places(list(lists)):
        rows = range(max(map(len, lists.values())))
        return [{name: column[at] for name, column in lists.items() if at < len(column)} for at in rows]
    if "open" in places(list(objects)):
        stamps = dict.fromkeys(stamp for column in objects.values() for stamp in column)
        return [
            {"": stamp, **{name: column.get(stamp) for name, column in objects.items()}} for stamp in stamps
        ]
    if "open" in places(list(value)):
        return [value]
    series = next((inner for inner in objects.values() if _is_of_objects(inner)), objects)
    if not series:
        raise UnreadableFileError(f"{file} is JSON of no known form.", _CURE)
    return [{"": stamp, **row} for stamp, row in series.items()]


def _is_of_objects(inner: Mapping[str, object]) -> bool:
    """Whether ``inner`` holds rows, as Alpha Vantage's answers do beside their meta data."""
    return bool(inner) and all(isinstance(row, dict) for row in inner.values())


def _said(values: Mapping[str, object], name: str) -> str | None:
    said = values.get(name)
    return said if isinstance(said, str) else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    """A value as a file of text would hold it."""
    match value:
        case None:
            return None
        case str():
            return _clean(value)
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case _:
            return _clean(json.dumps(value))


def _clean(text: str) -> str:
    """``text`` without halves of pairs, which no encoding can hold."""
    return text.encode("utf-8", "replace").decode()
