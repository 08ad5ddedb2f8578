"""The scheduler over simulated days: a real home, real servers, a clock moved by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client import generate_latest

from support.live_homes import CALENDAR, NEXT, OPENS, LiveHome, live_home
from usdcop.core.examination import Night
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR
from usdcop.main.scheduling.plan import Job
from usdcop.main.scheduling.service import Figures, Worker, components_of, read_nights
from usdcop.services.kit.health import Status
from usdcop.simulator.faults import Fault, FaultKind


def settle(worker: Worker) -> None:
    """Do all that is due."""
    while worker.scheduler.step():
        pass


def status_of(home: LiveHome, layer: Layer) -> str:
    return {row.layer: row.status for row in home.system.runs.latest("USDCOP")}[layer]


def stored(home: LiveHome) -> int:
    rows = home.system.lake.read(Layer.L1, [NEXT])
    return 0 if rows is None else rows.height


def bars_as_they_close(home: LiveHome, worker: Worker) -> None:
    settle(worker)
    opened = {row.layer: row for row in home.system.runs.latest("USDCOP")}[Layer.L0]
    assert (opened.status, opened.completed_at) == ("completed", OPENS)
    home.clock.advance(timedelta(seconds=5))
    for bar in (1, 2):
        home.clock.advance(BAR)
        settle(worker)
        assert stored(home) == bar
        assert all(next(reversed(home.system.lake.days(layer))) == NEXT for layer in list(Layer)[:6])


def a_vendor_that_fails(home: LiveHome, worker: Worker) -> None:
    home.faults.add(Fault(FaultKind.ERROR_BODY, code=400))
    home.clock.advance(BAR)
    settle(worker)
    assert worker.scheduler.failures[Job.BARS].count == 1
    assert status_of(home, Layer.L0) == "failed"
    parts = {part.name: part.status for part in components_of(worker)}
    assert parts["job bars"] is Status.DEGRADED
    told = generate_latest(worker.figures.registry).decode()
    assert 'usdcop_scheduler_jobs_total{job="bars",outcome="failed"} 1.0' in told
    home.faults.clear()
    worker.scheduler.failures.clear()  # its pause is real time


def the_night(home: LiveHome, worker: Worker) -> None:
    home.clock.advance(CALENDAR.closes_at(NEXT) + timedelta(hours=1) - home.clock.now())
    settle(worker)
    assert worker.scheduler.failures == {}
    assert stored(home) >= 55
    served = home.system.bars.read("USDCOP", OPENS, CALENDAR.closes_at(NEXT))
    assert served.height == stored(home)
    assert status_of(home, Layer.L6) == "completed"


def test_a_session_bar_by_bar_then_its_night(own_home: Path) -> None:
    with live_home(own_home) as home:
        worker = Worker(home.system)
        bars_as_they_close(home, worker)
        a_vendor_that_fails(home, worker)
        the_night(home, worker)
        nights = {Job.RECONCILE, Job.RETENTION, Job.EXAMINE, Job.JUDGE}
        assert read_nights(home.system.settings.home).keys() == nights
        assert Worker(home.system).scheduler.last.keys() == nights


def test_prometheus_is_told_what_the_newest_night_found() -> None:
    figures = Figures()
    figures.night(None)
    assert figures.registry.get_sample_value("usdcop_examination_timestamp_seconds") == 0
    figures.night(Night(datetime(2024, 7, 10, tzinfo=UTC), 3, "A fill was deleted.", 100, 5_000, 1.5))
    assert figures.registry.get_sample_value("usdcop_examination_findings") == 3
    assert figures.registry.get_sample_value("usdcop_examination_timestamp_seconds") == 1_720_569_600
