import gzip
import io
import json
import zipfile
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing import tables
from usdcop.pipeline.importing.lines import Batch
from usdcop.pipeline.importing.tables import Kind, Table, open_table

HEAD = "time,open,high,low,close\n"
TEN = HEAD + "".join(f"t{i},1,1,1,{i}\n" for i in range(10))
FRAME = pl.DataFrame({"time": range(10), **dict.fromkeys(("open", "high", "low", "close"), range(10))})


def batches(path: Path) -> list[Batch]:
    return list(open_table(path).batches(lambda _done, _all: None))


def written(folder: Path, data: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def typed(folder: Path, kind: Kind) -> Path:
    path = folder / "bars"
    FRAME.write_parquet(path) if kind is Kind.PARQUET else FRAME.write_ipc(path)
    return path


def test_a_byte_order_mark_and_blank_lines_are_no_rows_but_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "\n\ufeff" + HEAD + "\nt1,1,1,1,1\n   \nt2,2,2,2,2\n\n")
    (batch,) = batches(path)
    assert batch.columns["time"].to_list() == ["t1", "t2"]
    assert batch.row.to_list() == [4, 6]


def test_rows_are_the_same_however_small_the_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, HEAD + "".join(f"t{i},1,1,1,{i}\n" for i in range(500)) + "last,1,1,1,5")
    whole = [row for batch in batches(path) for row in batch.columns.rows()]
    monkeypatch.setattr(tables, "BLOCK_BYTES", 64)
    parts = batches(path)
    assert len(parts) > 50
    assert [row for part in parts for row in part.columns.rows()] == whole
    assert [number for part in parts for number in part.row] == list(range(2, 503))


@pytest.mark.parametrize("kind", [Kind.PARQUET, Kind.FEATHER])
def test_typed_files_come_in_batches_with_row_numbers(
    tmp_path: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "BATCH_ROWS", 4)
    path = typed(tmp_path, kind)
    assert open_table(path).kind is kind
    parts = batches(path)
    assert [part.columns.height for part in parts] == [4, 4, 2]
    assert parts[-1].row.to_list() == [9, 10]
    assert parts[0].lines is None


def test_json_comes_as_text(tmp_path: Path) -> None:
    path = written(tmp_path, "\n" + json.dumps(FRAME.to_dicts()))
    table = open_table(path)
    assert (table.kind, table.names) == (Kind.JSON, ("time", "open", "high", "low", "close"))
    assert batches(path)[0].columns["close"].to_list() == [str(i) for i in range(10)]


def test_a_json_larger_than_is_held_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 1 << 20)
    bomb = gzip.compress(b"[" + b" " * (64 << 20))
    with pytest.raises(UnreadableFileError, match="JSON of more than 1 MiB"):
        open_table(written(tmp_path, bomb))


def test_a_text_that_unpacks_to_one_endless_line_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(HEAD.encode() + b"1" * (64 << 20))
    with pytest.raises(UnreadableFileError, match="no lines"):
        batches(written(tmp_path, bomb))


@pytest.mark.parametrize("kind", [Kind.PARQUET, Kind.FEATHER])
def test_a_torn_typed_file_is_refused_in_words(tmp_path: Path, kind: Kind) -> None:
    path = typed(tmp_path, kind)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnreadableFileError, match=f"is a torn {kind} file"):
        open_table(path)


def test_blocks_of_nothing_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BLOCK_BYTES", 64)
    path = written(tmp_path, HEAD + "\n" * 500 + "t1,1,1,1,1\n")
    assert [batch.row.to_list() for batch in batches(path)] == [[502]]


def test_a_typed_file_inside_a_container_is_to_be_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("bars.parquet", typed(tmp_path, Kind.PARQUET).read_bytes())
    with pytest.raises(UnreadableFileError, match=r"is a Parquet file inside zip\. Unpack it first"):
        open_table(written(tmp_path, packed.getvalue()))


def test_a_sample_is_the_beginning(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, TEN))
    assert sampled(table)[:2] == ["t0", "t1"]
    assert sampled(open_table(written(tmp_path, HEAD + "t,1,1,1,1"))) == ["t"]
    assert open_table(written(tmp_path, HEAD)).sample() is None
    assert sampled(open_table(typed(tmp_path, Kind.FEATHER))) == list(range(10))


def sampled(table: Table) -> list[object]:
    batch = table.sample()
    assert batch is not None
    return batch.columns["time"].to_list()


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    for path in (written(tmp_path, gzip.compress(TEN.encode())), typed(tmp_path, Kind.PARQUET)):
        seen: list[tuple[int, int]] = []
        list(open_table(path).batches(partial(_keep, seen)))
        assert seen[-1] == (path.stat().st_size, path.stat().st_size)


def test_progress_of_a_typed_file_goes_with_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BATCH_ROWS", 5)
    path = typed(tmp_path, Kind.PARQUET)
    seen: list[tuple[int, int]] = []
    list(open_table(path).batches(partial(_keep, seen)))
    assert [done for done, _ in seen] == [path.stat().st_size // 2, path.stat().st_size]


def _keep(seen: list[tuple[int, int]], done: int, size: int) -> None:
    seen.append((done, size))
