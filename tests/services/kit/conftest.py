"""A running service with a route of each kind."""

from collections.abc import Iterator

import pytest

from support.sample_service import create
from support.services import Service, running_service
from usdcop.adapters.postgres.database import open_database
from usdcop.main.embedded.redis import RedisServer


@pytest.fixture(scope="module")
def service(_migrated_url: str, redis_server: RedisServer) -> Iterator[Service]:
    """The service, the same for all tests of a module: none of them changes what another sees."""
    engine = open_database(_migrated_url)
    with running_service(create, engine, redis_server.url()) as running:
        yield running
    engine.dispose()
