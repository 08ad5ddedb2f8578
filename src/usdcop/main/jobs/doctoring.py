"""Doctor: everything that can be examined in a home; each finding with its cause and what to do next."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Final

from sqlalchemy import text

from usdcop.adapters.clock import SystemWall
from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.migrate import newest_migration
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.adapters.redis import open_redis
from usdcop.core.audit import ANCHORED
from usdcop.core.errors import UsdcopError
from usdcop.core.examination import CURE, Kind
from usdcop.core.holidays import colombian_holidays
from usdcop.core.layers import Layer
from usdcop.core.ports import Wall
from usdcop.core.trading import TradingState
from usdcop.live.skew import Reading, skew
from usdcop.main.console import out, print_json, print_table
from usdcop.main.embedded.ports import free
from usdcop.main.jobs import diagnosis
from usdcop.main.jobs.anchoring import newest
from usdcop.main.jobs.diagnosis import Finding, Level
from usdcop.main.jobs.disk_use import disk_use
from usdcop.main.jobs.examination import archive_of, examine_record
from usdcop.main.jobs.nightly_examination import newest_night
from usdcop.main.modes import Mode
from usdcop.main.serve.identity import access_of
from usdcop.main.settings import Settings
from usdcop.main.supervision.dashboard import NAME as DASHBOARD
from usdcop.main.supervision.dashboard import NoDashboard, find_dashboard
from usdcop.main.supervision.programs import PROGRAMS, programs_of, wanted_port
from usdcop.main.supervision.record import living, read_record, supervised
from usdcop.main.wiring import System, open_system

Check = Callable[[], Finding | Iterable[Finding]]


def show_findings(settings: Settings, *, as_json: bool) -> None:
    """Examine the home of ``settings`` and print what was found.

    Raises:
        VerificationError: something is wrong.
    """
    found = examine_home(settings)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        rows = [(one.name, one.level.value, one.cause, one.next_step) for one in found]
        print_table(f"Examination of {settings.home}", ("what", "level", "cause", "next step"), rows)
        out.print(diagnosis.summary(found))
    diagnosis.refuse(found)


def examine_home(settings: Settings) -> list[Finding]:
    """Examine a home, also one whose servers cannot be started."""
    try:
        with open_system(settings) as system:
            return examine(system)
    except UsdcopError as error:
        broken = Finding("servers", Level.FAIL, error.sentence, error.cure)
        return [broken, *_all(_of_machine(settings, SystemWall()))]


def examine(system: System) -> list[Finding]:
    """Examine the open home ``system``; takes a second or two. May be called from any thread."""
    settings = system.settings
    checks = (*_of_machine(settings, system.wall), *_of_servers(system), *_of_data(system))
    return _all(checks)


def _of_machine(settings: Settings, wall: Wall) -> Sequence[tuple[str, Check]]:
    return (
        ("disk", lambda: _disk(settings)),
        ("ports", lambda: _ports(settings)),
        ("supervisor", lambda: _supervisor(settings)),
        (DASHBOARD, lambda: _dashboard(settings)),
        ("file modes", lambda: diagnosis.file_modes(settings.home)),
        ("secrets", lambda: _secrets(settings)),
        ("calendar", lambda: diagnosis.calendar(wall.now().date(), colombian_holidays)),
    )


def _disk(settings: Settings) -> Finding:
    return diagnosis.disk(shutil.disk_usage(_existing(settings)).free, disk_use(settings.home))


def _of_servers(system: System) -> Sequence[tuple[str, Check]]:
    return (
        ("database", lambda: _database(system)),
        ("migrations", lambda: _migrations(system)),
        ("redis", lambda: _redis(system)),
        ("clock", lambda: _clock(system)),
    )


def _of_data(system: System) -> Sequence[tuple[str, Check]]:
    return (
        ("vendor keys", lambda: _keys(system)),
        ("layers", lambda: _layers(system)),
        ("object store", lambda: _objects(system)),
        ("models", lambda: _models(system)),
        ("trading", lambda: _trading(system)),
        ("audit anchor", lambda: _anchor(system)),
        ("record", lambda: _record(system)),
        ("night", lambda: _night(system)),
    )


def _all(checks: Iterable[tuple[str, Check]]) -> list[Finding]:
    """Every finding; a check that fails is one itself."""
    return [finding for name, check in checks for finding in _checked(name, check)]


def _checked(name: str, check: Check) -> Iterator[Finding]:
    try:
        found = check()
        yield from [found] if isinstance(found, Finding) else list(found)
    except UsdcopError as error:
        yield Finding(name, Level.FAIL, error.sentence, error.cure)
    except OSError as error:
        yield Finding(name, Level.FAIL, f"It cannot be examined: {error}.", "See that you may read the home.")


def _existing(settings: Settings) -> str:
    found = settings.home
    while not found.exists():
        found = found.parent
    return str(found)


def _ports(settings: Settings) -> Iterator[Finding]:
    """Ports that are wanted: while the system is up its processes hold them, else they must be free."""
    if supervised(settings.home) is not None:
        yield Finding("ports", Level.OK, "the system is up and holds its ports")
        return
    absent = {DASHBOARD} if isinstance(find_dashboard(settings.environment), NoDashboard) else set()
    programs = [program for program in programs_of(settings.mode) if program.name not in absent]
    wanted = {program: wanted_port(settings.environment, program) for program in programs}
    taken = [program for program, port in wanted.items() if port and not free(port, settings.services.host)]
    for program in taken:
        cure = f"Stop that program, or set {program.port_setting} to another port."
        cause = f"port {wanted[program]} of the {program.name} is used by another program"
        yield Finding("ports", Level.FAIL, cause, cure)
    if not taken:
        yield Finding("ports", Level.OK, "free")


def _supervisor(settings: Settings) -> Iterator[Finding]:
    record, pid = read_record(settings.home), supervised(settings.home)
    if record is None or pid is None:
        left = living(record, [program.name for program in PROGRAMS]) if record else {}
        yield diagnosis.orphans(left)
        return
    yield from diagnosis.processes(record.rows)


def _dashboard(settings: Settings) -> Finding:
    found = find_dashboard(settings.environment)
    if not isinstance(found, NoDashboard):
        return Finding(DASHBOARD, Level.OK, f"built, and {found.node} runs it")
    level = Level.WARN if settings.environment.dashboard else Level.OK
    return Finding(DASHBOARD, level, f"there is none: {found.why}", found.cure)


def _secrets(settings: Settings) -> Finding:
    if settings.environment.jwt_secret is None and not (settings.home / "jwt.secret").exists():
        return Finding("secrets", Level.OK, "none is made yet: the first start makes it")
    access_of(settings)  # refuses weak ones
    return Finding("secrets", Level.OK, "strong enough for where the services listen")


def _database(system: System) -> Finding:
    began = system.wall.monotonic()
    with transaction(system.engine) as connection:
        size = int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    return diagnosis.database(system.wall.monotonic() - began, size)


def _migrations(system: System) -> Finding:
    with transaction(system.engine) as connection:
        stands = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    return diagnosis.migrations(stands, newest_migration())


def _redis(system: System) -> Finding:
    with open_redis(system.addresses.redis) as client:
        memory, persistence = dict(client.info("memory")), dict(client.info("persistence"))
    return diagnosis.redis(memory, persistence)


def _clock(system: System) -> Finding:
    asked = system.wall.now()
    with transaction(system.engine) as connection:
        said = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    found = skew(Reading("PostgreSQL", said, asked, system.wall.now()))
    return diagnosis.clock(found, system.settings.live.largest_skew)


def _keys(system: System) -> Finding:
    if system.settings.mode is not Mode.REAL:
        return Finding("vendor keys", Level.OK, "none is needed: the market is simulated")
    uses = system.credits.uses(system.clock.now())
    return diagnosis.keys(len(system.settings.vendor.keys), uses, system.settings.vendor.credits_per_day)


def _layers(system: System) -> Iterator[Finding]:
    runs = system.runs.latest(system.market.symbol)
    yield from diagnosis.runs(runs)
    reach = {layer: next(reversed(system.lake.days(layer)), None) for layer in Layer}
    yield diagnosis.reach(reach, system.market.calendar, system.clock.now())


def _objects(system: System) -> Finding:
    """The newest partition of each layer, read and proven against its checksum."""
    proven = 0
    for layer in Layer:
        newest = next(reversed(system.lake.days(layer)), None)
        if newest is not None:
            system.lake.read(layer, [newest])
            proven += 1
    return Finding("object store", Level.OK, f"the newest session of {proven} layers is whole")


def _models(system: System) -> Finding:
    roles = [alias.value for alias in deployed_roles(system.addresses.registry)]
    if not roles:
        return Finding(
            "models", Level.WARN, "no bundle is deployed", "Train one: 'usdcop train', then promote it."
        )
    return Finding("models", Level.OK, f"deployed: {', '.join(roles)}")


def _trading(system: System) -> Finding:
    row = PostgresTradingState(system.engine).current()
    if row is None:
        cause = "there is no trading state: no order is accepted"
        return Finding("trading", Level.WARN, cause, "Start the system once: 'usdcop up'.")
    level = Level.OK if row.state is TradingState.ACTIVE else Level.WARN
    step = "" if level is Level.OK else "An operator resumes: PUT /api/trading/state with a reason."
    return Finding("trading", level, f"{row.state} since {row.at:%Y-%m-%d %H:%M} UTC: {row.reason}", step)


def _anchor(system: System) -> Finding:
    head, last = PostgresAudit(system.engine).head(), newest(system.objects)
    until = 0 if last is None else last.seq
    if head is None or head.seq <= until or (head.action == ANCHORED and head.seq == until + 1):
        return Finding("audit anchor", Level.OK, f"anchored up to row {until}")
    waits = system.wall.now() - head.recorded_at
    late = waits > timedelta(minutes=45)
    cause = f"rows after {until} are not anchored yet"
    step = "See that the scheduler runs: it anchors every 15 minutes." if late else ""
    return Finding("audit anchor", Level.WARN if late else Level.OK, cause, step)


def _record(system: System) -> Iterator[Finding]:
    """One finding for each kind of thing that is not as the trail tells it."""
    found = examine_record(archive_of(system))
    for kind in Kind:
        own = [one for one in found.differences if one.kind is kind]
        if own:
            more = f" {len(own) - 1} more in 'usdcop verify'." if len(own) > 1 else ""
            yield Finding(_NAMES.get(kind, kind.value), Level.FAIL, f"{own[0].what}{more}", CURE)
    for note in found.notes:
        yield Finding("record", Level.OK, note.what)
    if found.sound:
        compared = found.compared
        told = (
            f"{found.trail.rows:,} rows of the trail hold against {found.trail.anchors} anchors; {compared.orders:,}"
            f" orders, {compared.fills:,} fills, {compared.predictions:,} predictions and the court's record are as"
            " it tells them"
        )
        yield Finding("record", Level.OK, told)


def _night(system: System) -> Finding:
    """What the newest night found, and when it was."""
    found = newest_night(system)
    if found is None:
        return Finding("night", Level.OK, "no night has passed yet in which everything was examined")
    told = f"on {found.at:%Y-%m-%d %H:%M} UTC {found.files:,} files and {found.rows_compared:,} rows of PostgreSQL"
    if found.findings:
        cause = f"{told} were examined: {found.findings} findings; the first: {found.first}"
        return Finding("night", Level.FAIL, cause, "Run 'usdcop verify' to see whether they stand. " + CURE)
    late = system.wall.now() - found.at > _LONGEST_WITHOUT
    step = "See that the scheduler runs: it examines the home after each session." if late else ""
    return Finding("night", Level.WARN if late else Level.OK, f"{told} were sound", step)


_LONGEST_WITHOUT: Final = timedelta(days=5)
"""Longer than from a night to the next over any holidays."""
_NAMES: Final = {Kind.TRAIL: "audit trail", Kind.ANCHOR: "anchors", Kind.STATE: "trading state"}
