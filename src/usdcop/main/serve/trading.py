"""The trading service on an open home."""

from dataclasses import replace
from functools import partial

from fastapi import FastAPI

from usdcop.adapters.postgres.accounts import PostgresAccounts
from usdcop.adapters.postgres.candles import PostgresCandles
from usdcop.adapters.postgres.newest import newest_stored
from usdcop.adapters.postgres.order_pages import PostgresOrders
from usdcop.adapters.postgres.orders import PostgresDesk
from usdcop.adapters.postgres.predictions_read import PostgresPredictionPages
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.errors import SourceError
from usdcop.core.risk import is_fresh
from usdcop.core.sessions import MARKETS
from usdcop.main.serve.candles import LakeCandles
from usdcop.main.serve.rest import serve_rest
from usdcop.main.settings import Settings
from usdcop.main.wiring import System
from usdcop.pipeline.changes import ChangeRecord
from usdcop.services.kit.app import Shared
from usdcop.services.kit.health import Component, Status
from usdcop.services.trading.app import create
from usdcop.services.trading.ports import TradingPorts


def run(settings: Settings) -> None:
    """Serve until told to stop.

    Raises:
        UsageError: the port is taken, or a setting cannot be used.
    """
    serve_rest(settings, "trading", settings.environment.trading_port, app_of)


def app_of(system: System, shared: Shared) -> FastAPI:
    """The application on ``system``."""
    ports = ports_of(system)
    others = shared.health
    return create(replace(shared, health=lambda: (*others(), _quote(system, ports), _state(ports))), ports)


def ports_of(system: System) -> TradingPorts:
    """The adapters in their ports."""
    engine = system.engine
    return TradingPorts(
        markets={system.market.symbol: system.market},
        limits=system.settings.risk,
        costs=system.settings.costs,
        hot=PostgresCandles(engine),
        cold=LakeCandles(system.lake, system.market),
        quotes=PostgresQuotes(engine),
        newest_stored=partial(newest_stored, engine),
        remembered=system.memory.read,
        predictions=PostgresPredictionPages(engine),
        desk=PostgresDesk(engine, MARKETS, system.settings.risk),
        orders=PostgresOrders(engine),
        accounts=PostgresAccounts(engine, MARKETS),
        state=PostgresTradingState(engine),
        marks=ChangeRecord(system.lake).marks,
    )


def _quote(system: System, ports: TradingPorts) -> Component:
    """Whether the newest quote may be traded on."""
    now, market = system.clock.now(), system.market
    if not market.calendar.is_open(now):
        return Component("quote", essential=False)
    step = "Look at the orchestrator's /status and at 'usdcop doctor'."
    try:
        quote = ports.quotes.newest(market.symbol)
    except SourceError:
        return Component("quote", Status.DOWN, "It cannot be read.", step, essential=False)
    if quote is None:
        return Component("quote", Status.DEGRADED, "There is none yet.", step, essential=False)
    if not is_fresh(quote, ports.limits, now):
        age = (now - quote.at).total_seconds()
        cause = f"The newest is {age:,.0f} s old: no new risk is accepted."
        return Component("quote", Status.DEGRADED, cause, step, essential=False)
    return Component("quote", essential=False)


def _state(ports: TradingPorts) -> Component:
    """Whether it is known what may be traded."""
    step = "An operator sets it: PUT /api/trading/state."
    try:
        state = ports.state.current()
    except SourceError:
        return Component("trading_state", Status.DOWN, "It cannot be read.", step, essential=False)
    if state is None:
        cause = "It was never set: no order is accepted."
        return Component("trading_state", Status.DOWN, cause, step, essential=False)
    return Component("trading_state", essential=False)
