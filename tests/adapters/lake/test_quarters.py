import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.storage import NOON, bars_of, lake_on, weekdays, write_of
from usdcop.adapters.lake import parquet
from usdcop.adapters.lake.catalogs import CatalogFiles
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import LocalObjects
from usdcop.core.catalogs import partition_of
from usdcop.core.errors import (
    ContractError,
    CorruptPartitionError,
    MissingPartitionError,
)
from usdcop.core.layers import Layer
from usdcop.core.manifests import checksum
from usdcop.core.partitions import frame_bytes
from usdcop.core.ports import PartitionWrite
from usdcop.pipeline.verify import verify

DAY = date(2025, 10, 22)
QUARTERS = weekdays(date(2024, 3, 25), 12) + weekdays(date(2024, 6, 25), 8)
"""Sessions of 2024Q1, Q2 and Q3."""


def file_of(lake: ParquetLake, layer: Layer, day: date) -> str:
    manifest = lake.manifest(layer, day)
    assert manifest is not None
    return f"{manifest.bucket}/{manifest.prefix}/{manifest.files[0].filename}"


def packs_of(layer: Layer, folder: Path) -> set[str]:
    return {path.parent.name for path in (folder / layer.bucket).rglob("Q*/*.parquet")}


def singles_of(layer: Layer, folder: Path) -> list[date]:
    """Sessions that have a file of their own."""
    found = (path.name.split("_")[1] for path in (folder / layer.bucket).rglob("*.parquet"))
    return sorted(date.fromisoformat(text) for text in found if "Q" not in text)


def test_quarters_before_the_newest_are_packed(lake: ParquetLake, tmp_path: Path) -> None:
    for day in QUARTERS:
        lake.write(Layer.L1, [write_of(day)])
    lake.write(Layer.L2, [write_of(day) for day in QUARTERS])
    lake.write(Layer.L0, [write_of(day) for day in QUARTERS])
    assert packs_of(Layer.L1, tmp_path) == {"Q1", "Q2"}
    assert packs_of(Layer.L2, tmp_path) == packs_of(Layer.L0, tmp_path) == {"Q1", "Q2", "Q3"}


def test_what_can_be_made_again_is_stored_once(lake: ParquetLake, tmp_path: Path) -> None:
    for layer in (Layer.L0, Layer.L1):
        lake.write(layer, [write_of(day) for day in QUARTERS])
    assert singles_of(Layer.L0, tmp_path) == QUARTERS
    assert singles_of(Layer.L1, tmp_path) == []
    assert len(list((tmp_path / Layer.L1.bucket).rglob("manifest.json"))) == 3


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L1, Layer.L4])
def test_a_session_that_changes_leaves_the_pack_of_the_newest_quarter(
    lake: ParquetLake, tmp_path: Path, layer: Layer
) -> None:
    lake.write(layer, [write_of(day) for day in QUARTERS])
    today = QUARTERS[-1]
    (pack,) = (tmp_path / layer.bucket).rglob("Q3/*.parquet")
    before = pack.read_bytes()
    expected = [bars_of(day) for day in QUARTERS]
    for shift in (1.0, 2.0):
        assert lake.write(layer, [write_of(today, shift)]) == [today]
        assert pack.read_bytes() == before
        whole = lake.read(layer)
        assert whole is not None
        expected[-1] = bars_of(today, shift=shift)
        assert_frame_equal(whole, pl.concat(expected))
        assert (tmp_path / file_of(lake, layer, today)).is_file()
        assert verify(LocalObjects(tmp_path), lake, "USDCOP").findings == ()
    later = weekdays(date(2024, 10, 2), 1)
    lake.write(layer, [write_of(day) for day in later])
    whole = lake.read(layer)
    assert whole is not None
    assert_frame_equal(whole, pl.concat([*expected, *(bars_of(day) for day in later)]))
    if layer is not Layer.L0:
        assert singles_of(layer, tmp_path)[-1] == later[0]
        manifests = [path.parent.name for path in (tmp_path / layer.bucket).rglob("manifest.json")]
        assert sorted(manifests) == ["02" if layer is Layer.L1 else "10", "Q1", "Q2", "Q3"]
    assert verify(LocalObjects(tmp_path), lake, "USDCOP").findings == ()


@pytest.mark.parametrize("harm", ["alter", "remove"])
def test_a_damaged_second_copy_is_passed_over_for_the_single_files(
    lake: ParquetLake, tmp_path: Path, harm: str
) -> None:
    lake.write(Layer.L0, [write_of(day) for day in QUARTERS])
    for pack in (tmp_path / Layer.L0.bucket).rglob("Q2/*.parquet"):
        pack.write_bytes(b"PAR1") if harm == "alter" else pack.unlink()
    whole = lake.read(Layer.L0)
    assert whole is not None
    assert_frame_equal(whole, pl.concat([bars_of(day) for day in QUARTERS]))


def test_a_damaged_pack_is_never_read(lake: ParquetLake, tmp_path: Path) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    (pack,) = (tmp_path / Layer.L1.bucket).rglob("Q2/*.parquet")
    pack.write_bytes(pack.read_bytes()[:-1] + b"x")
    with pytest.raises(CorruptPartitionError, match=r"standardized_2024Q2.* altered or torn.*usdcop verify"):
        lake.read(Layer.L1)
    pack.unlink()
    with pytest.raises(MissingPartitionError, match="standardized_2024Q2"):
        lake.read(Layer.L1)
    assert lake.read(Layer.L1, QUARTERS[:2]) is not None, "other quarters are read"


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L1])
def test_a_damaged_neighbour_does_not_keep_a_session_from_being_written(
    lake: ParquetLake, tmp_path: Path, layer: Layer
) -> None:
    lake.write(layer, [write_of(day) for day in QUARTERS])
    for path in (tmp_path / layer.bucket).rglob("*.parquet"):
        path.write_bytes(b"torn")
    assert lake.write(layer, [write_of(QUARTERS[0], 1.0)]) == [QUARTERS[0]]
    assert lake.read(layer, QUARTERS[:1]) is not None


