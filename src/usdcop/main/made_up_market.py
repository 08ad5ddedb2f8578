"""The market of a synthetic home behind the vendor's API, beside a job that fetches from it."""

# untested: here, but by every job that fetches in a synthetic home, tests/main/jobs/test_acquiring.py first

from collections.abc import Iterator
from contextlib import contextmanager

from usdcop.core.ports import Clock
from usdcop.core.sessions import Market
from usdcop.simulator.app import Access, create_app
from usdcop.simulator.faults import Faults
from usdcop.simulator.server import running
from usdcop.simulator.synthetic import SyntheticMarket

SYNTHETIC_SEED = 0
"""Seed of the market of a synthetic home: the same in every process, so that all see one market."""


@contextmanager
def simulator_for(market: Market, clock: Clock, access: Access, port: int) -> Iterator[str]:
    """A simulator of the home's synthetic market, as far as ``clock`` has come; yields its address."""
    app = create_app(SyntheticMarket(SYNTHETIC_SEED, market), clock, Faults(), access)
    with running(app, port) as url:
        yield url
