"""The README's table of files, row by row."""

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.formats import BARS, FORMATS, NOW, Written, oanda, twelve_data_json
from usdcop.core.errors import DataError, UsageError
from usdcop.core.sessions import BAR
from usdcop.pipeline.importing.read import ImportFile, read_file

README = Path(__file__).resolve().parents[3] / "README.md"
CASES = [(name, number) for name, made in FORMATS.items() for number in range(len(made))]


def listed() -> list[str]:
    """First cells of the table's rows."""
    part = README.read_text().split("## Files that are understood", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| ([^|]+?) \|", part, re.MULTILINE)[1:]


def read(folder: Path, made: Written) -> ImportFile:
    path = folder / "bars"
    path.write_bytes(made.data)
    return read_file(path, "USDCOP", NOW, "utc")


def test_every_row_of_the_table_has_its_cases_and_every_case_its_row() -> None:
    assert listed() == list(FORMATS)


@pytest.mark.parametrize(("name", "number"), CASES)
def test_the_bars_are_the_same_however_they_are_written(name: str, number: int, tmp_path: Path) -> None:
    made = FORMATS[name][number]()
    found = read(tmp_path, made)
    bars = pl.concat(found.chunks()).sort("time").select(pl.col("time") - made.late, *BARS.columns[1:])
    assert_frame_equal(bars, BARS, check_exact=True)
    assert found.clock_hint == made.hint
    assert found.findings.tally.read == made.rows
    assert found.refused.height == made.refused
    assert found.findings.tally.partial == 0


def test_an_incomplete_candle_is_a_forming_bar(tmp_path: Path) -> None:
    made = oanda()
    torn = made.data.replace(b'"complete": true', b'"complete": false', 1)
    assert read(tmp_path, Written(torn)).findings.tally.partial == 1


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda: twelve_data_json(symbol="EUR/USD"), UsageError, "'EUR/USD' is not configured"),
        (lambda: twelve_data_json(interval="1h"), DataError, "says that its bars are of 1h"),
        (lambda: oanda(instrument="EUR_USD"), UsageError, "'EUR_USD' is not configured"),
        (lambda: oanda(granularity="H1"), DataError, "says that its bars are of H1"),
    ],
)
def test_what_a_vendor_says_of_its_answer_is_checked(
    make: Callable[[], Written], error: type[Exception], says: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=says):
        read(tmp_path, make())


def test_a_bar_is_five_minutes() -> None:
    assert BARS["time"].diff().drop_nulls().min() == BAR
