import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.storage import NOON, bars_of, lake_on, weekdays, write_of
from usdcop.adapters.lake.manifests import ManifestFiles
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import LocalObjects
from usdcop.core.layers import Layer
from usdcop.core.partitions import Layout
from usdcop.core.ports import PartitionWrite

DAY = date(2025, 10, 22)
QUARTERS = weekdays(date(2024, 3, 25), 12) + weekdays(date(2024, 6, 25), 8)
"""Sessions of 2024Q1, Q2 and Q3."""


@pytest.mark.parametrize("layer", [Layer.L1, Layer.L4])
def test_the_manifest_of_a_pack_has_that_of_each_session(
    lake: ParquetLake, tmp_path: Path, layer: Layer
) -> None:
    lake.write(layer, [write_of(QUARTERS[0])])
    alone = lake.manifest(layer, QUARTERS[0])
    lake.write(layer, [write_of(day) for day in QUARTERS])
    assert lake.manifest(layer, QUARTERS[0]) == alone
    (path,) = (tmp_path / layer.bucket).rglob("2024/Q1/manifest.json")
    text = json.loads(path.read_text())
    (pack,) = path.parent.glob("*.parquet")
    assert text["packed"]["filename"] == pack.name
    assert text["packed"]["size_bytes"] == pack.stat().st_size
    first = [member["first_row"] for member in text["members"]]
    assert first == list(range(0, 4 * len(first), 4))
    rows = pl.read_parquet(pack)
    assert_frame_equal(rows[4:8], bars_of(QUARTERS[1]))


def test_the_manifest_is_the_seeds_with_versions_and_inputs(lake: ParquetLake, tmp_path: Path) -> None:
    lake.write(Layer.L1, [write_of(DAY)])
    folder = tmp_path / "01-l1-ds-usdcop-standardize/USDCOP/M5/2025/10/22"
    text = json.loads((folder / "manifest.json").read_text())
    (file,) = text["files"]
    assert file == {
        "filename": file["filename"],
        "size_bytes": (folder / file["filename"]).stat().st_size,
        "created_at": "2024-07-01T12:00:00Z",
        "records": 4,
        "checksum": file["checksum"],
    }
    assert text["bucket"] == "01-l1-ds-usdcop-standardize"
    assert text["prefix"] == "USDCOP/M5/2025/10/22"
    assert text["metadata"] == {
        "symbol": "USDCOP",
        "timeframe": "5m",
        "layer": "L1",
        "date": "2025-10-22",
        "grade": "A",
    }
    assert text["code_version"] == "1.0"
    assert text["calendar_version"].startswith("co-0800-1300-holidays-")
    assert text["inputs"] == {"L0/x": "sha256:00"}


def test_sessions_of_a_month_share_a_manifest_and_keep_their_own_inputs(lake: ParquetLake) -> None:
    other = DAY + timedelta(days=1)
    lake.write(Layer.L4, [write_of(DAY)])
    lake.write(Layer.L4, [PartitionWrite(other, bars_of(other), {"L3/y": "sha256:11"}, {})])
    first, second = lake.manifest(Layer.L4, DAY), lake.manifest(Layer.L4, other)
    assert first is not None
    assert second is not None
    assert first.prefix == second.prefix == "episodes/2025/10"
    assert (first.inputs, second.inputs) == ({"L0/x": "sha256:00"}, {"L3/y": "sha256:11"})


def test_other_inputs_or_versions_renew_the_manifest_and_not_the_file(objects: LocalObjects) -> None:
    lake_on(objects).write(Layer.L1, [write_of(DAY)])
    newer = lake_on(objects, NOON + timedelta(days=1), code="2.0")
    assert newer.write(Layer.L1, [write_of(DAY)]) == []
    manifest = newer.manifest(Layer.L1, DAY)
    assert manifest is not None
    assert manifest.code_version == "2.0"
    assert manifest.files[0].created_at == NOON


class Interrupted:
    """Objects during whose ``number``-th read something else happens first."""

    def __init__(self, inner: LocalObjects, number: int, deed: Callable[[], object]) -> None:
        self.left, self.deed, self.inner = number, deed, inner
        self.get_many, self.put, self.put_many = inner.get_many, inner.put, inner.put_many
        self.keys, self.delete, self.exists = inner.keys, inner.delete, inner.exists
        self.written_at = inner.written_at

    def get(self, key: str) -> bytes:
        if self.left == 0:
            self.deed()
        self.left -= 1
        return self.inner.get(key)


@pytest.mark.parametrize("layer", [Layer.L1, Layer.L4])
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("leaves", [True, False])
def test_a_session_that_moves_is_never_in_neither_place(
    objects: LocalObjects, lake: ParquetLake, layer: Layer, number: int, *, leaves: bool
) -> None:
    newest = [day for day in QUARTERS if day >= date(2024, 7, 1)]
    pack, alone = [write_of(day, 1.0) for day in newest], [write_of(newest[0], 2.0)]
    before, after = (pack, alone) if leaves else (alone, pack)
    lake.write(layer, before)
    objects_now = Interrupted(objects, number, lambda: lake.write(layer, after))
    told = ManifestFiles(objects_now).of(Layout(layer, "USDCOP"), newest[0])
    assert told is not None
    assert told.metadata["date"] == newest[0].isoformat()
