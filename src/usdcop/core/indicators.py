"""Technical indicators, each declared once: what it is, how it is made, and where it is stored and shown.

Columns of layer L2, its schema, the columns of PostgreSQL and the fields of a candle all come from here. What
computes them is ``features.indicators``; this declaration loads no TA-Lib, so every adapter can read it.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

PESOS: Final = "pesos"
PRICE: Final = pl.Decimal(20, 8)
"""How pesos a dollar are stored."""

Parameters = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Study:
    """A call of TA-Lib, as data: a function of one column of bars, and which of its results is meant."""

    function: str
    parameters: Parameters
    column: str = "close"
    result: int = 0
    """Number of the result, for functions that have several."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What an indicator is."""

    name: str
    unit: str
    warm_up: int
    """Bars without a value at the start of a history."""
    study: Study
    description: str | None = None
    """What the API says of it, where the name does not say it all."""
    ratio: bool = False
    """Whether the value is the study's column divided by the study; NaN where that is not above 0."""
    stored: pl.Decimal | None = PRICE
    """Type of its column in PostgreSQL; None: it is in layer L2 only."""
    in_candles: bool = True
    """Whether a candle has it."""


def _average(kind: str, bars: int) -> Indicator:
    return Indicator(f"{kind.lower()}_{bars}", PESOS, bars - 1, Study(kind, (("timeperiod", bars),)))


def _macd(name: str, result: int, *, in_candles: bool = True) -> Indicator:
    parameters = (("fastperiod", 12), ("slowperiod", 26), ("signalperiod", 9))
    return Indicator(name, PESOS, 33, Study("MACD", parameters, result=result), in_candles=in_candles)


def _band(name: str, result: int) -> Indicator:
    """Twenty bars ± 2 standard deviations (population)."""
    parameters = (("timeperiod", 20), ("nbdevup", 2.0), ("nbdevdn", 2.0))
    return Indicator(name, PESOS, 19, Study("BBANDS", parameters, result=result))


def _volume(name: str, unit: str, *, ratio: bool = False) -> Indicator:
    study = Study("SMA", (("timeperiod", 20),), column="volume")
    return Indicator(name, unit, 19, study, ratio=ratio, stored=None, in_candles=False)


INDICATORS: Final = (
    _average("EMA", 20),
    _average("EMA", 50),
    _average("SMA", 10),
    _average("SMA", 20),
    Indicator(
        name="rsi",
        unit="0 to 100",
        warm_up=14,
        study=Study("RSI", (("timeperiod", 14),)),
        description="RSI 14 (Wilder), 0 to 100.",
        stored=pl.Decimal(10, 2),
    ),
    _macd("macd", 0),
    _macd("macd_signal", 1),
    _macd("macd_histogram", 2, in_candles=False),
    _band("bb_upper", 0),
    _band("bb_middle", 1),
    _band("bb_lower", 2),
    _volume("volume_sma_20", "as the volume"),
    _volume("volume_ratio_20", "ratio", ratio=True),
)
"""Every indicator, in the order of L2's columns; those of the volume are absent where the feed has none."""

PRICE_INDICATORS: Final = tuple(one.name for one in INDICATORS if one.study.column == "close")
VOLUME_INDICATORS: Final = tuple(one.name for one in INDICATORS if one.study.column == "volume")
LONGEST_WARM_UP: Final = max(one.warm_up for one in INDICATORS)
"""Bars without a value at the start of the slowest indicator."""
