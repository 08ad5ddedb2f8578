from datetime import date
from pathlib import Path

import pytest

from support.storage import lake_on, stored, weekdays, write_of
from usdcop.adapters.lake.catalogs import CatalogFiles
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import LocalObjects
from usdcop.core.catalogs import Quarter
from usdcop.core.errors import (
    CorruptPartitionError,
    MissingPartitionError,
)
from usdcop.core.layers import Layer

DAY = date(2025, 10, 22)
QUARTERS = weekdays(date(2024, 3, 25), 12) + weekdays(date(2024, 6, 25), 8)
"""Sessions of 2024Q1, Q2 and Q3."""


def test_a_write_touches_only_its_own_part_of_the_catalog(lake: ParquetLake, tmp_path: Path) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    before = {path.name for path in (tmp_path / Layer.L1.bucket).rglob("catalog/*.json")}
    lake.write(Layer.L1, [write_of(QUARTERS[-1], 1.0)])
    after = {path.name for path in (tmp_path / Layer.L1.bucket).rglob("catalog/*.json")}
    assert len(before) == 3
    assert {name[:6] for name in after - before} == {"2024Q3"}


def test_days_and_quarters_are_read_of_a_part_of_the_history(lake: ParquetLake) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    assert lake.quarters(Layer.L1) == [date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1)]
    assert lake.quarters(Layer.L2) == []
    some = QUARTERS[2:15]
    assert list(lake.days(Layer.L1, some[0], some[-1])) == some
    assert list(lake.days(Layer.L1, first=QUARTERS[-2])) == QUARTERS[-2:]
    assert list(lake.days(Layer.L1, last=date(2024, 3, 31))) == [
        day for day in QUARTERS if day < date(2024, 4, 1)
    ]


def test_a_damaged_catalog_is_neither_read_nor_overwritten(lake: ParquetLake, tmp_path: Path) -> None:
    lake.write(Layer.L1, [write_of(DAY)])
    catalog = tmp_path / Layer.L1.bucket / "USDCOP/M5/catalog.json"
    catalog.write_bytes(catalog.read_bytes().replace(b"USDCOP", b"USDCOQ", 1))
    before = stored(tmp_path)
    for deed in (lambda: lake.read(Layer.L1), lambda: lake.write(Layer.L1, [write_of(DAY, 1.0)])):
        with pytest.raises(CorruptPartitionError, match="usdcop verify --repair"):
            deed()
    assert {name for name in stored(tmp_path) if stored(tmp_path)[name] != before.get(name)} == set()


def test_parts_that_were_read_are_kept_at_hand_and_no_more_than_a_few(
    objects: LocalObjects, tmp_path: Path
) -> None:
    lake_on(objects).write(Layer.L1, [write_of(day) for day in QUARTERS])
    catalogs = CatalogFiles(objects, "USDCOP")
    index = catalogs.index(Layer.L1)
    whole = catalogs.quarters(index, index.quarters)
    for part in tmp_path.rglob("catalog/*.json"):
        part.unlink()
    assert catalogs.quarters(index, index.quarters) == whole
    assert catalogs.quarters(index, ["1999Q1", "2024Q2"]) == {
        "1999Q1": Quarter(),
        "2024Q2": whole["2024Q2"],
    }
    with pytest.raises(MissingPartitionError, match=r"catalog/2024Q1"):
        CatalogFiles(objects, "USDCOP").quarters(index, index.quarters)


def test_an_altered_part_is_never_read(objects: LocalObjects, lake: ParquetLake, tmp_path: Path) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    (part,) = tmp_path.rglob("catalog/2024Q2*.json")
    part.write_bytes(part.read_bytes().replace(b"USDCOP", b"USDCOQ"))
    with pytest.raises(CorruptPartitionError, match="usdcop verify --repair"):
        lake_on(objects).days(Layer.L1)


def test_what_another_writer_commits_is_seen(objects: LocalObjects, lake: ParquetLake) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    reader = lake_on(objects)
    before = reader.days(Layer.L1)
    lake.write(Layer.L1, [write_of(QUARTERS[3], 1.0)])
    after = reader.days(Layer.L1)
    assert [day for day in QUARTERS if before[day] != after[day]] == [QUARTERS[3]]


def test_a_quarter_without_sessions_is_forgotten(objects: LocalObjects, lake: ParquetLake) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    lake.drop(Layer.L1, [day for day in QUARTERS if day < date(2024, 4, 1)])
    assert lake.quarters(Layer.L1) == [date(2024, 4, 1), date(2024, 7, 1)]
    catalogs = CatalogFiles(objects, "USDCOP")
    assert catalogs.index(Layer.L1).parts.keys() == {"2024Q2", "2024Q3"}
