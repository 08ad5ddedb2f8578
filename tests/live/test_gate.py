from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from usdcop.live.gate import GateFacts, Ruling, Step, decide
from usdcop.live.plan import LiveSettings

PLAN = LiveSettings()
OPENS = datetime(2024, 7, 10, 13, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=5)
SECOND = timedelta(seconds=1)


def facts(l0: datetime | None = None, *, forced: bool = False) -> GateFacts:
    return GateFacts(OPENS, CLOSES, l0, forced)


def test_sleeps_until_the_opening_and_after_the_close() -> None:
    assert decide(facts(OPENS), OPENS - SECOND, PLAN) == Ruling(Step.SLEEP, OPENS)
    assert decide(facts(OPENS), CLOSES, PLAN) == Ruling(Step.SLEEP, None)


def test_the_edges_are_half_open() -> None:
    assert decide(facts(OPENS), OPENS, PLAN).step is Step.START
    assert decide(facts(OPENS), CLOSES - SECOND, PLAN).step is Step.START


def test_asks_for_l0_every_minute_and_starts_when_it_has_completed() -> None:
    assert decide(facts(), OPENS, PLAN) == Ruling(Step.POLL_AGAIN, OPENS + timedelta(seconds=60))
    assert decide(facts(OPENS - timedelta(hours=2)), OPENS, PLAN) == Ruling(Step.START, None)


def test_starts_on_history_when_patience_ends_not_a_second_earlier() -> None:
    end = OPENS + timedelta(minutes=30)
    assert decide(facts(), end - SECOND, PLAN) == Ruling(Step.POLL_AGAIN, end)
    assert decide(facts(), end, PLAN) == Ruling(Step.START_ON_HISTORY, None)


def test_an_operator_does_not_wait_but_l0_counts_first() -> None:
    assert decide(facts(forced=True), OPENS, PLAN).step is Step.START_FORCED
    assert decide(facts(OPENS, forced=True), OPENS, PLAN).step is Step.START


@given(late=st.timedeltas(timedelta(0), timedelta(hours=6)), forced=st.booleans(), done=st.booleans())
def test_whoever_follows_the_rulings_starts_within_patience_or_finds_the_market_closed(
    late: timedelta, forced: bool, done: bool
) -> None:
    now, asked = OPENS + late, 0
    while (ruling := decide(facts(OPENS if done else None, forced=forced), now, PLAN)).again is not None:
        assert ruling.again > now
        now, asked = ruling.again, asked + 1
    assert asked <= 31
    assert ruling.step.starts == (now < CLOSES)
    assert ruling.step is not Step.START_ON_HISTORY or now >= OPENS + PLAN.l0_patience
