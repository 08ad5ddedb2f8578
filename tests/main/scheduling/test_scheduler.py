"""The loop on a hand clock: what is due is done once, what fails is tried again, nothing ends it."""

import threading
from datetime import date, timedelta

from support.clocks import HandClock
from usdcop.core.errors import BusyError, DataError, VendorError
from usdcop.core.sessions import BAR, Calendar
from usdcop.main.scheduling.plan import Due, Job, Schedule
from usdcop.main.scheduling.scheduler import FIRST_PAUSE, Scheduler, Told

CALENDAR = Calendar()
OPEN = CALENDAR.opens_at(date(2024, 3, 4))


class Bench:
    """A scheduler of bars, whose deed fails as it is told."""

    def __init__(self) -> None:
        self.clock = HandClock(OPEN)
        self.wrong: list[Exception | None] = []
        self.done: list[Due] = []
        self.told: list[Told] = []
        self.scheduler = Scheduler(
            CALENDAR, self.clock, self.clock, {Job.BARS: self.deed}, Schedule(), self.told.append
        )

    def deed(self, one: Due) -> None:
        wrong = self.wrong.pop(0) if self.wrong else None
        if wrong is not None:
            raise wrong
        self.done.append(one)


def test_a_session_is_done_bar_by_bar_and_a_gap_in_one() -> None:
    bench = Bench()
    for _ in range(3 * 60):
        bench.scheduler.step()
        bench.clock.advance(timedelta(seconds=5))
    assert [one.slot for one in bench.done] == [
        OPEN,
        *(OPEN + k * BAR + timedelta(seconds=5) for k in (1, 2)),
    ]
    bench.clock.advance(timedelta(hours=2))
    assert bench.scheduler.step()
    assert not bench.scheduler.step()
    assert len(bench.done) == 4
    assert {one.outcome for one in bench.told} == {"completed"}


def test_what_fails_outside_is_tried_again_later_and_shown_until_it_succeeds() -> None:
    bench = Bench()
    bench.wrong = [VendorError("The vendor is away.", "Wait."), VendorError("The vendor is away.", "Wait.")]
    assert bench.scheduler.step()
    assert not bench.scheduler.step()
    bench.clock.advance(FIRST_PAUSE)
    assert bench.scheduler.step()
    assert bench.scheduler.failures[Job.BARS].count == 2
    bench.clock.advance(FIRST_PAUSE)
    assert not bench.scheduler.step()
    bench.clock.advance(FIRST_PAUSE)
    assert bench.scheduler.step()
    assert bench.scheduler.failures == {}
    assert [one.outcome for one in bench.told] == ["failed", "failed", "completed"]


def test_what_is_wrong_waits_for_its_next_slot() -> None:
    bench = Bench()
    bench.wrong = [DataError("A row is torn.")]
    bench.scheduler.step()
    bench.clock.advance(timedelta(minutes=2))
    assert not bench.scheduler.step()
    bench.clock.advance(BAR)
    assert bench.scheduler.step()
    assert len(bench.done) == 1


def test_what_somebody_else_does_is_not_counted_as_done() -> None:
    bench = Bench()
    bench.wrong = [BusyError("Layer L0 is being run.")]
    assert not bench.scheduler.step()
    assert bench.scheduler.step()
    assert [one.outcome for one in bench.told] == ["busy", "completed"]


def test_nothing_that_a_run_raises_ends_the_loop() -> None:
    bench, told = Bench(), threading.Event()
    bench.wrong = [ZeroDivisionError("1/0")]

    def besides() -> None:
        bench.clock.advance(timedelta(seconds=20))
        if bench.done:
            told.set()

    thread = threading.Thread(target=bench.scheduler.run, args=(told, besides), daemon=True)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    assert [one.outcome for one in bench.told][:2] == ["failed", "completed"]
