"""The power of the bets, beside what was simulated elsewhere for normal returns and a stop of four deviations."""

import pytest

from usdcop.court.power import findable_sharpe
from usdcop.court.power_of_bets import bets_find, findable_by_bets, sessions_for_bets
from usdcop.court.spending import entry_level

FIRST = entry_level(1)


@pytest.mark.parametrize(
    ("sharpe", "sessions", "share"),
    [
        (2.0, 260, 0.30),
        (3.0, 260, 0.64),
        (4.0, 260, 0.92),
        (2.0, 520, 0.65),
        (3.0, 520, 0.96),
        (0.0, 580, 0.0),
    ],
)
def test_what_the_bets_find(sharpe: float, sessions: int, share: float) -> None:
    assert bets_find(sharpe, sessions, FIRST, 4.0) == pytest.approx(share, abs=0.07)


def test_the_findable_ratio_is_found_in_four_of_five_and_bets_find_less_than_one_look() -> None:
    found = findable_by_bets(260, FIRST, 4.0)
    assert found is not None
    assert bets_find(found, 260, FIRST, 4.0) == pytest.approx(0.8, abs=0.02)
    once = findable_sharpe(260, FIRST)
    assert once is not None
    assert found > once + 0.5
    assert findable_by_bets(59, FIRST, 4.0) is None, "before the first look"


def test_a_later_entry_and_a_wider_stop_find_less() -> None:
    here = bets_find(3.0, 260, FIRST, 4.0)
    assert bets_find(3.0, 260, entry_level(20), 4.0) < here - 0.2
    assert bets_find(3.0, 260, FIRST, 12.0) < here - 0.2


def test_how_many_sessions_would_find_it() -> None:
    needed = sessions_for_bets(3.0, FIRST, 4.0)
    assert needed is not None
    assert bets_find(3.0, needed, FIRST, 4.0) >= 0.8
    assert bets_find(3.0, needed - 1, FIRST, 4.0) < 0.8
    assert sessions_for_bets(0.3, FIRST, 4.0) is None
    assert sessions_for_bets(0.0, FIRST, 4.0) is None
    assert sessions_for_bets(-1.0, FIRST, 4.0) is None
