"""Technical indicators of layer L2 (``core.indicators``), as TA-Lib gives them, and the hash that stands for them.

TA-Lib keeps running sums and recursions, so the last bits of a value depend on the bar the computation
started at. ``usdcop.features.anchor`` fixes that bar; whoever computes indicators starts there.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import talib

from usdcop.core.indicators import INDICATORS, Indicator, Parameters
from usdcop.features.probe import digest, probe_bars
from usdcop.features.windows import Floats


def indicators(close: Floats, declared: Sequence[Indicator] = INDICATORS) -> dict[str, Floats]:
    """Price indicators of ``close`` ((N,), pesos) by name, in order; NaN while an indicator warms up."""
    return _made(declared, "close", close)


def volume_indicators(volume: Floats, declared: Sequence[Indicator] = INDICATORS) -> dict[str, Floats]:
    """Volume indicators of ``volume`` ((N,), 0 where a bar has none) by name; NaN while warming up."""
    return _made(declared, "volume", volume)


@cache
def indicator_hash(declared: tuple[Indicator, ...] = INDICATORS) -> str:
    """SHA-256 over the declarations and their values on the probe: it changes with what is computed."""
    bars = probe_bars()
    values = indicators(bars["close"].to_numpy(), declared) | volume_indicators(
        bars["volume"].fill_null(0.0).to_numpy(), declared
    )
    facts = [[one.name, one.unit, one.warm_up, str(one.stored)] for one in declared]
    return digest(facts, values)


def _made(declared: Sequence[Indicator], column: str, source: Floats) -> dict[str, Floats]:
    """The indicators of ``column``; those of one call of TA-Lib share it."""
    calls: dict[tuple[str, Parameters], tuple[Floats, ...]] = {}
    made: dict[str, Floats] = {}
    for one in declared:
        study = one.study
        if study.column != column:
            continue
        call = (study.function, study.parameters)
        if call not in calls:
            calls[call] = _called(source, study.function, dict(study.parameters))
        value = calls[call][study.result]
        made[one.name] = _over(source, value) if one.ratio else value
    return made


def _called(source: Floats, function: str, parameters: Mapping[str, float]) -> tuple[Floats, ...]:
    """The results of ``function``, one or several; TA-Lib takes no empty column."""
    if source.size == 0:
        return (source,) * 3
    found = getattr(talib, function)(source, **parameters)
    return tuple(np.asarray(one) for one in (found if isinstance(found, tuple) else (found,)))


def _over(source: Floats, value: Floats) -> Floats:
    return np.divide(source, value, out=np.full_like(source, np.nan), where=value > 0)
