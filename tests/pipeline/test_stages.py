"""The graph of the layers: who reads whom, what renews it, and what each stage makes of its frames."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from support.batch import CALENDAR, COSTS, MARKET, bring, stages
from support.edited import copied_program, edit, told_by
from support.lakes import lake_at
from support.raw_rows import raw_of
from support.walk import raw_walk
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.core.accounting import CostModel
from usdcop.core.indicators import INDICATORS, Indicator
from usdcop.core.layers import Layer
from usdcop.features.compute import Feature
from usdcop.features.indicators import indicator_hash
from usdcop.features.spec import FEATURE_NAMES, FEATURES, feature_hash
from usdcop.pipeline.run import run_stage
from usdcop.pipeline.schemas import SCHEMAS
from usdcop.pipeline.stages import (
    QUARANTINE,
    SESSIONS,
    feature_stage,
    prepare_stage,
    rlready_stage,
    standardise_stage,
)
from usdcop.pipeline.work import Facts, Stage

VERSIONS = """
from usdcop.core.accounting import CostModel
from usdcop.pipeline.stages import feature_stage, prepare_stage, rlready_stage, standardise_stage
for stage in (standardise_stage(), prepare_stage(), feature_stage(), rlready_stage(CostModel())):
    print(stage.version)
"""
NOW = datetime(2025, 7, 1, tzinfo=UTC)
MONDAY, TUESDAY = date(2025, 5, 5), date(2025, 5, 6)
MONDAYS_RISE = {slot: 4000.0 + slot for slot in range(60)}


def _facts(first: date = MONDAY, last: date = TUESDAY) -> Facts:
    return Facts(MARKET, NOW, first, (first, last))


def test_every_layer_reads_only_layers_before_it() -> None:
    order = [stage.layer for stage in stages()]
    assert order == [Layer.L1, Layer.L2, Layer.L3, Layer.L4]
    for stage in stages():
        assert all(layer < stage.layer for layer in stage.reads)
        assert stage.schema is SCHEMAS[stage.layer]


def test_what_computes_windows_warms_up_and_what_judges_bars_follows() -> None:
    assert [stage.warms_up for stage in stages()] == [False, True, True, False]
    assert [stage.follows for stage in stages()] == [True, False, False, False]


@pytest.mark.parametrize("costs", [COSTS.times(2), CostModel(slippage=COSTS.half_spread)])
def test_other_costs_or_features_renew_l4(costs: CostModel) -> None:
    assert rlready_stage(costs).version != rlready_stage(COSTS).version
    assert feature_hash() in rlready_stage(COSTS).version
    assert feature_stage().version == feature_hash()


def test_another_indicator_renews_l2() -> None:
    assert indicator_hash() in prepare_stage().version


@pytest.mark.parametrize(
    ("file", "text", "instead", "stale"),
    [
        ("pipeline/quality.py", "c_missing: int = 10", "c_missing: int = 11", "1"),
        ("features/doubt.py", "HOLE_BARS: Final = 3", "HOLE_BARS: Final = 4", "124"),
        ("pipeline/scale.py", "band: float = 0.25", "band: float = 25.0", "1"),
        ("features/windows.py", "seen + power <= width", "seen + power < width", "34"),
        (
            "core/indicators.py",
            '_average("SMA", 10)',
            'Indicator("sma_10", PESOS, 9, Study("EMA", (("timeperiod", 10),)))',
            "2",
        ),
        ("core/accounting.py", "LAST_DECISION_SLOTS = 2", "LAST_DECISION_SLOTS = 3", "4"),
    ],
)
def test_an_edited_program_finds_stale_what_it_would_make_otherwise(
    file: str, text: str, instead: str, stale: str, tmp_path: Path
) -> None:
    """Whatever rule is edited, and nothing else is touched."""
    copy = copied_program(tmp_path)
    edit(copy, file, text, instead)
    before = [stage.version for stage in stages()]
    after = told_by(copy, VERSIONS).splitlines()
    assert [name for name, a, b in zip("1234", before, after, strict=True) if a != b] == list(stale)


def _made_anew(lake: ParquetLake, *stages: Stage) -> list[int]:
    """Blocks that each of ``stages`` finds stale and makes anew, one after another."""
    return [
        run_stage(stage, MARKET, lake, NOW, lambda made, block: None, lambda done, total: None).blocks
        for stage in stages
    ]


@pytest.fixture(scope="module")
def up_to_date(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with all layers of a few sessions."""
    folder = tmp_path_factory.mktemp("lake")
    reports = bring(lake_at(folder), raw_walk(CALENDAR, date(2025, 4, 28), TUESDAY, seed=2), NOW)
    assert [report.blocks for report in reports] == [1, 1, 1, 1]
    return folder


@pytest.fixture
def lake(up_to_date: Path, tmp_path: Path) -> ParquetLake:
    """A copy of it, for one test to change."""
    return lake_at(Path(shutil.copytree(up_to_date, tmp_path / "copy")))


def test_what_is_defined_as_before_is_up_to_date(lake: ParquetLake) -> None:
    assert _made_anew(lake, *stages()) == [0, 0, 0, 0]


