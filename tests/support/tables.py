"""Small frames for the tables of PostgreSQL."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl

from usdcop.core.bars import BAR
from usdcop.core.indicators import PRICE_INDICATORS

OPEN = datetime(2024, 3, 5, 13, tzinfo=UTC)
"""08:00 in Bogota on a Tuesday."""
FIVE = timedelta(minutes=5)


def bars(count: int, *, start: datetime = OPEN, state: str = "final", seed: int = 1) -> pl.DataFrame:
    """``count`` bars of layer L1 in a row, at random prices around 4,000 pesos."""
    random = np.random.default_rng(seed)
    close = 4000 + np.cumsum(random.normal(0, 2, count))
    times = [start + FIVE * number for number in range(count)]
    return pl.DataFrame(
        {
            "time": times,
            "session": [date(2024, 3, 5)] * count,
            "slot": [number % 60 for number in range(count)],
            "open": close - 0.5,
            "high": close + 1,
            "low": close - 1,
            "close": close,
            "volume": [None] * count,
            "source": ["import:bars.csv"] * count,
            "state": [state] * count,
            "open_reconstructed": [True] * count,
            "known_at": [time + FIVE for time in times],
            "doubtful": [False] * count,
            "suspect": [False] * count,
        },
        schema=dict(BAR),
    )


def with_indicators(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with a value in every indicator column of layer L2, NaN in the first row."""
    value = pl.when(pl.int_range(pl.len()) == 0).then(float("nan")).otherwise(pl.col("close") / 80)
    return frame.with_columns(value.alias(name) for name in PRICE_INDICATORS)


def quality(count: int, *, grade: str = "A", verdict_at: datetime = OPEN) -> pl.DataFrame:
    """Quality rows of ``count`` days in a row."""
    rows = [
        {
            "session": date(2024, 3, 5) + timedelta(days=number),
            "rows": 60,
            "expected": 60,
            "grade": grade,
            "stale": False,
            "provisional": False,
            "holes": 0,
            "largest_hole": 0,
            "distinct_closes": 55,
            "quarantined": 2,
            "doubtful": 3,
            "suspect": 0,
            "thin_reason": "Presidents' Day" if number == 1 else None,
            "source": "L0",
            "verdict_at": verdict_at,
        }
        for number in range(count)
    ]
    return pl.DataFrame(rows, schema_overrides={"thin_reason": pl.String})
