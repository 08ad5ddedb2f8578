"""Whole simulated days on a clock moved by hand, with real PostgreSQL, Redis and simulator."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from support.live import CALENDAR, Scene, Stage, stage
from usdcop.core.events import Event, EventType
from usdcop.core.sessions import BAR

DAY = date(2024, 7, 10)
OPENS, CLOSES = CALENDAR.opens_at(DAY), CALENDAR.closes_at(DAY)
SECOND = timedelta(seconds=1)


def slots(events: Sequence[Event]) -> list[tuple[str, int]]:
    return [(event.body["data"]["session"], event.body["data"]["slot"]) for event in events]


async def check_complete(on: Stage, day: date) -> None:
    """Every bar is final once, published once and in order, told to the trader, and the session is ended once."""
    grid = CALENDAR.grid(day)
    assert on.table(day) == dict.fromkeys(grid, "final")
    of_day = [one for one in slots(await on.events(EventType.BAR)) if one[0] == day.isoformat()]
    assert of_day == [(day.isoformat(), slot) for slot in range(60)]
    assert [bar for bar in on.trader.first_told if bar in grid] == grid
    assert [one for one, _ in on.trader.closed].count(day) == on.matcher.closed.count(day) == 1


def test_a_normal_day_brings_every_bar_home_once(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(OPENS - timedelta(hours=1))) as on:
            on.l0_completes(OPENS - timedelta(minutes=30))
            on.start()
            await on.clock.run(CLOSES + timedelta(minutes=10))
            await check_complete(on, DAY)
            assert all(now - bar == BAR + on.plan.bar_delay for bar, now in on.trader.first_told.items())
            assert await on.states() == ["CLOSED", "COLLECTING", "CLOSED"]
            assert on.trader.opened[0][1] == OPENS - on.plan.prepare
            quotes = await on.events(EventType.MARKET_DATA)
            assert len(quotes) == len(on.feed.quoted) == len(on.matcher.quotes) == 63
            assert on.scalar("SELECT count(*) FROM quotes") == 1
            assert len(on.feed.asked) == 60

    asyncio.run(scene())


def test_the_edges_of_a_session_are_half_open(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(OPENS - timedelta(minutes=5))) as on:
            on.l0_completes(OPENS - timedelta(minutes=30))
            runner = on.start()
            states = []
            for at in (OPENS - SECOND, OPENS, CLOSES - SECOND, CLOSES, CLOSES + 4 * SECOND):
                if at == CLOSES - SECOND:
                    on.feed.asked.clear()
                await on.clock.run(at)
                states.append(runner.report().state.value)
            assert states == ["CLOSED", "COLLECTING", "COLLECTING", "COLLECTING", "CLOSED"]
            assert on.feed.quoted[0] == OPENS
            assert on.feed.quoted[-1] < CLOSES
            assert on.feed.asked[-1] == CLOSES + on.plan.bar_delay
            assert on.trader.closed == [(DAY, CLOSES + on.plan.bar_delay)]
            assert max(on.table(DAY)) == CLOSES - BAR

    asyncio.run(scene())


def test_the_market_closing_while_a_quote_is_under_way_makes_no_bar(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=8))) as on:
            runner = on.start()
            await on.clock.run(CLOSES - timedelta(minutes=7))
            on.feed.while_asked = lambda: on.clock.jump(CLOSES)
            await on.clock.run(CLOSES + timedelta(minutes=1))
            report = runner.report()
            assert report.quotes["outside"] == 1
            assert on.matcher.quotes[-1].at < CLOSES
            assert CLOSES not in on.table(DAY)
            await check_complete(on, DAY)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("friday", "holiday", "next_day"),
    [
        (date(2024, 6, 28), date(2024, 7, 1), date(2024, 7, 2)),
        (date(2024, 7, 12), None, date(2024, 7, 15)),
        (date(2024, 8, 6), date(2024, 8, 7), date(2024, 8, 8)),
    ],
    ids=["holiday on Monday", "weekend", "holiday on Wednesday"],
)
def test_closed_days_are_slept_through(
    postgres: Engine, redis_url: str, friday: date, holiday: date | None, next_day: date
) -> None:
    before, after = CALENDAR.closes_at(friday), CALENDAR.opens_at(next_day)

    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(before - timedelta(minutes=20))) as on:
            runner = on.start()
            await on.clock.run(after - SECOND)
            assert runner.report().state == "CLOSED"
            assert runner.report().closed == friday
            on.l0_completes(after - timedelta(hours=1))
            await on.clock.run(after + timedelta(minutes=11))
            asked: list[datetime] = on.feed.quoted + on.feed.asked
            assert {CALENDAR.local_date(at) for at in asked} == {friday, next_day}
            assert holiday is None or not on.table(holiday)
            await check_complete(on, friday)
            assert [slot for day, slot in slots(await on.events(EventType.BAR)) if day == str(next_day)] == [
                0,
                1,
            ]
            assert [day for day, _ in on.trader.opened if day == next_day]

    asyncio.run(scene())
