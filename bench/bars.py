"""Made-up raw bars of any length: the input of the layers' and the database's benches."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl

from usdcop.core.bars import RAW_BAR, STATES
from usdcop.core.sessions import Calendar

CALENDAR = Calendar()
SEED = 7
NOW = datetime(2400, 1, 1, tzinfo=UTC)
"""Market time of the benches: every made-up bar is closed."""


def raw_bars(days: list[date], limit: int) -> pl.DataFrame:
    """At most ``limit`` raw rows of whole sessions: one seeded year of moves, tiled.

    Each tile ends where it begins, so that prices stay plausible however long the history is.
    """
    slots = CALENDAR.hours.slots
    days = days[: max(1, limit // slots)]
    count = len(days) * slots
    tile = 250 * slots
    steps = np.random.default_rng(SEED).standard_t(4, tile) * 6e-4
    walk = np.cumsum(steps)
    walk -= np.linspace(0.0, walk[-1], tile)
    close = np.round(4000.0 * np.exp(np.resize(walk * 0.3, count)), 2)
    opened = np.r_[close[:1], close[:-1]]
    opens = pl.Series("opens", [CALENDAR.opens_at(day) for day in days], dtype=pl.Datetime("us", "UTC"))
    index = pl.int_range(count, eager=True)
    minutes = pl.Series(index % slots * (5 * 60 * 1_000_000), dtype=pl.Duration("us"))
    at = opens.gather(index // slots) + minutes
    return pl.DataFrame(
        {
            "time": at, "symbol": "USDCOP", "open": opened, "high": np.maximum(opened, close) + 0.5,
            "low": np.minimum(opened, close) - 0.5, "close": close, "volume": None, "source": "synthetic",
            "state": pl.Series(["final"], dtype=STATES).new_from_index(0, count), "open_reconstructed": False,
            "known_at": at + timedelta(minutes=5), "clock_shift_minutes": 0, "row": index, "raw": None,
            "run_id": "bench",
        },
        schema=dict(RAW_BAR),
    )  # fmt: skip
