"""The oracle: the best a trader could do who knows the planted signal, by dynamic programming."""

import numpy as np

from usdcop.core.accounting import CostModel, permitted, reward
from usdcop.core.episodes import Episodes, Floats, unit_economics

POSITIONS = (-1.0, 0.0, 1.0)


def oracle_targets(episodes: Episodes, signal_bps: Floats, costs: CostModel) -> Floats:
    """(E, S) targets that maximise the expected return of each session, given the signal of the whole session.

    Bellman, backwards from the close: ``V(p) = max over a of r(a, p; signal) + V'(a)``. The oracle knows each
    session's later signals too, so no policy that sees one slot at a time can expect more.
    """
    unit = unit_economics(episodes, costs)
    best = np.zeros((len(episodes), episodes.slots, 3), dtype=np.intp)
    value = np.zeros((len(episodes), 3))
    for slot in reversed(range(episodes.slots)):
        decides = episodes.decides[:, slot].astype(np.float64)
        doubtful = episodes.doubtful[:, slot].astype(np.float64)
        economics = (signal_bps[:, slot] * decides, unit.cost[:, slot], unit.exit_cost[:, slot])
        worth = np.empty((len(episodes), 3, 3))
        for i, held in enumerate(POSITIONS):
            for j, wanted in enumerate(POSITIONS):
                taken = permitted(wanted, held, decides, doubtful)
                after = np.take_along_axis(value, (taken + 1).astype(np.intp)[:, None], axis=1)[:, 0]
                worth[:, i, j] = reward(taken, held, *economics) + after
        best[:, slot] = worth.argmax(axis=2)
        value = worth.max(axis=2)
    return _followed(episodes, best)


def realised_returns(episodes: Episodes, targets: Floats, costs: CostModel) -> Floats:
    """(E,) bps that ``targets`` (E, S) really earned, by the rule of ``core.accounting``."""
    unit = unit_economics(episodes, costs)
    held, total = np.zeros(len(episodes)), np.zeros(len(episodes))
    for slot in range(episodes.slots):
        target = permitted(targets[:, slot], held, episodes.decides[:, slot], episodes.doubtful[:, slot])
        total += reward(target, held, unit.gain[:, slot], unit.cost[:, slot], unit.exit_cost[:, slot])
        held = target
    return total


def _followed(episodes: Episodes, best: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Floats:
    targets = np.zeros(episodes.decides.shape)
    held = np.ones(len(episodes), dtype=np.intp)
    rows = np.arange(len(episodes))
    for slot in range(episodes.slots):
        wanted = np.asarray(POSITIONS)[best[rows, slot, held]]
        now = permitted(wanted, held - 1.0, episodes.decides[:, slot], episodes.doubtful[:, slot])
        held = (now + 1).astype(np.intp)
        targets[:, slot] = now
    return targets
