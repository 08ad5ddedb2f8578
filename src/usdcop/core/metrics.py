"""Metrics: figures of merit from session returns and trades, annualised to 252 sessions.

Equity is additive on constant capital: 1 + the running sum of session returns. A figure that does not
exist is unknown, with a reason; it is never replaced by a large number.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.core.ledger import Trade

SESSIONS_A_YEAR = 252
NOTHING = 1e-12
"""A spread or loss below this is rounding, not risk."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A finite number, or None with the reason why it cannot be known."""

    value: float | None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError("an unknown metric needs a reason")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"a metric is finite or unknown, never {self.value}")

    def __str__(self) -> str:
        return f"unknown: {self.reason}" if self.value is None else f"{self.value:.4g}"


def known(value: float) -> Metric:
    """A metric with this value."""
    return Metric(float(value))


def unknown(reason: str) -> Metric:
    """A metric that does not exist, because of ``reason``."""
    return Metric(None, reason)


NO_SESSIONS = unknown("no session")


def sharpe(returns: Floats) -> Metric:
    """√252 · mean / standard deviation (n-1) of session returns; Sharpe (1994), risk-free rate 0."""
    if len(returns) < 2:  # noqa: PLR2004 - a deviation needs two points
        return unknown("fewer than two sessions")
    deviation = float(returns.std(ddof=1))
    if deviation <= NOTHING:
        return unknown("the session returns do not vary")
    return known(math.sqrt(SESSIONS_A_YEAR) * float(returns.mean()) / deviation)


def sortino(returns: Floats) -> Metric:
    """√252 · mean / √mean(min(r, 0)²); Sortino and Price (1994), target 0."""
    if not len(returns):
        return NO_SESSIONS
    downside = float(np.sqrt(np.mean(np.minimum(returns, 0.0) ** 2)))
    if downside <= NOTHING:
        return unknown("no losing session")
    return known(math.sqrt(SESSIONS_A_YEAR) * float(returns.mean()) / downside)


def equity(returns: Floats) -> Floats:
    """(n,) 1 + running sum of session returns: the value of one unit of capital after each session."""
    return 1.0 + np.cumsum(returns)


def drawdowns(returns: Floats) -> Floats:
    """(n,) fall of equity below its peak so far (the start included), as a share of the capital; never negative."""
    curve = equity(returns)
    return np.maximum(np.maximum.accumulate(curve, axis=-1), 1.0) - curve


def max_drawdown(returns: Floats) -> Metric:
    """Largest fall from a peak, as a share of the capital."""
    return known(float(drawdowns(returns).max())) if len(returns) else NO_SESSIONS


def current_drawdown(returns: Floats) -> Metric:
    """Fall from the peak at the end, as a share of the capital."""
    return known(float(drawdowns(returns)[-1])) if len(returns) else NO_SESSIONS


def cagr(returns: Floats) -> Metric:
    """Yearly growth that takes 1 to the final equity: (1 + Σr)^(252/n) - 1."""
    if not len(returns):
        return NO_SESSIONS
    final = 1.0 + float(returns.sum())
    if final <= 0:
        return unknown("the capital was lost")
    try:
        return known(final ** (SESSIONS_A_YEAR / len(returns)) - 1.0)
    except OverflowError:
        return unknown("too few sessions to annualise")


def calmar(returns: Floats) -> Metric:
    """Yearly growth over the largest drawdown; Young (1991)."""
    growth, fall = cagr(returns), max_drawdown(returns)
    if growth.value is None or fall.value is None:
        return growth
    return known(growth.value / fall.value) if fall.value > NOTHING else unknown("no drawdown")


def volatility(returns: Floats) -> Metric:
    """√252 · standard deviation (n-1) of session returns."""
    if len(returns) < 2:  # noqa: PLR2004 - a deviation needs two points
        return unknown("fewer than two sessions")
    return known(math.sqrt(SESSIONS_A_YEAR) * float(returns.std(ddof=1)))


def value_at_risk(returns: Floats, level: float) -> Metric:
    """Loss of one session that is exceeded with probability 1 - ``level``: the empirical quantile, a loss above 0."""
    too_few = _too_few_for_tail(returns, level)
    return too_few or known(-float(np.quantile(returns, 1.0 - level)))


def expected_shortfall(returns: Floats, level: float) -> Metric:
    """Mean loss of the sessions at or beyond the value at risk; Acerbi and Tasche (2002), empirical."""
    too_few = _too_few_for_tail(returns, level)
    if too_few:
        return too_few
    tail = int((len(returns) - 1) * (1.0 - level) + NOTHING) + 1
    return known(-float(np.partition(returns, tail - 1)[:tail].mean()))


