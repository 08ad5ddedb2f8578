"""What a run did: its decisions, turnover and costs, counted for the metrics."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from usdcop.backtest.engine import Backtest
from usdcop.core.metrics import Activity, Metrics, measure


def activity_of(backtest: Backtest, expected: Sequence[date]) -> Activity:
    """The activity of ``backtest`` over the ``expected`` sessions."""
    decides = backtest.decided
    held = backtest.positions[decides]
    change = held - backtest.previous[decides]
    leaving = np.abs(backtest.positions[:, -1]).sum()
    return Activity(
        sessions=len(expected),
        decisions=int(decides.sum()),
        buys=int((change > 0).sum()),
        sells=int((change < 0).sum()),
        long=int((held > 0).sum()),
        short=int((held < 0).sum()),
        position_sum=float(held.sum()),
        exposure_sum=float(np.abs(held).sum()),
        turnover=float(np.abs(change).sum() + leaving),
        cost=sum(result.cost / result.capital for result in backtest.results),
    )


def metrics_of(backtest: Backtest, expected: Sequence[date]) -> Metrics:
    """All metrics of ``backtest`` over the ``expected`` sessions, from its ledger."""
    returns = backtest.returns(expected)
    return measure(returns, backtest.trades, activity_of(backtest, expected))
