from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.storage import NOON, bars_of, lake_on, stored, weekdays, write_of
from usdcop.adapters.lake import parquet
from usdcop.adapters.lake.catalogs import CatalogFiles
from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import LocalObjects
from usdcop.core.catalogs import packed
from usdcop.core.layers import Layer
from usdcop.core.manifests import packed_manifest_bytes, packed_manifest_of
from usdcop.core.partitions import Layout, frame_bytes
from usdcop.core.ports import PartitionWrite
from usdcop.pipeline.inventory import read_catalog
from usdcop.pipeline.repair import Repaired, repair
from usdcop.pipeline.verify import verify

DAYS = weekdays(date(2024, 3, 25), 8) + weekdays(date(2024, 6, 27), 5)
"""Two sessions of 2024Q1, eight of Q2, three of Q3."""
LAYERS = [Layer.L0, Layer.L1, Layer.L4]
PACKS = [Layer.L1, Layer.L4]
"""Layers whose sessions lie in packs; of L0 they are second copies."""


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path)


@pytest.fixture
def lake(objects: LocalObjects) -> ParquetLake:
    lake = lake_on(objects)
    for layer in LAYERS:
        lake.write(layer, [write_of(day) for day in DAYS])
        lake.put_document(layer, "blocks/2024Q1.json", b"{}")
        lake.put_document(layer, "notes/a.json", b"{}")
    return lake


def assert_whole(objects: LocalObjects, lake: ParquetLake, layer: Layer, days: list[date] = DAYS) -> None:
    assert verify(objects, lake, "USDCOP").findings == ()
    rows = lake.read(layer)
    assert rows is not None
    assert_frame_equal(rows, pl.concat([bars_of(day) for day in days]))
    assert repair(objects, layer, "USDCOP") is None


def pack_of(folder: Path, layer: Layer, quarter: str) -> Path:
    (path,) = (folder / layer.bucket).rglob(f"{quarter}/*.parquet")
    return path


def manifest_of(folder: Path, layer: Layer, day: date) -> Path:
    """The manifest that tells of a session of 2024Q1: of its pack, or its own."""
    layout = Layout(layer, "USDCOP")
    packed = layer.made_again
    return folder / layout.manifest_key(layout.quarter_folder("2024Q1") if packed else layout.folder(day))


def path_of(folder: Path, lake: ParquetLake, layer: Layer, day: date) -> Path:
    manifest = lake.manifest(layer, day)
    assert manifest is not None
    return folder / manifest.bucket / manifest.prefix / manifest.files[0].filename


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_whole_is_left_alone(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer
) -> None:
    before = stored(tmp_path)
    assert repair(objects, layer, "USDCOP") is None
    assert stored(tmp_path) == before


def test_a_layer_with_nothing_in_it_needs_no_repair(objects: LocalObjects) -> None:
    assert repair(objects, Layer.L2, "USDCOP") is None


def tear(path: Path) -> None:
    path.write_bytes(b"torn")


