"""Tables and marks beside the partitions."""

import io
from pathlib import Path

import polars as pl
import pytest

from support.lakes import lake_at
from usdcop.core.errors import MissingPartitionError
from usdcop.core.layers import Layer
from usdcop.pipeline.documents import (
    forget_block,
    forget_block_marks,
    forget_tables,
    read_block_mark,
    read_table,
    read_tables,
    write_block_mark,
    write_table,
)


def test_tables_come_back_below_one_another(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    write_table(lake, Layer.L1, "sessions", "2024Q2", pl.DataFrame({"n": [3]}))
    write_table(lake, Layer.L1, "sessions", "2024Q1", pl.DataFrame({"n": [1, 2]}))
    found = read_tables(lake_at(tmp_path), Layer.L1, "sessions")
    assert found is not None
    assert found["n"].to_list() == [1, 2, 3]


def test_no_table_is_none(tmp_path: Path) -> None:
    assert read_tables(lake_at(tmp_path), Layer.L1, "sessions") is None


def test_a_mark_is_kept_until_it_is_replaced(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert read_block_mark(lake, Layer.L2, "2024Q1") is None
    write_block_mark(lake, Layer.L2, "2024Q1", "one")
    write_block_mark(lake, Layer.L2, "2024Q1", "two")
    assert read_block_mark(lake_at(tmp_path), Layer.L2, "2024Q1") == "two"


def test_a_forgotten_table_is_empty_and_keeps_its_columns(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    forget_tables(lake, Layer.L1, "sessions", "2024Q1")
    assert read_tables(lake, Layer.L1, "sessions") is None
    write_table(lake, Layer.L1, "sessions", "2024Q1", pl.DataFrame({"n": [1, 2]}))
    forget_tables(lake, Layer.L1, "sessions", "2024Q1")
    found = read_tables(lake_at(tmp_path), Layer.L1, "sessions")
    assert found is not None
    assert found.schema == pl.Schema({"n": pl.Int64})
    assert found.is_empty()


def test_a_forgotten_block_counts_as_unfinished(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    forget_block(lake, Layer.L2, "2024Q1")
    assert read_block_mark(lake, Layer.L2, "2024Q1") is None
    write_block_mark(lake, Layer.L2, "2024Q1", "one")
    forget_block(lake, Layer.L2, "2024Q1")
    assert read_block_mark(lake, Layer.L2, "2024Q1") == ""


def test_blocks_of_an_earlier_version_lack_a_column_and_are_read_all_the_same(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    write_table(lake, Layer.L1, "sessions", "2024Q1", pl.DataFrame({"n": [1]}))
    write_table(lake, Layer.L1, "sessions", "2024Q2", pl.DataFrame({"n": [2], "why": ["a doubt"]}))
    found = read_tables(lake, Layer.L1, "sessions")
    assert found is not None
    assert found.rows() == [(1, None), (2, "a doubt")]


def test_a_table_of_one_block_is_read_alone(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    write_table(lake, Layer.L1, "sessions", "2024Q1", pl.DataFrame({"n": [1]}))
    found = read_table(lake, Layer.L1, "sessions", "2024Q1")
    assert found is not None
    assert found.rows() == [(1,)]
    assert read_table(lake, Layer.L1, "sessions", "2024Q2") is None


def test_what_an_earlier_version_kept_in_one_folder_is_read_until_it_is_written_anew(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    buffer = io.BytesIO()
    pl.DataFrame({"n": [1]}).write_parquet(buffer)
    for block in ("2023Q4", "2024Q1"):
        lake.put_document(Layer.L1, f"sessions/{block}.parquet", buffer.getvalue())
        lake.put_document(Layer.L1, f"blocks/{block}.json", b'{"block": "b", "mark": "earlier"}')
    write_table(lake, Layer.L1, "sessions", "2024Q1", pl.DataFrame({"n": [2]}))
    write_block_mark(lake, Layer.L1, "2024Q1", "newer")
    found = read_tables(lake, Layer.L1, "sessions")
    assert found is not None
    assert found["n"].to_list() == [1, 2]
    assert [read_block_mark(lake, Layer.L1, block) for block in ("2023Q4", "2024Q1")] == ["earlier", "newer"]
    forget_block_marks(lake, Layer.L1)
    assert [read_block_mark(lake, Layer.L1, block) for block in ("2023Q4", "2024Q1")] == ["", ""]


def test_what_is_written_beside_a_block_does_not_grow_with_the_history(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    for year in range(2000, 2040):
        for quarter in range(1, 5):
            write_block_mark(lake, Layer.L1, f"{year}Q{quarter}", "done")
    sizes = [path.stat().st_size for path in sorted(tmp_path.rglob("blocks/**/manifest.json"))]
    assert len(sizes) == 40
    assert max(sizes) < 1.1 * min(sizes)


def test_an_older_place_is_not_read_where_the_newer_document_is_listed_and_gone(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    lake.put_document(Layer.L1, "blocks/2024Q1.json", b'{"block": "b", "mark": "earlier"}')
    write_block_mark(lake, Layer.L1, "2024Q1", "newer")
    (newer,) = (tmp_path / Layer.L1.bucket / "blocks" / "2024").glob("2024Q1_*")
    newer.unlink()
    with pytest.raises(MissingPartitionError, match=r"blocks/2024/2024Q1_.*verify --repair"):
        read_block_mark(lake, Layer.L1, "2024Q1")
