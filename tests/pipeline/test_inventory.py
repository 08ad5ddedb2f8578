from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from support.storage import NOON, lake_on, weekdays, write_of
from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import LocalObjects
from usdcop.core.layers import Layer
from usdcop.core.manifests import packed_manifest_bytes, packed_manifest_of
from usdcop.core.partitions import Layout
from usdcop.pipeline.inventory import (
    Fault,
    Finding,
    damaged,
    disagreements,
    left_over,
    take_inventory,
)

DAYS = weekdays(date(2024, 3, 18), 10)
LAYERS = [Layer.L0, Layer.L1]
"""One whose sessions lie alone and once more in packs, one whose sessions lie in packs."""


def base(layer: Layer) -> str:
    return f"{layer.bucket}/USDCOP/M5"


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path)


@pytest.fixture
def lake(objects: LocalObjects) -> ParquetLake:
    lake = lake_on(objects)
    for layer in LAYERS:
        lake.write(layer, [write_of(day) for day in DAYS])
    return lake


def findings(objects: LocalObjects, layer: Layer) -> list[Finding]:
    inventory = take_inventory(objects, Layout(layer, "USDCOP"))
    return [*disagreements(inventory), *damaged(objects, inventory), *left_over(objects, inventory)]


def flip(path: Path) -> None:
    """Change one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.usefixtures("lake")
@pytest.mark.parametrize("layer", LAYERS)
def test_a_sound_layer_has_no_findings(objects: LocalObjects, layer: Layer) -> None:
    assert findings(objects, layer) == []


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")


@pytest.mark.parametrize(
    ("layer", "pattern", "harm", "fault"),
    [
        (Layer.L0, "2024/03/26/*.parquet", flip, Fault.ALTERED),
        (Layer.L0, "2024/03/26/*.parquet", empty, Fault.ALTERED),
        (Layer.L0, "2024/03/26/*.parquet", Path.unlink, Fault.MISSING_FILE),
        (Layer.L0, "2024/03/26/manifest.json", Path.unlink, Fault.MISSING_MANIFEST),
        (Layer.L0, "2024/03/26/manifest.json", lambda path: path.write_bytes(b"{"), Fault.GARBLED_MANIFEST),
        (Layer.L0, "2024/03/26/manifest.json", lambda path: path.write_bytes(b"[]"), Fault.GARBLED_MANIFEST),
        (Layer.L0, "2024/03/26/manifest.json", garble, Fault.GARBLED_MANIFEST),
        (Layer.L0, "2024/Q1/*.parquet", flip, Fault.PACK),
        (Layer.L0, "2024/Q1/*.parquet", Path.unlink, Fault.PACK),
        (Layer.L1, "2024/Q1/*.parquet", flip, Fault.ALTERED),
        (Layer.L1, "2024/Q1/*.parquet", empty, Fault.ALTERED),
        (Layer.L1, "2024/Q1/*.parquet", Path.unlink, Fault.MISSING_FILE),
        (Layer.L1, "2024/Q1/manifest.json", Path.unlink, Fault.MISSING_MANIFEST),
        (Layer.L1, "2024/Q1/manifest.json", flip, Fault.GARBLED_MANIFEST),
        (Layer.L1, "2024/Q1/manifest.json", garble, Fault.GARBLED_MANIFEST),
        (Layer.L1, "catalog.json", flip, Fault.GARBLED_CATALOG),
        (Layer.L1, "catalog/2024Q1*.json", flip, Fault.GARBLED_CATALOG),
        (Layer.L1, "catalog/2024Q1*.json", Path.unlink, Fault.GARBLED_CATALOG),
    ],
)
def test_every_harm_is_found_where_it_was_done(
    objects: LocalObjects,
    lake: ParquetLake,
    tmp_path: Path,
    layer: Layer,
    pattern: str,
    harm: Callable[[Path], object],
    fault: Fault,
) -> None:
    (path,) = (tmp_path / base(layer)).glob(pattern)
    harm(path)
    (finding,) = [one for one in findings(objects, layer) if not one.fault.is_note]
    assert finding.fault is fault
    assert finding.where == str(path.relative_to(tmp_path))
    assert "usdcop verify --repair" in finding.cure


@pytest.mark.parametrize(
    "change", [("sha256:00", "sha256:01"), ('"1.0"', '"1.1"'), ('"grade": "A"', '"grade": "B"')]
)
def test_an_edited_manifest_disagrees_with_the_catalog(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, change: tuple[str, str]
) -> None:
    manifest = tmp_path / base(Layer.L0) / "2024/03/26/manifest.json"
    manifest.write_text(manifest.read_text().replace(*change))
    assert [(one.fault, one.where) for one in findings(objects, Layer.L0)] == [
        (Fault.CATALOG_DIFFERS, f"{base(Layer.L0)}/2024/03/26/manifest.json")
    ]


def test_a_manifest_of_a_pack_that_tells_other_rows_disagrees_with_the_catalog(
    objects: LocalObjects, lake: ParquetLake
) -> None:
    key = f"{base(Layer.L1)}/2024/Q1/manifest.json"
    told = packed_manifest_of(objects.get(key), key)
    assert told is not None
    edited = (
        replace(told, rows=tuple(row + 1 for row in told.rows)),
        replace(told, members=told.members[1:], rows=told.rows[1:]),
        replace(told, members=(replace(told.members[0], code_version="1.1"), *told.members[1:])),
        replace(told, file=replace(told.file, checksum=f"sha256:{'0' * 64}")),
    )
    for one in edited:
        objects.put(key, packed_manifest_bytes(one))
        found = [one for one in findings(objects, Layer.L1) if one.where == key]
        assert {one.fault for one in found} <= {Fault.CATALOG_DIFFERS, Fault.MISSING_MANIFEST}
        assert len(found) == 1


def test_a_missing_catalog_is_told_by_its_manifests(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    for layer, count in ((Layer.L0, len(DAYS)), (Layer.L1, 4)):
        (tmp_path / base(layer) / "catalog.json").unlink()
        found = [one for one in findings(objects, layer) if not one.fault.is_note]
        assert [one.fault for one in found] == [Fault.CATALOG_DIFFERS] * count, "once for the pack"
        assert "not in the catalog" in found[0].what


def test_what_nothing_names_is_a_note(objects: LocalObjects, lake: ParquetLake) -> None:
    objects.put(f"{base(Layer.L1)}/2024/03/26/stray.parquet", b"x")
    (note,) = findings(objects, Layer.L1)
    assert note.fault is Fault.UNREFERENCED
    assert note.fault.is_note
    assert note.where == f"{base(Layer.L1)}/2024/03/26/stray.parquet"


def test_the_list_of_collected_files_is_no_left_over(objects: LocalObjects, lake: ParquetLake) -> None:
    objects.put(f"{base(Layer.L1)}/stray", b"x")
    lake.collect(Layer.L1, NOON)
    assert [one.where for one in findings(objects, Layer.L1)] == [f"{base(Layer.L1)}/stray"]


@pytest.mark.parametrize(("layer", "files"), [(Layer.L0, 11), (Layer.L1, 4)])
def test_the_progress_ends_with_all(
    objects: LocalObjects, lake: ParquetLake, layer: Layer, files: int
) -> None:
    seen: list[tuple[int, int]] = []
    inventory = take_inventory(objects, Layout(layer, "USDCOP"))
    list(damaged(objects, inventory, lambda done, total: seen.append((done, total))))
    assert seen[-1] == (files, files)


THEIRS = f"{Layer.L1.bucket}/USDMXN/M5"


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("catalog.json", Fault.GARBLED_CATALOG),
        ("catalog/2024Q1*.json", Fault.GARBLED_CATALOG),
        ("2024/Q1/manifest.json", Fault.GARBLED_MANIFEST),
    ],
)
@pytest.mark.parametrize("harm", [garble, empty, Path.unlink])
def test_what_is_garbled_of_another_symbol_is_told_and_nothing_is_called_left_over(
    objects: LocalObjects,
    lake: ParquetLake,
    tmp_path: Path,
    pattern: str,
    fault: Fault,
    harm: Callable[[Path], object],
) -> None:
    ParquetLake(objects, "USDMXN", Versions("1.0", "mx"), lambda: NOON).write(
        Layer.L1, [write_of(day) for day in DAYS]
    )
    objects.put(f"{base(Layer.L1)}/stray", b"x")
    (path,) = (tmp_path / THEIRS).glob(pattern)
    harm(path)
    found = findings(objects, Layer.L1)
    if harm is Path.unlink and "catalog/" not in pattern:
        assert {one.fault for one in found} == {Fault.UNREFERENCED}, "nobody can know of it"
        return
    (finding,) = found
    assert (finding.fault, finding.where) == (fault, str(path.relative_to(tmp_path)))
    assert "symbol that it is of" in finding.cure


@pytest.mark.parametrize("files", [1, 2])
def test_documents_without_a_manifest_are_told_with_the_cure(
    objects: LocalObjects, lake: ParquetLake, files: int
) -> None:
    for number in range(files):
        lake.put_document(Layer.L1, f"notes/{number}.json", b"{}")
    manifest = f"{Layer.L1.bucket}/notes/manifest.json"
    objects.delete([manifest])
    (finding,) = findings(objects, Layer.L1)
    assert (finding.fault, finding.where) == (Fault.MISSING_MANIFEST, manifest)
    assert f"{files} files" in finding.what
    assert "usdcop verify --repair" in finding.cure
