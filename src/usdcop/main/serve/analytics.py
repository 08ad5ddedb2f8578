"""The analytics service on an open home."""

from fastapi import FastAPI

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.promotions import PostgresPromotions
from usdcop.main.serve.deployment import SystemDeployment
from usdcop.main.serve.rest import serve_rest
from usdcop.main.serve.studio import SystemStudio
from usdcop.main.settings import Settings
from usdcop.main.wiring import System
from usdcop.services.analytics.app import create
from usdcop.services.analytics.ports import AnalyticsPorts
from usdcop.services.kit.app import Shared

# untested: here, but as a process in tests/e2e


def run(settings: Settings) -> None:
    """Serve until told to stop.

    Raises:
        UsageError: the port is taken, or a setting cannot be used.
    """
    serve_rest(settings, "analytics", settings.environment.analytics_port, app_of)


def app_of(system: System, shared: Shared) -> FastAPI:
    """The application on ``system``."""
    return create(shared, ports_of(system))


def ports_of(system: System) -> AnalyticsPorts:
    """The adapters in their ports."""
    studio = SystemStudio(system)
    promotions, trail = PostgresPromotions(system.engine), PostgresAudit(system.engine)
    return AnalyticsPorts(
        market=system.market,
        data_kind=system.settings.mode.value,
        clock=system.clock,
        studio=studio,
        deployment=SystemDeployment(system, studio, promotions, trail),
    )
