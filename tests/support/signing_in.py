"""A running service with the routes for signing in, and users who have passwords."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from sqlalchemy import Engine

from support.sample_service import create
from support.services import QUICK, Service, running_service, shared_for
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.core.access import Role
from usdcop.services.kit.app import Shared
from usdcop.services.kit.settings import ServiceSettings

GIVEN = "correct horse battery"
"""The password of ``ana`` (admin) and ``maria`` (trader)."""
GENEROUS = ServiceSettings(rate_per_minute=100_000, sign_ins_per_minute=1_000)


@dataclass(frozen=True)
class SignInDesk:
    """What tests ask of it."""

    service: Service

    @property
    def client(self) -> httpx.Client:
        return self.service.client

    def sign_in(self, name: str = "maria", password: str = GIVEN) -> httpx.Response:
        form = {"grant_type": "password", "username": name, "password": password}
        return self.client.post("/api/auth/token", data=form)

    def tokens(self, name: str = "maria") -> dict[str, Any]:
        answer = self.sign_in(name)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def me(self, token: str) -> httpx.Response:
        return self.client.get("/api/auth/me", headers=bearer(token))

    def renew(self, refresh: str) -> httpx.Response:
        return self.client.post("/api/auth/refresh", json={"refresh_token": refresh})


def bearer(token: str) -> dict[str, str]:
    """The header that carries ``token``."""
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def sign_in_desk(engine: Engine, redis_url: str, shared: Shared | None = None) -> Iterator[SignInDesk]:
    """The service with the users ``ana`` (admin) and ``maria`` (trader), while the block runs."""
    given = shared or shared_for(engine, redis_url, settings=GENEROUS)
    users = PostgresUsers(engine)
    for name, role in (("ana", Role.ADMIN), ("maria", Role.TRADER)):
        users.add(name, frozenset({role}), _kept(), "tests", given.clock.now())
    with running_service(create, engine, redis_url, given) as service:
        yield SignInDesk(service)


@cache
def _kept() -> str:
    return QUICK.hash(GIVEN)
