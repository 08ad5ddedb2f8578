import json
from datetime import UTC, datetime, timedelta

from support.clocks import HandClock
from usdcop.core.errors import CreditsError, VendorError
from usdcop.core.trading import OrchestratorState
from usdcop.live.condition import KEPT, Condition, Trouble

NOON = datetime(2024, 7, 10, 17, tzinfo=UTC)
FAILED = VendorError("The vendor did not answer properly: a web page.", "Try again later.")


def collecting() -> tuple[HandClock, Condition]:
    clock = HandClock(NOON)
    condition = Condition(clock, HandClock(NOON + timedelta(days=800)))
    condition.enter(OrchestratorState.COLLECTING)
    clock.advance(timedelta(minutes=1))
    return clock, condition


def test_a_trouble_degrades_an_open_market_and_passes() -> None:
    clock, condition = collecting()
    condition.fail(Trouble.VENDOR, FAILED)
    assert condition.state is OrchestratorState.DEGRADED
    assert condition.since == clock.now()
    assert condition.cause == "The vendor did not answer properly: a web page. Try again later."
    clock.advance(timedelta(minutes=1))
    condition.mend(Trouble.VENDOR, Trouble.REDIS)
    assert condition.phase is condition.state
    assert not condition.causes
    assert condition.since == clock.now()


def test_a_closed_market_is_not_degraded_but_the_cause_is_told() -> None:
    _, condition = collecting()
    condition.enter(OrchestratorState.CLOSED)
    condition.fail(Trouble.POSTGRES, FAILED)
    assert condition.state is OrchestratorState.CLOSED
    assert condition.cause is not None


def test_a_trouble_that_lasts_keeps_its_beginning_and_is_told_once() -> None:
    clock, condition = collecting()
    began = clock.now()
    for _ in range(3):
        condition.fail(Trouble.VENDOR, FAILED)
        clock.advance(timedelta(seconds=30))
    assert condition.causes[Trouble.VENDOR].since == began
    assert (len(condition.incidents), condition.failures) == (1, 3)
    told = json.loads(condition.incidents[0].line)
    assert told["sentence"] == FAILED.sentence
    assert told["at"] == "2024-07-10T17:01:00Z"
    assert condition.incidents[0].recorded_at == NOON + timedelta(days=800)


def test_only_the_newest_incidents_are_kept() -> None:
    _, condition = collecting()
    for number in range(KEPT + 5):
        condition.fail(Trouble.CREDITS, CreditsError(f"Failure {number}."))
    assert len(condition.incidents) == KEPT
    assert condition.incidents[-1].sentence == f"Failure {KEPT + 4}."
    assert condition.incidents[-1].next_step


def test_a_notice_is_part_of_the_cause() -> None:
    _, condition = collecting()
    condition.enter(OrchestratorState.COLLECTING, "It started on history.")
    condition.fail(Trouble.VENDOR, FAILED)
    assert condition.cause is not None
    assert condition.cause.endswith("It started on history.")
