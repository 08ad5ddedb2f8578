"""The features a policy may see: a named, ordered list, each declared once, and the hash that binds a bundle to it.

Every feature is relative: returns, distances and ratios, never a price level. ``open`` is never used,
since most opens of the real file are reconstructed. Nothing is scaled here: the scaler is fitted on the
training part of a split and lives in the bundle.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from usdcop.core.indicators import INDICATORS
from usdcop.core.units import BPS
from usdcop.features.columns import WINDOWS, Columns
from usdcop.features.compute import Definition, Feature, features
from usdcop.features.indicators import indicators
from usdcop.features.probe import SLOTS, digest, probe_bars
from usdcop.features.windows import Floats, lagged

LAGS: Final = (1, 2, 5, 10)
"""Lags of the bar's return, in bars."""
NARROWEST_BAND: Final = 1e-6
"""Half-width of the bands, as a fraction of the price, below which the quote is flat (0.01 bps)."""

_WARM_UP: Final = {one.name: one.warm_up for one in INDICATORS}


def _inside(name: str, description: str, warm_up: int, definition: Definition) -> Feature:
    """A return within the session: 0 where it would reach over the night."""
    return Feature(name, description, "bps", warm_up, definition, crosses_night=False, neutral=0.0)


def _across(name: str, description: str, warm_up: int, definition: Definition) -> Feature:
    """Basis points whose window reaches over the night."""
    return Feature(name, description, "bps", warm_up, definition, crosses_night=True)


def _clock(name: str, description: str, wave: Callable[[float], float]) -> Feature:
    def of(c: Columns) -> Floats:
        return np.array([wave(2 * math.pi * number / c.slots) for number in range(c.slots)])[c.inputs.slot]

    return Feature(name, description, "ratio", warm_up=0, definition=of, crosses_night=False)


def _return_lag(bars: int) -> Feature:
    described = f"return_1 of the bar {bars} before"
    return _inside(f"return_lag_{bars}", described, bars + 1, lambda c: lagged(c.returns, bars))


def _momentum(bars: int) -> Feature:
    described = f"log(close / close {bars} bars before)"
    return _inside(f"momentum_{bars}", described, bars, lambda c: c.moved(bars))


def _close_to_mean(width: int) -> Feature:
    described = f"log(close / mean close of {width} bars)"
    return _across(
        f"close_to_mean_{width}",
        described,
        width - 1,
        lambda c: BPS * (c.logs - np.log(c.sums[width] / width)),
    )


def _close_to_min(width: int) -> Feature:
    described = f"log(close / lowest close of {width} bars)"
    return _across(f"close_to_min_{width}", described, width - 1, lambda c: BPS * (c.logs - c.lows[width]))


def _close_to_max(width: int) -> Feature:
    described = f"log(close / highest close of {width} bars)"
    return _across(f"close_to_max_{width}", described, width - 1, lambda c: BPS * (c.logs - c.highs[width]))


def _std(width: int) -> Feature:
    def of(c: Columns) -> Floats:
        # Returns are a few bps around nothing, so the square of their mean cancels almost nothing here.
        spread = c.squares[width] - c.moves[width] * c.moves[width] / width
        return np.sqrt(np.maximum(spread, 0.0) / (width - 1))

    described = f"standard deviation of {width} values of return_1 (its 0 over the night too)"
    return _across(f"std_{width}", described, width - 1, of)


def _close_to(indicator: str, described: str) -> Feature:
    warm_up = _WARM_UP[indicator]
    return _across(
        f"close_to_{indicator}", described, warm_up, lambda c: BPS * (c.logs - np.log(c[indicator]))
    )


def _by_close(indicator: str, described: str) -> Feature:
    return _across(indicator, described, _WARM_UP[indicator], lambda c: BPS * c[indicator] / c.close)


def _band_position(c: Columns) -> Floats:
    middle = c["bb_middle"]
    half = c["bb_upper"] - middle
    narrow = half <= NARROWEST_BAND * middle  # False for NaN: a band that is warming up stays NaN
    return np.where(narrow, 0.0, (c.close - middle) / np.where(narrow, 1.0, half))


FEATURES: Final[tuple[Feature, ...]] = (
    _inside("return_1", "log(close / previous close)", 1, lambda c: c.returns),
    *(_return_lag(bars) for bars in LAGS),
    *(_momentum(bars) for bars in WINDOWS),
    *(_close_to_mean(width) for width in WINDOWS),
    *(_close_to_min(width) for width in WINDOWS),
    *(_close_to_max(width) for width in WINDOWS),
    *(_std(width) for width in WINDOWS),
    _inside(
        "session_return",
        "log(close / first close of the session)",
        0,
        lambda c: BPS * (c.logs - c.inputs.first_log),
    ),
    _across(
        "overnight_gap",
        "log(first close of the session / last close of the one before)",
        1,
        lambda c: BPS * (c.inputs.first_log - c.inputs.last_log),
    ),
    _across("bar_range", "log(high / low) of the bar", 0, lambda c: BPS * np.log(c["high"] / c["low"])),
    _close_to("ema_20", "log(close / EMA 20)"),
    _close_to("ema_50", "log(close / EMA 50)"),
    Feature(
        name="rsi",
        description="relative strength index of 14 bars",
        unit="0 to 100",
        warm_up=_WARM_UP["rsi"],
        definition=lambda c: c["rsi"],
        crosses_night=True,
    ),
    _by_close("macd", "MACD 12/26 / close"),
    _by_close("macd_histogram", "(MACD - its signal) / close"),
    Feature(
        name="band_position",
        description="(close - middle) / (upper - middle) of the Bollinger bands; 0 where they are flat",
        unit="ratio",
        warm_up=_WARM_UP["bb_middle"],
        definition=_band_position,
        crosses_night=True,
        neutral=0.0,
    ),
    _across(
        "band_width",
        "(upper - lower) / middle of the Bollinger bands",
        _WARM_UP["bb_middle"],
        lambda c: BPS * (c["bb_upper"] - c["bb_lower"]) / c["bb_middle"],
    ),
    _clock("time_sin", "sin(2 pi slot / slots of a session)", math.sin),
    _clock("time_cos", "cos(2 pi slot / slots of a session)", math.cos),
)
"""Every feature, in the order of L3's columns. ``warm_up`` of ``overnight_gap`` is one session."""

FEATURE_NAMES: Final = tuple(one.name for one in FEATURES)


@cache
def feature_hash(declared: tuple[Feature, ...] = FEATURES) -> str:
    """SHA-256 over the declarations and their values on the probe; a bundle names the one it was trained on.

    It changes with what is computed, indicators included, and not with how it is described.
    """
    bars = probe_bars()
    made = indicators(bars["close"].to_numpy())
    prepared = bars.with_columns(pl.Series(name, value, nan_to_null=True) for name, value in made.items())
    rows = features(prepared, declared, SLOTS)
    facts = [[one.name, one.unit, one.warm_up, one.crosses_night, one.neutral] for one in declared]
    at = rows["time"].dt.epoch("s").to_list()
    return digest([facts, at], {one.name: rows[one.name].to_numpy() for one in declared})
