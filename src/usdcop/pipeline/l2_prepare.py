"""L2, prepare: technical indicators beside the accepted bars, block by block."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from usdcop.core.indicators import INDICATORS, PRICE_INDICATORS, VOLUME_INDICATORS, Indicator
from usdcop.core.sessions import Calendar
from usdcop.features.indicators import indicators, volume_indicators
from usdcop.features.memory import reuse_pages
from usdcop.features.windows import Floats
from usdcop.pipeline.blocks import blocks

NO_VOLUME = f"The feed has no volume: {' and '.join(VOLUME_INDICATORS)} are absent."


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Rows of L2, and what its reader should know."""

    frame: pl.DataFrame
    notes: tuple[str, ...]


def prepare_block(
    bars: pl.DataFrame, first_day: date, declared: Sequence[Indicator] = INDICATORS
) -> Prepared:
    """Indicators of the bars from ``first_day`` on, computed from the first row of ``bars``.

    Args:
        bars: accepted bars of one quarter and of its warm-up (``features.anchor``), in order of time.
        first_day: first session wanted; the rows before it only warm up.
        declared: the indicators, in the order of their columns.

    Returns:
        The columns of ``bars`` and those of ``declared``. Null where an indicator is still warming up, which is
        only at the start of a history. Volume indicators only where a bar of the block has volume.
    """
    values = indicators(bars["close"].to_numpy(), declared)
    has_volume = bars["volume"].null_count() < bars.height
    if has_volume:
        values |= volume_indicators(bars["volume"].fill_null(0.0).to_numpy(), declared)
    wanted = int((bars["session"] < first_day).sum())
    columns = [_series(name, value[wanted:]) for name, value in values.items()]
    return Prepared(bars.slice(wanted).hstack(columns), () if has_volume else (NO_VOLUME,))


def prepare(bars: pl.DataFrame, calendar: Calendar) -> Prepared:
    """Indicators of a whole history: the blocks of all its quarters, one after another.

    Equal, bit for bit, to ``prepare_block`` of each quarter by itself.
    """
    reuse_pages()
    close = bars["close"].to_numpy()
    out = {name: np.empty(bars.height) for name in PRICE_INDICATORS}
    has_volume = bars["volume"].null_count() < bars.height
    if has_volume:
        out |= {name: np.empty(bars.height) for name in VOLUME_INDICATORS}
    volume = bars["volume"].fill_null(0.0).to_numpy() if has_volume else None
    for block in blocks(bars["session"], calendar):
        values = indicators(close[block.start : block.end])
        if volume is not None:
            values |= volume_indicators(volume[block.start : block.end])
        for name, value in values.items():
            out[name][block.first : block.end] = value[block.warm_up :]
    columns = [_series(name, value) for name, value in out.items()]
    return Prepared(bars.hstack(columns), () if has_volume else (NO_VOLUME,))


def _series(name: str, values: Floats) -> pl.Series:
    return pl.Series(name, values, nan_to_null=True)
