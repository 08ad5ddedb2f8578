"""L3, feature: what a policy may see of each bar, unscaled and relative."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from usdcop.core.sessions import Calendar
from usdcop.features.columns import LOOKBACK_BARS
from usdcop.features.compute import Feature, features
from usdcop.features.spec import FEATURES
from usdcop.pipeline.blocks import Block, blocks


def feature_block(
    prepared: pl.DataFrame, first_day: date, slots: int = 60, declared: Sequence[Feature] = FEATURES
) -> pl.DataFrame:
    """Feature rows from ``first_day`` on.

    Args:
        prepared: rows of L2 of one quarter and of its warm-up (``features.anchor``), in order of time.
        first_day: first session wanted.
        slots: bars of a full session.
        declared: the features, in the order of their columns.
    """
    return features(prepared, declared, slots).filter(pl.col("session") >= first_day)


def feature(prepared: pl.DataFrame, calendar: Calendar, threads: int = 2) -> pl.DataFrame:
    """Feature rows of a whole history, equal bit for bit to ``feature_block`` of each quarter by itself.

    Windows are stateless, so quarters are computed together; only where the warm-up of a quarter is too
    short to fill every window (a hole in the history) the quarter starts anew, as its block does.
    """
    parts = []
    for run in _runs(list(blocks(prepared["session"], calendar))):
        rows = prepared[run[0].start : run[-1].end]
        made = features(rows, FEATURES, calendar.hours.slots, threads)
        first_day = prepared["session"][run[0].first]
        parts.append(made if run[0].warm_up == 0 else made.filter(pl.col("session") >= first_day))
    return pl.concat(parts) if parts else features(prepared, FEATURES, calendar.hours.slots)


def _runs(quarters: list[Block]) -> list[list[Block]]:
    """Consecutive quarters whose warm-up fills every window, so that cutting them apart changes nothing."""
    runs: list[list[Block]] = []
    for block in quarters:
        if runs and block.warm_up >= LOOKBACK_BARS:
            runs[-1].append(block)
        else:
            runs.append([block])
    return runs
