from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from support.changes import a_change
from support.import_entries import entry
from support.lakes import lake_at
from support.raw_rows import raw_of
from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake, PartitionWrite
from usdcop.pipeline.changes import note_change
from usdcop.pipeline.import_ledger import ASIDE, REFUSED, put_rows, write_entry
from usdcop.pipeline.import_numbers import numbers_known, rows_without_entry
from usdcop.pipeline.inventory import Fault

DAYS = [date(2023, 11, 7), date(2024, 3, 5), date(2024, 8, 6)]


def keep(lake: Lake, day: date, *ids: str) -> None:
    """Rows of imports on ``day``, two of each, beside two of the vendor."""
    raw = raw_of(day, {0: 4000.0, 1: 4001.0})
    imported = [raw.with_columns(source=pl.lit("import:a.csv"), run_id=pl.lit(one)) for one in ids]
    lake.write(Layer.L0, [PartitionWrite(day, pl.concat([raw, *imported]), {}, {})])


def test_an_empty_home_knows_no_number(tmp_path: Path) -> None:
    assert numbers_known(lake_at(tmp_path)) == set()


def test_a_number_is_known_whatever_is_left_of_its_import(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    write_entry(lake, entry(1))
    note_change(lake, replace(a_change(DAYS[0]), import_id="S-0007"))
    note_change(lake, replace(a_change(DAYS[0]), import_id=None))
    put_rows(lake, ASIDE, entry(5), pl.DataFrame({"n": [1]}))
    put_rows(lake, REFUSED, entry(6), pl.DataFrame({"n": [1]}))
    for day, one in zip(DAYS, ("I-0002", "S-0009", "9b1f-before-the-ledger"), strict=True):
        keep(lake, day, one)
    assert numbers_known(lake) == {1, 2, 5, 6, 7, 9}


def test_where_the_ledger_cannot_be_read_no_number_is_free(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    write_entry(lake, entry(1))
    (tmp_path / Layer.L0.bucket / "imports" / "manifest.json").unlink()
    with pytest.raises(CorruptPartitionError, match="verify --repair"):
        numbers_known(lake)


def test_rows_of_an_import_without_an_entry_are_told_by_quarter(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    write_entry(lake, entry(1))
    keep(lake, DAYS[0], "I-0001", "an-older-run")
    keep(lake, DAYS[1], "I-0001", "I-0003", "S-0001")
    keep(lake, DAYS[2], "I-0003")
    found = list(rows_without_entry(lake))
    assert {one.fault for one in found} == {Fault.UNKNOWN_IMPORT}
    assert [(one.where, one.what.partition(",")[0]) for one in found] == [
        ("L0 of 2024Q1", "2 rows of the import I-0003"),
        ("L0 of 2024Q1", "2 rows of the import S-0001"),
        ("L0 of 2024Q3", "2 rows of the import I-0003"),
    ]
    assert all("import the file again" in one.cure for one in found)


def test_what_cannot_be_read_is_told_and_the_rest_looked_at(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    for day in DAYS:
        keep(lake, day, "I-0003")
    (torn,) = (tmp_path / Layer.L0.bucket / "USDCOP/M5/2023/11/07").glob("*.parquet")
    torn.write_bytes(b"torn")
    found = list(rows_without_entry(lake))
    assert [(one.fault, one.where) for one in found] == [
        (Fault.UNREADABLE, "L0 of 2023Q4"),
        (Fault.UNKNOWN_IMPORT, "L0 of 2024Q1"),
        (Fault.UNKNOWN_IMPORT, "L0 of 2024Q3"),
    ]
    write_entry(lake, entry(1))
    (tmp_path / Layer.L0.bucket / "imports" / "manifest.json").write_bytes(b"torn")
    assert [(one.fault, one.where) for one in rows_without_entry(lake)] == [
        (Fault.UNREADABLE, "L0 of imports")
    ]
