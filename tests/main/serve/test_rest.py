import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

import usdcop
from support.outer_servers import outer_servers
from support.sample_service import create
from usdcop.adapters.postgres.database import open_database
from usdcop.core.errors import UsageError
from usdcop.main.embedded.ports import any_free_port
from usdcop.main.jobs.users import ensure_admin
from usdcop.main.serve.rest import serve_rest, shared_of
from usdcop.main.settings import read_settings
from usdcop.main.wiring import System, open_system
from usdcop.services.kit.health import Status

pytestmark = pytest.mark.alone

TESTS = Path(__file__).parents[2]


@pytest.fixture
def port() -> int:
    return any_free_port()


@pytest.fixture
def variables(tmp_path: Path, postgres_url: str, redis_url: str, port: int) -> dict[str, str]:
    return outer_servers(tmp_path, postgres_url, redis_url, USDCOP_TRADING_PORT=str(port))


@pytest.fixture
def process(variables: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    path = os.pathsep.join([str(TESTS), str(Path(usdcop.__file__).parents[1])])
    served = subprocess.Popen(
        [sys.executable, "-m", "support.serve_sample"],
        env={**variables, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        text=True,
    )
    yield served
    if served.poll() is None:
        served.kill()
    served.communicate()


def ready(port: int) -> httpx.Response:
    for _ in range(600):
        try:
            return httpx.get(f"http://127.0.0.1:{port}/health", timeout=10)
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the service did not start")


def test_a_service_is_served_until_it_is_told_to_stop(
    process: subprocess.Popen[str], port: int, tmp_path: Path
) -> None:
    health = ready(port).json()
    assert (health["status"], health["data_kind"]) == ("ok", "synthetic")
    assert [part["name"] for part in health["components"]] == ["database", "redis"]
    httpx.get(f"http://127.0.0.1:{port}/api/latest/USDCOP?password=hunter2")
    figures = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    assert "usdcop_database_pool_size 5.0" in figures
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=15)
    assert process.returncode == 0
    assert time.monotonic() - started < 8
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line["event"] for line in lines] == ["serving", "request", "stopped"]
    assert {line["process"] for line in lines} == {"trading"}
    assert "hunter2" not in told
    assert (tmp_path / "synthetic" / "logs" / "trading.jsonl").read_text().count("\n") == 3


@pytest.fixture
def opened(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with open_system(read_settings()) as system:
        yield system


def test_a_taken_port_names_the_setting_before_anything_is_opened(
    variables: dict[str, str], port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(UsageError, match="USDCOP_TRADING_PORT"):
            serve_rest(settings, "trading", port, lambda _system, shared: create(shared))
    assert not (tmp_path / "synthetic").exists()


def test_what_services_share_knows_who_signed_in(opened: System) -> None:
    shared = shared_of(opened)
    password = ensure_admin(opened)
    assert password is not None
    assert shared.desk is not None
    issued = shared.desk.sign_in("admin", password, "127.0.0.1")
    assert shared.identity.principal(issued.access) == issued.principal
    assert [part.status for part in shared.health()] == [Status.OK, Status.OK]
    assert shared.pool is not None
    assert shared.pool().size == 5


def test_without_redis_a_service_is_degraded_and_without_postgres_down(opened: System) -> None:
    nowhere = opened.engine.url.set(port=9).render_as_string(hide_password=False)
    without = replace(
        opened,
        engine=open_database(nowhere),
        addresses=replace(opened.addresses, redis="redis://:hunter2@127.0.0.1:9/0"),
    )
    database, redis = shared_of(without).health()
    assert (database.status, database.essential) == (Status.DOWN, True)
    assert (redis.status, redis.essential) == (Status.DOWN, False)
    for part in (database, redis):
        assert part.next_step is not None
        assert "hunter2" not in str(part)
        assert "127.0.0.1" not in str(part)
