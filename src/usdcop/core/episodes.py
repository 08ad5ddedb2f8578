"""Episodes: sessions as a policy sees them, in arrays every engine shares."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usdcop.core.accounting import CostModel, move, unit_cost

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

POSITION_FEATURES: Final = ("position", "unrealised_bps", "time_to_close")
"""What an observation holds after the features: the position before the decision, its open profit in
bps of the session's capital, and the share of the session that is left (see ``time_to_close``)."""


@dataclass(frozen=True, slots=True, eq=False)
class Episodes:
    """``E`` sessions of ``S`` slots with ``F`` features each; slots without a decision are masked.

    A *decision* slot holds a present, unsuspected bar that has a feature row, lies before the last two
    slots of the session, and has a later present bar to be filled at. Where ``decides`` is False the features
    are 0, so sums need no mask; prices are those of the slot's bar where it is present and unsuspected (the
    session stop acts there too), else of no meaning.
    """

    sessions: tuple[date, ...]
    feature_names: tuple[str, ...]
    features: Floats
    """(E, S, F) unscaled features at the close of the slot's bar."""
    close: Floats
    """(E, S) close of the slot's bar: what unrealised P&L is measured at."""
    fill: Floats
    """(E, S) price at which a decision of the slot is filled: the close of the next present bar."""
    fill_slot: NDArray[np.int16]
    """(E, S) slot of that bar: later than the slot itself wherever a present bar has a later one, else not."""
    decides: Flags
    """(E, S) whether a decision is made in the slot."""
    doubtful: Flags
    """(E, S) whether new risk is refused in the slot."""
    exit_price: Floats
    """(E,) last present close: the price of the forced exit."""
    exit_slot: NDArray[np.int16]
    """(E,) slot of that bar."""
    first_close: Floats
    """(E,) first present close, P₀: capital is notional · P₀."""
    training_grade: Flags
    """(E,) whether the session's grade (A or B, not stale) lets it be trained on."""

    def __len__(self) -> int:
        return len(self.sessions)

    @property
    def slots(self) -> int:
        """Slots of a session."""
        return int(self.decides.shape[1])

    def take(self, chosen: NDArray[np.intp] | Flags) -> "Episodes":
        """The episodes at ``chosen`` (indices or a mask over episodes), in that order."""
        index = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        arrays = {name: getattr(self, name)[index] for name in _PER_EPISODE}
        return replace(self, sessions=tuple(self.sessions[i] for i in index), **arrays)

    def between(self, first: date, last: date) -> "Episodes":
        """The episodes of the sessions from ``first`` to ``last``, both included."""
        return self.take(np.array([first <= day <= last for day in self.sessions], dtype=np.bool_))

    def trainable(self, first: date, last: date) -> "Episodes":
        """Those from ``first`` to ``last`` that a policy may be trained on: of a good grade, with a decision."""
        part = self.between(first, last)
        return part.take(part.training_grade & part.decides.any(axis=1))


_PER_EPISODE: Final = (
    "features",
    "close",
    "fill",
    "fill_slot",
    "decides",
    "doubtful",
    "exit_price",
    "exit_slot",
    "first_close",
    "training_grade",
)


@dataclass(frozen=True, slots=True, eq=False)
class UnitEconomics:
    """What a unit of position earns and costs in every decision slot, in bps of the session's capital."""

    gain: Floats
    """(E, S) move from this decision's fill to the next decision's, or to the forced exit."""
    cost: Floats
    """(E, S) cost of changing the position by one unit at this decision's fill."""
    exit_cost: Floats
    """(E, S) cost of the forced exit of one unit; 0 except at a session's last decision."""


def time_to_close(slot: int, slots: int) -> float:
    """Share of the session left at the close of bar ``slot``: 59/60 after the first of 60 bars, 0 after the last."""
    return (slots - 1 - slot) / slots


def unit_economics(episodes: Episodes, costs: CostModel) -> UnitEconomics:
    """Gains and costs of one unit in every decision slot of ``episodes``; 0 where no decision is made."""
    first = episodes.first_close[:, None]
    next_fill, is_last = _next_fill(episodes)
    gain = move(episodes.fill, next_fill, first)
    cost = unit_cost(episodes.fill, costs.rate, first)
    exit_cost = unit_cost(episodes.exit_price[:, None], costs.rate, first)
    return UnitEconomics(
        gain=np.where(episodes.decides, gain, 0.0),
        cost=np.where(episodes.decides, cost, 0.0),
        exit_cost=np.where(episodes.decides & is_last, exit_cost, 0.0),
    )


def _next_fill(episodes: Episodes) -> tuple[Floats, Flags]:
    """Price at which the decision after each slot's is filled (the exit's, after the last), and which is last."""
    following = episodes.exit_price.copy()
    no_more = np.ones(len(episodes), dtype=np.bool_)
    price = np.empty_like(episodes.fill)
    last = np.zeros_like(episodes.decides)
    for slot in reversed(range(episodes.slots)):
        price[:, slot] = following
        last[:, slot] = no_more
        decides = episodes.decides[:, slot]
        following = np.where(decides, episodes.fill[:, slot], following)
        no_more = no_more & ~decides
    return price, last


@dataclass(frozen=True, slots=True)
class Split:
    """Named parts of the history, by session date; both ends of a part are included.

    The sessions between the end of validation and the start of the test belong to neither (embargo).
    """

    split_id: str
    train: tuple[date, date]
    validation: tuple[date, date]
    test: tuple[date, date]
    embargo_sessions: int