def _too_few_for_tail(returns: Floats, level: float) -> Metric | None:
    needed = round(1.0 / (1.0 - level))
    return unknown(f"fewer than {needed} sessions") if len(returns) < needed else None


def profit_factor(trades: Sequence[Trade]) -> Metric:
    """What winning trades earned over what losing trades lost, net of costs."""
    if not trades:
        return unknown("no trade")
    lost = -sum(trade.pnl for trade in trades if trade.pnl < 0)
    return (
        known(sum(trade.pnl for trade in trades if trade.pnl > 0) / lost)
        if lost
        else unknown("no losing trade")
    )


def win_rate(trades: Sequence[Trade]) -> Metric:
    """Share of trades with a profit after costs."""
    return known(sum(trade.pnl > 0 for trade in trades) / len(trades)) if trades else unknown("no trade")


def average_holding(trades: Sequence[Trade]) -> Metric:
    """Bars from the entry's fill to the exit's, on average."""
    return known(sum(trade.bars_held for trade in trades) / len(trades)) if trades else unknown("no trade")


@dataclass(frozen=True, slots=True)
class Activity:
    """What a policy did, counted over all decisions of a span."""

    sessions: int
    """Expected sessions of the span, traded or not."""
    decisions: int
    buys: int
    """Decisions that raised the position; ``sells`` lowered it, the rest held it."""
    sells: int
    long: int
    """Decisions after which the position was long; ``short`` likewise, the rest were flat."""
    short: int
    position_sum: float
    """Sum of the position after each decision, in units of the notional."""
    exposure_sum: float
    """Sum of its absolute value."""
    turnover: float
    """Units of position changed, forced exits included."""
    cost: float
    """Spread and slippage paid, as a share of the capital, summed over sessions."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Shares of the decisions that raised, lowered and kept the position; they add to 1."""

    buy: Metric
    sell: Metric
    hold: Metric


@dataclass(frozen=True, slots=True)
class Metrics:
    """Everything measured of one run. Ratios are fractions, drawdowns and losses positive."""

    sessions: int
    trades: int
    total_return: Metric
    mean_session_bps: Metric
    sharpe: Metric
    sortino: Metric
    calmar: Metric
    max_drawdown: Metric
    current_drawdown: Metric
    profit_factor: Metric
    win_rate: Metric
    cagr: Metric
    volatility: Metric
    var_95: Metric
    var_99: Metric
    expected_shortfall_95: Metric
    expected_shortfall_99: Metric
    exposure: Metric
    """Mean absolute position over decisions, in units of the notional."""
    mean_position: Metric
    """Mean position over decisions, in units of the notional: above 0 long."""
    turnover: Metric
    """Units of position changed in a session, on average."""
    trades_per_episode: Metric
    average_holding: Metric
    """Bars a trade was held, on average."""
    action_balance: Balance
    spread_paid: Metric
    """Spread and slippage paid as a share of the capital, over the whole span."""


def measure(returns: Floats, trades: Sequence[Trade], activity: Activity) -> Metrics:
    """All metrics of a run from its session ``returns`` (n,), its ``trades`` and its ``activity``."""
    return Metrics(
        sessions=len(returns),
        trades=len(trades),
        total_return=known(returns.sum()) if len(returns) else NO_SESSIONS,
        mean_session_bps=known(1e4 * returns.mean()) if len(returns) else NO_SESSIONS,
        sharpe=sharpe(returns),
        sortino=sortino(returns),
        calmar=calmar(returns),
        max_drawdown=max_drawdown(returns),
        current_drawdown=current_drawdown(returns),
        profit_factor=profit_factor(trades),
        win_rate=win_rate(trades),
        cagr=cagr(returns),
        volatility=volatility(returns),
        var_95=value_at_risk(returns, 0.95),
        var_99=value_at_risk(returns, 0.99),
        expected_shortfall_95=expected_shortfall(returns, 0.95),
        expected_shortfall_99=expected_shortfall(returns, 0.99),
        exposure=_share(activity.exposure_sum, activity.decisions, "no decision"),
        mean_position=_share(activity.position_sum, activity.decisions, "no decision"),
        turnover=_share(activity.turnover, activity.sessions, "no session"),
        trades_per_episode=_share(len(trades), activity.sessions, "no session"),
        average_holding=average_holding(trades),
        action_balance=_balance(activity),
        spread_paid=known(activity.cost),
    )


def _balance(activity: Activity) -> Balance:
    held = activity.decisions - activity.buys - activity.sells
    shares = (
        _share(count, activity.decisions, "no decision") for count in (activity.buys, activity.sells, held)
    )
    return Balance(*shares)


def _share(part: float, whole: int, reason: str) -> Metric:
    return known(part / whole) if whole else unknown(reason)
