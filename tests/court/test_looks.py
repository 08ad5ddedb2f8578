"""Which looks count, and what the next may spend."""

from datetime import UTC, date, datetime, timedelta

import pytest

from usdcop.core.trials import Look, LookKind, LookTrial
from usdcop.court.looks import counting, counts, next_look, taken
from usdcop.court.spending import look_level

DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(400)]
AT = datetime(2026, 1, 5, tzinfo=UTC)


def look(first: int, last: int, number: int = 1, bundle: str = "a") -> Look:
    trial = LookTrial(bundle * 64, "f" * 64, 0.1)
    return Look(number, number, LookKind.TRIAL, DAYS[first], DAYS[last], last - first + 1, (trial,), "me", AT)


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [(0, 99, True), (90, 189, False), (89, 188, True), (100, 199, False), (95, 114, True), (98, 117, False)],
)
def test_a_look_counts_while_more_than_a_tenth_is_shared(first: int, last: int, counted: bool) -> None:
    """Of either's sessions: a short look inside a tenth of a long one counts as well."""
    assert counts(look(first, last), DAYS[:100]) is counted


def test_an_earlier_evaluation_without_series_counts() -> None:
    earlier = Look(1, 1, LookKind.EARLIER, DAYS[0], DAYS[99], 100, (), "an earlier version", AT)
    assert next_look([earlier], DAYS[:100], 20).number == 2


def test_judging_again_finds_its_own_look() -> None:
    looks = [look(0, 99, 1, "a"), look(0, 99, 2, "b"), look(200, 299, 3, "c")]
    assert taken(looks, "b" * 64, DAYS[:100]) is looks[1]
    assert taken(looks, "c" * 64, DAYS[:100]) is None
    assert counting(looks, DAYS[:100]) == looks[:2]


def test_every_look_spends_less_until_the_test_set_is_used_up() -> None:
    looks = [look(0, 99, number) for number in range(1, 20)]
    coming = next_look(looks, DAYS[:100], 20)
    assert (coming.number, coming.level, coming.used_up) == (20, look_level(20), False)
    assert next_look([*looks, look(0, 99, 20)], DAYS[:100], 20).used_up
    assert next_look(looks, DAYS[:100], 10).used_up


def test_at_no_session_no_look_counts() -> None:
    assert counting([look(0, 99)], []) == []
