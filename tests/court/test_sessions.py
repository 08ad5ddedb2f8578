"""Which sessions judge a bundle, and what may be shown before it is judged."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from usdcop.core.episodes import Split
from usdcop.core.errors import ContractError
from usdcop.core.sessions import Calendar
from usdcop.court.sessions import Standing, forward_sessions, judging_sessions, require_apart, showable

CALENDAR = Calendar()
LATER = datetime(2025, 6, 2, tzinfo=UTC)
DAYS = tuple(CALENDAR.sessions(date(2024, 1, 2), date(2024, 12, 30)))
SPLIT = Split("s", (DAYS[0], DAYS[149]), (DAYS[150], DAYS[164]), (DAYS[170], DAYS[-1]), 5)


def test_the_test_set_in_force_judges_a_bundle_of_the_same_split() -> None:
    assert judging_sessions(SPLIT, SPLIT, DAYS) == DAYS[170:]


def test_a_bundle_of_a_newer_split_is_judged_after_its_own_validation_and_embargo() -> None:
    newer = replace(SPLIT, validation=(DAYS[170], DAYS[199]), test=(DAYS[205], DAYS[-1]))
    assert judging_sessions(SPLIT, newer, DAYS) == DAYS[205:]
    later = replace(newer, embargo_sessions=9)
    assert judging_sessions(SPLIT, later, DAYS) == DAYS[209:]


def test_a_bundle_that_has_seen_the_whole_test_set_is_judged_by_nothing() -> None:
    seen = replace(SPLIT, validation=(DAYS[150], DAYS[-2]), test=(DAYS[-1], DAYS[-1]))
    assert judging_sessions(SPLIT, seen, DAYS) == ()


def test_only_sessions_that_opened_after_the_entry_prove() -> None:
    opened = CALENDAR.opens_at(DAYS[100])
    assert forward_sessions(opened, DAYS, CALENDAR, LATER) == DAYS[101:]
    early = opened.replace(second=0) - (opened - datetime(2024, 1, 1, tzinfo=UTC)) / 1_000_000
    assert forward_sessions(early, DAYS, CALENDAR, LATER)[0] == DAYS[100]


def test_a_market_clock_that_runs_ahead_proves_nothing() -> None:
    opened, wall = CALENDAR.opens_at(DAYS[100]), CALENDAR.closes_at(DAYS[103])
    assert forward_sessions(opened, DAYS, CALENDAR, wall) == DAYS[101:104]
    assert forward_sessions(opened, DAYS, CALENDAR, opened) == ()


@pytest.mark.parametrize(
    ("split", "why"),
    [
        (
            replace(SPLIT, train=SPLIT.test, validation=SPLIT.test),
            "validation part begins within its training",
        ),
        (replace(SPLIT, validation=(DAYS[149], DAYS[164])), "validation part begins within its training"),
        (replace(SPLIT, test=(DAYS[164], DAYS[-1])), "test part begins within"),
        (replace(SPLIT, test=(DAYS[169], DAYS[-1])), "4 sessions lie before its test part"),
        (replace(SPLIT, train=(DAYS[9], DAYS[0])), "train part ends before it begins"),
    ],
)
def test_parts_that_overlap_are_refused(split: Split, why: str) -> None:
    with pytest.raises(ContractError, match=why) as caught:
        require_apart(split, CALENDAR)
    assert caught.value.cure


def test_parts_that_lie_apart_pass() -> None:
    require_apart(SPLIT, CALENDAR)


def test_what_judges_is_hidden_until_it_is_looked_at() -> None:
    unlooked = Standing(
        trained_here=True, validated_until=SPLIT.validation[1], looked_until=None, entered_at=None
    )
    assert showable(DAYS, unlooked, SPLIT, CALENDAR) == DAYS[:165]
    looked = replace(unlooked, looked_until=DAYS[-1])
    assert showable(DAYS, looked, SPLIT, CALENDAR) == DAYS


def test_a_look_shows_nothing_of_the_next_test_set() -> None:
    """Of bundles that were looked at once all later sessions were shown: the best of them could be looked at next."""
    looked = Standing(
        trained_here=True, validated_until=SPLIT.validation[1], looked_until=DAYS[199], entered_at=None
    )
    assert showable(DAYS, looked, SPLIT, CALENDAR) == DAYS[:200]
    entered = replace(looked, entered_at=CALENDAR.opens_at(DAYS[219]))
    assert showable(DAYS, entered, SPLIT, CALENDAR) == (*DAYS[:200], *DAYS[220:])


def test_a_bundle_trained_elsewhere_shows_what_cannot_judge_it_and_what_proves_it() -> None:
    foreign = Standing(trained_here=False, validated_until=None, looked_until=DAYS[-1], entered_at=None)
    assert showable(DAYS, foreign, SPLIT, CALENDAR) == DAYS[:165]
    entered = replace(foreign, entered_at=CALENDAR.opens_at(DAYS[199]))
    assert showable(DAYS, entered, SPLIT, CALENDAR) == (*DAYS[:165], *DAYS[200:])
