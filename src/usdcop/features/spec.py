"""The features a policy may see: a named, ordered list, and the hash that binds a bundle to it.

Every feature is relative: returns, distances and ratios, never a price level. ``open`` is never used,
since most opens of the real file are reconstructed. Nothing is scaled here: the scaler is fitted on the
training part of a split and lives in the bundle.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from usdcop.features.indicators import LONGEST_WARM_UP

DEFINITIONS_VERSION: Final = 1
"""Raised whenever a feature keeps its name and changes its meaning."""

LAGS: Final = (1, 2, 5, 10)
"""Lags of the bar's return, in bars."""
WINDOWS: Final = (6, 12, 24)
"""Widths of the rolling windows, in bars: half an hour, one hour, two hours."""


@dataclass(frozen=True, slots=True)
class FeatureSpec:
    """What a feature is."""

    name: str
    description: str
    unit: str
    warm_up: int
    """Bars before the first value in a history that begins."""
    crosses_night: bool
    """Whether its window may reach into the session before."""
    neutral: float | None
    """Value where the window would cross the night, or where the ratio is 0/0; None where neither can be."""


def _inside(name: str, description: str, warm_up: int) -> FeatureSpec:
    """A return within the session: 0 where it would reach over the night."""
    return FeatureSpec(name, description, "bps", warm_up, crosses_night=False, neutral=0.0)


def _across(
    name: str, description: str, unit: str, warm_up: int, neutral: float | None = None
) -> FeatureSpec:
    """A feature whose window reaches over the night."""
    return FeatureSpec(name, description, unit, warm_up, crosses_night=True, neutral=neutral)


def _clock(name: str, description: str) -> FeatureSpec:
    return FeatureSpec(name, description, "ratio", warm_up=0, crosses_night=False, neutral=None)


FEATURES: Final[tuple[FeatureSpec, ...]] = (
    _inside("return_1", "log(close / previous close)", 1),
    *(_inside(f"return_lag_{k}", f"return_1 of the bar {k} before", k + 1) for k in LAGS),
    *(_inside(f"momentum_{k}", f"log(close / close {k} bars before)", k) for k in WINDOWS),
    *(_across(f"close_to_mean_{w}", f"log(close / mean close of {w} bars)", "bps", w - 1) for w in WINDOWS),
    *(_across(f"close_to_min_{w}", f"log(close / lowest close of {w} bars)", "bps", w - 1) for w in WINDOWS),
    *(_across(f"close_to_max_{w}", f"log(close / highest close of {w} bars)", "bps", w - 1) for w in WINDOWS),
    *(
        _across(
            f"std_{w}", f"standard deviation of {w} values of return_1 (its 0 over the night too)", "bps", w
        )
        for w in WINDOWS
    ),
    _inside("session_return", "log(close / first close of the session)", 0),
    _across("overnight_gap", "log(first close of the session / last close of the one before)", "bps", 1),
    _across("bar_range", "log(high / low) of the bar", "bps", 0),
    _across("close_to_ema_20", "log(close / EMA 20)", "bps", 19),
    _across("close_to_ema_50", "log(close / EMA 50)", "bps", LONGEST_WARM_UP),
    _across("rsi", "relative strength index of 14 bars", "0 to 100", 14),
    _across("macd", "MACD 12/26 / close", "bps", 33),
    _across("macd_histogram", "(MACD - its signal) / close", "bps", 33),
    _across("band_position", "(close - middle) / (upper - middle) of the Bollinger bands", "ratio", 19, 0.0),
    _across("band_width", "(upper - lower) / middle of the Bollinger bands", "bps", 19),
    _clock("time_sin", "sin(2 pi slot / slots of a session)"),
    _clock("time_cos", "cos(2 pi slot / slots of a session)"),
)
"""Every feature, in the order of L3's columns. ``warm_up`` of ``overnight_gap`` is one session."""

FEATURE_NAMES: Final = tuple(spec.name for spec in FEATURES)


def feature_hash(features: tuple[FeatureSpec, ...] = FEATURES) -> str:
    """SHA-256 over the definitions and their version; a bundle names the one it was trained on."""
    facts = [[spec.name, spec.unit, spec.warm_up, spec.crosses_night, spec.neutral] for spec in features]
    return hashlib.sha256(json.dumps([DEFINITIONS_VERSION, facts]).encode()).hexdigest()
