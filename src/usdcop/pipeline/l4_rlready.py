"""L4, RL-ready: sessions as episodes with masks, fill prices, unit gains and costs.

A *tradable* bar is accepted and not suspect. A decision slot holds a tradable bar with a feature row, lies
before the last two slots of the session, and has a later tradable bar that fills it. A session ends with a
forced exit at its last tradable close.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.accounting import LAST_DECISION_SLOTS, CostModel
from usdcop.core.episodes import Episodes, unit_economics
from usdcop.core.sessions import Calendar

_UNITS = ("gain_bps", "cost_bps", "exit_cost_bps")


def rlready(
    bars: pl.DataFrame,
    features: pl.DataFrame,
    feature_names: Sequence[str],
    calendar: Calendar,
    costs: CostModel,
) -> pl.DataFrame:
    """One row per tradable bar, with what a decision there sees, is filled at, earns and costs.

    Args:
        bars: accepted bars of L1 (``core.bars.BAR``), any sessions.
        features: rows of L3 for the same sessions: ``time`` and ``feature_names``.
        feature_names: the features of the state vector, in order.
        calendar: gives the number of slots.
        costs: the cost model the unit costs are written for.
    """
    frame = _slots(bars, features, feature_names, calendar.hours.slots)
    return _with_units(frame, feature_names, calendar, costs) if frame.height else _empty(frame)


def episodes_of(
    frame: pl.DataFrame,
    feature_names: Sequence[str],
    slots: int,
    trainable: Collection[date] = (),
) -> Episodes:
    """The arrays of the episodes in ``frame`` (rows of L4), in order of session.

    ``trainable`` are the sessions whose grade lets them be trained on.
    """
    days = frame["session"].unique(maintain_order=False).sort()
    index = days.search_sorted(frame["session"]).to_numpy()
    at = (index, frame["slot"].to_numpy())
    first = (
        frame.group_by("session")
        .agg(pl.col("exit_price", "exit_slot", "first_close").first())
        .sort("session")
    )
    shape = (len(days), slots)
    decides = _scatter(frame["decides"].to_numpy(), at, shape)
    return Episodes(
        sessions=tuple(days.to_list()),
        feature_names=tuple(feature_names),
        features=_scatter(
            frame.select(feature_names).fill_null(0.0).to_numpy(), at, (*shape, len(feature_names))
        )
        * decides[:, :, None],
        close=_scatter(frame["close"].to_numpy(), at, shape),
        fill=_scatter(frame["fill"].fill_null(0.0).to_numpy(), at, shape),
        fill_slot=_scatter(frame["fill_slot"].fill_null(0).to_numpy(), at, shape),
        decides=decides,
        doubtful=_scatter(frame["doubtful"].to_numpy(), at, shape),
        exit_price=first["exit_price"].to_numpy(),
        exit_slot=first["exit_slot"].to_numpy(),
        first_close=first["first_close"].to_numpy(),
        training_grade=np.isin(days.to_numpy(), np.array(sorted(trainable), dtype="datetime64[D]")),
    )


def _slots(bars: pl.DataFrame, features: pl.DataFrame, names: Sequence[str], slots: int) -> pl.DataFrame:
    tradable = (
        bars.sort("time")
        .with_columns(
            first_close=pl.col("close").first().over("session"),
        )
        .filter(~pl.col("suspect"))
    )
    joined = tradable.join(features.select("time", *names), on="time", how="left", maintain_order="left")
    has_features = pl.col(names[0]).is_not_null()
    filled_later = pl.col("fill").is_not_null()
    return (
        joined.with_columns(
            fill=pl.col("close").shift(-1).over("session"),
            fill_slot=pl.col("slot").shift(-1).over("session"),
            exit_price=pl.col("close").last().over("session"),
            exit_slot=pl.col("slot").last().over("session"),
        )
        .with_columns(decides=has_features & filled_later & (pl.col("slot") < slots - LAST_DECISION_SLOTS))
        .select(
            "time",
            "session",
            "slot",
            "close",
            "decides",
            "doubtful",
            "fill",
            "fill_slot",
            "exit_price",
            "exit_slot",
            "first_close",
            *names,
        )
    )


def _with_units(
    frame: pl.DataFrame, names: Sequence[str], calendar: Calendar, costs: CostModel
) -> pl.DataFrame:
    """``frame`` with the unit gain and costs of each row, read back from the arrays the engines use."""
    episodes = episodes_of(frame, names, calendar.hours.slots)
    units = unit_economics(episodes, costs)
    index = pl.Series(episodes.sessions).search_sorted(frame["session"]).to_numpy()
    at = (index, frame["slot"].to_numpy())
    columns = (units.gain, units.cost, units.exit_cost)
    return frame.with_columns(pl.Series(name, array[at]) for name, array in zip(_UNITS, columns, strict=True))


def _empty(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in _UNITS)


def _scatter(
    values: NDArray[Any],
    at: tuple[NDArray[np.intp], NDArray[np.int16]],
    shape: tuple[int, ...],
) -> NDArray[Any]:
    grid = np.zeros(shape, dtype=values.dtype)
    grid[at] = values
    return grid
