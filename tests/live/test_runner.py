"""Starting, waiting, standing by, restarting and ending: the feed on a clock moved by hand, with real servers."""

import asyncio
import random
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from support.live import CALENDAR, Scene, stage
from usdcop.adapters.postgres.leases import Lease
from usdcop.core.errors import ServerError
from usdcop.core.events import EventId, EventType
from usdcop.core.sessions import BAR
from usdcop.live.runner import next_session

DAY = date(2024, 7, 10)
OPENS, CLOSES = CALENDAR.opens_at(DAY), CALENDAR.closes_at(DAY)
GRID = CALENDAR.grid(DAY)
MINUTE = timedelta(minutes=1)


def test_it_waits_for_l0_asking_every_minute(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(OPENS - MINUTE)) as on:
            on.l0_completes(OPENS - timedelta(days=1))  # yesterday's does not count
            runner = on.start()
            await on.clock.run(OPENS + 12 * MINUTE + timedelta(seconds=30))
            assert runner.report().state == "WAITING_FOR_L0"
            assert not on.feed.quoted
            on.l0_completes(OPENS + 12 * MINUTE + timedelta(seconds=20))
            await on.clock.run(OPENS + 13 * MINUTE)
            waiting = runner.report().waiting
            assert runner.report().state == "COLLECTING"
            assert runner.report().cause is None
            assert waiting is not None
            assert waiting.step == "start"
            assert on.table(DAY) == dict.fromkeys(GRID[:2], "final") | {GRID[2]: "forming"}

    asyncio.run(scene())


def test_after_half_an_hour_it_starts_on_history_and_says_so(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(OPENS - MINUTE)) as on:
            runner = on.start()
            await on.clock.run(OPENS + 30 * MINUTE - timedelta(seconds=1))
            assert runner.report().state == "WAITING_FOR_L0"
            await on.clock.run(OPENS + 30 * MINUTE + 4 * timedelta(seconds=1))
            assert runner.report().state == "COLLECTING"
            told = (await on.events(EventType.SYSTEM_STATUS))[-1].body["data"]
            assert told["state"] == "COLLECTING"
            assert "history" in told["cause"]
            assert list(on.table(DAY)) == GRID[:6] + GRID[6:7]

    asyncio.run(scene())


def test_an_operator_starts_it_at_once(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(OPENS - MINUTE)) as on:
            runner = on.start()
            await on.clock.run(OPENS - timedelta(seconds=1))
            assert runner.force_start() is None
            await on.clock.run(OPENS + timedelta(seconds=90))
            assert runner.force_start() == DAY
            await on.clock.run(OPENS + timedelta(seconds=91))
            assert runner.report().state == "COLLECTING"
            assert "operator" in (runner.report().cause or "")
            assert runner.force_start() is None

    asyncio.run(scene())


def test_a_start_in_mid_session_fetches_what_has_closed_in_one_request(
    postgres: Engine, redis_url: str
) -> None:
    async def scene() -> None:
        at = OPENS + timedelta(hours=2, seconds=200)
        async with stage(postgres, redis_url, Scene(at)) as on:
            runner = on.start()
            await on.clock.run(at + timedelta(seconds=1))
            assert len(on.feed.asked) == 1
            bars = await on.events(EventType.BAR)
            assert [event.body["data"]["slot"] for event in bars] == list(range(24))
            assert on.trader.told[0][1] == GRID[:24]
            counts = runner.report().bars
            assert counts is not None
            assert (counts.final, counts.recovered, counts.missing) == (24, 24, 0)

    asyncio.run(scene())


