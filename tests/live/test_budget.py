from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from usdcop.core.credits import Account, CreditLimits, KeyUse, Refusal, benched, lost, reserve, unspent
from usdcop.core.sessions import BAR
from usdcop.live.budget import Needs, Purse, bars_ahead, interval, may_ask_again, needs, next_quote, purse

OPENS = datetime(2024, 7, 10, 13, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=5)
GRID = [OPENS + slot * BAR for slot in range(60)]
FREE = CreditLimits(per_minute=8, per_day=800)
FIVE_SECONDS = timedelta(seconds=5)


def test_one_free_key_is_a_quote_every_26_seconds_or_so() -> None:
    left = purse([unspent(OPENS)], FREE, OPENS)
    need = needs([at + BAR for at in GRID], 0, OPENS, recovery=10)
    assert need == Needs(bars=60, l0=60, recovery=10)
    spacing = interval(left, FIVE_SECONDS, need, CLOSES - OPENS)
    assert spacing is not None
    assert spacing.total_seconds() == pytest.approx(18_000 / 670)


def test_sixteen_keys_are_a_quote_every_five_seconds() -> None:
    left = purse([unspent(OPENS)] * 16, FREE, OPENS)
    assert interval(left, FIVE_SECONDS, Needs(60, 60, 10), CLOSES - OPENS) == FIVE_SECONDS


def test_no_quote_where_bars_need_what_is_left() -> None:
    assert interval(Purse(8, 130, 8), FIVE_SECONDS, Needs(60, 60, 10), CLOSES - OPENS) is None
    assert interval(Purse(8, 131, 8), FIVE_SECONDS, Needs(60, 60, 10), CLOSES - OPENS) == CLOSES - OPENS


def test_a_purse_counts_usable_keys_only() -> None:
    used = KeyUse(OPENS, 3, OPENS.date(), 700)
    away = benched(unspent(OPENS), OPENS + timedelta(hours=12))
    assert purse([used, away], FREE, OPENS) == Purse(minute=5, day=100, minute_limit=8)


def test_a_key_benched_for_this_minute_has_the_day_left() -> None:
    resting = benched(unspent(OPENS), OPENS + timedelta(seconds=30))
    assert purse([resting], FREE, OPENS) == Purse(minute=0, day=800, minute_limit=8)


def test_a_lost_key_asks_to_be_observed() -> None:
    left = purse([lost(FREE, OPENS)], FREE, OPENS)
    assert left.unobserved
    assert (left.minute, left.day) == (0, 8)


def test_needs_of_a_session_half_over_count_waiting_bars_as_one_request() -> None:
    closes, now = [at + BAR for at in GRID], OPENS + 30 * BAR
    assert needs(closes, 30, now, 0) == Needs(bars=30, l0=31, recovery=0)
    assert needs(closes, 0, now, 0) == Needs(bars=31, l0=31, recovery=0)
    assert needs(closes, 30, now + timedelta(minutes=1), 0) == Needs(bars=30, l0=30, recovery=0)


def test_the_next_quote_is_spaced_and_missed_ones_are_not_made_up_for() -> None:
    ample = Purse(8, 800, 8)
    now = OPENS + timedelta(seconds=100)
    assert next_quote(None, FIVE_SECONDS, ample, now) == now
    assert next_quote(now, FIVE_SECONDS, ample, now) == now + FIVE_SECONDS
    assert next_quote(OPENS, FIVE_SECONDS, ample, now) == now


def test_the_last_credits_of_a_minute_are_for_bars_and_l0() -> None:
    now = OPENS + timedelta(seconds=10)
    assert next_quote(None, FIVE_SECONDS, Purse(2, 800, 8), now) == OPENS + timedelta(seconds=60)
    assert next_quote(None, FIVE_SECONDS, Purse(3, 800, 8), now) == now


def test_asking_again_leaves_a_credit_for_every_bar_to_come() -> None:
    assert bars_ahead(CLOSES, OPENS) == 60
    assert bars_ahead(CLOSES, CLOSES - timedelta(seconds=1)) == 1
    assert bars_ahead(CLOSES, CLOSES + timedelta(seconds=1)) == 0
    assert may_ask_again(Purse(8, 61, 8), 60)
    assert not may_ask_again(Purse(8, 60, 8), 60)


@settings(max_examples=30, deadline=None)
@example(keys=1, used=621, start=0, delays=[0])
@given(
    keys=st.integers(1, 4),
    used=st.integers(0, 800),
    start=st.integers(0, 17_000),
    delays=st.lists(st.integers(0, 40), min_size=1, max_size=5),
)
def test_a_feed_that_follows_the_budget_never_lacks_a_credit_for_a_bar_or_for_l0(
    keys: int, used: int, start: int, delays: list[int]
) -> None:
    now = OPENS + timedelta(seconds=start)
    names = [f"key-{n}" for n in range(keys)]
    uses = {name: KeyUse(now, 0, now.date(), min(used, 800 - 150)) for name in names}
    account, last, fetched, l0 = Account(uses), None, 0, 0
    closes = [at + BAR for at in GRID if at + BAR > now]
    events = sorted(
        [(at + timedelta(seconds=3), "bar") for at in closes]
        + [(at + timedelta(seconds=5), "l0") for at in closes]
    )
    turn = 0
    while events:
        left = purse(account.uses.values(), FREE, now)
        need = needs(closes, fetched, now, 0)
        spacing = interval(left, FIVE_SECONDS, need, CLOSES - now)
        due = now + timedelta(minutes=1) if spacing is None else next_quote(last, spacing, left, now)
        if spacing is not None and due < min(events[0][0], CLOSES):
            now, last, what = due, due, "quote"
            turn += 1
        else:
            now, what = events.pop(0)
        taken = reserve(account, names, 1, FREE, now)
        assert what == "quote" or not isinstance(taken, Refusal), (now, what, account)
        if not isinstance(taken, Refusal):
            account, _ = taken
        fetched += what == "bar"
        l0 += what == "l0"
        if what == "quote":
            now += timedelta(seconds=delays[turn % len(delays)])
    assert fetched == l0 == len(closes)
    assert all(use.in_day <= 800 for use in account.uses.values())
