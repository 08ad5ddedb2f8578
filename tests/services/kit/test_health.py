import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import Engine

from support.sample_service import create
from support.services import running_service, shared_for
from usdcop.adapters.clock import SystemWall
from usdcop.services.kit import health
from usdcop.services.kit.health import Component, Status, Watched, overall

WELL = Component("database")
SLOW = Component("redis", Status.DEGRADED, "It is slow.", "Wait.", essential=False)
GONE = Component("redis", Status.DOWN, "It is away.", "Start it.", essential=False)
DEAD = Component("database", Status.DOWN, "It is away.", "Start it.")


@pytest.mark.parametrize(
    ("components", "status"),
    [
        ((), Status.OK),
        ((WELL,), Status.OK),
        ((WELL, SLOW), Status.DEGRADED),
        ((WELL, GONE), Status.DEGRADED),
        ((SLOW, DEAD), Status.DOWN),
    ],
)
def test_a_service_is_down_only_without_what_it_needs(
    components: Sequence[Component], status: Status
) -> None:
    assert overall(components) is status


def test_health_names_component_cause_and_next_step(postgres: Engine, redis_url: str) -> None:
    found = [(WELL, GONE), (DEAD,)]
    shared = replace(shared_for(postgres, redis_url), health=lambda: found.pop(0))
    with running_service(create, postgres, redis_url, shared) as service:
        degraded = service.client.get("/health")
        assert (degraded.status_code, degraded.json()["status"]) == (200, "degraded")
        assert degraded.json()["components"][1] == {
            "name": "redis",
            "status": "down",
            "cause": "It is away.",
            "next_step": "Start it.",
            "essential": False,
        }
        again = service.client.get("/health")
        assert again.json()["status"] == "degraded"  # looked at a moment ago
        assert again.json()["service"] == "sample"
        _wait(health.FRESH)
        down = service.client.get("/health", headers={"Authorization": "Bearer nonsense"})
        assert (down.status_code, down.json()["status"]) == (503, "down")


def test_health_answers_while_a_component_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    free = threading.Event()

    def hanging() -> Sequence[Component]:
        free.wait(20)
        return (WELL,)

    async def look() -> Sequence[Component]:
        watched = Watched(hanging, SystemWall())
        try:
            return await watched.components()
        finally:
            free.set()

    (found,) = asyncio.run(look())
    assert found.status is Status.DOWN
    assert found.next_step is not None


def test_health_is_not_limited(postgres: Engine, redis_url: str) -> None:
    shared = shared_for(postgres, redis_url)
    shared = replace(shared, settings=replace(shared.settings, rate_per_minute=1))
    with running_service(create, postgres, redis_url, shared) as service:
        assert {service.client.get("/health").status_code for _ in range(5)} == {200}


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def test_a_client_may_ask_from_anywhere(postgres: Engine, redis_url: str) -> None:
    with running_service(create, postgres, redis_url) as service, httpx.Client() as other:
        assert other.get(f"{service.url}/health").json()["data_kind"] == "synthetic"
