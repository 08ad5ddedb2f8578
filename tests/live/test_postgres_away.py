"""PostgreSQL stopped in mid-session: the feed says so, and goes on by itself when it is back."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

from support.live import CALENDAR, Scene, stage
from usdcop.adapters.postgres.database import open_database
from usdcop.main.embedded.postgres import start_postgres, stop_postgres

DAY = date(2024, 7, 10)
CLOSES = CALENDAR.closes_at(DAY)
GRID = CALENDAR.grid(DAY)
MINUTE = timedelta(minutes=1)


def test_what_came_while_postgres_was_away_is_stored_and_published_once(
    made_home: Path, redis_url: str
) -> None:
    server = start_postgres(made_home)
    engine = open_database(server.url("bars"))

    async def scene() -> None:
        async with stage(engine, redis_url, Scene(CLOSES - 38 * MINUTE)) as on:
            runner = on.start()
            await on.clock.run(CLOSES - 29 * MINUTE)
            await asyncio.to_thread(stop_postgres, made_home)
            await on.clock.run(CLOSES - 14 * MINUTE)
            away = runner.report()
            assert away.state == "DEGRADED"
            assert "PostgreSQL" in (away.cause or "")
            assert away.bars is not None
            assert away.bars.missing == 0
            await asyncio.to_thread(start_postgres, made_home, server.port)
            await on.eventually(lambda: not runner.report().causes)
            await on.clock.run(CLOSES + MINUTE)
            assert on.table(DAY) == dict.fromkeys(GRID, "final")
            assert await on.slots() == list(range(60))
            assert list(on.trader.first_told) == GRID
            assert [day for day, _ in on.trader.closed] == [DAY]

    try:
        asyncio.run(scene())
    finally:
        engine.dispose()