@pytest.mark.parametrize("harm", [Path.unlink, tear])
def test_a_session_comes_back_from_its_second_copy_to_the_last_bit(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    path = path_of(tmp_path, lake, Layer.L0, DAYS[2])
    whole = path.read_bytes()
    harm(path)
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(Layer.L0, (DAYS[2],), (), ())
    assert path.read_bytes() == whole
    assert_whole(objects, lake, Layer.L0)


def test_a_session_that_an_earlier_version_wrote_in_other_bytes_comes_back_too(
    objects: LocalObjects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = lake_on(objects)
    with monkeypatch.context() as earlier:
        earlier.setattr(parquet, "frame_bytes", partial(frame_bytes, statistics=True))
        lake.write(Layer.L0, [write_of(day) for day in DAYS])
    path = path_of(tmp_path, lake, Layer.L0, DAYS[2])
    whole = path.read_bytes()
    path.unlink()
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(Layer.L0, (DAYS[2],), (), ())
    assert path.read_bytes() == whole


@pytest.mark.parametrize("harm", [Path.unlink, tear])
@pytest.mark.parametrize("layer", PACKS)
def test_a_session_alone_that_is_lost_leaves_the_layer_with_the_marks_of_finished_blocks(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer, harm: Callable[[Path], object]
) -> None:
    harm(path_of(tmp_path, lake, layer, DAYS[-1]))
    assert repair(objects, layer, "USDCOP") == Repaired(layer, (), (DAYS[-1],), ())
    assert lake.documents(layer, "blocks") == []
    assert lake.documents(layer, "notes") == ["notes/a.json"]
    assert_whole(objects, lake, layer, DAYS[:-1])


@pytest.mark.parametrize("harm", [Path.unlink, tear])
@pytest.mark.parametrize("layer", PACKS)
def test_a_pack_that_is_lost_takes_its_quarter_out_of_the_layer_and_no_other(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer, harm: Callable[[Path], object]
) -> None:
    harm(pack_of(tmp_path, layer, "Q2"))
    lost = tuple(day for day in DAYS if date(2024, 4, 1) <= day < date(2024, 7, 1))
    assert repair(objects, layer, "USDCOP") == Repaired(layer, (), lost, ())
    assert lake.documents(layer, "blocks") == []
    assert_whole(objects, lake, layer, [day for day in DAYS if day not in lost])
    lake.write(layer, [write_of(day) for day in DAYS])
    assert_whole(objects, lake, layer)


def test_what_cannot_be_restored_leaves_the_raw_layer_too(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    path_of(tmp_path, lake, Layer.L0, DAYS[2]).unlink()
    pack_of(tmp_path, Layer.L0, "Q2").unlink()
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(Layer.L0, (), (DAYS[2],), ())
    assert_whole(objects, lake, Layer.L0, [day for day in DAYS if day != DAYS[2]])


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"{}")])
def test_the_catalog_is_rebuilt_from_the_manifests(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer, harm: Callable[[Path], object]
) -> None:
    (catalog,) = (tmp_path / layer.bucket).rglob("catalog.json")
    harm(catalog)
    packed = () if layer is Layer.L0 else tuple(day for day in DAYS if day < date(2024, 7, 1))
    assert repair(objects, layer, "USDCOP") == Repaired(layer, packed, (), ()), "cut out of their packs"
    assert_whole(objects, lake, layer)
    assert lake.write(layer, [write_of(day) for day in DAYS]) == []
    assert_whole(objects, lake, layer)
    assert pack_of(tmp_path, layer, "Q2").is_file()


@pytest.mark.parametrize("layer", PACKS)
@pytest.mark.parametrize("harm", [Path.unlink, tear])
def test_a_part_of_the_catalog_is_rebuilt_and_the_others_are_left_alone(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer, harm: Callable[[Path], object]
) -> None:
    (part,) = (tmp_path / layer.bucket).rglob("catalog/2024Q1*.json")
    other = pack_of(tmp_path, layer, "Q2").stat().st_mtime_ns
    harm(part)
    assert repair(objects, layer, "USDCOP") == Repaired(layer, tuple(DAYS[:2]), (), ())
    assert_whole(objects, lake, layer)
    assert pack_of(tmp_path, layer, "Q2").stat().st_mtime_ns == other


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b'{"files": 3}')])
def test_a_manifest_is_written_anew_from_the_catalog(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer, harm: Callable[[Path], object]
) -> None:
    harm(manifest_of(tmp_path, layer, DAYS[0]))
    repaired = repair(objects, layer, "USDCOP")
    assert repaired is not None
    assert repaired.lost == ()
    manifest = lake.manifest(layer, DAYS[0])
    assert manifest is not None
    assert manifest.metadata["restored"] == "from the catalog"
    assert_whole(objects, lake, layer)


def test_a_second_copy_is_made_anew(objects: LocalObjects, lake: ParquetLake, tmp_path: Path) -> None:
    pack = pack_of(tmp_path, Layer.L0, "Q1")
    whole = pack.read_bytes()
    pack.write_bytes(b"torn")
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(Layer.L0, (), (), ())
    assert pack.read_bytes() == whole
    assert_whole(objects, lake, Layer.L0)


