"""The pipeline service, put together."""

from fastapi import FastAPI

from usdcop.services.kit.app import About, Shared, create_app
from usdcop.services.pipeline import routes_backfill, routes_imports, routes_layers, routes_sessions
from usdcop.services.pipeline.gatekeeping import Gatekeeper
from usdcop.services.pipeline.ports import PipelinePorts

ABOUT = About(
    name="pipeline",
    title="USDCOP pipeline",
    description="Layers L0 to L6: complete, fresh, correct? What was refused, what each was made from, which files were imported, and filling holes.",
)


def create(shared: Shared, ports: PipelinePorts | None) -> FastAPI:
    """The application; without ``ports`` only its OpenAPI can be asked for."""
    routers = [routes_layers.routes, routes_sessions.routes, routes_backfill.routes, routes_imports.routes]
    app = create_app(ABOUT, routers, shared, ports)
    if ports is not None:
        app.state.keeper = Gatekeeper(ports)
    return app
