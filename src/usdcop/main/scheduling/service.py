"""The scheduler as a service: its worker in a thread, health and metrics over HTTP."""

import json
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog
from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from usdcop.core.errors import SourceError, UsdcopError
from usdcop.core.examination import Night
from usdcop.main.embedded.files import write_private
from usdcop.main.jobs.backfilling import work_backfills
from usdcop.main.jobs.nightly_examination import examine_tonight, newest_night
from usdcop.main.jobs.running import LayerReport
from usdcop.main.logs import log_to
from usdcop.main.scheduling.bars import BarRuns
from usdcop.main.scheduling.nights import Judging, anchor_now, reconcile_tonight, retire_tonight
from usdcop.main.scheduling.plan import NIGHTLY, Due, Job, Schedule
from usdcop.main.scheduling.scheduler import Deed, Scheduler, Told
from usdcop.main.serve.http import address_of, listening, server_of
from usdcop.main.serve.rest import shared_of
from usdcop.main.settings import Settings
from usdcop.main.wiring import System, open_system
from usdcop.services.kit.app import About, Shared, create_app
from usdcop.services.kit.health import Component, Status

REMEMBERED: Final = "scheduler.json"
"""File in the home: the nights that were done."""
_PATIENCE: Final = 2.0
_ABOUT: Final = About(
    "scheduler",
    "USDCOP scheduler",
    "Runs the layers as bars close, and what is due by night. Its work is in `pipeline_status`.",
)

_log = structlog.get_logger("usdcop.scheduler")


def serve_scheduler(settings: Settings) -> None:
    """Schedule the home of ``settings`` until told to stop.

    Raises:
        UsageError: the port is taken.
        ServerError: the servers cannot be started.
    """
    port = settings.environment.scheduler_port
    with (
        listening(settings.services.host, port, "USDCOP_SCHEDULER_PORT") as listener,
        open_system(settings, as_service=True) as system,
    ):
        facts = {"run": system.run_id, "symbol": system.market.symbol, "data_kind": settings.mode.value}
        log_to(settings.home, "scheduler", settings.environment.log_level, **facts)
        worker = Worker(system)
        worker.start()
        _log.info("serving", address=address_of(listener))
        try:
            server_of(app_of(worker)).run([listener])
        finally:
            worker.end()


class Worker:
    """The scheduler's thread, with all it is to do."""

    def __init__(self, system: System, schedule: Schedule | None = None) -> None:
        self.system = system
        self.figures = Figures()
        self._bars = BarRuns(system)
        self._judging = Judging(system, system.settings.home / "logs" / "judge.log")
        deeds: dict[Job, Deed] = {
            Job.BARS: self._bring,
            Job.BACKFILLS: lambda _one: work_backfills(system),
            Job.ANCHOR: lambda _one: anchor_now(system),
            Job.RECONCILE: lambda one: reconcile_tonight(system, one),
            Job.RETENTION: lambda one: retire_tonight(system, one),
            Job.EXAMINE: lambda _one: examine_tonight(system),
            Job.JUDGE: self._judging,
        }
        calendar, clock, wall = system.market.calendar, system.clock, system.wall
        self.scheduler = Scheduler(calendar, clock, wall, deeds, schedule or Schedule(), self._done)
        self.scheduler.last.update(read_nights(system.settings.home))
        self._told = threading.Event()
        self._thread = threading.Thread(
            target=self.scheduler.run, args=(self._told, self._look), name="worker", daemon=True
        )

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def end(self) -> None:
        """Stop; a run under way is cut off soon, and marked interrupted by the next."""
        self._told.set()
        self._judging.end()
        self._thread.join(_PATIENCE)

    @property
    def alive(self) -> bool:
        """Whether it works."""
        return self._thread.is_alive()

    def _bring(self, one: Due) -> None:
        for report in self._bars(one):
            self.figures.layer(report)

    def _look(self) -> None:
        try:
            self._judging.look()
        except UsdcopError as error:
            self.scheduler.fail(Job.JUDGE, error)

    def _done(self, told: Told) -> None:
        self.figures.job(told)
        if told.job is Job.BARS or told.outcome != "completed":
            behind = round(told.behind.total_seconds(), 1)
            _log.info(
                "job", job=told.job, outcome=told.outcome, seconds=round(told.seconds, 2), behind=behind
            )
        if told.job in NIGHTLY and told.outcome == "completed":
            write_nights(self.system.settings.home, self.scheduler.last)