def test_a_manifest_that_tells_a_wrong_number_of_rows_is_not_believed(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    manifest = manifest_of(tmp_path, Layer.L0, DAYS[0])
    manifest.write_text(manifest.read_text().replace('"records": 4', '"records": 5'))
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(Layer.L0, (), (), ())
    assert_whole(objects, lake, Layer.L0)


def test_a_manifest_of_a_pack_that_tells_other_rows_is_not_believed(
    objects: LocalObjects, lake: ParquetLake
) -> None:
    key = f"{Layer.L1.bucket}/USDCOP/M5/2024/Q1/manifest.json"
    told = packed_manifest_of(objects.get(key), key)
    assert told is not None
    objects.put(key, packed_manifest_bytes(replace(told, rows=(1, 5))))
    assert repair(objects, Layer.L1, "USDCOP") == Repaired(Layer.L1, tuple(DAYS[:2]), (), ())
    assert_whole(objects, lake, Layer.L1)


def test_a_write_that_did_not_reach_the_catalog_is_completed(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    (catalog,) = (tmp_path / Layer.L1.bucket).rglob("catalog.json")
    before = catalog.read_bytes()
    new = DAYS[-1] + timedelta(days=1)
    lake.write(Layer.L1, [write_of(new)])
    catalog.write_bytes(before)
    assert list(lake.days(Layer.L1)) == DAYS
    assert repair(objects, Layer.L1, "USDCOP") == Repaired(Layer.L1, (), (), ())
    assert_whole(objects, lake, Layer.L1, [*DAYS, new])


@pytest.mark.parametrize("layer", LAYERS)
def test_a_new_state_whose_file_is_torn_gives_way_to_the_old_one(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer
) -> None:
    before = {path: path.read_bytes() for path in (tmp_path / layer.bucket).rglob("catalog*.json")}
    held = set((tmp_path / layer.bucket).rglob("*.parquet"))
    lake.write(layer, [write_of(DAYS[0], 1.0)])
    for path in set((tmp_path / layer.bucket).rglob("*.parquet")) - held:
        path.write_bytes(b"torn")
    for path, data in before.items():
        path.write_bytes(data)
    repaired = repair(objects, layer, "USDCOP")
    assert repaired is not None
    assert repaired.lost == ()
    assert_whole(objects, lake, layer)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_lost_document_is_named_and_forgotten(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, layer: Layer
) -> None:
    key = lake.put_document(layer, "notes/b.json", b"{}")
    (tmp_path / key).unlink()
    assert repair(objects, layer, "USDCOP") == Repaired(layer, (), (), ("notes/b.json",))
    assert lake.documents(layer, "notes") == ["notes/a.json"]
    assert lake.documents(layer, "blocks") == []
    assert_whole(objects, lake, layer)


def test_what_was_repaired_is_collected_like_anything_else(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    path_of(tmp_path, lake, Layer.L1, DAYS[-1]).write_bytes(b"torn")
    pack_of(tmp_path, Layer.L1, "Q1").write_bytes(b"torn")
    repair(objects, Layer.L1, "USDCOP")
    lake.collect(Layer.L1, NOON)
    collected = lake.collect(Layer.L1, NOON + timedelta(days=1))
    assert [key.removeprefix(f"{Layer.L1.bucket}/").rpartition("_")[0] for key in collected] == [
        f"USDCOP/M5/{DAYS[-1]:%Y/%m/%d}/standardized_{DAYS[-1]:%Y%m%d}",
        "USDCOP/M5/2024/Q1/standardized_2024Q1",
        "USDCOP/M5/catalog/2024Q1",
        "USDCOP/M5/catalog/2024Q3",
        "blocks/2024Q1",
    ]


def test_another_symbols_layer_is_left_alone(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    other = ParquetLake(objects, "USDMXN", Versions("1.0", "mx"), lambda: NOON)
    for layer in LAYERS:
        other.write(layer, [write_of(day, 5.0) for day in DAYS])
        other.put_document(layer, "notes/a.json", b"theirs")
        manifest_of(tmp_path, layer, DAYS[0]).unlink()
        path_of(tmp_path, lake, layer, DAYS[-1]).unlink()
        repair(objects, layer, "USDCOP")
        assert verify(objects, other, "USDMXN").findings == ()
        assert other.get_document(layer, "notes/a.json") == b"theirs"


def test_a_quarter_of_mixed_columns_is_left_unpacked(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    newer = bars_of(DAYS[0]).with_columns(pl.lit(1.0).alias("added"))
    for layer in (Layer.L0, Layer.L1):
        lake.write(layer, [PartitionWrite(DAYS[0], newer, {}, {})])
        path_of(tmp_path, lake, layer, DAYS[-1]).with_name("manifest.json").unlink()
        assert repair(objects, layer, "USDCOP") == Repaired(layer, (), (), ())
        quarters = read_catalog(objects, Layout(layer, "USDCOP")).quarters
        assert DAYS[0] in quarters["2024Q1"].alone
        assert quarters["2024Q2"].alone == ()
    assert verify(objects, lake, "USDCOP").sound


def test_a_copy_that_holds_other_rows_than_it_says_restores_nothing(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    layout = Layout(Layer.L0, "USDCOP")
    quarter = read_catalog(objects, layout).quarters["2024Q1"]
    false = pl.concat([bars_of(day, shift=1.0) for day in quarter.partitions])
    pack, data = packed(layout, "2024Q1", quarter.partitions, false)
    objects.put(layout.key(pack.path), data)
    catalogs = CatalogFiles(objects, "USDCOP")
    catalogs.commit(catalogs.index(Layer.L0), {"2024Q1": replace(quarter, pack=pack)})
    path_of(tmp_path, lake, Layer.L0, DAYS[0]).unlink()
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(Layer.L0, (), (DAYS[0],), ())
