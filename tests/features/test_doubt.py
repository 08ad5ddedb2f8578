from datetime import date

import numpy as np
import polars as pl
import pytest

from support.l1_rows import bars_of
from usdcop.features.doubt import SpikeRule, doubtful, suspects
from usdcop.features.windows import Floats

MONDAY, TUESDAY = date(2025, 5, 5), date(2025, 5, 6)


def doubts(closes: dict[int, float]) -> list[bool]:
    return doubtful(bars_of(MONDAY, closes)).to_list()


def test_a_moving_quote_is_trusted_from_its_first_bar() -> None:
    assert doubts({0: 1.0, 1: 2.0, 2: 3.0}) == [False, False, False]


def test_the_fourth_equal_close_is_doubtful_until_two_bars_changed() -> None:
    found = doubts(dict(enumerate([1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0])))
    assert found == [False, False, False, False, True, True, True, True, False, False]


def test_a_hole_of_three_bars_is_doubtful_and_one_of_two_is_not() -> None:
    assert doubts({0: 1.0, 1: 2.0, 5: 3.0, 6: 4.0, 7: 5.0, 8: 6.0}) == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]
    assert doubts({0: 1.0, 1: 2.0, 4: 3.0}) == [False, False, False]


def test_a_session_that_begins_late_begins_doubtful() -> None:
    assert doubts({3: 1.0, 4: 2.0, 5: 3.0}) == [True, True, False]
    assert doubts({2: 1.0, 3: 2.0}) == [False, False]


def test_the_night_clears_doubt_and_does_not_count_as_unchanged() -> None:
    frozen = bars_of(MONDAY, dict.fromkeys(range(56, 60), 7.0))
    late = pl.concat([frozen, bars_of(TUESDAY, {0: 7.0, 1: 7.0, 2: 7.0, 3: 7.0})])
    assert doubtful(late).to_list() == [True] * 4 + [False, False, False, True]


def test_a_new_trigger_starts_the_count_again() -> None:
    closes = {0: 1.0, 4: 2.0, 5: 3.0, 9: 4.0, 10: 5.0, 11: 6.0}
    assert doubts(closes) == [False, True, True, True, True, False]


def judged(*closes: float, sessions: list[int] | None = None) -> tuple[list[bool], list[bool]]:
    session = np.array(sessions or [0] * len(closes), dtype=np.int64)
    suspect, reverts = suspects(np.array(closes), session, SpikeRule())
    return suspect.tolist(), reverts.tolist()


def test_a_jump_of_99_bps_is_a_move_and_one_of_100_is_suspect() -> None:
    assert judged(4000.0, 4039.6)[0] == [False, False]
    assert judged(4000.0, 4040.0)[0] == [False, True]
    assert judged(4000.0, 3960.0)[0] == [False, True]


@pytest.mark.parametrize(("back", "refused"), [(4008.0, True), (4008.1, False), (3990.0, True)])
def test_a_jump_that_gives_back_80_percent_is_refused(back: float, refused: bool) -> None:
    assert judged(4000.0, 4040.0, back)[1] == [False, refused, False]


def test_the_bar_after_a_refused_spike_is_measured_against_the_bar_before_it() -> None:
    # 4100 to 4001 is a fall of 241 bps, but 4001 is where the price stood.
    assert judged(4000.0, 4100.0, 4001.0, 4002.0) == (
        [False, True, False, False],
        [False, True, False, False],
    )


def test_a_spike_the_other_way_right_after_is_judged_too() -> None:
    assert judged(4000.0, 4100.0, 3900.0, 4000.0) == ([False, True, True, False], [False, True, True, False])


def test_a_level_that_holds_stays_though_its_first_bar_is_suspect() -> None:
    assert judged(4000.0, 4100.0, 4101.0) == ([False, True, False], [False, False, False])


def test_the_night_is_no_jump_and_no_reversal() -> None:
    assert judged(4000.0, 4100.0, sessions=[0, 1]) == ([False, False], [False, False])
    assert judged(4000.0, 4100.0, 4000.0, sessions=[0, 0, 1]) == ([False, True, False], [False, False, False])


def test_what_is_suspect_does_not_depend_on_later_bars() -> None:
    closes: Floats = np.exp(np.cumsum(np.random.default_rng(3).normal(0, 6e-3, 400))) * 4000
    session = np.repeat(np.arange(8), 50)
    whole = suspects(closes, session, SpikeRule())[0]
    assert 20 < whole.sum() < 200
    for cut in range(1, 400, 7):
        seen = suspects(closes[:cut], session[:cut], SpikeRule())[0]
        assert (seen == whole[:cut]).all()
