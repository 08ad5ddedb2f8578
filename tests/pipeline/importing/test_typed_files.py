from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import polars as pl
import pytest

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing.typed_files import FEATHER, PARQUET, names_of, numbered, parts_of

FRAME = pl.DataFrame({"time": range(10), **dict.fromkeys(("open", "high", "low", "close"), range(10))})


def written(folder: Path, kind: str) -> Path:
    path = folder / "bars"
    FRAME.write_parquet(path) if kind == PARQUET else FRAME.write_ipc(path)
    return path


@pytest.mark.parametrize("kind", [PARQUET, FEATHER])
def test_rows_come_in_parts_with_their_numbers(tmp_path: Path, kind: str) -> None:
    parts = list(parts_of(written(tmp_path, kind), kind, ["close", "time"], 4))
    assert [(start, height) for _, start, height in parts] == [(0, 10), (4, 10), (8, 10)]
    assert pl.concat(part for part, _, _ in parts).equals(FRAME.select("close", "time"))
    assert [numbered(part, start).row.to_list() for part, start, _ in parts] == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]  # fmt: skip


@pytest.mark.parametrize("kind", [PARQUET, FEATHER])
def test_the_names_of_a_torn_file_are_refused_in_words(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnreadableFileError, match=f"is a torn {kind} file"):
        names_of(path, kind)


def test_a_file_that_says_more_rows_than_it_holds_is_torn(tmp_path: Path) -> None:
    path = tmp_path / "bars"
    frame = pl.DataFrame({"close": range(70)})
    frame.write_parquet(path, statistics=False)
    data, many = path.read_bytes(), b"\x8c\x01"  # 70, as Parquet's compact Thrift writes it
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    changed = data[:footer] + data[footer:].replace(many, b"\x8e\x01")  # 71
    assert changed != data
    path.write_bytes(changed)
    with pytest.raises(UnreadableFileError, match="is a torn Parquet file"):
        list(parts_of(path, PARQUET, ["close"], 50))


def test_a_file_torn_in_its_middle_is_refused_when_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, PARQUET)
    data = bytearray(path.read_bytes())
    data[4:64] = b"\xff" * 60
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError, match="is a torn Parquet file"):
        list(parts_of(path, PARQUET, FRAME.columns, 5))


def test_columns_that_can_hold_no_number_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "bars.parquet"
    FRAME.with_columns(tags=pl.lit(["a"]), blob=pl.lit(b"a")).write_parquet(path)
    assert names_of(path, PARQUET) == tuple(FRAME.columns)


@pytest.mark.parametrize("kind", [PARQUET, FEATHER])
@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_instants_beyond_any_calendar_are_none(
    tmp_path: Path, kind: str, unit: Literal["ms", "us", "ns"]
) -> None:
    right = datetime(2024, 2, 26, 13, tzinfo=UTC)
    micros = int(right.timestamp()) * 1_000_000
    ticks = {"ms": micros // 1000, "us": micros, "ns": micros * 1000}[unit]
    far = pl.Series("time", [2**63 - 1, ticks, -(2**63) + 1], dtype=pl.Int64).cast(pl.Datetime(unit, "UTC"))
    days = pl.Series("date", [2**31 - 1, 19779, -(2**31)], dtype=pl.Int32).cast(pl.Date)
    frame = FRAME.head(3).with_columns(far, days)
    path = tmp_path / "bars"
    frame.write_parquet(path) if kind == PARQUET else frame.write_ipc(path)
    ((part, start, _),) = parts_of(path, kind, frame.columns, 5)
    batch = numbered(part, start)
    assert batch.columns["time"].to_list() == [None, right, None]
    assert batch.columns["date"].to_list() == [None, date(2024, 2, 26), None]