def test_a_quarter_that_could_not_be_packed_is_packed_when_it_is_whole_again(
    lake: ParquetLake, tmp_path: Path
) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    (pack,) = (tmp_path / Layer.L1.bucket).rglob("Q1/*.parquet")
    whole = pack.read_bytes()
    pack.write_bytes(b"torn")
    lake.write(Layer.L1, [write_of(QUARTERS[0], 1.0)])
    assert singles_of(Layer.L1, tmp_path) == [QUARTERS[0]]
    pack.write_bytes(whole)
    assert lake.write(Layer.L1, [write_of(QUARTERS[0], 1.0)]) == []
    assert verify(LocalObjects(tmp_path), lake, "USDCOP").findings == ()
    lake.collect(Layer.L1, NOON)
    lake.collect(Layer.L1, NOON + timedelta(days=1))
    assert singles_of(Layer.L1, tmp_path) == []


def earlier_catalog(lake: ParquetLake, layer: Layer, days: list[date]) -> bytes:
    """The whole catalog of ``days``, each of which lies alone, in one text, as an earlier version wrote it."""
    rows = {}
    for day in days:
        manifest = lake.manifest(layer, day)
        assert manifest is not None
        part = partition_of(manifest)
        rows[day.isoformat()] = [
            part.path, part.size_bytes, "2024-07-01T12:00:00Z", part.records, part.checksum, part.manifest
        ]  # fmt: skip
    body = json.dumps({"layer": layer, "symbol": "USDCOP", "partitions": rows, "packs": {}}).encode()
    return b'{"checksum": "%s",\n"catalog": %s}\n' % (checksum(body).encode(), body)


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L1, Layer.L4])
def test_a_lake_of_an_earlier_version_is_read_and_packed_by_the_next_write(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer
) -> None:
    days, later = weekdays(date(2024, 4, 2), 6), weekdays(date(2024, 7, 2), 1)
    for day in days:  # one by one, so that each lies alone
        lake.write(layer, [write_of(day)])
    (catalog,) = (tmp_path / layer.bucket).rglob("catalog.json")
    catalog.write_bytes(earlier_catalog(lake, layer, days))
    older = lake_on(objects)
    for part in (tmp_path / layer.bucket).rglob("catalog/*.json"):
        part.unlink()
    assert list(older.days(layer)) == days
    assert verify(objects, older, "USDCOP").findings == ()
    older.write(layer, [write_of(later[0])])
    found = older.read(layer)
    assert found is not None
    assert_frame_equal(found, pl.concat([bars_of(day) for day in days + later]))
    assert verify(objects, older, "USDCOP").findings == ()
    older.collect(layer, NOON)
    older.collect(layer, NOON + timedelta(days=1))
    assert singles_of(layer, tmp_path) == (days + later if layer is Layer.L0 else later)
    assert packs_of(layer, tmp_path) == {"Q2"}


def test_sessions_with_other_columns_are_an_error_when_read_together(lake: ParquetLake) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    newer = bars_of(QUARTERS[0]).with_columns(pl.lit(1.0).alias("added"))
    assert lake.write(Layer.L1, [PartitionWrite(QUARTERS[0], newer, {}, {})]) == [QUARTERS[0]]
    with pytest.raises(ContractError, match=r"do not all have the same columns.*usdcop run l1"):
        lake.read(Layer.L1)
    alone = lake.read(Layer.L1, QUARTERS[:1])
    assert alone is not None
    assert "added" in alone.columns


@pytest.mark.parametrize(
    "some", [QUARTERS[:1], QUARTERS[2:9], QUARTERS[3:20:3], QUARTERS[-2:], QUARTERS[1:6] + QUARTERS[15:]]
)
def test_some_sessions_are_read_as_if_alone(lake: ParquetLake, some: list[date]) -> None:
    lake.write(Layer.L1, [write_of(day, rows=1 + day.day % 5) for day in QUARTERS])
    read = lake.read(Layer.L1, iter(some))
    assert read is not None
    assert_frame_equal(read, pl.concat([bars_of(day, 1 + day.day % 5) for day in some]))


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L1])
def test_the_same_rows_are_no_change_where_an_earlier_version_wrote_them_in_other_bytes(
    lake: ParquetLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layer: Layer
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(parquet, "frame_bytes", partial(frame_bytes, statistics=True))
        lake.write(layer, [write_of(day) for day in QUARTERS])
    before = lake.days(layer)
    assert lake.write(layer, [write_of(day) for day in QUARTERS]) == []
    assert lake.days(layer) == before
    assert lake.write(layer, [write_of(QUARTERS[0], 1.0)]) == QUARTERS[:1]
    assert verify(LocalObjects(tmp_path), lake, "USDCOP").findings == ()


def test_all_closed_quarters_are_packed_though_a_session_was_dropped_first(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    for day in QUARTERS:
        lake.write(Layer.L0, [write_of(day)])
    (catalog,) = (tmp_path / Layer.L0.bucket).rglob("catalog.json")
    catalog.write_bytes(earlier_catalog(lake, Layer.L0, QUARTERS))
    older = lake_on(objects)
    older.drop(Layer.L0, QUARTERS[:1])
    older.write(Layer.L0, [write_of(QUARTERS[-1], 1.0)])
    index = CatalogFiles(objects, "USDCOP").index(Layer.L0)
    assert [name for name, part in index.parts.items() if part.alone] == ["2024Q3"]
