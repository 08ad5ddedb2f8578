"""The decider of a process: what follows from each state, and what can never happen."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.main.supervision.decide import Act, Health, Known, Rules, Seen, State, decide

RULES = Rules()
UP, GONE = Seen(running=True, turn=True, health=None), Seen(running=False, turn=True, health=None)


def answered(health: Health) -> Seen:
    return Seen(running=True, turn=True, health=health)


def test_it_waits_for_its_turn_and_then_starts_once() -> None:
    waiting, act = decide(Known(), Seen(running=False, turn=False, health=None), 1.0, RULES)
    assert (waiting.state, act) == (State.WAITING, Act.NOTHING)
    starting, act = decide(waiting, GONE, 2.0, RULES)
    assert (starting.state, starting.since, act) == (State.STARTING, 2.0, Act.START)
    assert decide(starting, UP, 3.0, RULES) == (starting, Act.NOTHING)


@pytest.mark.parametrize(("health", "state"), [(Health.WELL, State.READY), (Health.UNWELL, State.UNWELL)])
def test_an_answer_settles_it(health: Health, state: State) -> None:
    known, act = decide(Known(State.STARTING), answered(health), 5.0, RULES)
    assert (known.state, known.settled, act) == (state, True, Act.NOTHING)


def test_silence_counts_only_once_it_has_answered() -> None:
    starting = Known(State.STARTING)
    assert decide(starting, answered(Health.SILENT), 5.0, RULES) == (starting, Act.NOTHING)
    known = Known(State.READY, answered=True)
    states = []
    for _ in range(RULES.silence):
        known, act = decide(known, answered(Health.SILENT), 5.0, RULES)
        states.append(known.state)
        assert act is Act.NOTHING
    assert states == [State.READY, State.READY, State.SILENT]
    assert decide(known, answered(Health.WELL), 6.0, RULES)[0].state is State.READY


def test_one_that_never_answers_is_killed_and_counts_as_crashed() -> None:
    starting = Known(State.STARTING, since=0.0)
    assert decide(starting, UP, RULES.start_patience, RULES)[1] is Act.NOTHING
    assert decide(starting, UP, RULES.start_patience + 1, RULES)[1] is Act.KILL
    assert decide(starting, GONE, RULES.start_patience + 2, RULES)[0].restarts == 1


def test_pauses_double_and_the_fifth_crash_in_a_minute_is_the_last() -> None:
    known, now, pauses = Known(State.READY, answered=True), 100.0, []
    while known.state is not State.FAILED:
        known, _ = decide(known, GONE, now, RULES)
        pauses.append(known.not_before - now)
        now = known.not_before
        if known.state is State.WAITING:
            known, act = decide(known, GONE, now, RULES)
            assert act is Act.START
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert (len(known.crashes), known.restarts) == (5, 4)
    assert decide(known, GONE, now + 1e6, RULES) == (known, Act.NOTHING)


def test_crashes_that_lie_far_apart_never_fail_it() -> None:
    known, now = Known(State.READY), 0.0
    for _ in range(20):
        known, _ = decide(known, GONE, now, RULES)
        assert known.state is State.WAITING
        assert known.not_before == now + RULES.first_pause
        now += RULES.window
        known, _ = decide(known, GONE, now, RULES)
    assert known.restarts == 20


@given(st.lists(st.tuples(st.floats(0, 30), st.booleans(), st.sampled_from([None, *Health])), max_size=60))
def test_it_is_never_started_while_it_runs_nor_too_early_nor_after_it_failed(
    looks: list[tuple[float, bool, Health | None]],
) -> None:
    known, now, running = Known(), 0.0, False
    history = [known]
    for passed, survives, health in looks:
        now += passed
        running = running and survives
        known, act = decide(known, Seen(running, turn=True, health=health if running else None), now, RULES)
        if act is Act.START:
            assert not running
            assert now >= history[-1].not_before
            running = True
        if act is Act.KILL:
            running = False
        history.append(known)
    for before, after in pairwise(history):
        assert after.restarts >= before.restarts
        assert not (before.state is State.FAILED and after.state is not State.FAILED)
        assert len(after.crashes) <= RULES.crashes
