from datetime import date
from pathlib import Path

import polars as pl

from support.lakes import lake_at
from usdcop.core.layers import Layer
from usdcop.core.lineage import BEFORE, partition_named, trace
from usdcop.core.ports import PartitionWrite

DAY = date(2024, 7, 9)


def rows(source: str) -> pl.DataFrame:
    known = pl.datetime(2024, 7, 9, 14, time_zone="UTC")
    return pl.DataFrame({"source": [source, source], "run_id": ["r", "r"]}).with_columns(known_at=known)


def test_lineage_goes_down_by_name_and_checksum_to_the_sources_of_raw_rows(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    lake.write(Layer.L0, [PartitionWrite(DAY, rows("L0"), {}, {})])
    raw = lake.days(Layer.L0)[DAY]
    inputs = {f"L0/{DAY}": raw, BEFORE: "sha256:b", "bundle/champion": "c"}
    lake.write(Layer.L1, [PartitionWrite(DAY, pl.DataFrame({"a": [1]}), inputs, {})])
    found = trace(lake, Layer.L1, DAY)
    assert found is not None
    assert [(node.layer, node.checksum) for node in found.nodes] == [
        (Layer.L1, lake.days(Layer.L1)[DAY]),
        (Layer.L0, raw),
    ]
    assert [(one.name, one.current) for one in found.nodes[0].inputs] == [
        (f"L0/{DAY}", True),
        (BEFORE, None),
        ("bundle/champion", None),
    ]
    assert [(one.source, one.rows) for one in found.sources] == [("L0", 2)]
    assert found.complete

    lake.write(Layer.L0, [PartitionWrite(DAY, rows("backfill"), {}, {})])
    replaced = trace(lake, Layer.L1, DAY)
    assert replaced is not None
    assert replaced.nodes[0].inputs[0].current is False
    assert not replaced.complete


def test_nothing_has_no_lineage_and_other_names_are_no_partitions(tmp_path: Path) -> None:
    assert trace(lake_at(tmp_path), Layer.L4, DAY) is None
    assert partition_named("L2/2024-07-09") == (Layer.L2, DAY)
    for name in (BEFORE, "bundle/champion", "L9/2024-07-09", "L2/yesterday", "L2", ""):
        assert partition_named(name) is None
