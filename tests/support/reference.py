"""The slow, plain-Python reference of the market: one session, one decision at a time, with a ledger."""

from dataclasses import dataclass

from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes


@dataclass
class Told:
    """What one session came to."""

    rewards: list[float]
    """bps of the session's capital, one per slot"""
    positions: list[float]
    """after each slot"""
    seen: list[tuple[float, float, float]]
    """position, open profit in bps and time left, before each decision; zeros at other slots"""
    ledger_bps: float
    """P&L of the fills alone: what was sold less what was bought less costs, in bps of the capital"""


def replay(episodes: Episodes, session: int, actions: list[int], costs: CostModel) -> Told:
    """Play ``session`` with one action per slot, written out from DESIGN section 7 in Python's own numbers."""
    first = float(episodes.first_close[session])
    slots = episodes.slots
    deciding = [slot for slot in range(slots) if episodes.decides[session, slot]]
    told = Told([0.0] * slots, [0.0] * slots, [(0.0, 0.0, 0.0)] * slots, 0.0)
    position, entry, cash = 0, 0.0, 0.0
    for slot in range(slots):
        if slot in deciding:
            price, close = float(episodes.fill[session, slot]), float(episodes.close[session, slot])
            profit = position * 10_000 * (close - entry) / first if position else 0.0
            told.seen[slot] = (float(position), profit, (slots - 1 - slot) / slots)
            wanted = actions[slot] - 1
            if episodes.doubtful[session, slot] and wanted not in {position, 0}:
                wanted = position
            traded = wanted - position
            cash -= traded * price + abs(traded) * price * costs.rate
            later = [at for at in deciding if at > slot]
            until = float(episodes.fill[session, later[0]] if later else episodes.exit_price[session])
            earned = wanted * (until - price) - abs(traded) * price * costs.rate
            if not later:
                earned -= abs(wanted) * until * costs.rate
                cash += wanted * until - abs(wanted) * until * costs.rate
            told.rewards[slot] = 10_000 * earned / first
            if traded:
                entry = price
            position = wanted
        told.positions[slot] = float(position)
    told.ledger_bps = 10_000 * cash / first
    return told
