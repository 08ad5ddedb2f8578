import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from support.sample_service import create
from support.services import running_service, shared_for
from usdcop.core.access import Role
from usdcop.services.kit.limiting import Unlimited, too_many
from usdcop.services.kit.settings import ServiceSettings


@pytest.mark.parametrize(("seconds", "wait"), [(0.0, "1"), (0.2, "1"), (12.1, "13"), (60.0, "60")])
def test_who_calls_too_often_is_told_when_to_come_again(seconds: float, wait: str) -> None:
    refusal = too_many(seconds)
    assert (refusal.status, refusal.headers["Retry-After"]) == (429, wait)


def test_documents_are_made_without_a_limit() -> None:
    async def hits() -> list[float | None]:
        limiter = Unlimited()
        found = [await limiter.hit("x", 1) for _ in range(3)]
        await limiter.close()
        return found

    assert asyncio.run(hits()) == [None, None, None]


def test_each_client_has_its_own_limit(postgres: Engine, redis_url: str) -> None:
    settings = ServiceSettings(rate_per_minute=3, proxies=("127.0.0.1",))
    shared = shared_for(postgres, redis_url, settings=settings)
    with running_service(create, postgres, redis_url, shared) as service:

        def calls(**headers: str) -> list[int]:
            return [service.client.get("/api/open", headers=headers).status_code for _ in range(4)]

        trader, viewer = service.headers(Role.TRADER), service.headers(Role.VIEWER)
        assert calls() == [200, 200, 200, 429]
        assert calls(**trader) == [200, 200, 200, 429]
        assert calls(**viewer) == [200, 200, 200, 429]
        assert calls(**{"X-Forwarded-For": "203.0.113.9"}) == [200, 200, 200, 429]
        again = service.headers(Role.TRADER)  # another token of the same user
        refused = service.client.get("/api/open", headers=again)
        assert (refused.status_code, refused.json()["code"]) == (429, "RATE_LIMIT_EXCEEDED")
        assert 1 <= int(refused.headers["retry-after"]) <= 60


def test_forged_tokens_and_forged_addresses_buy_no_further_calls(postgres: Engine, redis_url: str) -> None:
    shared = shared_for(postgres, redis_url)
    shared = replace(shared, settings=replace(shared.settings, rate_per_minute=3))
    with running_service(create, postgres, redis_url, shared) as service:
        found = [
            service.client.get(
                "/api/open", headers={"Authorization": f"Bearer {n}", "X-Forwarded-For": f"203.0.113.{n}"}
            ).status_code
            for n in range(5)
        ]
        assert found == [200, 200, 200, 429, 429]


def test_two_processes_count_together(postgres: Engine, redis_url: str) -> None:
    settings = ServiceSettings(rate_per_minute=4)
    shared = [shared_for(postgres, redis_url, settings=settings) for _ in range(2)]
    with (
        running_service(create, postgres, redis_url, shared[0]) as one,
        running_service(create, postgres, redis_url, shared[1]) as other,
    ):
        found = [service.client.get("/api/open").status_code for service in (one, other) * 3]
    assert found == [200, 200, 200, 200, 429, 429]
