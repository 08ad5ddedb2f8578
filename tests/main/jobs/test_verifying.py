from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from support.homes import settings_of, usdcop
from usdcop.core.layers import Layer
from usdcop.main.wiring import open_lake, open_system


def files_of(root: Path, layer: Layer) -> Iterator[Path]:
    return (root / "replay" / "objects" / layer.bucket).rglob("*.parquet")


def test_a_sound_home_is_said_to_be_sound(shared_home: Path) -> None:
    assert "all sound" in usdcop(shared_home, "verify").out
    report = usdcop(shared_home, "verify", "--json").json
    assert report["sound"] is True
    assert report["findings"] == []
    assert report["rows_compared"] > 4_000


def test_a_flipped_byte_a_missing_file_and_a_changed_row_are_named_and_mended(own_home: Path) -> None:
    lake = open_lake(settings_of(own_home), "USDCOP")
    before = {layer: lake.days(layer) for layer in Layer}
    flipped = sorted(files_of(own_home, Layer.L1))[5]
    data = bytearray(flipped.read_bytes())
    data[len(data) // 2] ^= 1
    flipped.write_bytes(data)
    missing = sorted(files_of(own_home, Layer.L3))[7]
    missing.unlink()
    with open_system(settings_of(own_home)) as system, system.engine.begin() as connection:
        connection.execute(
            text("UPDATE usdcop_m5_ohlcv SET close = close + 1 WHERE time = '2024-03-05 14:00+00'")
        )

    told = usdcop(own_home, "verify", "--json", code=1)
    said = "\n".join(f"{one['where']} {one['what']}" for one in told.json["findings"])
    assert told.json["sound"] is False
    assert flipped.name in said
    assert missing.name in said
    assert "2024-03-05" in said
    assert "damaged or disagree" in told.err
    assert "findings" in usdcop(own_home, "verify", code=1).out

    assert "all sound" in usdcop(own_home, "verify", "--repair").out
    assert {layer: lake.days(layer) for layer in Layer} == before
    assert usdcop(own_home, "verify", "--json").json["findings"] == []


@pytest.mark.parametrize("gone", [Layer.L2])
def test_a_layer_that_lost_its_catalog_is_mended(own_home: Path, gone: Layer) -> None:
    for catalog in (own_home / "replay" / "objects" / gone.bucket).rglob("catalog.json"):
        catalog.unlink()
    usdcop(own_home, "verify", code=1)
    usdcop(own_home, "verify", "--repair")
    assert "all sound" in usdcop(own_home, "verify").out


def documents(root: Path, layer: Layer, folder: str) -> dict[str, bytes]:
    lake = open_lake(settings_of(root), "USDCOP")
    return {path: lake.get_document(layer, path) for path in lake.documents(layer, folder)}


def test_documents_whose_manifest_is_lost_are_found_again_and_told(own_home: Path) -> None:
    folders = [(Layer.L0, "imports"), (Layer.L0, "changes"), (Layer.L4, "splits")]
    before = {one: documents(own_home, *one) for one in folders}
    bucket = {one: own_home / "replay" / "objects" / one[0].bucket / one[1] for one in folders}
    (bucket[folders[0]] / "manifest.json").unlink()
    for one in folders[1:]:
        manifest = bucket[one] / "manifest.json"
        manifest.write_bytes(manifest.read_bytes()[:-20])
    usdcop(own_home, "verify", code=1)
    told = " ".join(usdcop(own_home, "verify", "--repair").out.split())
    assert "found again by their files: changes/000001.json, imports/000001.json" in told
    assert {one: documents(own_home, *one) for one in folders} == before
    assert usdcop(own_home, "verify", "--json").json["findings"] == []


def test_documents_that_are_lost_are_told(own_home: Path) -> None:
    folder = own_home / "replay" / "objects" / Layer.L4.bucket / "splits"
    for path in folder.glob("*_*"):
        path.write_bytes(b"torn")
    (folder / "manifest.json").unlink()
    told = usdcop(own_home, "verify", "--repair").out
    assert "lost: splits/" in told.replace("\n", " ")
