"""The session stop in the engine: who has lost it, slot by slot, by the one rule of ``core.accounting``."""

import numpy as np

from usdcop.core.accounting import (
    LAST_DECISION_SLOTS,
    CostModel,
    Stakes,
    cost_cop,
    session_pnl_cop,
    stop_reached,
)
from usdcop.core.episodes import Episodes, Flags, Floats


class StopWatch:
    """The accounts of ``E`` sessions while slots go by, in order: ask ``over`` and tell ``filled`` at each.

    Sums are made as the ledger of a live account makes them, so that a loss at the very stop is judged alike.
    """

    def __init__(self, episodes: Episodes, stop: float, costs: CostModel, stakes: Stakes) -> None:
        self._episodes, self._stop = episodes, stop
        self._rate, self._notional = costs.rate, stakes.notional
        self._cash, self._costs = np.zeros(len(episodes)), np.zeros(len(episodes))
        self._stopped = np.zeros(len(episodes), dtype=np.bool_)
        self._stoppable = stoppable(episodes)

    def over(self, slot: int, held: Floats) -> Flags:
        """(E,) which sessions are left from ``slot`` on or were before, holding ``held`` at its close."""
        episodes, here = self._episodes, self._stoppable[:, slot]
        pnl = session_pnl_cop(self._cash, held, episodes.close[:, slot], self._costs, self._notional)
        self._stopped |= here & stop_reached(pnl, self._stop, self._notional, episodes.first_close)
        return self._stopped.copy()

    def filled(self, slot: int, units: Floats) -> None:
        """Take up what a decision of ``slot`` buys: (E,) units of the notional, 0 where nothing changes."""
        price = self._episodes.fill[:, slot]
        self._cash -= units * price
        self._costs += cost_cop(units, price, self._rate, self._notional)


def stoppable(episodes: Episodes) -> Flags:
    """(E, S) where the stop may act: present bars before the last slots that a later bar fills, features or not."""
    slot = np.arange(episodes.slots)
    fills = episodes.decides | (episodes.fill_slot > slot)
    found: Flags = fills & (slot < episodes.slots - LAST_DECISION_SLOTS)
    return found


def stopped_positions(positions: Floats, episodes: Episodes, watch: StopWatch) -> Floats:
    """(E, S) ``positions`` of the same sessions until the stop, and flat from it on."""
    taken = np.zeros_like(positions)
    held = np.zeros(len(episodes))
    for slot in range(episodes.slots):
        target = np.where(watch.over(slot, held), 0.0, positions[:, slot])
        watch.filled(slot, target - held)
        taken[:, slot] = held = target
    return taken
