"""How an edge is asked for: by a look at a test set, or by the forward proof. Either gives the edge gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.core.metrics import NOTHING, sharpe
from usdcop.court.batch_test import best_of_batch
from usdcop.court.forward_proof import DEVIATIONS_TO_STOP, ForwardProof, forward_proof
from usdcop.court.gate import Gate
from usdcop.court.gates import edge_gate, forward_gate
from usdcop.court.mean_test import mean_above_zero
from usdcop.court.power import findable_sharpe, sessions_needed
from usdcop.court.power_of_bets import findable_by_bets, sessions_for_bets
from usdcop.court.spending import entry_level, look_level


@dataclass(frozen=True, slots=True, eq=False)
class ByLook:
    """A look at a test set."""

    number: int
    """j"""
    companions: Mapping[str, Mapping[date, float]] = field(default_factory=dict)
    """Session returns of the other bundles of a declared batch, by digest."""

    @property
    def level(self) -> float:
        """Its share of the error."""
        return look_level(self.number)


@dataclass(frozen=True, slots=True)
class ByEntry:
    """An entry into the forward proof."""

    number: int
    """n"""
    stop: float
    """ℓ, share of a session's capital."""

    @property
    def level(self) -> float:
        """Its share of the error."""
        return entry_level(self.number)


Proof = ByLook | ByEntry


@dataclass(frozen=True, slots=True)
class Asked:
    """How the edge was asked for, as a report tells it."""

    way: str
    """``look`` or ``entry``."""
    number: int
    """j or n"""
    level: float
    batch: int
    """Bundles that were declared together, this one included."""
    stop: float | None


def asked(proof: Proof) -> Asked:
    """``proof`` as a report tells it."""
    if isinstance(proof, ByEntry):
        return Asked("entry", proof.number, proof.level, 1, proof.stop)
    return Asked("look", proof.number, proof.level, 1 + len(proof.companions), None)


@dataclass(frozen=True, slots=True)
class PowerLine:
    """What so many sessions and looks can find, also where nothing was found."""

    sessions: int
    level: float
    findable_sharpe: float | None
    """Smallest yearly Sharpe ratio found in 80 % of cases."""
    seen_sharpe: float | None
    sessions_needed: int | None
    """Sessions in which what was seen would be found in 80 % of cases; None where none would."""

    @property
    def sentence(self) -> str:
        """The line in words."""
        found = "–" if self.findable_sharpe is None else f"{self.findable_sharpe:.1f}"
        told = (
            f"{self.sessions:,} sessions at a level of {100 * self.level:.2g} % find a true Sharpe ratio of {found} in "
            "80 % of cases"
        )
        if self.seen_sharpe is None or self.seen_sharpe <= 0.0:
            return f"{told}; what was seen is not above zero, so no number of sessions would find it."
        if self.sessions_needed is None:
            return f"{told}; what was seen ({self.seen_sharpe:.2f}) is too little to be found in years."
        more = self.sessions_needed - self.sessions
        if more <= 0:
            return f"{told}; what was seen ({self.seen_sharpe:.2f}) lies above that."
        return f"{told}; to find what was seen ({self.seen_sharpe:.2f}) takes {more:,} sessions more."


def prove(returns: Floats, sessions: Sequence[date], proof: Proof) -> tuple[Gate, ForwardProof | None]:
    """The edge gate on session ``returns`` (n,) of the expected ``sessions``, and the bets where it is by entry."""
    if isinstance(proof, ByEntry):
        bets = forward_proof(returns, proof.stop, proof.number)
        return forward_gate(returns, bets), bets
    if not proof.companions:
        return edge_gate(returns, mean_above_zero(returns, proof.level), proof.level), None
    common, table = _common(returns, sessions, proof.companions)
    test = best_of_batch(table, proof.level)[0]
    return edge_gate(returns[common], test, proof.level), None


def power_line(returns: Floats, proof: Proof) -> PowerLine:
    """What as many sessions as ``returns`` (n,) can find by ``proof``, and how many would find what was seen."""
    seen, count, level = sharpe(returns).value, len(returns), proof.level
    if isinstance(proof, ByLook):
        needed = None if seen is None else sessions_needed(seen, level)
        return PowerLine(count, level, findable_sharpe(count, level), seen, needed)
    deviation = float(returns.std(ddof=1)) if count > 1 else 0.0
    if seen is None or deviation <= NOTHING:
        return PowerLine(count, level, findable_by_bets(count, level, DEVIATIONS_TO_STOP), None, None)
    stop = proof.stop / deviation
    return PowerLine(
        count, level, findable_by_bets(count, level, stop), seen, sessions_for_bets(seen, level, stop)
    )


def _common(
    returns: Floats, sessions: Sequence[date], companions: Mapping[str, Mapping[date, float]]
) -> tuple[Floats, Floats]:
    """Indices of the sessions that all trials of a batch have, and their returns (n, K), our own first."""
    common = [
        index for index, day in enumerate(sessions) if all(day in series for series in companions.values())
    ]
    ours = returns[common]
    theirs = [np.array([series[sessions[index]] for index in common]) for series in companions.values()]
    return np.array(common, dtype=np.intp), np.column_stack([ours, *theirs])
