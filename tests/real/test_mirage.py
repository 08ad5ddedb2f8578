"""The mirage: fading five-minute moves earns at the signal's own close, and nothing that could be had."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from support.policies import Follow
from usdcop.backtest.engine import Backtest, run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Flags, Floats
from usdcop.core.sessions import Calendar
from usdcop.core.units import Bps

pytestmark = pytest.mark.real_data

SLOTS = 60
LAST_SLOTS = 2
FREE = CostModel(Bps(0.0), Bps(0.0))
THRESHOLDS = (10.0, 20.0)


def real_file() -> Path:
    project = Path(__file__).resolve().parents[2]
    path = project.parent / "shared" / "data" / "usdcop_m5_2020_2025h1.csv.gz"
    if not path.exists():
        pytest.skip("the real bars are not beside the project (../shared/data)")
    return path


@dataclass(frozen=True)
class Grid:
    """Closes (E, S) of good sessions, and where there is a bar."""

    days: tuple[date, ...]
    close: Floats
    present: Flags


@lru_cache
def good_sessions() -> Grid:
    """Sessions of grade A or B that are not stale, straight from the file."""
    calendar = Calendar()
    bars = pl.read_csv(real_file(), columns=["time", "close"]).with_columns(
        pl.col("time").str.to_datetime(time_zone="UTC").dt.convert_time_zone("America/Bogota")
    )
    days = [day for day in bars["time"].dt.date().unique().sort() if calendar.is_session(day)]
    row_of = {day: row for row, day in enumerate(days)}
    close = np.full((len(days), SLOTS), np.nan)
    slot = (bars["time"].dt.hour().cast(pl.Int32) - 8) * 12 + bars["time"].dt.minute() // 5
    for day, where, price in zip(bars["time"].dt.date(), slot, bars["close"], strict=True):
        if day in row_of:
            close[row_of[day], where] = price
    kept = [row for row in range(len(days)) if _is_good(close[row])]
    return Grid(tuple(days[row] for row in kept), close[kept], ~np.isnan(close[kept]))


def _is_good(closes: Floats) -> bool:
    present = ~np.isnan(closes)
    holes = (~present[1:] & ~present[:-1]).any()
    stale = len(np.unique(closes[present])) < 0.3 * present.sum()
    return bool(present.all() or (present.sum() >= 57 and not holes)) and not stale


@lru_cache
def episodes() -> Episodes:
    """The good sessions as episodes with one feature: the move since the present bar before, in bps."""
    grid = good_sessions()
    known = _filled(grid.close)
    move = np.zeros_like(known)
    move[:, 1:] = 1e4 * (known[:, 1:] / known[:, :-1] - 1.0)
    fill, fill_slot = _next_present(grid)
    decides = grid.present & (fill_slot >= 0)
    decides[:, 0] = False
    decides[:, SLOTS - LAST_SLOTS :] = False
    rows = np.arange(len(grid.days))
    last = SLOTS - 1 - grid.present[:, ::-1].argmax(axis=1)
    return Episodes(
        sessions=grid.days,
        feature_names=("move_bps",),
        features=np.where(decides, move, 0.0)[:, :, None],
        close=known,
        fill=np.where(decides, fill, known),
        fill_slot=np.where(decides, fill_slot, 0).astype(np.int16),
        decides=decides,
        doubtful=np.zeros_like(decides),
        exit_price=grid.close[rows, last],
        exit_slot=last.astype(np.int16),
        first_close=grid.close[rows, grid.present.argmax(axis=1)],
        training_grade=np.ones(len(rows), dtype=np.bool_),
    )


def _filled(close: Floats) -> Floats:
    """The newest close at each slot; the first one before it."""
    known = close.copy()
    known[:, 0] = np.where(np.isnan(close[:, 0]), close[:, 1], close[:, 0])
    for slot in range(1, SLOTS):
        known[:, slot] = np.where(np.isnan(close[:, slot]), known[:, slot - 1], close[:, slot])
    return known


def _next_present(grid: Grid) -> tuple[Floats, np.ndarray]:
    fill = np.zeros_like(grid.close)
    where = np.full(grid.close.shape, -1)
    for slot in reversed(range(SLOTS - 1)):
        here = grid.present[:, slot + 1]
        fill[:, slot] = np.where(here, grid.close[:, slot + 1], fill[:, slot + 1])
        where[:, slot] = np.where(here, slot + 1, where[:, slot + 1])
    return fill, where


def signals(threshold: float) -> Flags:
    data = episodes()
    return data.decides & (np.abs(data.features[:, :, 0]) > threshold)


def at_own_close(threshold: float) -> float:
    """Mean bps of a faded move that is filled at the very close that showed it: nobody gets that price."""
    data = episodes()
    here = signals(threshold)
    to_next = 1e4 * (data.fill / data.close - 1.0)
    return float((-np.sign(data.features[:, :, 0]) * to_next)[here].mean())


def in_engine(threshold: float, costs: CostModel) -> Backtest:
    return run(episodes(), Follow(threshold, sign=-1.0), costs, Stakes())


def test_the_file_gives_the_good_sessions_that_were_counted() -> None:
    present = good_sessions().present
    assert (present.all(axis=1).sum(), len(present)) == (1095, 1095 + 98)


@pytest.mark.parametrize(("threshold", "measured"), [(10.0, 1.97), (20.0, 4.77)])
def test_filled_at_the_signals_own_close_it_shows_a_profit(threshold: float, measured: float) -> None:
    assert at_own_close(threshold) > 1.0
    assert at_own_close(threshold) == pytest.approx(measured, abs=0.15)


@pytest.mark.parametrize(("threshold", "measured"), [(10.0, -0.21), (20.0, -0.32)])
def test_in_this_engine_the_profit_is_gone(threshold: float, measured: float) -> None:
    earned = in_engine(threshold, FREE).rewards.sum() / signals(threshold).sum()
    assert earned < 0.3
    assert earned == pytest.approx(measured, abs=0.15)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_with_costs_it_loses(threshold: float) -> None:
    assert in_engine(threshold, CostModel()).session_gains.sum() < -0.5
