"""The service as a whole: its documents, its promises, and signing in."""

import pytest

from support.promises import keeps_its_promises
from support.services import running_service, shared_for
from support.trading_service import Trading, ports_on, told
from usdcop.core.access import Role
from usdcop.services.kit.app import undecided
from usdcop.services.kit.settings import AuthMode
from usdcop.services.trading.app import create

PATHS = {
    "/api/health", "/api/latest/{symbol}", "/api/candlesticks/{symbol}", "/api/stats/{symbol}", "/api/market/health",
    "/api/market/historical", "/api/predictions/{symbol}", "/api/trading/positions", "/api/trading/fills",
    "/api/trading/accounts", "/api/trading/orders", "/api/trading/orders/{order_id}", "/api/trading/state",
    "/api/auth/token", "/api/auth/refresh", "/api/auth/logout", "/api/auth/me", "/api/auth/users", "/health", "/metrics",
}  # fmt: skip


def test_the_documents_are_written_without_any_server() -> None:
    told_paths = create(undecided(), None).openapi()["paths"]
    assert set(told_paths) >= PATHS
    for path, operations in told_paths.items():
        for operation in operations.values():
            assert operation["summary"], path
            assert operation["responses"], path


def test_the_service_keeps_what_its_openapi_promises(trading: Trading) -> None:
    apart = frozenset({"/api/auth/logout"})  # it ends the sign-in of the others
    headers = trading.service.headers(Role.ADMIN)
    assert keeps_its_promises(trading.service.url, headers, examples=6, skip=apart) > 20


def test_where_everything_needs_a_token_only_health_is_open(trading: Trading) -> None:
    shared = shared_for(trading.engine, trading.service_redis, mode=AuthMode.ALL, clock=trading.clock)
    ports = ports_on(trading.engine, trading.lake, trading.redis)
    with running_service(
        lambda given: create(given, ports), trading.engine, trading.service_redis, shared
    ) as service:
        for path in (
            "/api/latest/USDCOP",
            "/api/candlesticks/USDCOP",
            "/api/trading/state",
            "/api/predictions/USDCOP",
        ):
            assert told(service.client.get(path), 401)["code"] == "NO_TOKEN"
            assert service.client.get(path, headers=service.headers(Role.VIEWER)).status_code == 200
        assert service.client.get("/api/health").status_code == 200


def test_figures_of_the_service_are_counted(trading: Trading) -> None:
    for _ in range(2):
        trading.get("/api/candlesticks/USDCOP?limit=60")
    text = trading.service.client.get("/metrics").text
    read, kept = (
        _sample(text, f'usdcop_candle_sessions_total{{found="{found}"}}') for found in ("read", "kept")
    )
    assert read == kept > 0
    assert _sample(text, 'usdcop_quote_age_seconds{symbol="USDCOP"}') == 0.0


def test_an_answer_carries_no_header_that_was_sent_in(trading: Trading) -> None:
    answer = trading.service.client.get("/api/latest/USDCOP%0d%0aSet-Cookie:%20a=b")
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def _sample(text: str, name: str) -> float:
    for line in text.splitlines():
        if line.startswith(name):
            return float(line.rpartition(" ")[2])
    pytest.fail(f"{name} is not among the figures")
