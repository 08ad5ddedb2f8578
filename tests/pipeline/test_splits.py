"""Splits: chronological, with an embargo, and kept once made."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.sessions import Calendar
from usdcop.pipeline.splits import SplitSettings, make_split, still_good

SETTINGS = SplitSettings()
SESSIONS = Calendar().sessions(date(2020, 1, 2), date(2025, 6, 30))


def _count(part: tuple[date, date]) -> int:
    return sum(part[0] <= day <= part[1] for day in SESSIONS)


def test_the_real_span_is_divided_as_designed() -> None:
    split = make_split(SESSIONS, SETTINGS)
    assert split.split_id == "chrono-20200102-20250627"
    assert _count(split.test) == 269  # 20 % of 1,345
    assert _count(split.train) + _count(split.validation) == 1345 - 269 - 5
    assert _count(split.validation) == 107  # 10 % of the training part


@given(st.integers(min_value=60, max_value=1500))
def test_parts_follow_each_other_and_the_embargo_lies_between(count: int) -> None:
    sessions = SESSIONS[: min(count, len(SESSIONS))]
    split = make_split(sessions, SETTINGS)
    index = {day: place for place, day in enumerate(sessions)}
    assert index[split.validation[0]] == index[split.train[1]] + 1
    assert index[split.test[0]] == index[split.validation[1]] + 1 + SETTINGS.embargo_sessions
    assert (split.train[0], split.test[1]) == (sessions[0], sessions[-1])


@pytest.mark.parametrize(("share", "good"), [(0.79, False), (0.81, True)])
def test_a_split_is_kept_while_it_spans_enough(share: float, good: bool) -> None:
    split = make_split(SESSIONS[: int(len(SESSIONS) * share)], SETTINGS)
    assert still_good(split, SESSIONS, SETTINGS) is good
