"""The orchestrator on a real home with a deployed bundle, a simulator beside it, and market time that flies."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from support.homes import SEED
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.epochs import PostgresEpochs
from usdcop.adapters.postgres.sign_ins import PostgresSignIns
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.adapters.redis_streams import open_streams
from usdcop.adapters.tokens import Tokens
from usdcop.core.access import Role, SignIn
from usdcop.core.events import EventType, market_stream
from usdcop.core.sessions import MARKETS
from usdcop.main.modes import Mode
from usdcop.main.serve.http import address_of, listening
from usdcop.main.serve.identity import access_of
from usdcop.main.serve.orchestrator import serve
from usdcop.main.settings import read_settings
from usdcop.main.wiring import SIMULATOR_KEY, System, clock_of, open_system
from usdcop.simulator.app import Access, create_app
from usdcop.simulator.faults import Faults
from usdcop.simulator.server import running
from usdcop.simulator.synthetic import SyntheticMarket

MARKET = MARKETS["USDCOP"]
CLOCK = "sim:2024-05-06T12:55:00Z,x600,closed=x600"


@pytest.fixture
def flying(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("USDCOP_HOME", str(own_home))
    monkeypatch.setenv("USDCOP_CLOCK", CLOCK)
    monkeypatch.delenv("TWELVEDATA_API_KEYS", raising=False)
    return own_home


@asynccontextmanager
async def orchestrator(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[System, httpx.AsyncClient]]:
    """The process's inside, as ``run`` has it, and a client of its service."""
    settings = read_settings(Mode.REPLAY)
    clock = clock_of(settings, MARKET)
    app = create_app(SyntheticMarket(SEED), clock, Faults(), Access(keys=frozenset({SIMULATOR_KEY})))
    with running(app) as url:
        monkeypatch.setenv("USDCOP_SIMULATOR_URL", url)
        with (
            listening("127.0.0.1", 0, "USDCOP_ORCHESTRATOR_PORT") as listener,
            open_system(read_settings(Mode.REPLAY), as_service=True) as system,
        ):
            serving = asyncio.create_task(serve(system, listener))
            async with httpx.AsyncClient(base_url=address_of(listener), timeout=20) as client:
                try:
                    yield system, client
                finally:
                    serving.cancel()
                    await asyncio.gather(serving, return_exceptions=True)


async def until(client: httpx.AsyncClient, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The status, once it ``holds``."""
    async with asyncio.timeout(60):
        while True:
            try:
                status: dict[str, Any] = (await client.get("/status")).raise_for_status().json()
            except httpx.TransportError:
                await asyncio.sleep(0.3)
                continue
            if holds(status):
                return status
            await asyncio.sleep(0.3)


def test_bars_become_decisions_and_events(flying: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        async with orchestrator(monkeypatch) as (system, client):
            waiting = await until(client, lambda status: status["state"] == "WAITING_FOR_L0")
            assert waiting["data_kind"] == "replay"
            dependency = (await client.get("/api/pipeline-dependency")).json()
            assert dependency["waiting"]
            assert dependency["l0_completed_at"] is None
            refused = await client.post("/api/force-start")
            assert refused.status_code == 401
            started = await client.post("/api/force-start", headers=await asyncio.to_thread(operator, system))
            assert started.json()["session"] == "2024-05-06"
            status = await until(client, lambda found: bool(found["bars"] and found["bars"]["final"] >= 9))
            assert status["state"] == "COLLECTING"
            assert "An operator started the feed" in status["cause"]
            assert status["leading"]
            assert status["credits"][0]["left"] < 800
            metrics = (await client.get("/metrics")).text
            assert 'usdcop_feed_state{state="COLLECTING"} 1.0' in metrics
            assert "usdcop_decision_seconds_count" in metrics
            health = (await client.get("/health")).json()
            assert {part["name"] for part in health["components"]} == {"database", "redis", "feed"}
            await asyncio.to_thread(check_rows, system)
            async with open_streams(system.addresses.redis, PostgresEpochs(system.engine)) as streams:
                newest = (await streams.reader(market_stream("USDCOP")).state(1)).newest
            assert {
                EventType.BAR,
                EventType.PREDICTION,
                EventType.MARKET_DATA,
                EventType.SYSTEM_STATUS,
            } <= set(newest)

    asyncio.run(scene())


def operator(system: System) -> dict[str, str]:
    """The header of an operator who has signed in."""
    access, name, roles = access_of(system.settings), "omar", frozenset({Role.OPERATOR})
    tokens, now = Tokens(access.secret, "usdcop-replay", access.access_lifetime), system.wall.now()
    PostgresUsers(system.engine).add(name, roles, "a hash that no password fits", "tests", system.clock.now())
    sign_in = SignIn(uuid.uuid4(), name, roles, now + timedelta(days=1))
    digest = tokens.digest(tokens.refresh())
    PostgresSignIns(system.engine).open(sign_in, digest, now, system.clock.now(), "127.0.0.1")
    return {"Authorization": f"Bearer {tokens.access(sign_in, now)[0]}"}


def check_rows(system: System) -> None:
    with transaction(system.engine) as connection:
        decided = connection.execute(text("SELECT count(*), count(DISTINCT account) FROM decisions")).one()
        quotes = connection.execute(text("SELECT count(*) FROM quotes")).scalar_one()
        state = connection.execute(text("SELECT state FROM orchestrator_status")).scalar_one()
        trading = connection.execute(text("SELECT state FROM trading_state")).scalar_one()
    with transaction(system.engine) as connection:
        forced = connection.execute(
            text("SELECT actor, subject FROM audit_log WHERE action = 'feed.force_started'")
        ).one()
    assert tuple(forced) == ("omar", "session:2024-05-06")
    assert decided[0] >= 16
    assert decided[1] == 2
    assert (quotes, state, trading) == (1, "COLLECTING", "ACTIVE")