@pytest.mark.parametrize("seed", range(3))
def test_restarts_at_any_point_lose_nothing_and_repeat_nothing(
    postgres: Engine, redis_url: str, seed: int
) -> None:
    async def scene() -> None:
        chance = random.Random(seed)
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=62))) as on:
            await on.crash_now_and_then(chance, CLOSES + timedelta(minutes=5))
            assert on.table(DAY) == dict.fromkeys(GRID, "final")
            bars = await on.events(EventType.BAR)
            assert sorted(event.body["data"]["slot"] for event in bars) == list(range(60))
            assert set(on.trader.first_told) == set(GRID)
            assert on.trader.closed[-1][0] == on.matcher.closed[-1] == DAY
            assert on.scalar("SELECT count(*) FROM audit_log WHERE action = 'bar.revised'") == 0

    asyncio.run(scene())


def test_a_session_that_was_not_ended_is_ended_by_the_next_start(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - 3 * MINUTE)) as on:
            on.start()
            await on.clock.run(CLOSES - MINUTE)
            await on.stop()
            on.clock.jump(CLOSES + timedelta(hours=30))
            runner = on.start()
            await on.clock.run(on.clock.now() + MINUTE)
            assert on.table(DAY) == dict.fromkeys(GRID, "final")
            assert on.trader.first_told.keys() == set(GRID)
            assert [day for day, _ in on.trader.closed] == on.matcher.closed == [DAY]
            assert runner.report().closed == DAY
            assert runner.report().state == "CLOSED"

    asyncio.run(scene())


def test_a_second_feed_stands_by_until_the_first_has_gone(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(OPENS + MINUTE)) as on:
            first = Lease(postgres, "orchestrator:USDCOP")
            assert first.acquire()
            runner = on.start()
            await on.settled()
            report = runner.report()
            assert not report.leading
            assert "Another orchestrator" in (report.cause or "")
            assert on.scalar("SELECT count(*) FROM orchestrator_status") == 0
            first.release()
            await on.eventually(lambda: runner.report().leading)
            assert runner.report().cause is None or "Another" not in str(runner.report().cause)

    asyncio.run(scene())


@pytest.mark.parametrize(
    "end", [CLOSES, CLOSES - timedelta(minutes=7)], ids=["at the close", "in mid-session"]
)
def test_a_replay_that_ends_says_so_and_goes_on_telling(
    postgres: Engine, redis_url: str, end: object
) -> None:
    async def scene() -> None:
        assert end in {CLOSES, CLOSES - timedelta(minutes=7)}
        last = CLOSES if end == CLOSES else CLOSES - timedelta(minutes=7)
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=16), end=last)) as on:
            runner = on.start()
            await on.clock.run(CLOSES + timedelta(hours=1))
            await on.eventually(lambda: runner.report().state == "ENDED")
            report = runner.report()
            assert report.replay_ended
            assert (await on.events(EventType.SYSTEM_STATUS))[-1].body["data"]["replay_ended"] is True
            closed = [at for at in GRID if at + BAR <= last]
            assert {at for at, state in on.table(DAY).items() if state == "final"} == set(closed)
            assert [day for day, _ in on.trader.closed] == ([DAY] if last == CLOSES else [])
            assert not on.lasting[0].done()

    asyncio.run(scene())


def test_a_bar_that_was_stored_but_not_published_is_published_by_the_next_start(
    postgres: Engine, redis_url: str
) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=11))) as on:

            async def away(type_: EventType, *_: object) -> EventId:
                raise ServerError(f"Redis is away: no {type_}.")

            on.start()
            await on.clock.run(CLOSES - timedelta(minutes=7))
            on.writer.instead = away
            await on.clock.run(CLOSES - timedelta(minutes=4))
            assert on.table(DAY)[GRID[-2]] == "final"
            assert await on.slots() == list(range(58))
            await on.stop()
            on.writer.instead = None
            on.start()
            await on.clock.run(CLOSES + MINUTE)
            assert await on.slots() == list(range(60))

    asyncio.run(scene())


def test_the_next_session_is_the_first_that_trades() -> None:
    assert next_session(CALENDAR, date(2024, 6, 29)) == date(2024, 7, 2)
    assert next_session(CALENDAR, date(2024, 7, 2)) == date(2024, 7, 2)
