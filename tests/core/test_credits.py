from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.credits import (
    Account,
    CreditLimits,
    KeyUse,
    Refusal,
    benched,
    credits_error,
    free_at,
    lost,
    observed,
    reserve,
    rolled,
    unspent,
)

LIMITS = CreditLimits(per_minute=3, per_day=7)
START = datetime(2024, 3, 5, 23, 56, 30, tzinfo=UTC)
DAY = date(2024, 3, 5)
KEYS = ("one", "two")


@dataclass
class Vendor:
    """Counts what is really spent, as the vendor would."""

    minutes: Counter[tuple[str, datetime]] = field(default_factory=Counter)
    days: Counter[tuple[str, date]] = field(default_factory=Counter)

    def spend(self, key: str, needed: int, now: datetime) -> None:
        self.minutes[key, now.replace(second=0)] += needed
        self.days[key, now.date()] += needed


step = st.tuples(
    st.sampled_from(["reserve", "reserve", "reserve", "bench", "observe", "lose"]),
    st.integers(0, 90),
    st.integers(1, 4),
    st.sampled_from(KEYS),
)


def _play(
    steps: list[tuple[str, int, int, str]], *, losses: bool
) -> tuple[Vendor, Counter[tuple[str, date]]]:
    """What the vendor counts after ``steps`` (deed, seconds passed, credits, key), and losses by key and day."""
    account = Account({key: unspent(START) for key in KEYS})
    vendor, lost_on, now = Vendor(), Counter[tuple[str, date]](), START
    for deed, seconds, needed, key in steps:
        now += timedelta(seconds=seconds)
        use = account.uses[key]
        match deed:
            case "reserve":
                taken = reserve(account, KEYS, needed, LIMITS, now)
                if not isinstance(taken, Refusal):
                    account, chosen = taken
                    vendor.spend(chosen, needed, now)
            case "bench":
                use = benched(use, now + timedelta(seconds=needed * 40))
                account = Account({**account.uses, key: use}, account.turn)
            case "observe":
                use = observed(use, vendor.days[key, now.date()], now)
                account = Account({**account.uses, key: use}, account.turn)
            case "lose" if losses:
                lost_on.update((key, now.date()) for key in KEYS)
                account = Account({key: lost(LIMITS, now) for key in KEYS})
    return vendor, lost_on


@given(st.lists(step, max_size=60))
def test_no_minute_and_no_day_is_ever_overspent(steps: list[tuple[str, int, int, str]]) -> None:
    vendor, _ = _play(steps, losses=False)
    assert all(spent <= LIMITS.per_minute for spent in vendor.minutes.values())
    assert all(spent <= LIMITS.per_day for spent in vendor.days.values())


@given(st.lists(step, max_size=60))
def test_losing_the_record_never_overspends_a_minute_and_a_day_by_no_more_than_one_minute_each(
    steps: list[tuple[str, int, int, str]],
) -> None:
    vendor, lost_on = _play(steps, losses=True)
    assert all(spent <= LIMITS.per_minute for spent in vendor.minutes.values())
    for key_and_day, spent in vendor.days.items():
        assert spent <= LIMITS.per_day + LIMITS.per_minute * lost_on[key_and_day]


uses = st.builds(
    KeyUse,
    minute=st.integers(0, 10).map(lambda minutes: START.replace(second=0) + timedelta(minutes=minutes)),
    in_minute=st.integers(0, 3),
    day=st.sampled_from([DAY, DAY + timedelta(days=1)]),
    in_day=st.integers(0, 7),
    day_known=st.booleans(),
    benched_until=st.none() | st.integers(-300, 3000).map(lambda seconds: START + timedelta(seconds=seconds)),
)


@given(uses, st.integers(1, 3), st.integers(0, 900))
def test_a_key_is_free_exactly_from_the_instant_that_is_named(use: KeyUse, needed: int, seconds: int) -> None:
    now = START + timedelta(seconds=seconds)
    at = free_at(use, needed, LIMITS, now)
    assert at is not None
    assert at >= now
    assert free_at(use, needed, LIMITS, at) == at
    if at > now:
        before = at - timedelta(microseconds=1)
        assert free_at(use, needed, LIMITS, before) == at


