"""Drawn runs: made-up session returns through the functions that judge edge, concentration, drawdown and decay."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

import numpy as np
from bench.court.draws import KINDS, Floats, edge, related

from usdcop.court.batch_test import best_of_batch
from usdcop.court.decay import decay, demoted_at, kept_edge
from usdcop.court.forward_proof import DEVIATIONS_TO_STOP, forward_proof
from usdcop.court.gate import GateSettings
from usdcop.court.gates import concentration_gate, drawdown_gates
from usdcop.court.mean_test import shown_at
from usdcop.court.power import best_power
from usdcop.court.spending import look_level

Experiment: TypeAlias = Callable[[np.random.Generator], bool]
"""One run: whether what the cell counts happened."""

RULES: Final = GateSettings()
LIMIT: Final = 10.0
"""Daily-loss limit of drawn runs, in standard deviations of a session."""
SHORT, USUAL, LONG = 120, 260, 520
"""Sessions of a test set."""
LOOKS: Final = 20
FORWARD: Final = 580
TWO_YEARS: Final = 504
ENDS: Final = 100
"""Session after the promotion at which an edge that decays is gone."""
NORMAL_OR_FAT: Final = ("normal", "t4")
LOOSER: Final = ("autocorrelated 0.2", "carry trade, skew −4")


@dataclass(frozen=True, slots=True)
class Cell:
    """One rate of the published table."""

    table: str
    name: str
    experiment: Experiment
    runs: int
    goal: float
    at_most: bool
    """Whether ``goal`` may not be passed, or must be reached."""
    theory: float | None = None
    """What a test that knows the variance reaches."""

    @property
    def key(self) -> str:
        """Names the cell for its seed and in the results."""
        return f"{self.table} | {self.name}"


def promoted(returns: Floats, level: float) -> bool:
    """Whether returns (n,) pass edge, concentration and drawdown."""
    return (
        shown_at(returns, level)
        and concentration_gate(returns, RULES).passed
        and all(gate.passed for gate in drawdown_gates(returns, LIMIT, RULES))
    )


def one_trial(kind: str, sessions: int, sharpe: float, rng: np.random.Generator) -> bool:
    """One bundle, one look."""
    return promoted(KINDS[kind]((sessions,), rng) + edge(sharpe), look_level(1))


def one_by_one(kind: str, share: float, rng: np.random.Generator) -> bool:
    """Twenty bundles without an edge, looked at one by one; whether any is promoted."""
    drawn = related(kind, 260, LOOKS, share, rng)
    return any(promoted(drawn[:, look], look_level(look + 1)) for look in range(LOOKS))


def copies(kind: str, rng: np.random.Generator) -> bool:
    """Ten without an edge, then ten near copies of the luckiest."""
    ideas = related(kind, 260, LOOKS // 2, 0.0, rng)
    best = ideas[:, int(_t(ideas).argmax())]
    tried = [*ideas.T, *(best + 0.05 * KINDS[kind]((260,), rng) for _ in range(LOOKS // 2))]
    return any(promoted(one, look_level(look + 1)) for look, one in enumerate(tried))


def averages(kind: str, rng: np.random.Generator) -> bool:
    """Ten ideas without an edge, and after each the average of the better half so far."""
    ideas = related(kind, 260, LOOKS // 2, 0.0, rng)
    tried: list[Floats] = []
    for count in range(1, LOOKS // 2 + 1):
        tried.append(ideas[:, count - 1])
        if count > 1:
            order = np.argsort(_t(ideas[:, :count]))[::-1]
            tried.append(ideas[:, order[: max(1, count // 2)]].mean(axis=1))
    return any(promoted(one, look_level(look + 1)) for look, one in enumerate(tried[:LOOKS]))


def one_of_batch(kind: str, rng: np.random.Generator) -> bool:
    """One of twenty has a Sharpe ratio of 4, all declared together; whether it is found."""
    drawn = related(kind, 260, LOOKS, 0.0, rng)
    place = int(rng.integers(LOOKS))
    drawn[:, place] += edge(4.0)
    return best_of_batch(drawn, look_level(1))[place].passes(look_level(1))


def none_of_batch(kind: str, rng: np.random.Generator) -> bool:
    """Twenty without an edge, declared together; whether any passes."""
    drawn = related(kind, 260, LOOKS, 0.0, rng)
    return any(test.passes(look_level(1)) for test in best_of_batch(drawn, look_level(1)))


def one_at_a_random_place(kind: str, rng: np.random.Generator) -> bool:
    """The same one by one: it stands at a random place among twenty."""
    look = int(rng.integers(LOOKS)) + 1
    return promoted(KINDS[kind]((260,), rng) + edge(4.0), look_level(look))


def proven_forward(kind: str, sharpe: float, first: int, entries: int, rng: np.random.Generator) -> bool:
    """Whether any of ``entries`` entries from number ``first`` on is proven by session 580, looked at daily."""
    drawn = KINDS[kind]((entries, FORWARD), rng) + edge(sharpe)
    return any(
        forward_proof(one, DEVIATIONS_TO_STOP, first + number).proven for number, one in enumerate(drawn)
    )


def demoted(kind: str, sharpe: float, ends: int | None, rng: np.random.Generator) -> bool:
    """Whether a champion that 260 sessions proved is demoted within two years; its edge may end."""
    while True:
        proved = KINDS[kind]((260,), rng) + edge(sharpe)
        kept = kept_edge(proved)
        if kept is not None and promoted(proved, look_level(1)):
            break
    after = KINDS[kind]((TWO_YEARS,), rng) + edge(sharpe)
    if ends is not None:
        after[ends:] -= edge(sharpe)
    return demoted_at(decay(after, kept)) is not None


def _t(series: Floats) -> Floats:
    found: Floats = series.mean(axis=0) / series.std(axis=0)
    return found


def cells(scale: float = 1.0) -> list[Cell]:
    """Every cell of the published table; ``scale`` shrinks the number of runs."""
    return [
        _scaled(cell, scale) for part in (_false(), _power(), _many(), _forward(), _decay()) for cell in part
    ]


def count(key: str, scale: float, part: int, parts: int) -> tuple[str, int, int]:
    """Runs ``part`` of ``parts`` of the cell called ``key``: its key, how often it happened, and of how many."""
    cell = next(one for one in cells(scale) if one.key == key)
    seed = int(hashlib.sha256(key.encode()).hexdigest()[:12], 16)
    numbers = range(part, cell.runs, parts)
    happened = sum(cell.experiment(np.random.default_rng([seed, number])) for number in numbers)
    return key, happened, len(numbers)


def _scaled(cell: Cell, scale: float) -> Cell:
    runs = max(20, round(cell.runs * scale))
    return Cell(cell.table, cell.name, cell.experiment, runs, cell.goal, cell.at_most, cell.theory)


def _false() -> Iterator[Cell]:
    table = "One trial without an edge: promoted"
    for sessions in (SHORT, USUAL, LONG):
        for kind in KINDS:
            goal = (0.045 if sessions == SHORT else 0.035) + (0.01 if kind in LOOSER else 0.0)
            name = f"{kind}, {sessions} sessions"
            yield Cell(table, name, partial(one_trial, kind, sessions, 0.0), 4_000, goal, at_most=True)


def _power() -> Iterator[Cell]:
    reach = {2.0: 0.50, 3.0: 0.81, 4.0: 0.94, 5.0: 0.98}
    for sessions in (USUAL, SHORT, LONG):
        for kind in (*NORMAL_OR_FAT, LOOSER[1]):
            for sharpe, goal in reach.items():
                best = best_power(sharpe, sessions, look_level(1))
                wanted = goal if sessions == USUAL else best - 0.07
                published = kind in LOOSER
                yield Cell(
                    "One trial with an edge: found",
                    f"{kind}, {sessions} sessions, Sharpe {sharpe:g}",
                    partial(one_trial, kind, sessions, sharpe),
                    600 if sessions < LONG else 300,
                    0.0 if published else wanted,
                    at_most=False,
                    theory=best,
                )


def _many() -> Iterator[Cell]:
    table = "Twenty looks without an edge, stopped at the first pass: any promotion"
    goals = {"normal": 0.055, "t4": 0.055, "carry trade, skew −4": 0.07, "autocorrelated 0.2": 0.09}
    for share, told in ((0.0, "unrelated"), (0.7, "correlation 0.7")):
        for kind, goal in goals.items():
            yield Cell(table, f"{kind}, {told}", partial(one_by_one, kind, share), 4_000, goal, at_most=True)
    for kind in NORMAL_OR_FAT:
        yield Cell(
            table,
            f"{kind}, ten, then ten copies of the best",
            partial(copies, kind),
            4_000,
            0.07,
            at_most=True,
        )
        yield Cell(
            table,
            f"{kind}, ten ideas and averages of the best half",
            partial(averages, kind),
            4_000,
            0.07,
            at_most=True,
        )
    table = "Twenty bundles, one with Sharpe 4: found"
    for kind in NORMAL_OR_FAT:
        yield Cell(table, f"{kind}, declared batch", partial(one_of_batch, kind), 160, 0.78, at_most=False)
        yield Cell(
            table, f"{kind}, one by one", partial(one_at_a_random_place, kind), 400, 0.62, at_most=False
        )
    table = "Twenty bundles without an edge, declared batch: any promotion"
    for kind in ("normal", "t4", LOOSER[1]):
        goal = 0.055 if kind in LOOSER else 0.035
        yield Cell(table, kind, partial(none_of_batch, kind), 120, goal, at_most=True)


def _forward() -> Iterator[Cell]:
    for entries, told in ((1, "one entry"), (20, "twenty entries")):
        for kind in KINDS:
            loose = kind == LOOSER[0]
            goal = (0.07 if entries == 1 else 0.11) if loose else 0.05
            yield Cell(
                "Forward proof without an edge, daily looks to session 580: any promotion",
                f"{kind}, {told}",
                partial(proven_forward, kind, 0.0, 1, entries),
                4_000,
                goal,
                at_most=True,
            )
    for first in (1, 5, 20):
        for kind in (*NORMAL_OR_FAT, LOOSER[1]):
            goal = (0.80 if kind in LOOSER else 0.90) if first == 1 else 0.0
            yield Cell(
                "Forward proof, Sharpe 3 by session 580: found",
                f"{kind}, entry {first}",
                partial(proven_forward, kind, 3.0, first, 1),
                2_000,
                goal,
                at_most=False,
            )


def _decay() -> Iterator[Cell]:
    for sharpe in (2.0, 3.0, 4.0, 5.0):
        for kind in (*NORMAL_OR_FAT, LOOSER[1]):
            yield Cell(
                "Champion, no decay over two years: demoted",
                f"{kind}, Sharpe {sharpe:g}",
                partial(demoted, kind, sharpe, None),
                500,
                0.06,
                at_most=True,
            )
    for sharpe, goal in ((3.0, 0.50), (4.0, 0.70), (5.0, 0.85)):
        for kind in (*NORMAL_OR_FAT, LOOSER[1]):
            yield Cell(
                "Champion, edge gone at session 100, two years: demoted",
                f"{kind}, Sharpe {sharpe:g}",
                partial(demoted, kind, sharpe, ENDS),
                400,
                goal,
                at_most=False,
            )
