"""Hand-made rows of L1 and L3: sessions given as {slot: close}."""

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl

from usdcop.core.bars import BAR as BAR_COLUMNS
from usdcop.core.bars import BarState
from usdcop.core.sessions import BAR, Calendar


def bars_of(
    day: date,
    closes: Mapping[int, float],
    suspect: Collection[int] = (),
    doubtful: Collection[int] = (),
) -> pl.DataFrame:
    """Accepted bars of ``day`` with these closes by slot."""
    opened = Calendar().opens_at(day)
    rows = [
        {
            "time": opened + slot * BAR,
            "session": day,
            "slot": slot,
            "open": close,
            "high": close,
            "low": close,
            "close": close,
            "volume": None,
            "source": "L0",
            "state": BarState.FINAL,
            "open_reconstructed": False,
            "known_at": opened + (slot + 1) * BAR,
            "doubtful": slot in doubtful,
            "suspect": slot in suspect,
        }
        for slot, close in sorted(closes.items())
    ]
    return pl.DataFrame(rows, schema=dict(BAR_COLUMNS))


def features_of(bars: pl.DataFrame) -> pl.DataFrame:
    """One feature, ``f``, equal to the slot, for every bar that is not suspect."""
    return bars.filter(~pl.col("suspect")).select(
        "time", "session", "slot", "close", f=pl.col("slot").cast(pl.Float64)
    )
