"""No request of any service takes a second connection while it holds one, however many come at once.

Were there one that does, five at once could wait for each other's until time is up.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event

from support.homes import settings_of
from support.services import running_service
from usdcop.adapters.postgres.shares import PoolRule
from usdcop.core.access import Role
from usdcop.main.serve import analytics, compliance, pipeline, trading
from usdcop.main.wiring import System, open_system
from usdcop.services.kit.app import Shared

SERVICES: Final[dict[str, Callable[[System, Shared], FastAPI]]] = {
    "analytics": analytics.app_of,
    "compliance": compliance.app_of,
    "pipeline": pipeline.app_of,
    "trading": trading.app_of,
}
AT_ONCE: Final = 32
PATIENT: Final = PoolRule(size=5, reserved=2, patience=20, urgent_patience=20)
UNASKED: Final = ("/docs", "/openapi.json", "/metrics", "/health")
OF_PARAMETERS: Final = {
    "symbol": "USDCOP",
    "layer": "l1",
    "order_id": "00000000-0000-4000-8000-000000000000",
    "start": "2024-03-04",
    "end": "2024-03-05",
    "day": "2024-03-04",
    "session": "2024-03-04",
}


class Held:
    """How many connections each thread holds, and the most that any held."""

    def __init__(self) -> None:
        self.most = 0
        self.taken = 0
        self._by_thread: Counter[int] = Counter()
        self._owner: dict[int, int] = {}
        self._lock = threading.Lock()

    def take(self, connection: object, *_: object) -> None:
        with self._lock:
            me = threading.get_ident()
            self._owner[id(connection)] = me
            self._by_thread[me] += 1
            self.taken += 1
            self.most = max(self.most, self._by_thread[me])

    def give_back(self, connection: object, *_: object) -> None:
        with self._lock:
            self._by_thread[self._owner.pop(id(connection))] -= 1


@contextmanager
def watched(engine: Engine) -> Iterator[Held]:
    held = Held()
    event.listen(engine, "checkout", held.take)
    event.listen(engine, "checkin", held.give_back)
    try:
        yield held
    finally:
        event.remove(engine, "checkout", held.take)
        event.remove(engine, "checkin", held.give_back)


def paths_of(document: dict[str, Any]) -> list[str]:
    """Every path that can be read, with something for each of its parameters."""
    found = []
    for path, methods in sorted(document["paths"].items()):
        if "get" not in methods or path in UNASKED:
            continue
        asked, query = path, []
        for one in methods["get"].get("parameters", []):
            value = OF_PARAMETERS.get(one["name"], "1")
            if one["in"] == "path":
                asked = asked.replace("{" + one["name"] + "}", value)
            elif one["required"]:
                query.append(f"{one['name']}={value}")
        found.append(f"{asked}?{'&'.join(query)}" if query else asked)
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_a_request_holds_one_connection_at_most(name: str, shared_home: Path) -> None:
    with (
        open_system(settings_of(shared_home), as_service=True, pool=PATIENT) as system,
        running_service(
            lambda shared: SERVICES[name](system, shared), system.engine, system.addresses.redis
        ) as service,
        watched(system.engine) as held,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        headers = service.headers(Role.OPERATOR, Role.COMPLIANCE, Role.TRADER)
        asked = paths_of(service.client.get("/openapi.json").json())
        assert len(asked) >= 6
        statuses = list(
            pool.map(lambda path: service.client.get(path, headers=headers).status_code, 4 * asked)
        )
        assert held.most == 1
        assert held.taken > len(asked)
        wrong = {status for status in statuses if status >= HTTPStatus.INTERNAL_SERVER_ERROR}
        assert wrong <= {HTTPStatus.SERVICE_UNAVAILABLE}, Counter(statuses)  # turned away as one of a crowd
