"""The simulator as a process: the vendor of a home that is replayed or made up."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from usdcop.core.errors import UsageError
from usdcop.core.ports import Clock
from usdcop.core.sessions import MARKETS, Market
from usdcop.main.jobs.replaying import read_replay, replayed_market
from usdcop.main.made_up_market import SYNTHETIC_SEED
from usdcop.main.modes import Mode
from usdcop.main.settings import Settings
from usdcop.main.wiring import SIMULATOR_KEY, clock_of
from usdcop.simulator.app import Access, create_app
from usdcop.simulator.faults import Faults
from usdcop.simulator.market import BarSource
from usdcop.simulator.replay import FileMarket
from usdcop.simulator.server import serve
from usdcop.simulator.synthetic import SyntheticMarket

# untested: here; tests/main/test_serving.py starts it

Endpoint = Callable[[Request], Awaitable[JSONResponse]]


def run(settings: Settings) -> None:
    """Serve the home's market, as far as its clock has come, until told to stop.

    Raises:
        UsageError: the home has no simulated market.
        ServerError: the port is taken.
    """
    market = MARKETS["USDCOP"]
    source, clock = source_of(settings, market), clock_of(settings, market)
    vendor = create_app(source, clock, Faults(), Access(keys=frozenset({SIMULATOR_KEY})))
    app = Starlette(routes=[Route("/health", _health(source, clock)), Mount("/", vendor)])
    serve(app, settings.environment.simulator_port, lambda _url: None)


def source_of(settings: Settings, market: Market) -> BarSource:
    """The market of the home.

    Raises:
        UsageError: it is the real one, or no replay was prepared.
    """
    match settings.mode:
        case Mode.SYNTHETIC:
            return SyntheticMarket(SYNTHETIC_SEED, market)
        case Mode.REPLAY:
            replay = read_replay(settings.home)
            if replay is None:
                raise UsageError("This home replays nothing yet.", "Give a file: make run DATA=bars.csv.gz.")
            return FileMarket(market, replayed_market(replay.file, market, replay.clock)[0])
        case Mode.REAL:
            raise UsageError("A real home has a vendor, and no simulator.", "Use --mode synthetic or replay.")


def _health(source: BarSource, clock: Clock) -> Endpoint:
    async def answer(_request: Request) -> JSONResponse:
        at = clock.now().isoformat()
        return JSONResponse(
            {"status": "ok", "service": "simulator", "data_kind": source.kind, "market_time": at}
        )

    return answer
