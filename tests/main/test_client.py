import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from support.clocks import HandClock
from support.services import shared_for
from support.signing_in import GENEROUS, SignInDesk, sign_in_desk
from usdcop.adapters.clock import SystemWall
from usdcop.core.errors import ServerError, UnauthenticatedError, UsageError
from usdcop.main.client import EARLY, address_of, authorised, keep, request, tokens_file
from usdcop.main.settings import Settings, read_settings
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Record, Row, alone, write_record


@pytest.fixture
def wall() -> HandClock:
    return HandClock(SystemWall().now())


@pytest.fixture
def desk(postgres: Engine, redis_url: str, wall: HandClock) -> Iterator[SignInDesk]:
    shared = shared_for(postgres, redis_url, settings=GENEROUS, wall=wall)
    with sign_in_desk(postgres, redis_url, shared) as made:
        yield made


@pytest.fixture
def settings(desk: SignInDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wall: HandClock) -> Settings:
    monkeypatch.setenv("USDCOP_HOME", str(tmp_path))
    monkeypatch.setenv("USDCOP_TRADING_PORT", desk.service.url.rpartition(":")[2])
    found = read_settings()
    found.home.mkdir()
    keep(tokens_file(found), desk.tokens(), wall.now())
    return found


def me(settings: Settings, wall: HandClock) -> str:
    with authorised(settings, wall) as client:
        name: str = request(client, "GET", "/api/auth/me").json()["name"]
        return name


def kept(settings: Settings) -> dict[str, str]:
    found: dict[str, str] = json.loads(tokens_file(settings).read_text())
    return found


def test_a_request_carries_the_tokens_of_the_home(settings: Settings, wall: HandClock) -> None:
    assert me(settings, wall) == "maria"


def test_tokens_are_renewed_shortly_before_they_end(settings: Settings, wall: HandClock) -> None:
    first = kept(settings)
    wall.advance(timedelta(minutes=15) - EARLY - timedelta(seconds=2))
    me(settings, wall)
    assert kept(settings) == first
    wall.advance(timedelta(seconds=3))
    assert me(settings, wall) == "maria"
    assert kept(settings)["refresh"] != first["refresh"]


def test_tokens_that_are_refused_are_renewed_and_the_request_is_sent_again(
    settings: Settings, wall: HandClock
) -> None:
    spoilt = {**kept(settings), "access": "spoilt"}
    tokens_file(settings).write_text(json.dumps(spoilt))
    assert me(settings, wall) == "maria"
    assert kept(settings)["access"] != "spoilt"


def test_where_the_sign_in_has_ended_the_cure_is_to_sign_in(settings: Settings, wall: HandClock) -> None:
    wall.advance(timedelta(days=15))
    with pytest.raises(UnauthenticatedError, match="usdcop login"):
        me(settings, wall)


@pytest.mark.parametrize("text", [None, "", "{", "{}", "[]", '{"user": "maria"}'])
def test_tokens_that_cannot_be_read_are_none(settings: Settings, wall: HandClock, text: str | None) -> None:
    if text is None:
        tokens_file(settings).unlink()
    else:
        tokens_file(settings).write_text(text)
    with pytest.raises(UsageError, match="usdcop login"):
        me(settings, wall)


def test_what_a_service_refuses_is_said_in_its_words(settings: Settings, wall: HandClock) -> None:
    with authorised(settings, wall) as client:
        with pytest.raises(UsageError, match="There is no such symbol"):
            request(client, "GET", "/api/latest/EURUSD")
        with pytest.raises(ServerError, match="The service failed"):
            request(client, "GET", "/api/broken/otherwise")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8001"),
        ("0.0.0.0", "http://127.0.0.1:8001"),
        ("::1", "http://[::1]:8001"),
        ("::", "http://[::1]:8001"),
        ("desk.example", "http://desk.example:8001"),
    ],
)
def test_where_a_service_is_called(host: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USDCOP_ANALYTICS_PORT", "8001")
    found = read_settings()
    assert address_of(replace(found, services=replace(found.services, host=host)), "analytics") == address


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"])
@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9"])
def test_services_of_the_home_are_never_asked_through_a_proxy(
    settings: Settings, wall: HandClock, monkeypatch: pytest.MonkeyPatch, name: str, proxy: str
) -> None:
    monkeypatch.setenv(name, proxy)
    assert me(settings, wall) == "maria"


def test_a_running_system_is_found_where_it_says_it_is_and_one_that_stopped_is_not(
    settings: Settings,
) -> None:
    """Beside a system on other ports, 'usdcop watch' asked the usual one and said to start it."""
    row = Row("stream", "http://127.0.0.1:8901", State.READY, 1, None, 0)
    record = Record(
        1,
        datetime(2024, 7, 10, tzinfo=UTC),
        "synthetic",
        "real",
        (row, replace(row, name="pipeline", address="")),
    )
    usual = address_of(settings, "stream")
    write_record(settings.home, record)
    with alone(settings.home):
        assert address_of(settings, "stream") == row.address
        assert address_of(settings, "pipeline").startswith("http://127.0.0.1:"), "it has none yet"
        assert address_of(settings, "trading").endswith(str(settings.environment.trading_port))
    assert address_of(settings, "stream") == usual
