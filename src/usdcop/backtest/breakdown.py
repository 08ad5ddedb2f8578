"""Where the return came from: time of day, weekday, and every single trade."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from usdcop.backtest.engine import Backtest
from usdcop.core.episodes import Floats
from usdcop.core.ledger import Trade
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.units import BPS, Cop, Price, Usd

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
BUCKET_SLOTS = 3
"""Bars in a row of the heat map: a quarter of an hour."""
BINS = 40
"""Bins of the trade histogram, the same number on both sides of zero."""
BIN_WIDTHS_BPS = (0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0)
"""The histogram takes the narrowest of these that leaves at most one trade in fifty to the outermost bins."""


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """Return by the time a decision was made and by weekday."""

    starts: tuple[time, ...]
    """(R,) first decision time of each row, local to the market."""
    weekdays: tuple[str, ...]
    bps: Floats
    """(R, 5) mean net return a session in bps; a column adds up to the mean session of that weekday."""
    sessions: tuple[int, ...]
    """(5,) expected sessions of each weekday."""


@dataclass(frozen=True, slots=True)
class TradeDistribution:
    """How trades ended, net of costs."""

    edges_bps: tuple[float, ...]
    """(K + 1,) edges of the bins in bps of the session's capital; the outermost hold all beyond."""
    counts: tuple[int, ...]
    by_hour: dict[int, int]
    """Trades by the local hour of their entry."""
    by_weekday: dict[str, int]


@dataclass(frozen=True, slots=True)
class ReplayedTrade:
    """One trade with its bars, so that anyone can check it. Instants are UTC, amounts net of costs."""

    number: int
    session: date
    entered_at: datetime
    left_at: datetime
    direction: str
    entry: Price
    exit: Price
    bars_held: int
    pnl: Cop
    pnl_usd: Usd
    cost: Cop
    bps: float
    """Net P&L in bps of the session's capital."""
    closes: tuple[float, ...]
    """Newest close at each slot from the entry's to the exit's."""


def heat_map(backtest: Backtest, expected: Sequence[date]) -> HeatMap:
    """Mean return of ``backtest`` by time of day and weekday over the ``expected`` sessions."""
    weekday_of = np.array([day.weekday() for day in backtest.episodes.sessions])
    counts = np.bincount([day.weekday() for day in expected], minlength=5)[:5]
    edges = np.arange(0, backtest.episodes.slots, BUCKET_SLOTS)
    by_row = np.add.reduceat(backtest.rewards, edges, axis=1)
    sums = np.stack([by_row[weekday_of == weekday].sum(axis=0) for weekday in range(5)], axis=1)
    return HeatMap(
        starts=tuple(_decided_at(slot, backtest.calendar) for slot in edges.tolist()),
        weekdays=WEEKDAYS,
        bps=sums / np.maximum(counts, 1),
        sessions=tuple(counts.tolist()),
    )


def _decided_at(slot: int, calendar: Calendar) -> time:
    opens = datetime.combine(date.min, calendar.hours.opens)
    return (opens + (slot + 1) * BAR).time()


def trade_bps(backtest: Backtest) -> Floats:
    """(T,) net P&L of each trade in bps of its session's capital."""
    capital = {result.session: result.capital for result in backtest.results}
    return np.array([BPS * trade.pnl / capital[trade.session] for trade in backtest.trades])


def trade_distribution(backtest: Backtest) -> TradeDistribution:
    """Histogram of the trades of ``backtest`` with counts by hour and weekday."""
    return distribution_of(backtest.trades, trade_bps(backtest), backtest.calendar)


def distribution_of(trades: Sequence[Trade], bps: Floats, calendar: Calendar) -> TradeDistribution:
    """Histogram of ``trades`` with (T,) net P&L ``bps``, and their counts by local hour and weekday of entry."""
    edges = _edges(bps)
    counts, _ = np.histogram(np.clip(bps, edges[0], edges[-1]), edges)
    hours = [trade.entered_at.astimezone(calendar.hours.zone).hour for trade in trades]
    days = [WEEKDAYS[trade.session.weekday()] for trade in trades]
    return TradeDistribution(
        edges_bps=tuple(edges.tolist()),
        counts=tuple(counts.tolist()),
        by_hour={hour: hours.count(hour) for hour in sorted(set(hours))},
        by_weekday={name: days.count(name) for name in WEEKDAYS},
    )


def _edges(bps: Floats) -> Floats:
    wide = float(np.quantile(np.abs(bps), 0.98)) if len(bps) else 0.0
    width = next((width for width in BIN_WIDTHS_BPS if width * BINS / 2 >= wide), BIN_WIDTHS_BPS[-1])
    return width * (np.arange(BINS + 1.0) - BINS / 2)


def replay(backtest: Backtest) -> tuple[ReplayedTrade, ...]:
    """Every trade of ``backtest`` with its bars, in order."""
    row_of = {day: row for row, day in enumerate(backtest.episodes.sessions)}
    return tuple(
        _replayed(number, trade, bps, backtest.episodes.close[row_of[trade.session]])
        for number, (trade, bps) in enumerate(
            zip(backtest.trades, trade_bps(backtest).tolist(), strict=True), start=1
        )
    )


def _replayed(number: int, trade: Trade, bps: float, closes: Floats) -> ReplayedTrade:
    return ReplayedTrade(
        number=number,
        session=trade.session,
        entered_at=trade.entered_at,
        left_at=trade.left_at,
        direction="long" if trade.direction > 0 else "short",
        entry=trade.entry,
        exit=trade.exit,
        bars_held=trade.bars_held,
        pnl=trade.pnl,
        pnl_usd=Usd(trade.pnl / trade.exit),
        cost=trade.cost,
        bps=bps,
        closes=tuple(closes[trade.entry_slot : trade.exit_slot + 1].tolist()),
    )
