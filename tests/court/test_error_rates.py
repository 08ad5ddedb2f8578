"""A short version of ``make court``: the same cells with fewer runs. Every run has its own fixed seed."""

import pytest
from bench.court.drawn import cells, count
from bench.court.page import interval, missed

SCALE = 0.025
QUICK = [
    "One trial without an edge: promoted | normal, 260 sessions",
    "One trial without an edge: promoted | t4, 520 sessions",
    "One trial without an edge: promoted | carry trade, skew −4, 120 sessions",
    "One trial with an edge: found | normal, 260 sessions, Sharpe 4",
    "One trial with an edge: found | t4, 260 sessions, Sharpe 3",
    "Twenty looks without an edge, stopped at the first pass: any promotion | normal, unrelated",
    "Twenty looks without an edge, stopped at the first pass: any promotion | t4, ten, then ten copies of the best",
    "Twenty bundles, one with Sharpe 4: found | normal, declared batch",
    "Forward proof without an edge, daily looks to session 580: any promotion | carry trade, skew −4, one entry",
    "Forward proof without an edge, daily looks to session 580: any promotion | normal, twenty entries",
    "Forward proof, Sharpe 3 by session 580: found | normal, entry 1",
    "Champion, no decay over two years: demoted | t4, Sharpe 3",
    "Champion, edge gone at session 100, two years: demoted | normal, Sharpe 5",
]


@pytest.mark.parametrize("key", QUICK)
def test_a_rate_is_not_excluded_by_its_interval(key: str) -> None:
    cell = next(one for one in cells(SCALE) if one.key == key)
    _, happened, runs = count(key, SCALE, 0, 1)
    told = {"happened": happened, "runs": runs, "goal": cell.goal, "at_most": cell.at_most}
    assert not missed(told), f"{happened} of {runs}: {interval(happened, runs)}"


def test_every_cell_has_a_name_of_its_own() -> None:
    keys = [cell.key for cell in cells()]
    assert len(set(keys)) == len(keys)


def test_intervals_by_hand() -> None:
    """Clopper and Pearson (1934): of 10, none and half."""
    assert interval(0, 10) == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert interval(5, 10) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert interval(10, 10)[1] == 1.0
