"""The pipeline service on an open home."""

from fastapi import FastAPI

from usdcop.adapters.postgres.backfills import PostgresBackfills
from usdcop.adapters.postgres.run_history import PostgresRunHistory
from usdcop.core.partitions import Layout
from usdcop.main.serve.rest import serve_rest
from usdcop.main.settings import Settings
from usdcop.main.wiring import System
from usdcop.pipeline.inventory import read_catalog
from usdcop.pipeline.layer_summary import LayerSummaries
from usdcop.services.kit.app import Shared
from usdcop.services.pipeline.app import create
from usdcop.services.pipeline.ports import PipelinePorts

# untested: here, but over HTTP in tests/services/pipeline


def run(settings: Settings) -> None:
    """Serve until told to stop.

    Raises:
        UsageError: the port is taken, or a setting cannot be used.
    """
    serve_rest(settings, "pipeline", settings.environment.pipeline_port, app_of)


def app_of(system: System, shared: Shared) -> FastAPI:
    """The application on ``system``."""
    return create(shared, ports_of(system))


def ports_of(system: System) -> PipelinePorts:
    """The adapters in their ports."""
    symbol = system.market.symbol
    return PipelinePorts(
        market=system.market,
        data_kind=system.settings.mode.value,
        clock=system.clock,
        layers=system.lake,
        catalog=lambda layer: read_catalog(system.objects, Layout(layer, symbol)),
        summary=LayerSummaries(system.objects, symbol).of,
        verdicts=lambda first, last: system.quality.read(symbol, first, last),
        runs=PostgresRunHistory(system.engine),
        backfills=PostgresBackfills(system.engine),
        gates=system.settings.gates,
    )
