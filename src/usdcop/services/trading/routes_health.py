"""``/api/health``: how the service is, and the market with it."""

from importlib.metadata import version

from fastapi import APIRouter, Request, Response

from usdcop.services.kit.errors import documented
from usdcop.services.kit.health import Watched, health_answer, overall, told
from usdcop.services.trading import schemas
from usdcop.services.trading.asked import Serving, SymbolQuery
from usdcop.services.trading.status import market_status

# untested: here, but over HTTP in test_market_over_http.py

routes = APIRouter(tags=["system"])


@routes.get(
    "/api/health",
    summary="How the service is, and whether the market is open",
    responses={
        **documented(404),
        503: {"model": schemas.TradingHealth, "description": "It cannot serve; `components` says why."},
    },
)
async def health(
    serving: Serving, request: Request, response: Response, symbol: SymbolQuery = "USDCOP"
) -> schemas.TradingHealth:
    """Open to everybody, like `/health`."""
    watched: Watched = request.app.state.watched
    shared, market = serving.shared, serving.market(symbol)
    found = await watched.components()
    status = overall(found)
    health_answer(response, status)
    return schemas.TradingHealth(
        status=status,
        service="trading",
        version=version("usdcop"),
        data_kind=shared.data_kind,
        market_time=serving.now,
        time=shared.wall.now(),
        components=told(found),
        market_status=market_status(market, serving.now),
    )
