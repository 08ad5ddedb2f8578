"""The pipeline service over a small lake, and what stands behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from support.batch import MARKET
from support.clocks import HandClock
from support.services import Service, running_service, shared_for
from support.small_lakes import NOW
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import open_objects
from usdcop.adapters.postgres.backfills import PostgresBackfills
from usdcop.adapters.postgres.quality import PostgresQuality
from usdcop.adapters.postgres.run_history import PostgresRunHistory
from usdcop.core.partitions import Layout
from usdcop.pipeline.gates import LayerGateSettings
from usdcop.pipeline.inventory import read_catalog
from usdcop.pipeline.layer_summary import LayerSummaries
from usdcop.services.pipeline.app import create
from usdcop.services.pipeline.ports import PipelinePorts


@dataclass(frozen=True)
class Desk:
    """The running service."""

    service: Service
    lake: ParquetLake
    clock: HandClock
    engine: Engine

    def get(self, path: str, code: int = 200, **query: object) -> Any:  # noqa: ANN401 - any JSON
        """The body of the answer to ``GET /api/pipeline/{path}``, which must have the status ``code``."""
        answer = self.service.client.get(f"/api/pipeline/{path}", params=query or None)  # type: ignore[arg-type]
        assert answer.status_code == code, answer.text
        return answer.json()


@contextmanager
def open_desk(lake: ParquetLake, folder: Path, engine: Engine, redis_url: str) -> Iterator[Desk]:
    """The service over ``lake``, whose objects lie under ``folder``, at a time moved by hand."""
    objects, quality, clock = open_objects(folder.as_uri()), PostgresQuality(engine), HandClock(NOW)
    ports = PipelinePorts(
        market=MARKET,
        data_kind="synthetic",
        clock=clock,
        layers=lake,
        catalog=lambda layer: read_catalog(objects, Layout(layer, "USDCOP")),
        summary=LayerSummaries(objects, "USDCOP").of,
        verdicts=lambda first, last: quality.read("USDCOP", first, last),
        runs=PostgresRunHistory(engine),
        backfills=PostgresBackfills(engine),
        gates=LayerGateSettings(),
    )
    shared = replace(shared_for(engine, redis_url, clock=clock), data_kind="synthetic")
    with running_service(lambda given: create(given, ports), engine, redis_url, shared) as service:
        yield Desk(service, lake, clock, engine)
