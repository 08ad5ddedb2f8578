"""Episodes in arrays, and what a unit of position earns in them."""

from dataclasses import replace

import numpy as np
import pytest

from support.episodes import make_episodes
from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes, time_to_close, unit_economics


@pytest.fixture(scope="module")
def episodes() -> Episodes:
    return make_episodes(12, seed=5)


def test_taking_by_mask_and_by_index_is_the_same(episodes: Episodes) -> None:
    mask = np.zeros(len(episodes), dtype=np.bool_)
    mask[[2, 7]] = True
    by_mask, by_index = episodes.take(mask), episodes.take(np.array([2, 7]))
    assert by_mask.sessions == by_index.sessions == (episodes.sessions[2], episodes.sessions[7])
    np.testing.assert_array_equal(by_mask.fill, by_index.fill)
    np.testing.assert_array_equal(by_mask.features[1], episodes.features[7])


def test_between_includes_both_ends(episodes: Episodes) -> None:
    part = episodes.between(episodes.sessions[3], episodes.sessions[5])
    assert part.sessions == episodes.sessions[3:6]
    assert len(part) == 3


def test_a_span_without_sessions_is_empty(episodes: Episodes) -> None:
    first = episodes.sessions[0]
    assert len(episodes.between(first.replace(year=1999), first.replace(year=2000))) == 0


def test_trained_on_are_good_grades_with_a_decision() -> None:
    days = make_episodes(8, seed=5, holes=False)
    graded = np.array([True, True, False, True, True, True, True, True])
    decides = days.decides.copy()
    decides[3] = False
    chosen = replace(days, training_grade=graded, decides=decides).trainable(
        days.sessions[1], days.sessions[5]
    )
    assert chosen.sessions == (days.sessions[1], days.sessions[4], days.sessions[5])


def test_the_share_of_the_session_that_is_left() -> None:
    assert (time_to_close(0, 60), time_to_close(59, 60)) == (59 / 60, 0.0)


def test_gains_chain_from_the_first_fill_to_the_exit(episodes: Episodes) -> None:
    """Holding one unit from the first decision on earns the move from its fill to the exit, whatever is missing."""
    unit = unit_economics(episodes, CostModel())
    first = episodes.decides.argmax(axis=1)
    rows = np.flatnonzero(episodes.decides.any(axis=1))
    opened = episodes.fill[rows, first[rows]]
    whole = 1e4 * (episodes.exit_price[rows] - opened) / episodes.first_close[rows]
    np.testing.assert_allclose(unit.gain.sum(axis=1)[rows], whole, atol=1e-8)


def test_every_traded_session_pays_one_exit_at_its_last_decision(episodes: Episodes) -> None:
    unit = unit_economics(episodes, CostModel())
    paid = unit.exit_cost > 0
    np.testing.assert_array_equal(paid.sum(axis=1), episodes.decides.any(axis=1))
    last = episodes.slots - 1 - episodes.decides[:, ::-1].argmax(axis=1)
    assert all(paid[row, last[row]] for row in np.flatnonzero(episodes.decides.any(axis=1)))


def test_where_nothing_is_decided_nothing_is_earned_or_paid(episodes: Episodes) -> None:
    unit = unit_economics(episodes, CostModel())
    for array in (unit.gain, unit.cost, unit.exit_cost):
        assert not array[~episodes.decides].any()
