from pathlib import Path

import polars as pl
import pytest

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing import survival
from usdcop.pipeline.importing.survival import must_be_survived, read_through
from usdcop.pipeline.importing.tables import open_table
from usdcop.pipeline.importing.typed_files import FEATHER, PARQUET

FRAME = pl.DataFrame({"time": range(1_000), **dict.fromkeys(("open", "high", "low", "close"), range(1_000))})
ENDLESS = b"\xfc\xff\xff\xff\xff\x07"
"""Head of a list of 2,147,483,647 structures, in Parquet's compact Thrift."""


def parquet(folder: Path) -> Path:
    path = folder / "bars.parquet"
    FRAME.write_parquet(path)
    return path


def of_endless_columns(folder: Path) -> Path:
    """A Parquet file whose list of columns says that it has as many as there are numbers for."""
    path = parquet(folder)
    data = bytearray(path.read_bytes())
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    at = data.index(b"\x19", footer) + 1  # the field that holds the list, and its head
    assert data[at] & 0x0F == 0x0C  # of structures
    data[at : at + len(ENDLESS)] = ENDLESS
    path.write_bytes(data)
    return path


def test_a_length_that_ends_polars_process_is_refused_in_words(tmp_path: Path) -> None:
    path = of_endless_columns(tmp_path)
    with pytest.raises(
        UnreadableFileError, match="is a torn Parquet file: reading it ends the process"
    ) as said:
        open_table(path)
    assert "give it as CSV" in said.value.cure


def test_what_needs_too_much_memory_or_time_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = parquet(tmp_path)
    must_be_survived(path, PARQUET)
    monkeypatch.setattr(survival, "MEMORY", 64 << 20)
    with pytest.raises(UnreadableFileError, match="is a torn Parquet file"):
        must_be_survived(path, PARQUET)
    monkeypatch.setattr(survival, "SECONDS", 0.0)
    with pytest.raises(UnreadableFileError, match="does not come to an end"):
        must_be_survived(path, PARQUET)


def test_a_file_that_cannot_be_read_is_torn_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "bars"
    path.write_bytes(b"ARROW1" + b"x" * 200)
    with pytest.raises(UnreadableFileError, match=r"is a torn Feather file\. Copy"):
        must_be_survived(path, FEATHER)
    assert (read_through(path, FEATHER), read_through(parquet(tmp_path), PARQUET)) == (3, 0)
