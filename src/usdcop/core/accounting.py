"""The one rule of position, cost and reward; training, backtest, paper and live run these lines.

Plain arithmetic only, so the same functions take Python floats, NumPy arrays and JAX arrays. Positions and
targets are in units of the notional: -1 short, 0 flat, 1 long. A decision made at the close of a bar is
filled at the close of the next present bar; the session's last present close forces the position to flat.

The *session stop* is a share of the session's capital, notional · P₀. At the close of a present, trusted bar
where the session has lost that much, the position left and its profit still open included, the target becomes
flat for the rest of the session, whatever the policy wants. In the last slots no target changes: the forced
exit is at the same close and price. What is lost beyond the stop is the move until that fill, and its cost.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from usdcop.core.units import BPS, Bps, Usd

Number: TypeAlias = Any
"""A float, a NumPy array or a JAX array: the arithmetic is the same."""

LAST_DECISION_SLOTS = 2
"""Slots at the end of a session in which the target may not change."""


@dataclass(frozen=True, slots=True)
class CostModel:
    """What a unit of changed position costs, in basis points of the price."""

    half_spread: Bps = Bps(2.5)
    slippage: Bps = Bps(0.5)

    @property
    def rate(self) -> float:
        """Cost of one changed unit as a fraction of the price."""
        return (self.half_spread + self.slippage) / BPS

    def times(self, multiple: float) -> "CostModel":
        """The same market with all costs multiplied."""
        return CostModel(Bps(self.half_spread * multiple), Bps(self.slippage * multiple))


@dataclass(frozen=True, slots=True)
class Stakes:
    """How much one unit of position is: ``notional`` dollars."""

    notional: Usd = Usd(100_000.0)


def permitted(target: Number, position: Number, may_change: Number, doubtful: Number) -> Number:
    """The target that may be taken: ``target``, or ``position`` where the change is not allowed.

    ``may_change`` is 0 in the last slots of a session. ``doubtful`` is 1 where the quote cannot be trusted:
    there only a move to flat is allowed; growing and reversing are refused. Both are numbers 0 or 1.
    """
    step = abs(target - position)
    changed = step * (3 - step) / 2  # 0 → 0, 1 → 1, 2 → 1
    new_risk = abs(target) * changed
    allowed = may_change * (1 - doubtful * new_risk)
    return position + (target - position) * allowed


def heeded(target: Number, stopped: Number) -> Number:
    """The target that a policy's wish for ``target`` may ask for: flat where ``stopped`` is 1, else the wish."""
    return target * (1 - stopped) + 0.0  # minus zero is zero


def move(opened: Number, closed: Number, first_close: Number) -> Number:
    """Gain of one long unit from price ``opened`` to ``closed``, in bps of ``first_close``."""
    return BPS * (closed - opened) / first_close


def unit_cost(price: Number, rate: Number, first_close: Number) -> Number:
    """Cost of changing the position by one unit at ``price``, in bps of ``first_close``."""
    return BPS * rate * price / first_close


def reward(target: Number, position: Number, gain: Number, cost: Number, exit_cost: Number) -> Number:
    """Net P&L of one decision in bps of the session's capital: ``a·gain - abs(a-p)·cost - abs(a)·exit``.

    ``gain`` is the move from this decision's fill to the next one's (to the forced exit for the last
    decision), ``cost`` the unit cost at this fill, ``exit_cost`` the unit cost of the forced exit at the
    last decision of a session and 0 at every other.
    """
    return target * gain - abs(target - position) * cost - abs(target) * exit_cost


def entry_after(entry: Number, price: Number, target: Number, position: Number) -> Number:
    """Entry price after a fill at ``price``: kept while the position is unchanged, else ``price``."""
    step = abs(target - position)
    changed = step * (3 - step) / 2
    return entry + (price - entry) * changed


def unrealised(position: Number, entry: Number, price: Number, first_close: Number) -> Number:
    """Open profit of ``position`` at ``price``, before costs, in bps of ``first_close``."""
    return position * move(entry, price, first_close)


def pnl_cop(position: Number, opened: Number, closed: Number, notional: Number) -> Number:
    """Gain in pesos of holding ``position`` units of ``notional`` dollars from one price to another."""
    return position * notional * (closed - opened)


def cost_cop(units: Number, price: Number, rate: Number, notional: Number) -> Number:
    """Cost in pesos of trading ``units`` (their absolute number) of ``notional`` dollars at ``price``."""
    return abs(units) * notional * rate * price


def session_pnl_cop(cash: Number, position: Number, price: Number, costs: Number, notional: Number) -> Number:
    """Pesos earned in a session so far: what fills brought in, ``position`` at ``price``, less ``costs`` paid.

    ``cash`` is in pesos per dollar of the notional, ``costs`` in pesos. The cost of leaving is not in it.
    """
    return (cash + position * price) * notional - costs


def stop_reached(pnl: Number, stop: Number, notional: Number, first_close: Number) -> Number:
    """Whether a session that earned ``pnl`` pesos has lost the share ``stop`` of its capital, or more."""
    return pnl <= -stop * notional * first_close
