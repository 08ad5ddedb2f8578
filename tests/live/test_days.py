"""Whole simulated days on a clock moved by hand, with real PostgreSQL, Redis and simulator."""

import asyncio
from datetime import date, timedelta

from sqlalchemy import Engine

from support.live import CALENDAR, Scene, stage
from usdcop.core.events import EventType
from usdcop.core.sessions import BAR

DAY = date(2024, 7, 10)


def test_a_normal_day_brings_every_bar_home_once(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        opens, closes = CALENDAR.opens_at(DAY), CALENDAR.closes_at(DAY)
        async with stage(postgres, redis_url, Scene(opens - timedelta(hours=1))) as on:
            on.l0_completes(opens - timedelta(minutes=30))
            on.start()
            await on.clock.run(closes + timedelta(minutes=10))
            grid = CALENDAR.grid(DAY)
            assert on.table(DAY) == dict.fromkeys(grid, "final")
            bars = await on.events(EventType.BAR)
            assert [event.body["data"]["slot"] for event in bars] == list(range(60))
            assert list(on.trader.first_told) == grid
            assert all(now - bar == BAR + on.plan.bar_delay for bar, now in on.trader.first_told.items())
            assert await on.states() == ["CLOSED", "COLLECTING", "CLOSED"]
            assert [day for day, _ in on.trader.closed] == on.matcher.closed == [DAY]

    asyncio.run(scene())
