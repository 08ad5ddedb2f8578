"""The compliance service, put together."""

from fastapi import FastAPI

from usdcop.services.compliance.observing import Observer
from usdcop.services.compliance.ports import CompliancePorts
from usdcop.services.compliance.routes import routes
from usdcop.services.kit.app import About, Shared, create_app

ABOUT = About(
    name="compliance",
    title="USDCOP compliance",
    description="What happened and who did it: the audit trail and its proof, trades from bar to fill, rules and reports.",
)


def create(shared: Shared, ports: CompliancePorts | None) -> FastAPI:
    """The application; without ``ports`` only its OpenAPI can be asked for."""
    app = create_app(ABOUT, [routes], shared, ports)
    if ports is not None:
        app.state.observer = Observer(ports)
    return app
