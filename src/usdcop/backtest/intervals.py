"""Bootstrap intervals of a run's metrics, all from the same resampled sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from usdcop.backtest.engine import Backtest
from usdcop.backtest.statistics import (
    BootstrapSettings,
    Interval,
    cagr_of,
    drawdown_of,
    mean_of,
    percentiles,
    ratio_of,
    sharpe_of,
    sortino_of,
    stationary_indices,
)
from usdcop.core.episodes import Floats
from usdcop.core.metrics import unknown
from usdcop.core.units import BPS


@dataclass(frozen=True, slots=True, eq=False)
class _TradeSums:
    """(n,) what the trades of each session won, lost, and how many did."""

    won: Floats
    lost: Floats
    winners: Floats
    count: Floats


def intervals_of(
    backtest: Backtest, expected: Sequence[date], settings: BootstrapSettings
) -> Mapping[str, Interval]:
    """Interval by name of the metric (``core.metrics.Metrics``); whole sessions are resampled."""
    returns = backtest.returns(expected)
    if len(returns) < 2:  # noqa: PLR2004 - one session cannot be resampled
        reason = unknown("fewer than two sessions")
        return dict.fromkeys(_NAMES, Interval(reason, reason))
    chosen = stationary_indices(len(returns), settings)
    sample = returns[chosen]
    sums = _trade_sums(backtest, expected)
    figures = {
        "mean_session_bps": BPS * mean_of(sample),
        "sharpe": sharpe_of(sample),
        "sortino": sortino_of(sample),
        "calmar": ratio_of(cagr_of(sample), drawdown_of(sample)),
        "max_drawdown": drawdown_of(sample),
        "cagr": cagr_of(sample),
        "profit_factor": ratio_of(sums.won[chosen].sum(axis=1), sums.lost[chosen].sum(axis=1)),
        "win_rate": ratio_of(sums.winners[chosen].sum(axis=1), sums.count[chosen].sum(axis=1)),
    }
    return {name: percentiles(figures[name], settings.level) for name in _NAMES}


_NAMES = (
    "mean_session_bps",
    "sharpe",
    "sortino",
    "calmar",
    "max_drawdown",
    "cagr",
    "profit_factor",
    "win_rate",
)


def _trade_sums(backtest: Backtest, expected: Sequence[date]) -> _TradeSums:
    place = {day: index for index, day in enumerate(expected)}
    inside = [trade for trade in backtest.trades if trade.session in place]
    rows = np.array([place[trade.session] for trade in inside], dtype=np.intp)
    pnl = np.array([trade.pnl for trade in inside], dtype=np.float64)

    def per_session(weights: Floats) -> Floats:
        summed: Floats = np.bincount(rows, weights=weights, minlength=len(expected)).astype(np.float64)
        return summed

    return _TradeSums(
        won=per_session(np.maximum(pnl, 0.0)),
        lost=per_session(np.maximum(-pnl, 0.0)),
        winners=per_session((pnl > 0).astype(np.float64)),
        count=per_session(np.ones(len(pnl))),
    )
