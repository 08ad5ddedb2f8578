from pathlib import Path

import polars as pl

from support.homes import settings_of, usdcop
from usdcop.core.examination import Kind
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.main.jobs.saying_again import said_again
from usdcop.main.wiring import System, open_system


def rewrite(system: System, layer: Layer, frame: pl.DataFrame) -> None:
    """Write a session of ``layer`` anew with all its checksums, as somebody who knows the code would."""
    (day,) = frame["session"].unique()
    manifest = system.lake.manifest(layer, day)
    assert manifest is not None
    system.lake.write(layer, [PartitionWrite(day, frame, dict(manifest.inputs), {})])


def test_l5_that_was_written_anew_with_its_checksums_and_postgresql_is_not_what_its_bundle_says(
    own_home: Path,
) -> None:
    with open_system(settings_of(own_home)) as system:
        assert said_again(system) == []
        day = list(system.lake.days(Layer.L5))[-1]
        said = system.lake.read(Layer.L5, [day])
        assert said is not None
        changed = said.with_columns(p_long=pl.col("p_long") / 2)
        rewrite(system, Layer.L5, changed)
        system.predictions.upsert(changed.drop("slot"))
        (one,) = said_again(system)
    assert (one.kind, one.where) == (Kind.PREDICTION, f"predictions {day}")
    assert "differ from L5 in p_long" in one.what
    assert "its bundle" in one.what
    told = usdcop(own_home, "verify", "--json", code=1).json
    assert [finding["fault"] for finding in told["findings"]] == ["prediction"]


def test_a_session_whose_l4_is_newer_is_a_note(own_home: Path) -> None:
    with open_system(settings_of(own_home)) as system:
        day = list(system.lake.days(Layer.L4))[-1]
        made = system.lake.read(Layer.L4, [day])
        assert made is not None
        rewrite(system, Layer.L4, made.with_columns(close=pl.col("close") + 1))
        found = said_again(system)
    assert [one.kind for one in found] == [Kind.NOT_RECORDED]
