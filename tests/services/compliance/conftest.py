"""The compliance service over a lake of three weeks, a session of a policy, and a person's order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from support.compliance import DAY, Desk, closes_of, keep_bundle, open_desk, trade_person, trade_policy
from support.lakes import lake_at
from support.small_lakes import small_lake


@pytest.fixture(scope="session")
def lake_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small lake is made, once."""
    return tmp_path_factory.mktemp("lakes")


@pytest.fixture
def desk(postgres: Engine, redis_url: str, tmp_path: Path, lake_root: Path) -> Iterator[Desk]:
    """Trades were made, and the bundle that decided is kept."""
    lake = small_lake(tmp_path, lake_root)
    keep_bundle(tmp_path)
    trade_policy(postgres, lake)
    trade_person(postgres, closes_of(lake, DAY)[59])
    with open_desk(lake, tmp_path, postgres, redis_url) as made:
        yield made


@pytest.fixture
def bare_desk(postgres: Engine, redis_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Nothing has happened."""
    with open_desk(lake_at(tmp_path), tmp_path, postgres, redis_url) as made:
        yield made
