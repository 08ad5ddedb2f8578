import json
from typing import Any

import pytest

from usdcop.core.errors import DataError, UnreadableFileError
from usdcop.pipeline.importing.documents import Document, document_of

ROWS = [
    {"time": "2024-02-26T13:00:00Z", "open": 1.5, "high": 2, "low": 1, "close": 2},
    {"time": "2024-02-26T13:05:00Z", "open": 2, "high": 3, "low": 2, "close": 2.5},
]
NAMES = ("open", "high", "low", "close")
TEXT = [tuple(str(value) for value in row.values()) for row in ROWS]


def read(value: object) -> Document:
    return document_of("a.json", value if isinstance(value, str) else json.dumps(value))


def by_column() -> dict[str, dict[str, object]]:
    return {name: {"1708952400000": ROWS[0][name], "1708952700000": ROWS[1][name]} for name in NAMES}


@pytest.mark.parametrize(
    "value",
    [
        ROWS,
        {name: [row[name] for row in ROWS] for name in ROWS[0]},
        "\n".join(json.dumps(row) for row in ROWS),
        {"results": ROWS},
        {"schema": {}, "data": ROWS},
        {"meta": {}, "values": ROWS},
        {"columns": list(ROWS[0]), "data": [list(row.values()) for row in ROWS]},
        [*ROWS, 7],
    ],
)
def test_rows_by_name_in_every_form(value: object) -> None:
    assert read(value).rows.select(*ROWS[0]).rows() == TEXT


@pytest.mark.parametrize(
    "value",
    [
        by_column(),
        {stamp: {name: by_column()[name][stamp] for name in NAMES} for stamp in by_column()["open"]},
        {"Meta Data": {"1. Information": "x"}, "Time Series FX (5min)": {
            stamp: {f"{at}. {name}": by_column()[name][stamp] for at, name in enumerate(NAMES, 1)} for stamp in by_column()["open"]}},
        {"columns": list(NAMES), "index": [1708952400000, 1708952700000], "data": [[row[name] for name in NAMES] for row in ROWS]},
    ],
)  # fmt: skip
def test_an_index_is_a_column_without_name(value: object) -> None:
    assert read(value).rows.rows() == [
        ("1708952400000", *TEXT[0][1:]), ("1708952700000", *TEXT[1][1:])
    ]  # fmt: skip


def test_arrays_are_klines_by_their_shape_and_numbered_otherwise() -> None:
    kline = [1708952400000, "1", "2", "1", "2", "0", 1708952699999, "0", 3, "0", "0", "0"]
    found = read([kline, kline])
    assert (found.claims.form, found.rows.columns[:3]) == ("Binance", ["open time", "open", "high"])
    other = read([[1708952400, 1, 2, 1, 2], [1708952700, 1, 2, 1, 2, 7]])
    assert other.rows.columns == ["1", "2", "3", "4", "5", "6"]
    assert other.rows.rows()[1] == ("1708952700", "1", "2", "1", "2", "7")
    assert read([["a", *kline[1:]]]).claims.form is None


def test_one_row_alone_is_a_row() -> None:
    assert read(ROWS[0]).rows.rows() == TEXT[:1]


def test_columns_of_another_length_end_with_nothing() -> None:
    assert read({"open": [1, 2], "time": ["a"]}).rows.rows() == [("1", "a"), ("2", None)]


def test_values_are_text_as_a_file_of_text_would_hold_them() -> None:
    found = read('[{"a": true, "b": null, "c": 1.50, "d": "x", "e": [1], "f": NaN, "g": "\\ud800"}]')
    assert found.rows.row(0) == ("true", None, "1.5", "x", "[1]", "nan", "?")


def candle(**more: object) -> dict[str, Any]:
    return {
        "time": "1708952400.000000000",
        "volume": 3,
        "mid": dict(zip("ohlc", "1234", strict=True)),
        **more,
    }


def test_candles_are_rows_that_may_be_partial() -> None:
    found = read(
        {"instrument": "USD_COP", "granularity": "M5", "candles": [candle(), candle(complete=False)]}
    )
    assert found.rows.columns == ["time", *NAMES, "volume", "partial"]
    assert found.rows.rows()[1] == ("1708952400.000000000", "1", "2", "3", "4", "3", "true")
    assert found.rows["partial"].to_list() == ["false", "true"]
    assert (found.claims.symbol, found.claims.interval) == ("USD_COP", "M5")
    with pytest.raises(DataError, match="without middle prices"):
        read({"candles": [{"time": 1, "bid": {}}]})


def test_meta_data_are_claims() -> None:
    claims = read(
        {"meta": {"symbol": "USD/COP", "interval": "5min", "exchange_timezone": "EET"}, "values": ROWS}
    ).claims
    assert (claims.form, claims.symbol, claims.interval, claims.clock_hint) == (
        "Twelve Data",
        "USD/COP",
        "5min",
        "EET",
    )
    nowhere = read({"meta": {"timezone": "Nowhere/At all"}, "values": ROWS})
    assert nowhere.claims.clock_hint is None
    assert read({"meta": {"symbol": 7}, "values": ROWS}).claims.symbol is None
    assert read({"ticker": "C:USDCOP", "results": ROWS}).claims.symbol == "C:USDCOP"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "no known form"),
        ("[7]", "no known form"),
        ("7", "no known form"),
        ("{}", "no known form"),
        ('{"a": 7}', "no known form"),
        ('{"candles": []}', "holds no rows"),
        ('{"results": []}', "holds no rows"),
        ('{"columns": [], "data": [7]}', "holds no rows"),
        ("[{}]", "holds no rows"),
        ("[", "begins like JSON and is none"),
        ('{"a": 1}\n{', "begins like JSON and is none"),
        ("[" + "9" * 5000 + "]", "begins like JSON and is none"),
        ("[" * 100_000, "nested too deep"),
    ],
)  # fmt: skip
def test_other_json_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(UnreadableFileError, match=says):
        read(text)


@pytest.mark.parametrize(
    "value",
    [
        {"code": 401, "status": "error", "message": "bad key."},
        {"error": "bad key"},
        {"errorMessage": "bad key"},
    ],
)
def test_a_vendors_error_is_told(value: object) -> None:
    with pytest.raises(DataError, match=r"vendor's error: bad key\. Ask"):
        read(value)
