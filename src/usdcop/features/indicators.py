"""Technical indicators of layer L2, as TA-Lib gives them.

TA-Lib keeps running sums and recursions, so the last bits of a value depend on the bar the computation
started at. ``usdcop.features.anchor`` fixes that bar; whoever computes indicators starts there.
"""

from typing import Final

import numpy as np
import talib

from usdcop.features.windows import Floats

INDICATORS: Final = (
    "ema_20",
    "ema_50",
    "sma_10",
    "sma_20",
    "rsi",
    "macd",
    "macd_signal",
    "macd_histogram",
    "bb_upper",
    "bb_middle",
    "bb_lower",
)
"""Names of the price indicators, in the order of L2's columns."""

VOLUME_INDICATORS: Final = ("volume_sma_20", "volume_ratio_20")
"""Names of the volume indicators; absent where the feed has no volume."""

LONGEST_WARM_UP: Final = 49
"""Bars without a value at the start of the slowest indicator (EMA 50)."""


def indicators(close: Floats) -> dict[str, Floats]:
    """Price indicators of ``close`` ((N,), pesos); NaN while an indicator warms up.

    EMA 20 and 50, SMA 10 and 20, RSI 14 (Wilder), MACD 12/26/9, Bollinger bands 20 bars ± 2 standard
    deviations (population).
    """
    if close.size == 0:
        return {name: close.copy() for name in INDICATORS}
    macd, signal, histogram = talib.MACD(close, fastperiod=12, slowperiod=26, signalperiod=9)
    upper, middle, lower = talib.BBANDS(close, timeperiod=20, nbdevup=2.0, nbdevdn=2.0)
    values = (
        talib.EMA(close, timeperiod=20),
        talib.EMA(close, timeperiod=50),
        talib.SMA(close, timeperiod=10),
        talib.SMA(close, timeperiod=20),
        talib.RSI(close, timeperiod=14),
        macd,
        signal,
        histogram,
        upper,
        middle,
        lower,
    )
    return {name: np.asarray(value) for name, value in zip(INDICATORS, values, strict=True)}


def volume_indicators(volume: Floats) -> dict[str, Floats]:
    """Mean volume of the last 20 bars, and this bar's volume against it; NaN while warming up."""
    mean = talib.SMA(volume, timeperiod=20)
    ratio = np.divide(volume, mean, out=np.full_like(volume, np.nan), where=mean > 0)
    return dict(zip(VOLUME_INDICATORS, (mean, ratio), strict=True))
