"""Documents whose manifest is lost, found again by their files."""

import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.storage import NOON, lake_on, weekdays, write_of
from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import LocalObjects
from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import Layer
from usdcop.core.manifests import empty_manifest
from usdcop.pipeline.inventory import Fault
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


def empty(objects: LocalObjects, key: str) -> None:
    """What an earlier version's repair wrote in place of a manifest that it could not read."""
    bucket, _, path = key.partition("/")
    objects.put(key, empty_manifest(bucket, path.removesuffix("/manifest.json")))


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L1])
def test_documents_that_their_manifest_does_not_name_are_told_kept_and_found_again(
    objects: LocalObjects, lake: ParquetLake, layer: Layer
) -> None:
    key = manifest_beside(lake.put_document(layer, "notes/b.json", b"{2}"))
    lake.put_document(layer, "notes/b.json", b"{3}")
    empty(objects, key)
    lake.put_document(layer, "notes/c.json", b"{4}")
    (finding,) = verify(objects, lake, "USDCOP").findings
    assert finding.where == key
    assert "usdcop verify --repair" in finding.cure
    assert not [note for note in verify(objects, lake, "USDCOP").notes if "/notes/" in note.where]
    for days in (0, 2):
        assert not [one for one in lake.collect(layer, NOON + timedelta(days=days)) if "/notes/" in one]
    done = repair(objects, layer, "USDCOP")
    assert done is not None
    assert (done.rebuilt, done.lost_documents) == (("notes/a.json", "notes/b.json"), ())
    assert lake.documents(layer, "notes") == ["notes/a.json", "notes/b.json", "notes/c.json"]
    assert lake.get_document(layer, "notes/a.json") == b"{}"
    assert lake.get_document(layer, "notes/c.json") == b"{4}"
    assert verify(objects, lake, "USDCOP").findings == ()
    assert repair(objects, layer, "USDCOP") is None


def test_an_older_version_of_a_named_document_a_torn_file_and_marks_of_blocks_stay_left_over(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    older = lake.put_document(Layer.L1, "notes/a.json", b"older")
    lake.put_document(Layer.L1, "notes/a.json", b"newer")
    mark = lake.put_document(Layer.L1, "blocks/2024/2024Q1.json", b"{}")
    empty(objects, manifest_beside(mark))
    torn = older.replace("/a_", "/z_")
    tear(tmp_path / torn)
    assert repair(objects, Layer.L1, "USDCOP") is None
    left = {note.where for note in verify(objects, lake, "USDCOP").notes}
    assert {older, mark, torn} <= left
    lake.collect(Layer.L1, NOON)
    assert {older, mark, torn} <= {*lake.collect(Layer.L1, NOON + timedelta(days=2))}


@pytest.mark.parametrize("harm", [Path.unlink, tear])
def test_of_a_document_whose_named_file_is_lost_an_older_whole_one_counts_and_that_is_told(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    lake.put_document(Layer.L0, "notes/b.json", b"older")
    harm(tmp_path / lake.put_document(Layer.L0, "notes/b.json", b"newer"))
    told = ("notes/b.json",)
    assert repair(objects, Layer.L0, "USDCOP") == Repaired(Layer.L0, (), (), (), rebuilt=told, unsure=told)
    assert lake.get_document(Layer.L0, "notes/b.json") == b"older"
    assert verify(objects, lake, "USDCOP").findings == ()


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L4])
def test_a_manifest_of_another_folder_is_a_garbled_one(
    objects: LocalObjects, lake: ParquetLake, layer: Layer
) -> None:
    theirs = manifest_beside(lake.put_document(layer, "changes/1.json", b"theirs"))
    ours = manifest_beside(lake.put_document(layer, "imports/000001.json", b"ours"))
    objects.put(ours, objects.get(theirs))
    (finding,) = verify(objects, lake, "USDCOP").findings
    assert (finding.fault, finding.where) == (Fault.GARBLED_MANIFEST, ours)
    assert theirs in finding.what
    with pytest.raises(CorruptPartitionError):
        lake.documents(layer, "imports")
    done = repair(objects, layer, "USDCOP")
    assert done == Repaired(layer, (), (), (), rebuilt=("imports/000001.json",))
    assert lake.get_document(layer, "imports/000001.json") == b"ours"
    assert verify(objects, lake, "USDCOP").findings == ()


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L1])
def test_a_manifest_of_another_session_or_quarter_is_a_garbled_one(
    objects: LocalObjects, lake: ParquetLake, layer: Layer
) -> None:
    keys = [key for key in objects.keys(layer.bucket) if "/M5/" in key and key.endswith("/manifest.json")]
    objects.put(keys[-1], objects.get(keys[0]))
    assert {one.where for one in verify(objects, lake, "USDCOP").findings} == {keys[-1]}
    done = repair(objects, layer, "USDCOP")
    assert done is not None
    assert (done.lost, done.lost_documents) == ((), ())
    assert verify(objects, lake, "USDCOP").findings == ()
    assert [*lake.days(layer)] == DAYS


@pytest.mark.parametrize("folder", ["notes", "blocks/2024"])
def test_the_cure_of_a_garbled_manifest_of_documents_is_true(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path, folder: str
) -> None:
    key = manifest_beside(lake.put_document(Layer.L1, f"{folder}/x.json", b"{}"))
    tear(tmp_path / key)
    (finding,) = verify(objects, lake, "USDCOP").findings
    assert ("from the files" in finding.cure) == (folder == "notes")
    assert "catalog" not in finding.cure
    with pytest.raises(CorruptPartitionError, match="of documents from their files"):
        lake.documents(Layer.L1, folder)
