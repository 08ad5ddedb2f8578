"""Whatever is in a file, reading it ends with rows or with a sentence of the error tree."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.formats import FORMATS
from usdcop.core.errors import UsdcopError
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.importing.preview import first_bars
from usdcop.pipeline.importing.read import read_file
from usdcop.pipeline.importing.reading import Told

NOW = datetime(2026, 1, 1, tzinfo=UTC)
USUAL = Told()
HEAD = "time,open,high,low,close"
FIELDS = st.sampled_from(
    ["2024-02-26 13:00", "2024-02-26T13:05:00Z", "26/02/2024 13:00", "02/03/2024 1:00 PM", "1708952400", "202402261300",
     "20240226 130000", "9999999999999999999", "-1", "0", "1e400", "NaN", "3910.5", "3.910,5", "3,910", "", "é", '"', '""',
     "\x01", "time", "open", "Mon, 26 Feb 2024 13:00:00 GMT", "0001-01-01 00:00", "2024-02-30 13:00", "USDCOP", "[", "{"]
)  # fmt: skip
LINES = st.lists(st.lists(FIELDS, max_size=7).map(",".join), max_size=30).map("\n".join)
HEADS = st.sampled_from(
    [
        HEAD,
        HEAD + ",symbol,volume",
        "Date,Time,O,H,L,C",
        "sep=;",
        "# x",
        "t,o,h,l,c,partial",
        "",
        ",open,high,low,close",
    ]
)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | FIELDS
NAMES = st.sampled_from(
    [
        "time",
        "open",
        "high",
        "low",
        "close",
        "values",
        "meta",
        "candles",
        "mid",
        "data",
        "columns",
        "index",
        "t",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=30,
)


def zipped(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("a.csv", data)
    return made.getvalue()


PACKERS = [bytes, gzip.compress, bz2.compress, lzma.compress, zipped]
WRITTEN = [make().data for made in FORMATS.values() for make in made]
TYPED = [data for data in WRITTEN if data.startswith((b"PAR1", b"ARROW1"))]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "bars"


def must_end_well(path: Path, data: bytes, told: Told = USUAL) -> None:
    """Read ``data``; anything but rows and an error of the tree fails the test by itself."""
    path.write_bytes(data)
    refused: UsdcopError | None = None
    try:
        found = read_file(path, told, NOW, "auto")
        rows = sum(chunk.height for chunk in found.chunks())
        assert rows == found.findings.tally.rows > 0
        assert len(first_bars(found, MARKETS["USDCOP"])) == 1 + min(rows, 3)
    except UsdcopError as error:
        refused = error
    assert refused is None or (refused.sentence.strip() and refused.cure.strip())


@given(st.binary(max_size=400))
def test_any_bytes(path: Path, data: bytes) -> None:
    must_end_well(path, data)


@given(st.text(max_size=200), ENCODINGS)
def test_any_text(path: Path, text: str, encoding: str) -> None:
    must_end_well(path, text.encode(encoding, "replace"))


@given(HEADS, LINES, ENCODINGS, st.booleans())
def test_lines_of_odd_fields(path: Path, head: str, lines: str, encoding: str, told: bool) -> None:
    numbers = dict(zip(("time", "open", "high", "low", "close"), "12345", strict=True)) if told else {}
    must_end_well(path, f"{head}\n{lines}".encode(encoding), Told(symbol_told=told, columns=numbers))


@given(VALUES)
def test_any_json(path: Path, value: object) -> None:
    must_end_well(path, json.dumps(value).encode())


def torn(data: st.DataObject, whole: bytes) -> bytes:
    """``whole`` cut off anywhere, and changed in up to three places."""
    made = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 3))):
        if made:
            made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    return bytes(made)


@settings(max_examples=200)
@given(st.sampled_from([data for data in WRITTEN if data not in TYPED]), st.data())
def test_every_kind_of_text_torn_anywhere(path: Path, whole: bytes, data: st.DataObject) -> None:
    must_end_well(path, torn(data, whole))


@settings(max_examples=8)
@given(st.sampled_from(TYPED), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_every_kind_of_typed_file_changed_anywhere(path: Path, whole: bytes, at: int, data: bytes) -> None:
    at = min(at, len(whole) - 14)
    must_end_well(path, whole[: at + 6] + data + whole[at + 6 + len(data) :])


@given(st.sampled_from(PACKERS), st.binary(max_size=100), st.integers(0, 60))
def test_anything_packed_and_torn(path: Path, pack: object, data: bytes, cut: int) -> None:
    assert callable(pack)
    packed = pack(data)
    must_end_well(path, packed[: max(len(packed) - cut, 0)])
