"""The trading service composed on a real home."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.homes import settings_of
from support.services import Service, running_service
from usdcop.core.access import Role
from usdcop.main.serve.trading import app_of
from usdcop.main.wiring import open_system


@pytest.fixture
def service(own_home: Path) -> Iterator[Service]:
    with (
        open_system(settings_of(own_home), as_service=True) as system,
        running_service(
            lambda shared: app_of(system, shared), system.engine, system.addresses.redis
        ) as running,
    ):
        yield running


def test_a_home_with_history_is_served_as_the_role_of_the_services(service: Service) -> None:
    client = service.client
    parts = {part["name"]: part for part in client.get("/api/health").json()["components"]}
    assert parts["trading_state"]["status"] == "down"
    assert parts["trading_state"]["next_step"]
    assert parts["quote"]["essential"] is False
    candles = client.get("/api/candlesticks/USDCOP?limit=10000").json()
    stats = client.get("/api/stats/USDCOP").json()
    assert stats["data_range"]["data_points"] > 11_000
    assert candles["count"] == 10_000, "no more than was asked for"
    latest = client.get("/api/latest/USDCOP").json()
    assert latest["price"] == candles["data"][-1]["close"]
    assert latest["state"] in {"closed", "stale"}
    assert latest["seq"] is None
    told = {gap["reason"] for gap in candles["gaps"]}
    assert told <= {"missing", "quarantined", "not_yet"}, "the last where the market is open just now"
    assert client.get("/api/candlesticks/USDCOP?timeframe=1d&limit=5").json()["count"] == 5
    assert client.get("/api/predictions/USDCOP?limit=3").status_code == 200
    operator = service.headers(Role.OPERATOR)
    change = {"state": "HALTED", "reason": "a first state"}
    assert client.put("/api/trading/state", json=change, headers=operator).json()["state"] == "HALTED"
    assert client.get("/api/trading/orders", headers=operator).json()["data"] == []
    from_now = {part["name"]: part["status"] for part in client.get("/health").json()["components"]}
    assert from_now["trading_state"] == "ok"
