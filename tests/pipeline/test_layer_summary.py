from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.storage import lake_on, weekdays, write_of
from usdcop.adapters.objects import LocalObjects
from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import Layer
from usdcop.pipeline.layer_summary import LayerSummaries, Summary

DAYS = weekdays(date(2024, 3, 25), 8) + weekdays(date(2024, 6, 27), 5)


class Counted:
    """Objects that count what is read of them."""

    def __init__(self, inner: LocalObjects) -> None:
        self.inner, self.read = inner, list[str]()
        self.put, self.put_many, self.delete = inner.put, inner.put_many, inner.delete
        self.keys, self.exists, self.written_at = inner.keys, inner.exists, inner.written_at

    def get(self, key: str) -> bytes:
        self.read.append(key)
        return self.inner.get(key)

    def get_many(self, keys: Sequence[str]) -> list[bytes]:
        return [self.get(key) for key in keys]


@pytest.mark.parametrize("layer", [Layer.L0, Layer.L1, Layer.L4])
def test_a_layer_is_summed_up_and_only_parts_that_changed_are_read_again(
    tmp_path: Path, layer: Layer
) -> None:
    objects = Counted(LocalObjects(tmp_path))
    lake, summaries = lake_on(objects.inner), LayerSummaries(objects, "USDCOP")
    assert summaries.of(layer) == Summary()
    lake.write(layer, [write_of(day) for day in DAYS])
    whole = Summary(len(DAYS), 4 * len(DAYS), DAYS[0], DAYS[-1])
    assert summaries.of(layer) == whole
    objects.read.clear()
    assert summaries.of(layer) == whole
    assert [key.rpartition("/")[2] for key in objects.read] == ["catalog.json"]
    lake.write(layer, [write_of(DAYS[-1] + timedelta(days=1), rows=3)])
    objects.read.clear()
    later = DAYS[-1] + timedelta(days=1)
    assert summaries.of(layer) == Summary(len(DAYS) + 1, 4 * len(DAYS) + 3, DAYS[0], later)
    assert len(objects.read) == 2, "the index, and the part of the newest quarter"
    lake.drop(layer, [later, *DAYS[:2]])
    assert summaries.of(layer) == Summary(len(DAYS) - 2, 4 * (len(DAYS) - 2), DAYS[2], DAYS[-1])
    lake.drop(layer, DAYS)
    assert summaries.of(layer) == Summary()


@pytest.mark.parametrize("name", ["catalog.json", "catalog/2024Q1_*.json"])
def test_a_damaged_catalog_is_an_error(tmp_path: Path, name: str) -> None:
    lake_on(LocalObjects(tmp_path)).write(Layer.L0, [write_of(day) for day in DAYS])
    (path,) = (tmp_path / Layer.L0.bucket / "USDCOP/M5").glob(name)
    path.write_bytes(b"torn")
    with pytest.raises(CorruptPartitionError, match="altered or torn"):
        LayerSummaries(LocalObjects(tmp_path), "USDCOP").of(Layer.L0)
