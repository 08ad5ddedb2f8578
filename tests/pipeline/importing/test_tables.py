import gzip
from pathlib import Path

import polars as pl
import pytest

from usdcop.core.errors import ColumnsError, UnreadableFileError
from usdcop.pipeline.importing import tables
from usdcop.pipeline.importing.tables import Batch, open_table


def batches(path: Path) -> list[Batch]:
    return list(open_table(path).batches(lambda _done, _all: None))


def written(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def columns(path: Path) -> list[tuple[object, ...]]:
    return [row for batch in batches(path) for row in batch.columns.rows()]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, end: str) -> None:
    path = written(tmp_path, end.join(["time,close", "t1,1", "t2,2"]).replace(",", separator))
    assert columns(path) == [("t1", "1"), ("t2", "2")]


def test_a_byte_order_mark_and_blank_lines_are_no_rows_but_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "\n\ufefftime,close\n\nt1,1\n   \nt2,2\n\n")
    (batch,) = batches(path)
    assert batch.columns.rows() == [("t1", "1"), ("t2", "2")]
    assert batch.row.to_list() == [4, 6]


def test_quoted_fields_may_hold_the_separator(tmp_path: Path) -> None:
    path = written(tmp_path, 'time,close\n"t1","4,123.5"\nt2,2\n')
    assert columns(path) == [("t1", "4,123.5"), ("t2", "2")]


def test_a_line_with_too_many_fields_keeps_what_stands_before_its_prices(tmp_path: Path) -> None:
    path = written(tmp_path, "time,open,close\nt1,4,123.5,5\nt2,2,3\n")
    (batch,) = batches(path)
    assert batch.columns.rows() == [("t1", None, None), ("t2", "2", "3")]
    assert batch.lines is not None
    assert batch.lines.to_list() == ["t1,4,123.5,5", "t2,2,3"]


def test_a_line_with_an_open_quote_spoils_only_itself(tmp_path: Path) -> None:
    path = written(tmp_path, 'time,close\nt1,"1\nt2,2\nt3,3\n')
    assert columns(path)[1:] == [("t2", "2"), ("t3", "3")]


def test_gzip_is_known_by_its_bytes_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"
    path.write_bytes(gzip.compress(b"time,close\nt1,1\n"))
    assert columns(path) == [("t1", "1")]


def test_rows_are_the_same_however_small_the_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "time,close\n" + "".join(f"t{i},{i}\n" for i in range(500)) + "last,5")
    whole = columns(path)
    monkeypatch.setattr(tables, "BLOCK_BYTES", 64)
    parts = batches(path)
    assert len(parts) > 50
    assert [row for part in parts for row in part.columns.rows()] == whole
    assert [number for part in parts for number in part.row] == list(range(2, 503))


def test_parquet_comes_in_batches_with_row_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BATCH_ROWS", 4)
    path = tmp_path / "bars.parquet"
    pl.DataFrame({"time": range(10), "close": range(10)}).write_parquet(path)
    parts = batches(path)
    assert [part.columns.height for part in parts] == [4, 4, 2]
    assert parts[-1].row.to_list() == [9, 10]
    assert parts[0].lines is None


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"time,close\nt1,1\n"))
    seen: list[tuple[int, int]] = []
    list(open_table(path).batches(lambda done, size: seen.append((done, size))))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnsError, match="several columns close"):
        open_table(written(tmp_path, "time,close,Close\n"))


def test_a_file_of_one_endless_line_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BLOCK_BYTES", 64)
    with pytest.raises(UnreadableFileError, match="no lines"):
        batches(written(tmp_path, "time,close " + "x" * 500))
