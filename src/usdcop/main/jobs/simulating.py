"""Simulate: the vendor's API from a made-up or a replayed market, in the foreground."""

from pathlib import Path

from usdcop.adapters.clock import SimulatedClock, SystemClock, SystemWall
from usdcop.core.clocks import parse_clock
from usdcop.core.ports import Clock
from usdcop.core.sessions import MARKETS, Market
from usdcop.main.console import say
from usdcop.main.jobs.replaying import replayed_market
from usdcop.simulator.app import create_app
from usdcop.simulator.faults import Faults
from usdcop.simulator.market import BarSource
from usdcop.simulator.replay import FileMarket
from usdcop.simulator.server import serve
from usdcop.simulator.synthetic import SyntheticMarket


def simulate(*, port: int, data: Path | None, seed: int, clock: str, file_clock: str) -> None:
    """Serve until told to stop.

    Raises:
        UsageError: the clock cannot be read.
        DataError: the file cannot be read.
        ServerError: the port is taken.
    """
    market = MARKETS["USDCOP"]
    source = SyntheticMarket(seed, market) if data is None else _replayed(data, market, file_clock)
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


def _replayed(data: Path, market: Market, clock: str) -> BarSource:
    """The file's bars on the right clock; rows without four prices are left out."""
    typed = f"usdcop simulate --data {data.name} --file-clock"
    frame, found = replayed_market(data, market, clock, typed)
    for line in found.findings.lines():
        say(line)
    return FileMarket(market, frame)
