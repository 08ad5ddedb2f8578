"""Status: processes, market time, layers, what is deployed, and what may be traded."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from usdcop.adapters.clock import SystemClock
from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.layers import Layer
from usdcop.core.ports import RunRow
from usdcop.core.trading import StateRow
from usdcop.main.console import out, print_json, print_table
from usdcop.main.supervision.record import Record, Row, read_record, supervised
from usdcop.main.wiring import System


@dataclass(frozen=True, slots=True)
class MarketNow:
    """What time it is on the market of a home."""

    at: datetime
    is_open: bool
    clock: str
    """``real`` or ``simulated``."""


@dataclass(frozen=True, slots=True)
class LayerNow:
    """A layer: how far it reaches and what its newest run did."""

    layer: Layer
    newest: date | None
    run: RunRow | None


@dataclass(frozen=True, slots=True)
class Status:
    """How a home is."""

    mode: str
    home: str
    up: bool
    """Whether a supervisor keeps it up."""
    processes: Sequence[Row]
    """Empty where it is not up."""
    market: MarketNow
    layers: Sequence[LayerNow]
    deployed: Sequence[Mapping[str, object]]
    trading_state: StateRow | None


def status_of(system: System) -> Status:
    """How the home of ``system`` is.

    Raises:
        ServerError: the database does not answer.
    """
    settings, now = system.settings, system.clock.now()
    runs = {row.layer: row for row in system.runs.latest(system.market.symbol)}
    record = _living_record(system)
    return Status(
        mode=settings.mode.value,
        home=str(settings.home),
        up=record is not None,
        processes=record.rows if record else (),
        market=MarketNow(now, system.market.calendar.is_open(now), _clock(system)),
        layers=[
            LayerNow(layer, next(reversed(system.lake.days(layer)), None), runs.get(layer)) for layer in Layer
        ],
        deployed=[
            {"alias": alias, "version": version, "bundle": digest}
            for alias, (version, digest) in deployed_roles(system.addresses.registry).items()
        ],
        trading_state=PostgresTradingState(system.engine).current(),
    )


def show_status(system: System, *, as_json: bool) -> None:
    """Print how the home of ``system`` is."""
    status = status_of(system)
    if as_json:
        print_json(asdict(status))
        return
    zone = system.market.calendar.hours.zone
    state = "open" if status.market.is_open else "closed"
    out.print(
        f"{status.mode.upper()}, market time {status.market.at.astimezone(zone):%Y-%m-%d %H:%M:%S} Bogota ({state}, {status.market.clock} clock); trading {_trading(status)}"
    )
    _print_processes(status)
    print_table(
        f"Layers of {status.home}",
        ("layer", "newest session", "status", "finished (UTC)", "records", "error"),
        [_layer_row(one) for one in status.layers],
    )
    print_table(
        "Deployed",
        ("role", "version", "bundle"),
        [(one["alias"], one["version"], str(one["bundle"])[:12]) for one in status.deployed],
    )


def _living_record(system: System) -> Record | None:
    home = system.settings.home
    return read_record(home) if supervised(home) is not None else None


def _clock(system: System) -> str:
    return "real" if isinstance(system.clock, SystemClock) else "simulated"


def _trading(status: Status) -> str:
    row = status.trading_state
    return "not ready: no trading state yet" if row is None else f"{row.state} ({row.reason}, by {row.actor})"


def _print_processes(status: Status) -> None:
    if not status.up:
        out.print("Not up: start it with 'make run' or 'usdcop up'.")
        return
    rows = [
        (
            row.name,
            row.address,
            row.state.value,
            row.pid,
            f"{row.memory_bytes / 1e6:,.0f} MB" if row.memory_bytes else None,
            row.restarts,
            row.why,
        )
        for row in status.processes
    ]
    print_table("Processes", ("process", "address", "state", "pid", "memory", "restarts", "why"), rows)


def _layer_row(one: LayerNow) -> Sequence[object]:
    name, run = f"{one.layer} {one.layer.deed}", one.run
    if run is None:
        return (name, one.newest, "never run", None, None, "")
    finished = f"{run.completed_at:%Y-%m-%d %H:%M:%S}" if run.completed_at else None
    return (name, one.newest, run.status, finished, run.records_processed, run.error_message or "")
