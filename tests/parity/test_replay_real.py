"""P4 on real bars: sessions replayed through the trader against the backtest; skipped where there are none."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine

from support.batch import CALENDAR
from support.real_files import REBUILT, real_file
from support.trading import Desk, Shelf, backtested, episodes_in, layers_at, replay, restless, vendor_bars
from usdcop.core.layers import Layer
from usdcop.core.registry import Alias

pytestmark = pytest.mark.real_data

SPAN = (datetime(2024, 11, 1, tzinfo=UTC), datetime(2025, 4, 12, tzinfo=UTC))
EDGE = (date(2025, 3, 31), date(2025, 4, 1))
"""Last session of a quarter and first of the next."""


def test_real_sessions_have_the_hashes_of_the_backtest(postgres: Engine, tmp_path: Path) -> None:
    raw = pl.concat(real_file(REBUILT).chunks()).filter(pl.col("time").is_between(*SPAN))
    lake = layers_at(tmp_path, raw)
    bars = lake.read(Layer.L1)
    assert bars is not None
    shelf = Shelf()
    bundles = {alias: restless(episodes_in(lake), seed) for seed, alias in enumerate(Alias)}
    for alias, bundle in bundles.items():
        shelf.deploy(alias, bundle)
    desk = Desk(postgres, lake, shelf)
    desk.state.ensure_active("test", SPAN[0])
    fills = 0
    for day in (*EDGE, _with_most(bars, "doubtful"), _with_most(bars, "suspect")):
        asyncio.run(replay(desk, day, vendor_bars(raw, day), restart_every=23))
        for alias in (Alias.CHAMPION, Alias.CHALLENGER):
            expected = backtested(lake, bundles[alias], day)
            assert desk.ledger.ledger_of(day, alias.value) == (expected.decisions, expected.fills)
            assert desk.hash_of(day, alias.value) == expected.decision_hash
            fills += len(expected.fills)
    assert fills > 40


def _with_most(bars: pl.DataFrame, mark: str) -> date:
    """The session of the second half of the span with most bars that bear ``mark``."""
    late = bars.filter(pl.col("time") >= CALENDAR.opens_at(date(2025, 1, 15)), ~pl.col("session").is_in(EDGE))
    counted = late.group_by("session").agg(pl.col(mark).sum()).sort(mark, "session", descending=True)
    found: date = counted["session"][0]
    assert counted[mark][0] > 0
    return found
