"""The graph of the layers that are functions of sessions, as data: what each reads and what makes it.

The version of a stage is a hash of what it computes: of the definitions of its columns, and of what its function
makes of a probe. So a stored block is stale as soon as its stage would make another one.
"""

from functools import cache, partial
from typing import Final

import polars as pl

from usdcop.core.accounting import CostModel
from usdcop.core.imports import Doubt
from usdcop.core.indicators import INDICATORS, Indicator
from usdcop.core.layers import Layer
from usdcop.core.sessions import MARKETS
from usdcop.features.compute import Feature
from usdcop.features.indicators import indicator_hash
from usdcop.features.spec import FEATURES, feature_hash
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare_block
from usdcop.pipeline.l3_feature import feature_block
from usdcop.pipeline.l4_rlready import rlready
from usdcop.pipeline.probe import NOW, PROBED, raw_rows, version_of
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

Names = tuple[str, ...]


def standardise_stage(doubts: tuple[Doubt, ...] = ()) -> Stage:
    """L1 from raw rows, with the ``doubts`` about imports."""
    make, version = partial(_standardise, doubts), _standardise_version()
    return Stage(Layer.L1, (Layer.L0,), make, version=version, schema=BarSchema, follows=True, doubts=doubts)


def prepare_stage(declared: tuple[Indicator, ...] = INDICATORS) -> Stage:
    """L2 from accepted bars, with the ``declared`` indicators."""
    make, version = partial(_prepare, declared), _prepare_version(declared)
    return Stage(Layer.L2, (Layer.L1,), make, version=version, schema=PreparedSchema, warms_up=True)


def feature_stage(declared: tuple[Feature, ...] = FEATURES) -> Stage:
    """L3 from bars with indicators, with the ``declared`` features."""
    make, version = partial(_feature, declared), feature_hash(declared)
    return Stage(Layer.L3, (Layer.L2,), make, version=version, schema=FeatureSchema, warms_up=True)


def rlready_stage(costs: CostModel, declared: tuple[Feature, ...] = FEATURES) -> Stage:
    """L4 from accepted bars and the ``declared`` features; unit costs are those of ``costs``."""
    names = tuple(one.name for one in declared)
    version = (
        f"{feature_hash(declared)} {costs.half_spread} {costs.slippage} {_rlready_version(costs, names)}"
    )
    make = partial(_rlready, costs, names)
    return Stage(Layer.L4, (Layer.L1, Layer.L3), make, version=version, schema=EpisodeSchema)


def _standardise(doubts: tuple[Doubt, ...], frames: Frames, facts: Facts) -> Made:
    raw, before = frames[Layer.L0], frames.get(Layer.L1)
    context = None if before is None else context_after(before)
    calendar, now = facts.market.calendar, facts.now
    done = standardise(raw, calendar, now, StandardiseSettings(), context, facts.span, doubts=doubts)
    refused = checked(done.quarantine, QuarantineSchema, "The quarantine")
    verdicts = checked(done.sessions, SessionSchema, "The session verdicts")
    return Made(done.bars, {QUARANTINE: refused, SESSIONS: verdicts})


def _prepare(declared: tuple[Indicator, ...], frames: Frames, facts: Facts) -> Made:
    return Made(prepare_block(frames[Layer.L1], facts.first_day, declared).frame, {})


def _feature(declared: tuple[Feature, ...], frames: Frames, facts: Facts) -> Made:
    slots = facts.market.calendar.hours.slots
    return Made(feature_block(frames[Layer.L2], facts.first_day, slots, declared), {})


def _rlready(costs: CostModel, names: Names, frames: Frames, facts: Facts) -> Made:
    bars, features = frames[Layer.L1], frames.get(Layer.L3)
    if features is None:
        features = bars.clear().select("time", *(pl.lit(None, pl.Float64).alias(name) for name in names))
    return Made(rlready(bars, features, names, facts.market.calendar, costs), {})


_EARLY: Final = PROBED[1]
_DOUBTS: Final = (Doubt("I-0010", PROBED[0], PROBED[-1], "probe"),)
_FACTS: Final = Facts(MARKETS["USDCOP"], NOW, PROBED[2], (PROBED[2], PROBED[-1]))
"""Of the probe's second block; what comes before it only warms up."""


@cache
def _standardised() -> tuple[Made, Made]:
    """L1 of the probe in two blocks, the second following the first."""
    raw, early = raw_rows(), pl.col("time").dt.date() <= _EARLY
    alone = Facts(_FACTS.market, NOW, PROBED[0], (PROBED[0], _EARLY))
    first = _standardise(_DOUBTS, {Layer.L0: raw.filter(early)}, alone)
    return first, _standardise(_DOUBTS, {Layer.L0: raw.filter(~early), Layer.L1: first.frame}, _FACTS)


@cache
def _standardise_version() -> str:
    return f"{StandardiseSettings()} {version_of(*_standardised())}"


def _probe_bars() -> pl.DataFrame:
    return pl.concat([made.frame for made in _standardised()])


@cache
def _prepare_version(declared: tuple[Indicator, ...]) -> str:
    made = _prepare(declared, {Layer.L1: _probe_bars()}, _FACTS)
    return f"{indicator_hash(declared)} {version_of(made)}"


@cache
def _rlready_version(costs: CostModel, names: Names) -> str:
    """Whatever the features are: their own hash stands beside it."""
    bars = _probe_bars()
    features = bars.filter(~pl.col("suspect")).select("time", *(pl.lit(1.0).alias(name) for name in names))
    return version_of(_rlready(costs, names, {Layer.L1: bars, Layer.L3: features}, _FACTS))
