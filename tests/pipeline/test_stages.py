"""The graph of the layers: who reads whom, what renews it, and what each stage makes of its frames."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from support.batch import CALENDAR, COSTS, MARKET, stages
from support.raw_rows import raw_of
from support.walk import raw_walk
from usdcop.core.accounting import CostModel
from usdcop.core.layers import Layer
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.pipeline.schemas import SCHEMAS
from usdcop.pipeline.stages import (
    QUARANTINE,
    SESSIONS,
    feature_stage,
    prepare_stage,
    rlready_stage,
    standardise_stage,
)
from usdcop.pipeline.work import Facts

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
