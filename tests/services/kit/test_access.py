from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from support.sample_service import create
from support.services import Service, running_service, shared_for
from usdcop.core.access import Role
from usdcop.services.kit.settings import AuthMode, ServiceSettings


@pytest.fixture
def closed(postgres: Engine, redis_url: str) -> Iterator[Service]:
    settings = ServiceSettings(proxies=("127.0.0.1",))
    shared = shared_for(postgres, redis_url, mode=AuthMode.ALL, settings=settings)
    with running_service(create, postgres, redis_url, shared) as running:
        yield running


def test_looking_is_open_and_tells_who_looks(service: Service) -> None:
    assert service.client.get("/api/open").json() == {"who": None}
    assert service.client.get("/api/open", headers=service.headers(Role.VIEWER)).json() == {"who": "viewer"}


def test_a_bad_token_does_not_close_what_is_open(service: Service) -> None:
    told = service.client.get("/api/open", headers={"Authorization": "Bearer nonsense"})
    assert told.json() == {"who": None}


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ((Role.TRADER,), 201),
        ((Role.ADMIN,), 201),
        ((Role.VIEWER,), 403),
        ((Role.COMPLIANCE, Role.OPERATOR), 403),
    ],
)
def test_a_write_takes_its_role(service: Service, roles: tuple[Role, ...], status: int) -> None:
    told = service.client.post("/api/orders", json={"quantity": 1}, headers=service.headers(*roles))
    assert told.status_code == status


def test_without_a_token_a_write_is_refused_before_its_body_is_judged(service: Service) -> None:
    told = service.client.post("/api/orders", json={"quantity": "nonsense"})
    assert told.status_code in {401, 422}
    told = service.client.post("/api/orders", json={"quantity": 1})
    assert (told.status_code, told.json()["code"]) == (401, "NO_TOKEN")
    assert told.headers["www-authenticate"] == "Bearer"


def test_where_all_takes_a_token_only_health_and_the_documents_are_open(closed: Service) -> None:
    client = closed.client
    assert client.get("/api/open").status_code == 401
    assert client.get("/api/latest/USDCOP").status_code == 401
    assert client.get("/api/open", headers=closed.headers(Role.VIEWER)).status_code == 200
    for path in ("/health", "/docs", "/openapi.json"):
        assert client.get(path).status_code == 200


def test_figures_are_for_this_machine_the_proxies_and_users(closed: Service) -> None:
    outside = {"X-Forwarded-For": "203.0.113.9"}
    assert closed.client.get("/metrics").status_code == 200
    assert closed.client.get("/metrics", headers=outside).status_code == 401
    assert (
        closed.client.get("/metrics", headers={**outside, **closed.headers(Role.VIEWER)}).status_code == 200
    )
    assert closed.client.get("/health", headers=outside).status_code == 200