@pytest.mark.parametrize("feature", FEATURES, ids=FEATURE_NAMES)
def test_a_feature_with_the_other_sign_makes_l3_and_l4_anew(lake: ParquetLake, feature: Feature) -> None:
    other = replace(feature, definition=lambda columns: -feature.definition(columns))
    declared = tuple(other if one is feature else one for one in FEATURES)
    before = lake.read(Layer.L3)
    assert _made_anew(lake, prepare_stage(), feature_stage(declared), rlready_stage(COSTS, declared)) == [
        0,
        1,
        1,
    ]
    after = lake.read(Layer.L3)
    assert before is not None
    assert after is not None
    assert (after[feature.name] + before[feature.name]).abs().max() == 0.0
    assert after.drop(feature.name).equals(before.drop(feature.name))


@pytest.mark.parametrize("indicator", INDICATORS, ids=[one.name for one in INDICATORS])
def test_an_indicator_made_otherwise_makes_l2_anew(lake: ParquetLake, indicator: Indicator) -> None:
    (name, value), *others = indicator.study.parameters
    study = replace(indicator.study, parameters=((name, value + 1), *others))
    declared = tuple(replace(one, study=study) if one is indicator else one for one in INDICATORS)
    found = _made_anew(lake, standardise_stage(), prepare_stage(declared), feature_stage())
    # The made-up rows have no volume, so that L2 comes out as it was and nothing after it is stale.
    assert found == [0, 1, 0 if indicator.study.column == "volume" else 1]


def test_l1_keeps_refused_rows_and_verdicts_beside_its_bars() -> None:
    raw = pl.concat([raw_of(MONDAY, MONDAYS_RISE), raw_of(MONDAY, {99: 4000.0})])
    made = standardise_stage().make({Layer.L0: raw}, _facts())
    assert made.frame.height == 60
    assert made.tables[QUARANTINE]["reason"].to_list() == ["out_of_session"]
    assert made.tables[SESSIONS].select("session", "grade").rows() == [(MONDAY, "A"), (TUESDAY, "D")]


def test_l1_judges_the_scale_by_the_block_before() -> None:
    """A quarter may begin with a price that only what came before it shows to be wrong."""
    before = standardise_stage().make({Layer.L0: raw_of(MONDAY, MONDAYS_RISE)}, _facts(last=MONDAY)).frame
    tuesday = raw_of(TUESDAY, {0: 2400.0, 1: 4051.0})
    alone = standardise_stage().make({Layer.L0: tuesday}, _facts(TUESDAY))
    after = standardise_stage().make({Layer.L0: tuesday, Layer.L1: before}, _facts(TUESDAY))
    assert after.frame["close"].to_list() == [4051.0]
    assert after.tables[QUARANTINE]["reason"].to_list() == ["scale"]
    assert alone.frame["close"].to_list() == [2400.0]


def test_l2_and_l3_make_only_the_sessions_of_the_block() -> None:
    first = date(2025, 4, 28)
    raw = raw_walk(CALENDAR, first, TUESDAY, seed=2)
    bars = standardise_stage().make({Layer.L0: raw}, _facts(first)).frame
    prepared = prepare_stage().make({Layer.L1: bars}, _facts(MONDAY)).frame
    assert prepared["session"].unique().sort().to_list() == [MONDAY, TUESDAY]
    assert prepared["ema_50"].null_count() == 0  # warmed up by the sessions before
    whole = prepare_stage().make({Layer.L1: bars}, _facts(first)).frame
    featured = feature_stage().make({Layer.L2: whole}, _facts(TUESDAY)).frame
    assert featured["session"].unique().to_list() == [TUESDAY]


def test_l4_without_any_feature_row_decides_nothing() -> None:
    """The first session of a history is still warming up."""
    bars = standardise_stage().make({Layer.L0: raw_of(MONDAY, MONDAYS_RISE)}, _facts()).frame
    made = rlready_stage(COSTS).make({Layer.L1: bars}, _facts()).frame
    assert made.height == 60
    assert not made["decides"].any()
    assert made.select(FEATURE_NAMES).null_count().sum_horizontal().item() == 60 * len(FEATURE_NAMES)


def test_l4_pays_the_costs_of_its_stage() -> None:
    raw = raw_walk(CALENDAR, date(2025, 5, 1), TUESDAY, seed=2)
    facts = _facts(date(2025, 5, 1))
    bars = standardise_stage().make({Layer.L0: raw}, facts).frame
    prepared = prepare_stage().make({Layer.L1: bars}, facts).frame
    frames = {Layer.L1: bars, Layer.L3: feature_stage().make({Layer.L2: prepared}, facts).frame}
    plain, dear = (
        rlready_stage(costs).make(frames, facts).frame.filter("decides") for costs in (COSTS, COSTS.times(3))
    )
    assert plain.height > 100
    assert dear["cost_bps"].to_list() == pytest.approx((3 * plain["cost_bps"]).to_list())
    assert dear["gain_bps"].to_list() == plain["gain_bps"].to_list()