def test_a_lost_key_waits_out_its_minute_then_spends_one_minute_until_it_is_observed() -> None:
    use = lost(LIMITS, START)
    assert free_at(use, 1, LIMITS, START) == datetime(2024, 3, 5, 23, 57, tzinfo=UTC)
    later = START + timedelta(minutes=1)
    account = Account({"one": use})
    for _ in range(LIMITS.per_minute):
        taken = reserve(account, ("one",), 1, LIMITS, later)
        assert not isinstance(taken, Refusal)
        account, _ = taken
    refused = reserve(account, ("one",), 1, LIMITS, later + timedelta(minutes=1))
    assert refused == Refusal(datetime(2024, 3, 6, tzinfo=UTC), unobserved=True)
    seen = observed(account.uses["one"], 2, later + timedelta(minutes=1))
    assert (seen.in_day, seen.day_known) == (5, True)
    assert free_at(seen, 2, LIMITS, later + timedelta(minutes=1)) == later + timedelta(minutes=1)


def test_midnight_makes_a_lost_day_known_again() -> None:
    use = rolled(lost(LIMITS, START), datetime(2024, 3, 6, tzinfo=UTC))
    assert use == KeyUse(datetime(2024, 3, 6, tzinfo=UTC), 0, date(2024, 3, 6), 0)


def test_a_clock_that_goes_back_changes_nothing() -> None:
    use = KeyUse(datetime(2024, 3, 6, 0, 1, tzinfo=UTC), 3, date(2024, 3, 6), 3)
    assert rolled(use, START) is use
    assert free_at(use, 1, LIMITS, START) == datetime(2024, 3, 6, 0, 2, tzinfo=UTC)


def test_a_key_the_account_does_not_know_counts_as_lost() -> None:
    refused = reserve(Account({}), KEYS, 1, LIMITS, START)
    assert refused == Refusal(datetime(2024, 3, 5, 23, 57, tzinfo=UTC), unobserved=True)


def test_a_key_that_left_the_pool_keeps_its_record() -> None:
    account = Account({"gone": unspent(START), "one": unspent(START)}, turn="gone")
    taken = reserve(account, ("one",), 1, LIMITS, START)
    assert not isinstance(taken, Refusal)
    assert taken[1] == "one"
    assert set(taken[0].uses) == {"gone", "one"}


@pytest.mark.parametrize(
    ("refusal", "cure"),
    [
        (Refusal(START, unobserved=False), "Wait until 2024-03-05 23:56:30 UTC"),
        (Refusal(None, unobserved=False), "never has that many"),
        (Refusal(START, unobserved=True), "Ask the vendor"),
    ],
)
def test_the_error_names_the_cure(refusal: Refusal, cure: str) -> None:
    error = credits_error(refusal, 2, 1)
    assert cure in str(error)
    assert error.free_at == refusal.free_at


def test_keys_that_rest_are_called_so_with_until_when_and_why() -> None:
    """ "No credits left" was said of a key that the vendor had refused, for twelve hours."""
    until, later = START + timedelta(hours=1), START + timedelta(hours=2)
    uses = {
        "one": benched(unspent(START), later, "the vendor refused it: apikey is incorrect"),
        "two": benched(unspent(START), until, "its credits of the day are spent"),
    }
    refusal = reserve(Account(uses), ("one", "two"), 1, LIMITS, START)
    assert isinstance(refusal, Refusal)
    told = credits_error(refusal, 1, 2)
    assert told.sentence == (
        "All 2 vendor keys rest, the first until 2024-03-06 00:56:30 UTC, because its credits of the day are spent."
    )
    alone = reserve(Account({"one": uses["one"]}), ("one",), 1, LIMITS, START)
    assert isinstance(alone, Refusal)
    assert "The vendor key rests until 2024-03-06 01:56:30 UTC, because the vendor refused it" in str(
        credits_error(alone, 1, 1)
    )
    assert benched(uses["one"], until, "shorter") == uses["one"], "a longer bench stands"
    assert not isinstance(reserve(Account(uses), ("one", "two"), 1, LIMITS, later), Refusal)
    spent = reserve(Account({"one": replace(unspent(START), in_day=800)}), ("one",), 1, LIMITS, START)
    assert isinstance(spent, Refusal)
    assert "credit(s) left" in credits_error(spent, 1, 1).sentence


def test_a_clock_that_goes_far_back_is_another_one_whose_day_has_to_be_observed() -> None:
    used = KeyUse(START, 3, DAY, 7, benched_until=START + timedelta(days=1))
    replayed = START - timedelta(days=900)
    use = rolled(used, replayed)
    assert (use.in_day, use.day_known, use.benched_until) == (0, False, None)
    assert free_at(use, 1, LIMITS, replayed) == replayed.replace(second=0) + timedelta(minutes=1)
    assert rolled(used, START - timedelta(minutes=59)) == used
