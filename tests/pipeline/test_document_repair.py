"""Documents whose manifest is lost, found again by their files."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from support.storage import NOON, lake_on, weekdays, write_of
from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import LocalObjects
from usdcop.core.layers import Layer
from usdcop.pipeline.repair import Repaired, repair
from usdcop.pipeline.verify import verify

DAYS = weekdays(date(2024, 3, 25), 8)
LAYERS = [Layer.L0, Layer.L1, Layer.L4]


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path)


@pytest.fixture
def lake(objects: LocalObjects) -> ParquetLake:
    lake = lake_on(objects)
    for layer in LAYERS:
        lake.write(layer, [write_of(day) for day in DAYS])
        lake.put_document(layer, "notes/a.json", b"{}")
    return lake


def tear(path: Path) -> None:
    path.write_bytes(b"torn")


def manifest_beside(key: str) -> str:
    return f"{key.rpartition('/')[0]}/manifest.json"


DOCUMENT_FOLDERS = ["notes", "reports/2024"]


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L1, Layer.L6])
@pytest.mark.parametrize("folder", DOCUMENT_FOLDERS)
@pytest.mark.parametrize(
    "harm", [Path.unlink, lambda path: path.write_bytes(b"\xff"), lambda path: path.write_bytes(b"")]
)
def test_documents_whose_manifest_is_lost_are_found_again_by_their_files(
    objects: LocalObjects, tmp_path: Path, layer: Layer, folder: str, harm: Callable[[Path], object]
) -> None:
    lake = lake_on(objects)
    lake.put_document(layer, "blocks/2024/2024Q1.json", b"{}")
    kept = {f"{folder}/{name}": name.encode() for name in ("000001.json", "000002.parquet", "a b.json")}
    key = {path: lake.put_document(layer, path, data) for path, data in kept.items()}[f"{folder}/a b.json"]
    harm(tmp_path / manifest_beside(key))
    (finding,) = verify(objects, lake, "USDCOP").findings
    assert finding.where == manifest_beside(key)
    assert "usdcop verify --repair" in finding.cure
    done = repair(objects, layer, "USDCOP")
    assert done == Repaired(layer, (), (), (), rebuilt=tuple(sorted(kept)))
    assert lake.documents(layer, folder) == sorted(kept)
    assert {path: lake.get_document(layer, path) for path in kept} == kept
    assert lake.documents(layer, "blocks/2024") == [], "what was made of the documents is made again"
    assert verify(objects, lake, "USDCOP").findings == ()
    assert repair(objects, layer, "USDCOP") is None


def put_at(objects: LocalObjects, tmp_path: Path, data: bytes, at: int) -> Path:
    """Another version of the document ``notes/a.json``, put at a second of the epoch."""
    path = tmp_path / lake_on(objects).put_document(Layer.L0, "notes/a.json", data)
    os.utime(path, (at, at))
    return path


@pytest.mark.parametrize("torn", [None, b"torn"])
def test_of_several_versions_the_one_put_last_counts(
    objects: LocalObjects, tmp_path: Path, torn: bytes | None
) -> None:
    for second, data in enumerate((b"begun", b"kept", b"another"), 1):
        put_at(objects, tmp_path, data, second)
    newest = put_at(objects, tmp_path, b"begun", 4)
    newest.with_name("manifest.json").unlink()
    if torn is not None:
        newest.with_name("manifest.json").write_bytes(torn)
    done = repair(objects, Layer.L0, "USDCOP")
    assert done == Repaired(Layer.L0, (), (), (), rebuilt=("notes/a.json",))
    lake = lake_on(objects)
    assert lake.get_document(Layer.L0, "notes/a.json") == b"begun"
    manifests = json.loads(newest.with_name("manifest.json").read_text())
    assert manifests["members"][0]["metadata"]["restored"] == "from its file"
    assert manifests["files"][0]["created_at"] == "1970-01-01T00:00:04Z"


def test_the_version_that_the_torn_manifest_still_names_counts_before_a_later_one(
    objects: LocalObjects, tmp_path: Path
) -> None:
    put_at(objects, tmp_path, b"stray", 9)
    named = put_at(objects, tmp_path, b"named", 5)
    manifest = named.with_name("manifest.json")
    manifest.write_bytes(manifest.read_bytes()[:200])
    done = repair(objects, Layer.L0, "USDCOP")
    assert done == Repaired(Layer.L0, (), (), (), rebuilt=("notes/a.json",))
    assert lake_on(objects).get_document(Layer.L0, "notes/a.json") == b"named"


def test_versions_put_at_the_same_instant_go_by_name_and_that_is_told(
    objects: LocalObjects, tmp_path: Path
) -> None:
    paths = [put_at(objects, tmp_path, data, 5) for data in (b"one", b"two", b"three")]
    paths[0].with_name("manifest.json").unlink()
    last = max(paths)
    expected = last.read_bytes()
    told = ("notes/a.json",)
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(Layer.L0, (), (), (), rebuilt=told, unsure=told)
    assert lake_on(objects).get_document(Layer.L0, "notes/a.json") == expected


def test_damaged_bytes_are_never_taken(objects: LocalObjects, tmp_path: Path) -> None:
    lake = lake_on(objects)
    put_at(objects, tmp_path, b"older", 5)
    tear(put_at(objects, tmp_path, b"newer", 9))
    only = tmp_path / lake.put_document(Layer.L0, "notes/b.json", b"only")
    tear(only)
    only.with_name("manifest.json").unlink()
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(
        Layer.L0, (), (), ("notes/b.json",), rebuilt=("notes/a.json",), unsure=("notes/a.json",)
    )
    assert lake.get_document(Layer.L0, "notes/a.json") == b"older"
    assert lake.documents(Layer.L0, "notes") == ["notes/a.json"]
    assert verify(objects, lake, "USDCOP").findings == ()


@pytest.mark.parametrize("harm", [Path.unlink, tear])
def test_marks_of_finished_blocks_are_forgotten_not_found_again(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    key = manifest_beside(lake.put_document(Layer.L1, "blocks/2024/2024Q1.json", b"{}"))
    lake.put_document(Layer.L1, "blocks/2025/2025Q1.json", b"{}")
    harm(tmp_path / key)
    assert repair(objects, Layer.L1, "USDCOP") == Repaired(Layer.L1, (), (), (key,))
    assert lake.documents(Layer.L1, "blocks/2024") == lake.documents(Layer.L1, "blocks/2025") == []
    assert verify(objects, lake, "USDCOP").findings == ()


def test_a_manifest_of_documents_without_any_file_is_named_and_removed(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    folder = tmp_path / Layer.L1.bucket / "notes"
    for path in folder.glob("a_*"):
        path.unlink()
    (folder / "manifest.json").write_bytes(b"\xff")
    named = f"{Layer.L1.bucket}/notes/manifest.json"
    assert repair(objects, Layer.L1, "USDCOP") == Repaired(Layer.L1, (), (), (named,))
    assert lake.documents(Layer.L1, "notes") == []
    assert verify(objects, lake, "USDCOP").findings == ()


def test_what_is_lost_of_another_symbol_is_left_to_its_own_repair(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    other = ParquetLake(objects, "USDMXN", Versions("1.0", "mx"), lambda: NOON)
    for layer in LAYERS:
        other.write(layer, [write_of(day) for day in DAYS])
        torn = tmp_path / manifest_beside(other.put_document(layer, "notes/a.json", b"theirs"))
        tear(torn)
        gone = tmp_path / manifest_beside(other.put_document(layer, "splits/b.json", b"theirs too"))
        gone.unlink()
        assert repair(objects, layer, "USDCOP") is None
        (tmp_path / manifest_beside(lake.put_document(layer, "notes/a.json", b"ours"))).unlink()
        assert repair(objects, layer, "USDCOP") is not None
        assert (torn.read_bytes(), gone.exists()) == (b"torn", False)
        repair(objects, layer, "USDMXN")
        assert other.get_document(layer, "notes/a.json") == b"theirs"
        assert other.get_document(layer, "splits/b.json") == b"theirs too"
    assert verify(objects, other, "USDMXN").findings == verify(objects, lake, "USDCOP").findings == ()