class Figures:
    """What Prometheus is told."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._jobs = Counter(
            "usdcop_scheduler_jobs", "Runs of a job, by outcome.", ("job", "outcome"), registry=self.registry
        )
        self._seconds = Histogram(
            "usdcop_scheduler_job_seconds", "Real duration of a job.", ("job",), registry=self.registry
        )
        self._behind = Gauge(
            "usdcop_scheduler_behind_seconds",
            "Market time from a bar's slot until it is through all layers.",
            registry=self.registry,
        )
        self._layers = Counter(
            "usdcop_pipeline_runs", "Completed runs of a layer.", ("layer",), registry=self.registry
        )
        self._layer_seconds = Histogram(
            "usdcop_pipeline_seconds",
            "Real duration of a run of a layer.",
            ("layer",),
            registry=self.registry,
        )
        self._findings = Gauge(
            "usdcop_examination_findings",
            "Things that the newest night's examination found wrong.",
            registry=self.registry,
        )
        self._examined = Gauge(
            "usdcop_examination_timestamp_seconds",
            "Real time at which it ended; 0: no night has passed yet.",
            registry=self.registry,
        )
        self.credits = Gauge(
            "usdcop_vendor_credits_left", "Credits left today, by key.", ("key",), registry=self.registry
        )

    def job(self, told: Told) -> None:
        """A job was run."""
        self._jobs.labels(told.job.value, told.outcome).inc()
        self._seconds.labels(told.job.value).observe(told.seconds)
        if told.job is Job.BARS and told.outcome == "completed":
            self._behind.set(told.behind.total_seconds())

    def night(self, found: Night | None) -> None:
        """The newest night's examination."""
        self._findings.set(0 if found is None else found.findings)
        self._examined.set(0 if found is None else found.at.timestamp())

    def layer(self, report: LayerReport) -> None:
        """A layer was run."""
        self._layers.labels(report.layer.value).inc()
        self._layer_seconds.labels(report.layer.value).observe(report.seconds)


def app_of(worker: Worker) -> FastAPI:
    """Health and metrics of ``worker``."""
    shared: Shared = shared_of(worker.system)
    others = shared.health

    def health() -> Sequence[Component]:
        _count_credits(worker)
        with suppress(SourceError):  # the component of the database tells
            worker.figures.night(newest_night(worker.system))
        return (*others(), *components_of(worker))

    return create_app(_ABOUT, (), replace(shared, health=health, registry=worker.figures.registry), None)


def components_of(worker: Worker) -> list[Component]:
    """How the worker is, and which of its jobs failed."""
    found = [Component("worker")]
    if not worker.alive:
        found = [Component("worker", Status.DOWN, "It has ended.", "Restart the scheduler; see its log.")]
    for job, failure in list(worker.scheduler.failures.items()):
        cause = f"{failure.sentence} ({failure.count} in a row)"
        found.append(Component(f"job {job}", Status.DEGRADED, cause, failure.cure, essential=False))
    return found


def read_nights(home: Path) -> dict[Job, datetime]:
    """The newest slots of nightly jobs that were done in ``home``."""
    with suppress(FileNotFoundError, ValueError):
        found = json.loads((home / REMEMBERED).read_text())
        return {Job(name): datetime.fromisoformat(at) for name, at in found.items()}
    return {}


def write_nights(home: Path, last: dict[Job, datetime]) -> None:
    """Remember in ``home`` the nights that were done."""
    nights = {job.value: last[job].isoformat() for job in NIGHTLY if job in last}
    write_private(home / REMEMBERED, json.dumps(nights))


def _count_credits(worker: Worker) -> None:
    system = worker.system
    with suppress(SourceError):  # the component of Redis tells
        for key, use in system.credits.uses(system.clock.now()).items():
            left = max(0, system.settings.vendor.credits_per_day - use.in_day) if use.day_known else 0
            worker.figures.credits.labels(key).set(left)
