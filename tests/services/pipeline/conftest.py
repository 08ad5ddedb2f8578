"""The pipeline service over a lake of three weeks, and over one in which nothing is yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from support.lakes import lake_at
from support.pipeline_desk import Desk, open_desk
from support.small_lakes import NOW, serve_verdicts, small_lake
from usdcop.adapters.postgres.runs import PostgresRuns
from usdcop.core.layers import Layer


@pytest.fixture(scope="session")
def lake_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small lake is made, once."""
    return tmp_path_factory.mktemp("lakes")


@pytest.fixture
def desk(postgres: Engine, redis_url: str, tmp_path: Path, lake_root: Path) -> Iterator[Desk]:
    """L0 to L3 ran once each; L2, the last of them, failed."""
    lake = small_lake(tmp_path, lake_root)
    serve_verdicts(lake, postgres)
    runs = PostgresRuns(postgres)
    for layer in (Layer.L0, Layer.L1, Layer.L3):
        runs.finish(runs.start(layer, "USDCOP", NOW), NOW, 60)
    runs.fail(runs.start(Layer.L2, "USDCOP", NOW), NOW, "The disk was full.")
    with open_desk(lake, tmp_path, postgres, redis_url) as made:
        yield made


@pytest.fixture
def bare_desk(postgres: Engine, redis_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Nothing is stored."""
    with open_desk(lake_at(tmp_path), tmp_path, postgres, redis_url) as made:
        yield made
