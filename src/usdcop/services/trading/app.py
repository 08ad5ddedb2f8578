"""The trading service, put together."""

from collections.abc import Callable
from math import nan

from fastapi import FastAPI

from usdcop.services.kit.app import About, Shared, create_app
from usdcop.services.kit.auth.routes import routers as sign_in_routers
from usdcop.services.kit.health import Watched
from usdcop.services.kit.lanes import LaneRule, Lanes
from usdcop.services.trading import routes_health, routes_market, routes_orders
from usdcop.services.trading.candles import Candles
from usdcop.services.trading.metrics import TradingMetrics
from usdcop.services.trading.ports import TradingPorts

ABOUT = About(
    name="trading",
    title="USDCOP trading",
    description="Prices, bars with indicators and predictions; paper orders, and the switch that stops trading.",
    lanes=Lanes(
        reads=LaneRule(at_once=3, waiting=256, patience=0.06, burst=0.5, burst_patience=1.0),
        urgent_paths=("/api/trading/",),
    ),
)


def create(shared: Shared, ports: TradingPorts | None) -> FastAPI:
    """The application; without ``ports`` only its OpenAPI can be asked for."""
    routers = [routes_health.routes, routes_market.routes, routes_orders.routes, *sign_in_routers()]
    app = create_app(ABOUT, routers, shared, ports)
    if ports is not None:
        metrics = TradingMetrics(shared.registry)
        app.state.metrics = metrics
        app.state.watched = Watched(shared.health, shared.wall)
        app.state.candles = {
            symbol: Candles(market, ports.hot, ports.cold, metrics.looked)
            for symbol, market in ports.markets.items()
        }
        metrics.watch_quotes({symbol: _age(shared, ports, symbol) for symbol in ports.markets})
    return app


def _age(shared: Shared, ports: TradingPorts, symbol: str) -> Callable[[], float]:
    def seconds() -> float:
        quote = ports.quotes.newest(symbol)
        return nan if quote is None else (shared.clock.now() - quote.at).total_seconds()

    return seconds
