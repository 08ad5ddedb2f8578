"""Up, as a whole: the batch part in a process of its own, then every process of the system, until told to stop."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

import typer

from usdcop.adapters.clock import SystemWall
from usdcop.core.errors import UsageError
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR, MARKETS, Market
from usdcop.main.console import err, say
from usdcop.main.embedded.files import folder
from usdcop.main.embedded.ports import HOST, any_free_port, free, port_taken
from usdcop.main.embedded.servers import Servers, servers
from usdcop.main.jobs.bringing_up import UpJob, mode_of
from usdcop.main.jobs.replaying import EARLY, SESSIONS, Replay, replay_of, write_replay
from usdcop.main.market_time import KeptTime, read_kept, started, write_kept
from usdcop.main.modes import Mode
from usdcop.main.settings import Settings, read_settings
from usdcop.main.supervision.dashboard import NAME as DASHBOARD
from usdcop.main.supervision.dashboard import NoDashboard, find_dashboard
from usdcop.main.supervision.environment import inherited
from usdcop.main.supervision.programs import Program, programs_of, wanted_port, written
from usdcop.main.supervision.record import Row, alone, refuse_second
from usdcop.main.supervision.screen import screen_of
from usdcop.main.supervision.servers import ServerWatch
from usdcop.main.supervision.supervisor import Supervisor, Surroundings, listening
from usdcop.main.supervision.timekeeper import Timekeeper
from usdcop.main.supervision.worker import Task, serve_command
from usdcop.main.wiring import clock_is_given, forget, given_clock, open_lake

CLOSED_SPEED: Final = Fraction(3600)
"""Market seconds per real second while a replayed or made-up market is closed."""
LEAD: Final = timedelta(seconds=20)
"""Real time that market time stands still while the processes start, so that none misses an opening."""
DOCUMENTED: Final = ("trading", "analytics", "pipeline", "compliance", "orchestrator")
"""Services that a person can explore in a browser."""
_BATCH_PATIENCE: Final = 8.0


def go_live(job: UpJob) -> None:
    """Bring the home up to date, then keep all its processes running until told to stop.

    Raises:
        UsageError: a port is taken, the home is up already, or the options contradict each other.
        UsdcopError: the servers cannot start.
    """
    settings, market = read_settings(mode_of(job)), MARKETS["USDCOP"]
    refuse_second(settings.home)
    ports = chosen_ports(settings)
    if job.reset:
        forget(settings)
    with alone(settings.home):
        prepare_time(settings, job, market)
        with _held_servers(settings) as running:
            _batch(settings, job)
            _supervise(settings, market, ports, running)


def chosen_ports(settings: Settings) -> dict[Program, int]:
    """The port of every program that will run; where any will do, a free one. A dashboard that cannot run has none.

    Raises:
        UsageError: one is taken.
    """
    chosen: dict[Program, int] = {}
    absent = isinstance(find_dashboard(settings.environment), NoDashboard)
    for program in programs_of(settings.mode):
        if program.name == DASHBOARD and absent:
            continue
        wanted = wanted_port(settings.environment, program)
        if wanted and not free(wanted, settings.services.host):
            raise port_taken(wanted, program.port_setting, f"The {program.name}")
        chosen[program] = wanted or any_free_port()
    return chosen


def prepare_time(settings: Settings, job: UpJob, market: Market) -> None:
    """Decide where market time stands while the batch part runs, and what of a file is held back.

    Raises:
        UsageError: there is nothing to replay.
    """
    if settings.mode is Mode.REAL:
        return
    kept, calendar = read_kept(settings.home), market.calendar
    if settings.mode is Mode.REPLAY:
        start, end = _replay_span(settings, job, market, new=kept is None)
    else:
        start, end = _made_up_start(settings, market), None
    if clock_is_given(settings):
        return
    now, speed = SystemWall().now(), job.speed
    if kept is None:
        kept = KeptTime(started(start, end, speed, CLOSED_SPEED), start, now, running=False)
        say(f"Market time begins at {start.astimezone(calendar.hours.zone):%Y-%m-%d %H:%M} Bogota.")
    write_kept(settings.home, replace(kept, spec=replace(kept.spec, speed=speed), real=now, running=False))


def _replay_span(settings: Settings, job: UpJob, market: Market, *, new: bool) -> tuple[datetime, datetime]:
    replay = replay_of(settings.home, job.data, market, job.clock)
    if new:
        _must_be_unknown(settings, market, replay)
        count = len(replay.sessions)
        few = f" (the file is too short for {SESSIONS})" if count < SESSIONS else ""
        say(f"Held back for the replay: {count} sessions, {replay.first} to {replay.sessions[-1]}{few}.")
    write_replay(settings.home, replay)
    return replay.start(market.calendar), replay.end(market.calendar)


def _must_be_unknown(settings: Settings, market: Market, replay: Replay) -> None:
    known = next(reversed(open_lake(settings, market.symbol).days(Layer.L0)), None)
    if known is not None and known >= replay.first:
        raise UsageError(
            f"This home knows the bars until {known} already, so nothing of {replay.file.name} is left to live through.",
            "Start over with RESET=1, or set USDCOP_HOME to another folder.",
        )


def _made_up_start(settings: Settings, market: Market) -> datetime:
    """Where a made-up market goes on: after its newest bar, else before the newest opening."""
    lake, calendar = open_lake(settings, market.symbol), market.calendar
    newest = next(reversed(lake.days(Layer.L0)), None)
    rows = None if newest is None else lake.read(Layer.L0, [newest])
    if rows is not None:
        last: datetime = rows["time"].to_list()[-1]
        return last + BAR
    now = SystemWall().now()
    day = calendar.sessions_before(calendar.local_date(now + timedelta(days=1)), 2)
    opened = [calendar.opens_at(one) - EARLY for one in day]
    return max((at for at in opened if at <= now), default=opened[0])


@contextmanager
def _held_servers(settings: Settings) -> Iterator[Servers | None]:
    """The embedded servers for as long as the system is up; None where the user has servers of their own."""
    environment = settings.environment
    if environment.database_url and environment.redis_url:
        yield None
        return
    with servers(
        settings.home, postgres_port=environment.postgres_port, redis_port=environment.redis_port
    ) as running:
        yield running


def _batch(settings: Settings, job: UpJob) -> None:
    """The batch part in a process of its own: what it needs of memory goes with it.

    Raises:
        typer.Exit: it failed; it has said why.
    """
    options = ["--steps", job.steps, "--seeds", job.seeds]
    options += ["--data", job.data] if job.data is not None else []
    command = (sys.executable, "-m", "usdcop.main", "up", "--once", "--parent", os.getpid(), *options)
    batch = subprocess.Popen([str(word) for word in command], env=inherited(_given(settings)))  # noqa: S603 - ours
    try:
        code = batch.wait()
    except BaseException:
        _ended(batch)
        raise
    if code:
        raise typer.Exit(code if code > 0 else 128 - code)


def _ended(batch: subprocess.Popen[bytes]) -> None:
    """End the batch part: Ctrl-C has reached it too, other signals have not."""
    batch.terminate()
    try:
        batch.wait(timeout=_BATCH_PATIENCE)
    except subprocess.TimeoutExpired:
        batch.kill()
        batch.wait()


def _given(settings: Settings) -> dict[str, str]:
    return {"USDCOP_HOME": str(settings.environment.home), "USDCOP_MODE": settings.mode.value}


def _supervise(
    settings: Settings, market: Market, ports: dict[Program, int], running: Servers | None
) -> None:
    wall = SystemWall()
    given = given_clock(settings, wall) if clock_is_given(settings) else None
    keeper = Timekeeper(settings.home, market.calendar, wall, given, LEAD)
    tasks = tasks_of(settings, ports, keeper.text)
    watch = ServerWatch(settings.home, running)
    with listening() as told, screen_of(err) as screen:

        def welcome(rows: Sequence[Row]) -> None:
            screen.say(where_to_look(settings, rows))

        around = Surroundings(settings.home, settings.mode.value, screen, wall, keeper, watch, welcome)
        Supervisor(tasks, around).run(told, os.getpid())


def tasks_of(settings: Settings, ports: dict[Program, int], clock: str) -> list[Task]:
    """What is started, and with what it is told."""
    logs = folder(settings.home / "logs")
    told = {**_given(settings), "USDCOP_CLOCK": clock, "PYTHONUNBUFFERED": "1"}
    told |= {program.port_setting: str(port) for program, port in ports.items()}
    simulator = next((port for program, port in ports.items() if program.name == "simulator"), None)
    if simulator is not None:
        told["USDCOP_SIMULATOR_URL"] = f"http://{HOST}:{simulator}"
    loopback = settings.services.host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
    return [
        Task(
            name=program.name,
            wave=program.wave,
            command=serve_command(program.name),
            environment=inherited(told),
            host=HOST if loopback or program.name == "simulator" else settings.services.host,
            port=port,
            log=logs / f"{program.name}.log",
        )
        for program, port in ports.items()
        if written(program.name)
    ]


def where_to_look(settings: Settings, rows: Sequence[Row]) -> str:
    """What a newcomer reads when all is up."""
    at = {row.name: row.address for row in rows}
    trading, mode = at.get("trading", ""), settings.mode.value
    lines = [f"Up ({mode.upper()}). {_where_the_dashboard_is(settings, at)}", "Look around:"]
    lines += [f"  {name:<13} {address}/docs" for name, address in at.items() if name in DOCUMENTED]
    if "stream" in at:
        lines.append(f"  {'stream':<13} {at['stream'].replace('http', 'ws')}/ws/market-data")
    lines += [
        f"  usdcop status --mode {mode}; usdcop doctor --mode {mode}; logs in {settings.home / 'logs'}",
        "Sign in there or here (user admin; the first start printed the password):",
        f"  TOKEN=$(curl -s {trading}/api/auth/token -d username=admin -d password=… | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"access_token\"])')",
        "Stop all trading at once (kill switch):",
        f'  curl -X PUT {trading}/api/trading/state -H "Authorization: Bearer $TOKEN" -H \'Content-Type: application/json\' -d \'{{"state": "HALTED", "reason": "by hand"}}\'',
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _where_the_dashboard_is(settings: Settings, at: Mapping[str, str]) -> str:
    if DASHBOARD in at:
        return f"Open {at[DASHBOARD]}"
    found = find_dashboard(settings.environment)
    return found.sentence if isinstance(found, NoDashboard) else "No dashboard was started."
