"""The analytics service, put together."""

from fastapi import FastAPI

from usdcop.services.analytics import routes_figures, routes_models
from usdcop.services.analytics.ports import AnalyticsPorts
from usdcop.services.kit.app import About, Shared, create_app

# untested: here, but over HTTP in tests/main/serve/test_analytics.py

ABOUT = About(
    name="analytics",
    title="USDCOP analytics",
    description="How policies did and who is deployed: every figure from a ledger of decisions and fills.",
)


def create(shared: Shared, ports: AnalyticsPorts | None) -> FastAPI:
    """The application; without ``ports`` only its OpenAPI can be asked for."""
    return create_app(ABOUT, [routes_figures.routes, routes_models.routes], shared, ports)
