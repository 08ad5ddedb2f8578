"""What a newcomer tries with curl at the trading service, line by line in one shell, against ``usdcop serve``."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.candles import CALENDAR, forming_bar, history, store_hot
from support.homes import settings_of, started
from support.orders import AT, a_quote, open_book
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.main.embedded.ports import any_free_port
from usdcop.main.jobs.users import NewPassword, add_user
from usdcop.main.modes import Mode
from usdcop.main.wiring import open_system

README = Path(__file__).resolve().parents[2] / "README.md"
SERVICE = re.compile(r"http://(?:127\.0\.0\.1|localhost):8000(?=/)")
PASSWORD = "four words at random"
DAYS = CALENDAR.sessions(datetime(2024, 12, 16, tzinfo=UTC).date(), CALENDAR.local_date(AT))

LINES = r"""
curl -s http://127.0.0.1:8000/api/health
curl -s http://127.0.0.1:8000/api/latest/USDCOP
curl -s 'http://127.0.0.1:8000/api/candlesticks/USDCOP?timeframe=1h&limit=5'
curl -s 'http://127.0.0.1:8000/api/candlesticks/USDCOP?start_date=2024-12-30&end_date=2024-12-31'
TOKEN=$(curl -s -d username=maria --data-urlencode "password=$PASSWORD" http://127.0.0.1:8000/api/auth/token | sed -E 's/.*"access_token":"([^"]+)".*/\1/')
curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"client_order_id": "my-first-order", "symbol": "USDCOP", "side": "buy", "type": "market", "quantity_usd": 10000}' http://127.0.0.1:8000/api/trading/orders
curl -s -X PUT -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"state": "HALTED", "reason": "I want to see it stop"}' http://127.0.0.1:8000/api/trading/state
curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"client_order_id": "my-second-order", "symbol": "USDCOP", "side": "buy", "type": "market", "quantity_usd": 10000}' http://127.0.0.1:8000/api/trading/orders
curl -s -X PUT -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"state": "ACTIVE", "reason": "I have seen it"}' http://127.0.0.1:8000/api/trading/state
curl -s -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/api/trading/orders
"""
SEPARATOR = "\x1e"


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of ``usdcop serve trading`` on a home with a history, an hour into a session."""
    with open_system(settings_of(root, Mode.SYNTHETIC), writes=True) as system:
        store_hot(system.engine, history(DAYS, now=AT))
        store_hot(system.engine, forming_bar(AT, 4000.0))
        open_book(system.engine)
        PostgresQuotes(system.engine).put(a_quote(AT.replace(second=1), poll_interval_seconds=600.0))
        add_user(system, "maria", ["trader", "operator"], NewPassword(PASSWORD, made=False))
        add_user(system, "admin", ["admin"], NewPassword(PASSWORD, made=False))
        port = any_free_port()
        clock = f"sim:{AT.isoformat()}@{datetime.now(UTC).isoformat()},x1"  # noqa: TID251 - the child's anchor
        with started(
            root, "serve", "trading", mode="synthetic", USDCOP_TRADING_PORT=str(port), USDCOP_CLOCK=clock
        ) as process:
            try:
                yield _ready(f"http://127.0.0.1:{port}", process)
            finally:
                process.terminate()
                process.communicate(timeout=60)


def _ready(url: str, process: subprocess.Popen[str]) -> str:
    for _ in range(600):
        assert process.poll() is None, process.communicate()[1]
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == 200:
                return url
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the service was not ready within a minute")


def tried(lines: list[str], url: str) -> list[str]:
    """What each of ``lines`` printed, in one shell; a line that fails ends it."""
    steps = [f"{SERVICE.sub(url, line)}\nprintf '{SEPARATOR}'" for line in lines]
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(steps)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": f"{Path(sys.executable).parent}:{os.defpath}", "PASSWORD": PASSWORD},
    )
    return done.stdout.split(SEPARATOR)[:-1]


def lines_of_the_readme() -> list[str]:
    """Lines of the README's shell blocks that call the trading service, continued lines joined."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE)
    text = "\n".join(blocks).replace("\\\n", " ")
    lines = text.replace("-d password=…", '--data-urlencode "password=$PASSWORD"').splitlines()
    return [line.removeprefix("$ ") for line in lines if "curl" in line and SERVICE.search(line)]


def test_a_newcomer_looks_trades_and_stops_everything(empty_home: Path) -> None:
    own = LINES.strip().splitlines()
    with served(empty_home) as url:
        readme = lines_of_the_readme()
        told = tried([*own, *readme], url)
    answers: list[Any] = [json.loads(text) if text else None for text in told[: len(own)]]
    health, latest, hours, days, _, placed, halted, refused, resumed, orders = answers
    assert health["status"] == "ok"
    assert health["market_status"]["is_open"] is True
    assert (latest["price"], latest["state"]) == (4000.0, "live")
    assert hours["count"] == 5
    assert days["count"] == 120
    assert (placed["status"], placed["actor"], placed["quantity_usd"]) == ("working", "maria", 10_000.0)
    assert (halted["state"], halted["actor"]) == ("HALTED", "maria")
    assert refused["code"] == "HALTED"
    assert resumed["state"] == "ACTIVE"
    assert [(one["client_order_id"], one["status"]) for one in orders["data"]] == [
        ("my-first-order", "cancelled")
    ]
    assert readme
    for text in told[len(own) :]:
        assert not text or "urn:usdcop:" not in text, text
