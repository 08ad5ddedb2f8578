"""Hand-made raw rows of L0."""

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from usdcop.core.bars import RAW_BAR, BarState
from usdcop.core.sessions import BAR, Calendar


def raw_of(day: date, closes: Mapping[int, float], known_at: datetime | None = None) -> pl.DataFrame:
    """Final raw rows of ``day`` with these closes by slot, on the right clock."""
    opened = Calendar().opens_at(day)
    rows = [
        {
            "time": opened + slot * BAR,
            "symbol": "USDCOP",
            "open": close,
            "high": close + 1.0,
            "low": close - 1.0,
            "close": close,
            "volume": None,
            "source": "L0",
            "state": BarState.FINAL,
            "open_reconstructed": False,
            "known_at": known_at or opened + (slot + 1) * BAR,
            "clock_shift_minutes": 0,
            "row": slot,
            "raw": None,
            "run_id": "hand",
        }
        for slot, close in sorted(closes.items())
    ]
    return pl.DataFrame(rows, schema=dict(RAW_BAR))
