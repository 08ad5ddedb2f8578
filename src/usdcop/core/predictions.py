"""Predictions: what a bundle says at the close of a bar, as every store keeps it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import polars as pl

from usdcop.core.bars import UTC_TIME

# untested: a declaration; the tests of L5 and of its table build and read it

PREDICTION: Final[Mapping[str, pl.DataType]] = MappingProxyType(
    {
        "symbol": pl.String(),
        "time": UTC_TIME,
        "session": pl.Date(),
        "model_version": pl.String(),
        "alias": pl.String(),
        "bundle_hash": pl.String(),
        "target": pl.Int16(),
        "p_short": pl.Float64(),
        "p_flat": pl.Float64(),
        "p_long": pl.Float64(),
        "value": pl.Float64(),
        "data_kind": pl.String(),
    }
)
"""One opinion of one bundle at the close of the bar that opens at ``time``; ``target`` is -1, 0 or 1,
``data_kind`` is real, replay or synthetic."""

STORED_PREDICTION: Final[Mapping[str, pl.DataType]] = MappingProxyType(
    {**PREDICTION, "recorded_at": UTC_TIME}
)
"""The same as it stands in the database; ``recorded_at``: real time it was written or changed, null in one of an earlier
version."""
