"""Simulate: the vendor's API from a synthetic or a replayed market, in the foreground or beside a job."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from usdcop.adapters.clock import SimulatedClock, SystemClock, SystemWall
from usdcop.core.clocks import parse_clock
from usdcop.core.credits import CreditLimits
from usdcop.core.ports import Clock
from usdcop.core.sessions import MARKETS, Market
from usdcop.main.console import say
from usdcop.main.jobs.replaying import replayed_market
from usdcop.main.wiring import SIMULATOR_KEY, System
from usdcop.simulator.app import Access, create_app
from usdcop.simulator.faults import Faults
from usdcop.simulator.market import BarSource
from usdcop.simulator.meter import Plan
from usdcop.simulator.replay import FileMarket
from usdcop.simulator.server import running, serve
from usdcop.simulator.synthetic import SyntheticMarket

SYNTHETIC_SEED = 0
"""Seed of the market of a synthetic home: the same in every process, so that all see one market."""


@contextmanager
def simulator_for(system: System, limits: CreditLimits) -> Iterator[str]:
    """A simulator of the home's synthetic market, as far as its clock has come; yields its address."""
    source = SyntheticMarket(SYNTHETIC_SEED, system.market)
    access = Access(frozenset({SIMULATOR_KEY}), Plan(limits.per_minute, limits.per_day))
    app = create_app(source, system.clock, Faults(), access)
    with running(app, system.settings.environment.simulator_port) as url:
        yield url


def simulate(*, port: int, data: Path | None, seed: int, clock: str) -> None:
    """Serve until told to stop.

    Raises:
        UsageError: the clock cannot be read.
        DataError: the file cannot be read.
        ServerError: the port is taken.
    """
    market = MARKETS["USDCOP"]
    source = SyntheticMarket(seed, market) if data is None else _replayed(data, market)
    app = create_app(source, _clock(clock, market), Faults())

    def ready(url: str) -> None:
        say(f"Simulator ({source.kind.upper()}) at [bold]{url}[/]; any key is let in. Ctrl-C stops it.")
        say(f"Try: curl '{url}/time_series?symbol=USD/COP&interval=5min&outputsize=3&apikey=demo'")
        say("Faults: POST, GET and DELETE /_faults")

    serve(app, port, ready)


def _clock(text: str, market: Market) -> Clock:
    wall, spec = SystemWall(), parse_clock(text)
    if spec is None:
        return SystemClock(wall)
    return SimulatedClock(
        spec if spec.anchor is not None else spec.anchored(wall.now()), market.calendar, wall
    )


def _replayed(data: Path, market: Market) -> BarSource:
    """The file's bars on the right clock; rows without four prices are left out."""
    frame, found = replayed_market(data, market)
    for line in found.findings.lines():
        say(line)
    return FileMarket(market, frame)
