"""The graph of the layers that are functions of sessions, as data: what each reads and what makes it."""

from typing import Final

import polars as pl

from usdcop.core.accounting import CostModel
from usdcop.core.indicators import INDICATORS, Indicator
from usdcop.core.layers import Layer
from usdcop.features.compute import Feature
from usdcop.features.indicators import indicator_hash
from usdcop.features.spec import FEATURES, feature_hash
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare_block
from usdcop.pipeline.l3_feature import feature_block
from usdcop.pipeline.l4_rlready import rlready
from usdcop.pipeline.scale import context_after
from usdcop.pipeline.schemas import (
    BarSchema,
    EpisodeSchema,
    FeatureSchema,
    PreparedSchema,
    QuarantineSchema,
    SessionSchema,
    checked,
)
from usdcop.pipeline.work import Facts, Frames, Made, Stage

QUARANTINE: Final = "quarantine"
"""Folder of L1's refused rows, one table a quarter."""

SESSIONS: Final = "sessions"
"""Folder of L1's session verdicts, one table a quarter."""


def standardise_stage() -> Stage:
    """L1 from raw rows."""
    return Stage(Layer.L1, (Layer.L0,), _standardise, version="1", schema=BarSchema, follows=True)


def prepare_stage(declared: tuple[Indicator, ...] = INDICATORS) -> Stage:
    """L2 from accepted bars, with the ``declared`` indicators: another definition of one makes it stale."""

    def make(frames: Frames, facts: Facts) -> Made:
        return Made(prepare_block(frames[Layer.L1], facts.first_day, declared).frame, {})

    version = f"1 {indicator_hash(declared)}"
    return Stage(Layer.L2, (Layer.L1,), make, version=version, schema=PreparedSchema, warms_up=True)


def feature_stage(declared: tuple[Feature, ...] = FEATURES) -> Stage:
    """L3 from bars with indicators, with the ``declared`` features: another definition of one makes it stale."""

    def make(frames: Frames, facts: Facts) -> Made:
        slots = facts.market.calendar.hours.slots
        return Made(feature_block(frames[Layer.L2], facts.first_day, slots, declared), {})

    version = feature_hash(declared)
    return Stage(Layer.L3, (Layer.L2,), make, version=version, schema=FeatureSchema, warms_up=True)


def rlready_stage(costs: CostModel, declared: tuple[Feature, ...] = FEATURES) -> Stage:
    """L4 from accepted bars and the ``declared`` features; unit costs are those of ``costs``."""
    names = tuple(one.name for one in declared)

    def make(frames: Frames, facts: Facts) -> Made:
        bars, features = frames[Layer.L1], frames.get(Layer.L3)
        if features is None:
            features = bars.clear().select("time", *(pl.lit(None, pl.Float64).alias(name) for name in names))
        return Made(rlready(bars, features, names, facts.market.calendar, costs), {})

    version = f"1 {feature_hash(declared)} {costs.half_spread} {costs.slippage}"
    return Stage(Layer.L4, (Layer.L1, Layer.L3), make, version=version, schema=EpisodeSchema)


def _standardise(frames: Frames, facts: Facts) -> Made:
    raw, before = frames[Layer.L0], frames.get(Layer.L1)
    context = None if before is None else context_after(before)
    done = standardise(raw, facts.market.calendar, facts.now, StandardiseSettings(), context, facts.span)
    refused = checked(done.quarantine, QuarantineSchema, "The quarantine")
    verdicts = checked(done.sessions, SessionSchema, "The session verdicts")
    return Made(done.bars, {QUARANTINE: refused, SESSIONS: verdicts})
