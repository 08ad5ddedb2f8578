from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from support.storage import NOON, lake_on, weekdays, write_of
from usdcop.adapters.lake import ParquetLake
from usdcop.adapters.objects import LocalObjects
from usdcop.core.layers import Layer
from usdcop.core.partitions import Layout
from usdcop.pipeline.inventory import (
    Fault,
    Finding,
    damaged,
    disagreements,
    left_over,
    take_inventory,
)

DAYS = weekdays(date(2024, 3, 25), 8)
BASE = f"{Layer.L1.bucket}/USDCOP/M5"


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path)


@pytest.fixture
def lake(objects: LocalObjects) -> ParquetLake:
    lake = lake_on(objects)
    lake.write(Layer.L1, [write_of(day) for day in DAYS])
    return lake


def findings(objects: LocalObjects) -> list[Finding]:
    inventory = take_inventory(objects, Layout(Layer.L1, "USDCOP"))
    return [*disagreements(inventory), *damaged(objects, inventory), *left_over(objects, inventory)]


def flip(path: Path) -> None:
    """Change one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.usefixtures("lake")
def test_a_sound_layer_has_no_findings(objects: LocalObjects) -> None:
    assert findings(objects) == []


@pytest.mark.parametrize(
    ("pattern", "harm", "fault"),
    [
        ("2024/03/26/*.parquet", flip, Fault.ALTERED),
        ("2024/03/26/*.parquet", lambda path: path.write_bytes(b""), Fault.ALTERED),
        ("2024/03/26/*.parquet", Path.unlink, Fault.MISSING_FILE),
        ("2024/03/26/manifest.json", Path.unlink, Fault.MISSING_MANIFEST),
        ("2024/03/26/manifest.json", lambda path: path.write_bytes(b"{"), Fault.GARBLED_MANIFEST),
        ("2024/03/26/manifest.json", lambda path: path.write_bytes(b"[]"), Fault.GARBLED_MANIFEST),
        ("2024/03/26/manifest.json", lambda path: path.write_bytes(b"\xff\xfe"), Fault.GARBLED_MANIFEST),
        ("packs/2024Q1*.parquet", flip, Fault.PACK),
        ("packs/2024Q1*.parquet", Path.unlink, Fault.PACK),
        ("catalog.json", flip, Fault.GARBLED_CATALOG),
    ],
)
def test_every_harm_is_found_where_it_was_done(
    objects: LocalObjects,
    lake: ParquetLake,
    tmp_path: Path,
    pattern: str,
    harm: Callable[[Path], object],
    fault: Fault,
) -> None:
    (path,) = (tmp_path / BASE).glob(pattern)
    harm(path)
    (finding,) = [one for one in findings(objects) if not one.fault.is_note]
    assert finding.fault is fault
    assert finding.where == str(path.relative_to(tmp_path))
    assert "usdcop verify --repair" in finding.cure


@pytest.mark.parametrize(
    "change", [("sha256:00", "sha256:01"), ('"1.0"', '"1.1"'), ('"grade": "A"', '"grade": "B"')]
)
def test_an_edited_manifest_disagrees_with_the_catalog(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, change: tuple[str, str]
) -> None:
    manifest = tmp_path / BASE / "2024/03/26/manifest.json"
    manifest.write_text(manifest.read_text().replace(*change))
    assert [(one.fault, one.where) for one in findings(objects)] == [
        (Fault.CATALOG_DIFFERS, f"{BASE}/2024/03/26/manifest.json")
    ]


def test_a_missing_catalog_is_told_by_its_manifests(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    (tmp_path / BASE / "catalog.json").unlink()
    found = findings(objects)
    assert [one.fault for one in found if not one.fault.is_note] == [Fault.CATALOG_DIFFERS] * len(DAYS)
    assert "not in the catalog" in found[0].what


def test_what_nothing_names_is_a_note(objects: LocalObjects, lake: ParquetLake) -> None:
    objects.put(f"{BASE}/2024/03/26/stray.parquet", b"x")
    (note,) = findings(objects)
    assert note.fault is Fault.UNREFERENCED
    assert note.fault.is_note
    assert note.where == f"{BASE}/2024/03/26/stray.parquet"


def test_the_list_of_collected_files_is_no_left_over(objects: LocalObjects, lake: ParquetLake) -> None:
    objects.put(f"{BASE}/stray", b"x")
    lake.collect(Layer.L1, NOON)
    assert [one.where for one in findings(objects)] == [f"{BASE}/stray"]


def test_the_progress_ends_with_all(objects: LocalObjects, lake: ParquetLake) -> None:
    seen: list[tuple[int, int]] = []
    inventory = take_inventory(objects, Layout(Layer.L1, "USDCOP"))
    list(damaged(objects, inventory, lambda done, total: seen.append((done, total))))
    assert seen[-1] == (10, 10)
