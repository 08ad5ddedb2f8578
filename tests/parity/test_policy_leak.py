"""P3 on a policy: whatever the future brings, nothing that was decided or filled before it changes.

The raw rows after a cut are bent, spiked, frozen, scaled or taken away, and all layers are made again. Before
the cut every feature row, every mark, every opinion of a bundle and every fill must keep its bits. Only a
suspect bar may still leave the layers, for quarantine: nobody decides or is filled at it (``docs/adr/0004``).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.batch import CALENDAR, COSTS, MARKET
from support.histories import restless_bundle
from support.walk import raw_walk
from usdcop.backtest.engine import run
from usdcop.core.accounting import Stakes
from usdcop.core.episodes import Split
from usdcop.core.layers import quarter_start
from usdcop.core.ledger import Decision, Fill
from usdcop.core.sessions import BAR
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature
from usdcop.pipeline.l4_rlready import episodes_of, rlready
from usdcop.pipeline.l5_serve import Deployed, asking, predictions
from usdcop.policy.bundle import Bundle

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2025, 3, 17), date(2025, 4, 9)
PRICES = ("open", "high", "low", "close")
Bend = Callable[[pl.DataFrame], pl.DataFrame]
WALK = raw_walk(CALENDAR, FIRST, LAST, seed=31, missing=0.03).with_columns(row=pl.int_range(pl.len()))
REVERTS, HOLDS, WRONG, FROZEN = 420, 560, 610, (690, 700)
RAW = WALK.with_columns(
    pl.when(pl.col("row") == REVERTS).then(pl.col(name) * 1.02)
    .when(pl.col("row") == WRONG).then(pl.col(name) * 10)
    .when(pl.col("row").is_between(*FROZEN)).then(4000.0)
    .when(pl.col("row") >= HOLDS).then(pl.col(name) * 1.015)
    .otherwise(pl.col(name)).alias(name)
    for name in PRICES
)  # fmt: skip
CUTS = (
    REVERTS,
    REVERTS + 1,  # the suspect bar is known, its reversal is not
    REVERTS + 2,
    HOLDS,
    HOLDS + 1,
    WRONG + 1,
    FROZEN[0] + 3,
    FROZEN[1],
    int(RAW.filter(pl.col("time") < CALENDAR.opens_at(quarter_start(LAST)))["row"][-1]) + 1,
    RAW.height - 90,
)
"""First rows that are the future."""


@dataclass(frozen=True, eq=False)
class World:
    """All that the batch path makes of some raw rows, and what a bundle does in it."""

    features: pl.DataFrame
    tradable: pl.DataFrame
    """Rows of L4: bars that can be decided or filled at, with their marks."""
    said: pl.DataFrame
    decisions: list[Decision]
    fills: list[Fill]


def _bent(rows: pl.DataFrame, factor: np.ndarray | float) -> pl.DataFrame:
    factors = pl.Series(np.broadcast_to(factor, rows.height))
    return rows.with_columns(pl.col(name) * factors for name in PRICES)


def _spike(rows: pl.DataFrame, *, back: bool) -> pl.DataFrame:
    factor = np.full(rows.height, 1.0 if back else 1.03)
    factor[:1] = 1.03
    return _bent(rows, factor)


FUTURES: dict[str, Bend] = {
    "other prices": lambda rows: _bent(
        rows, 1 + 3e-3 * np.random.default_rng(1).standard_normal(rows.height)
    ),
    "a spike that reverts": lambda rows: _spike(rows, back=True),
    "a jump that holds": lambda rows: _spike(rows, back=False),
    "a quote that stands still": lambda rows: rows.with_columns(
        pl.lit(4100.0).alias(name) for name in PRICES
    ),
    "another scale": lambda rows: _bent(rows, np.where(np.arange(rows.height) % 9 < 3, 10.0, 1.0)),
    "a hole": lambda rows: rows[5:],
    "nothing": lambda rows: rows[:0],
}


@cache
def _bundle() -> Bundle:
    episodes = episodes_of(_layers(RAW)[1], FEATURE_NAMES, 60)
    good = np.ones(len(episodes), dtype=np.bool_)
    span = (episodes.sessions[0], episodes.sessions[6])
    split = Split("s", span, span, span, 0)
    return restless_bundle(replace(episodes, training_grade=good), split, seed=8)


def _layers(raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    bars = standardise(raw, CALENDAR, NOW, StandardiseSettings()).bars
    rows = feature(prepare(bars, CALENDAR).frame, CALENDAR)
    return rows, rlready(bars, rows, FEATURE_NAMES, CALENDAR, COSTS)


def _world(raw: pl.DataFrame) -> World:
    rows, frame = _layers(raw)
    done = run(episodes_of(frame, FEATURE_NAMES, 60), _bundle().policy, COSTS, Stakes(), CALENDAR)
    asked = episodes_of(asking(frame, 60), FEATURE_NAMES, 60)
    said = predictions([Deployed("challenger", 1, _bundle())], asked, MARKET, "synthetic", COSTS, Stakes())
    marks = frame.select("time", "session", "slot", "close", "doubtful", "first_close", *FEATURE_NAMES)
    return World(rows, marks, said, done.decisions, done.fills)


@cache
def _as_it_was() -> World:
    return _world(RAW)


def _closed(frame: pl.DataFrame, at: datetime) -> pl.DataFrame:
    return frame.filter(pl.col("time") + BAR <= at)


def _at(decision: Decision) -> datetime:
    return CALENDAR.opens_at(decision.session) + (decision.slot + 1) * BAR


def test_the_history_has_what_makes_this_hard() -> None:
    done = standardise(RAW, CALENDAR, NOW, StandardiseSettings())
    assert set(done.quarantine["reason"]) == {"spike_revert", "scale"}
    assert done.bars["suspect"].any()
    assert done.bars["doubtful"].sum() > 5
    assert len(_as_it_was().fills) > 200
    assert set(_as_it_was().said["target"]) == {-1, 0, 1}


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("future", FUTURES)
def test_no_future_changes_what_was_done_before_it(cut: int, future: str) -> None:
    past = RAW[:cut]
    now = past["time"][-1] + BAR
    was, bent = _as_it_was(), _world(pl.concat([past, FUTURES[future](RAW[cut:])]))
    for name in ("features", "tradable", "said"):
        assert_frame_equal(
            _closed(getattr(bent, name), now), _closed(getattr(was, name), now), check_exact=True
        )
    filled = [[fill for fill in one.fills if fill.at <= now and not fill.forced] for one in (was, bent)]
    assert filled[0] == filled[1]
    # The decision of the newest bar is the same, but where no later bar comes nothing fills it.
    decided = [{_at(one): one for one in world.decisions if _at(one) <= now} for world in (was, bent)]
    both = decided[0].keys() & decided[1].keys()
    assert all(decided[0][at] == decided[1][at] for at in both)
    unfilled = decided[0].keys() ^ decided[1].keys()
    assert unfilled <= {max([*decided[0], *decided[1]])}


def test_a_leak_would_be_seen() -> None:
    """The same comparison fails where the last bar of the past is bent too."""
    cut = CUTS[-1]
    now = RAW["time"][cut - 1] + BAR
    bent = _world(pl.concat([RAW[: cut - 1], FUTURES["other prices"](RAW[cut - 1 :])]))
    with pytest.raises(AssertionError):
        assert_frame_equal(_closed(bent.features, now), _closed(_as_it_was().features, now), check_exact=True)
