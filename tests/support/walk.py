"""A seeded walk of raw bars over whole sessions: enough rows for parity and speed, none of them real."""

from datetime import date

import numpy as np
import polars as pl

from usdcop.core.bars import RAW_BAR, STATES
from usdcop.core.sessions import Calendar


def raw_walk(
    calendar: Calendar, first: date, last: date, seed: int = 1, missing: float = 0.0
) -> pl.DataFrame:
    """Final raw rows of every expected bar from ``first`` to ``last``, without a share ``missing`` of them."""
    days = calendar.sessions(first, last)
    slots = calendar.hours.slots
    chance = np.random.default_rng(seed)
    count = len(days) * slots
    steps = chance.standard_t(4, count) * 6e-4
    level = np.empty(count)
    level[0] = 4000.0
    # A pull towards 4,000 keeps the price plausible however long the walk is.
    pull = 2e-4
    logs = np.zeros(count)
    for chunk in range(0, count, 4096):
        end = min(chunk + 4096, count)
        start = logs[chunk - 1] if chunk else 0.0
        logs[chunk:end] = start * (1 - pull) ** np.arange(1, end - chunk + 1) + np.cumsum(steps[chunk:end])
        if abs(logs[end - 1]) > 0.2:
            logs[end - 1] = np.sign(logs[end - 1]) * 0.2
    close = np.round(4000.0 * np.exp(np.clip(logs, -0.4, 0.4)), 2)
    opened = np.concatenate([close[:1], close[:-1]])
    reach = np.abs(chance.normal(0, 1.0, (2, count)))
    frame = pl.DataFrame(
        {
            "open": opened,
            "high": np.round(np.maximum(opened, close) + reach[0], 2),
            "low": np.round(np.minimum(opened, close) - reach[1], 2),
            "close": close,
        }
    )
    return _as_raw(frame, calendar, days).filter(pl.Series(chance.random(count) >= missing))


def _as_raw(prices: pl.DataFrame, calendar: Calendar, days: list[date]) -> pl.DataFrame:
    slots = calendar.hours.slots
    opens = pl.Series("opens", [calendar.opens_at(day) for day in days], dtype=pl.Datetime("us", "UTC"))
    index = pl.int_range(pl.len())
    rows = prices.with_columns(
        time=pl.lit(opens).gather(index // slots) + pl.duration(minutes=5 * (index % slots))
    )
    return rows.with_columns(
        symbol=pl.lit("USDCOP"),
        volume=pl.lit(None, pl.Float64),
        source=pl.lit("L0"),
        state=pl.lit("final", STATES),
        open_reconstructed=pl.lit(value=False),
        known_at=pl.col("time") + pl.duration(minutes=5),
        clock_shift_minutes=pl.lit(0, pl.Int16),
        row=index.cast(pl.Int64),
        raw=pl.lit(None, pl.String),
        run_id=pl.lit("walk"),
    ).select(*RAW_BAR)
