from datetime import UTC, date, datetime

import polars as pl
import pytest

from support.walk import raw_walk
from usdcop.core.accounting import CostModel
from usdcop.core.errors import ContractError
from usdcop.core.layers import Layer
from usdcop.core.sessions import Calendar
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature
from usdcop.pipeline.l4_rlready import rlready
from usdcop.pipeline.schemas import SCHEMAS, BarSchema, QuarantineSchema, SessionSchema, checked

CALENDAR = Calendar()
RAW = raw_walk(CALENDAR, date(2025, 5, 5), date(2025, 5, 9), seed=6).with_columns(
    close=pl.when(pl.col("row") == 9).then(float("nan")).otherwise("close")
)
L1 = standardise(RAW, CALENDAR, datetime(2026, 1, 1, tzinfo=UTC), StandardiseSettings())
L2 = prepare(L1.bars, CALENDAR).frame
L3 = feature(L2, CALENDAR)
L4 = rlready(L1.bars, L3, FEATURE_NAMES, CALENDAR, CostModel())
FRAMES = {Layer.L0: RAW, Layer.L1: L1.bars, Layer.L2: L2, Layer.L3: L3, Layer.L4: L4}


@pytest.mark.parametrize("layer", SCHEMAS)
def test_what_a_layer_makes_fits_its_schema(layer: Layer) -> None:
    assert checked(FRAMES[layer], SCHEMAS[layer], layer) is FRAMES[layer]


def test_quarantine_and_verdicts_fit_theirs() -> None:
    assert L1.quarantine.height == 1
    checked(L1.quarantine, QuarantineSchema, "quarantine")
    checked(L1.sessions, SessionSchema, "sessions")


@pytest.mark.parametrize("layer", SCHEMAS)
def test_a_missing_column_is_named(layer: Layer) -> None:
    with pytest.raises(ContractError, match=r"missing columns.*'time'"):
        checked(FRAMES[layer].drop("time"), SCHEMAS[layer], layer)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (pl.col("low") + 1e4, "range_holds_open_and_close"),
        (pl.lit(0.0).alias("close"), "close"),
        (pl.lit(None, pl.Float64).alias("close"), "close.nullability"),
        (pl.col("time").first(), "primary_key"),
        (pl.col("time") + pl.duration(minutes=1), "time.resolution"),
        (pl.lit("forming").cast(L1.bars.schema["state"]).alias("state"), "is_closed"),
    ],
)
def test_a_broken_rule_is_named_with_its_rows(change: pl.Expr, rule: str) -> None:
    with pytest.raises(ContractError, match=f"{rule}.*300 rows|{rule}.*299 rows"):
        checked(L1.bars.with_columns(change), BarSchema, "L1")


def test_a_feature_that_is_not_finite_breaks_the_schema() -> None:
    for value in (float("nan"), float("inf"), None):
        with pytest.raises(ContractError, match="rsi"):
            checked(L3.with_columns(rsi=pl.lit(value, pl.Float64)), SCHEMAS[Layer.L3], "L3")


def test_an_unknown_reason_breaks_the_schema() -> None:
    with pytest.raises(ContractError, match="reason"):
        checked(L1.quarantine.with_columns(reason=pl.lit("because")), QuarantineSchema, "quarantine")
