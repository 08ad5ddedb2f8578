"""The orchestrator's service, put together."""

from fastapi import FastAPI

from usdcop.services.kit.app import About, Shared, create_app
from usdcop.services.orchestrator.ports import OrchestratorPorts
from usdcop.services.orchestrator.routes import routes

# untested: here, but over HTTP in tests/services/orchestrator/test_routes.py

ABOUT = About(
    name="orchestrator",
    title="USDCOP orchestrator",
    description="The live feed: what it is doing, what it waits for, what went wrong; and starting it by hand.",
)


def create(shared: Shared, ports: OrchestratorPorts | None) -> FastAPI:
    """The application; without ``ports`` only its OpenAPI can be asked for."""
    return create_app(ABOUT, [routes], shared, ports)
