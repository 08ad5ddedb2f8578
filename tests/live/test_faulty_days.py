"""Days on which things go wrong: the vendor, its bars, its quotes, the credits, the servers, the clock."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine

from support.live import CALENDAR, Scene, stage
from usdcop.core.bars import Quote
from usdcop.core.credits import CreditLimits
from usdcop.core.errors import ServerError
from usdcop.core.events import EventId, EventType
from usdcop.core.sessions import BAR
from usdcop.live.condition import Trouble
from usdcop.live.plan import LiveSettings
from usdcop.live.skew import Reading
from usdcop.simulator.faults import Fault, FaultKind

DAY = date(2024, 7, 10)
OPENS, CLOSES = CALENDAR.opens_at(DAY), CALENDAR.closes_at(DAY)
GRID = CALENDAR.grid(DAY)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
HOUR_LEFT = Scene(CLOSES - timedelta(minutes=58))


@pytest.mark.parametrize("kind", [FaultKind.RATE_LIMIT, FaultKind.SERVER_ERROR, FaultKind.HTML])
def test_a_storm_at_the_vendor_passes_and_no_bar_is_lost(
    postgres: Engine, redis_url: str, kind: FaultKind
) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, HOUR_LEFT) as on:
            runner = on.start()
            await on.clock.run(CLOSES - 40 * MINUTE)
            on.faults.add(Fault(kind, code=503))
            await on.clock.run(CLOSES - 20 * MINUTE)
            degraded = runner.report()
            assert degraded.state == "DEGRADED"
            assert degraded.causes[0].next_step
            assert degraded.incidents[0].line.startswith("{")
            on.faults.clear()
            await on.clock.run(CLOSES - 14 * MINUTE)
            assert runner.report().state == "COLLECTING"
            assert "DEGRADED" in await on.states()
            await on.clock.run(CLOSES + MINUTE)
            assert on.table(DAY) == dict.fromkeys(GRID, "final")
            assert await on.slots() == list(range(60))

    asyncio.run(scene())


def test_a_storm_over_the_close_delays_the_end_until_the_last_bar_is_there(
    postgres: Engine, redis_url: str
) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=8))) as on:
            on.start()
            await on.clock.run(CLOSES - 4 * MINUTE)
            on.faults.add(Fault(FaultKind.SERVER_ERROR))
            await on.clock.run(CLOSES + 5 * MINUTE)
            assert not on.trader.closed
            on.faults.clear()
            await on.clock.run(CLOSES + 6 * MINUTE)
            assert on.table(DAY) == dict.fromkeys(GRID, "final")
            assert [day for day, _ in on.trader.closed] == [DAY]

    asyncio.run(scene())


def test_missing_bars_are_counted_and_do_not_hold_the_others_up(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, HOUR_LEFT) as on:
            on.faults.add(Fault(FaultKind.MISSING_BARS, start=GRID[52], end=GRID[54]))
            runner = on.start()
            await on.clock.run(CLOSES + 3 * MINUTE)
            there = set(GRID) - {GRID[52], GRID[53]}
            assert {at for at, state in on.table(DAY).items() if state == "final"} == there
            counts = runner.report().bars
            assert counts is not None
            assert (counts.missing, counts.final, counts.late) == (2, 58, 0)
            assert on.trader.first_told[GRID[54]] == GRID[54] + BAR + on.plan.bar_delay
            about_52 = [at for at in on.feed.asked if GRID[52] + BAR <= at < GRID[53] + BAR]
            assert len(about_52) == 3
            assert [day for day, _ in on.trader.closed] == [DAY]

    asyncio.run(scene())


def test_a_late_bar_is_final_once_and_told_in_order(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, HOUR_LEFT) as on:
            on.faults.add(Fault(FaultKind.LATE_BARS, start=GRID[52], end=GRID[53], minutes=6))
            runner = on.start()
            await on.clock.run(CLOSES + MINUTE)
            assert await on.slots() == [*range(52), 53, 52, *range(54, 60)]
            assert on.table(DAY) == dict.fromkeys(GRID, "final")
            counts = runner.report().bars
            assert counts is not None
            assert (counts.late, counts.missing) == (1, 0)
            assert all(bars == sorted(bars) for _, bars in on.trader.told)
            assert on.trader.first_told[GRID[53]] < on.trader.first_told[GRID[52]]

    asyncio.run(scene())


def test_a_revision_is_stored_published_and_audited(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, HOUR_LEFT) as on:
            on.faults.add(Fault(FaultKind.REVISED_BARS, start=GRID[55], end=GRID[56]))
            runner = on.start()
            await on.clock.run(CLOSES + MINUTE)
            assert on.table(DAY) == dict.fromkeys(GRID, "final") | {GRID[55]: "revised"}
            events = [
                one.body["data"] for one in await on.events(EventType.BAR) if one.body["data"]["slot"] == 55
            ]
            assert [one["state"] for one in events] == ["final", "revised"]
            assert events[1]["close"] == events[0]["close"] + 0.5
            assert on.scalar("SELECT count(*) FROM audit_log WHERE action = 'bar.revised'") == 1
            assert "USDCOP" in on.scalar("SELECT subject FROM audit_log")
            counts = runner.report().bars
            assert counts is not None
            assert (counts.revised, counts.final) == (1, 60)

    asyncio.run(scene())


def test_a_revision_made_while_the_feed_was_away_is_noticed(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=18))) as on:
            on.faults.add(Fault(FaultKind.REVISED_BARS, start=GRID[50], end=GRID[51]))
            on.start()
            await on.clock.run(CLOSES - 16 * MINUTE)
            await on.stop()
            on.start()
            await on.clock.run(CLOSES - 12 * MINUTE)
            assert on.table(DAY)[GRID[50]] == "revised"
            assert on.scalar("SELECT count(*) FROM audit_log WHERE action = 'bar.revised'") == 1

    asyncio.run(scene())


@pytest.mark.parametrize(
    "kind", [FaultKind.DUPLICATE_BARS, FaultKind.SHUFFLED_BARS, FaultKind.BAD_PRICES, FaultKind.INVERTED_BARS]
)
def test_rows_that_are_no_bars_are_refused_and_good_ones_kept(
    postgres: Engine, redis_url: str, kind: FaultKind
) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=18))) as on:
            on.faults.add(Fault(kind, start=GRID[57], end=GRID[58]))
            runner = on.start()
            await on.clock.run(CLOSES + MINUTE)
            bad = kind in {FaultKind.BAD_PRICES, FaultKind.INVERTED_BARS}
            there = set(GRID) - ({GRID[57]} if bad else set())
            assert {at for at, state in on.table(DAY).items() if state == "final"} == there
            assert sorted(await on.slots()) == [GRID.index(at) for at in sorted(there)]
            counts = runner.report().bars
            assert counts is not None
            assert (counts.refused > 0) == bad

    asyncio.run(scene())


def test_duplicate_and_older_quotes_change_nothing(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        plan = LiveSettings(quote_poll=timedelta(seconds=20), quote_rest=timedelta(0))
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=8), plan=plan)) as on:
            shifts = iter([0, -1, -3, 0, -1] * 3)

            def shifted(quote: Quote) -> Quote:
                return replace(quote, at=quote.at + 20 * SECOND * next(shifts))

            on.feed.on_quote = shifted
            runner = on.start()
            await on.clock.run(CLOSES - 8 * MINUTE + 190 * SECOND)
            counts = runner.report().quotes
            assert counts["duplicate"] > 0
            assert counts["out_of_order"] > 0
            published = [one.at for one in await on.events(EventType.MARKET_DATA)]
            assert published == sorted(set(published)) == [quote.at for quote in on.matcher.quotes]

    asyncio.run(scene())


def test_when_credits_run_out_quotes_stop_and_bars_go_on(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        limits = CreditLimits(per_minute=8, per_day=38)
        at = CLOSES - timedelta(minutes=58)
        plan = replace(LiveSettings(), quote_poll=timedelta(seconds=20), quote_rest=timedelta(0))
        async with stage(postgres, redis_url, Scene(at, ("key",), limits, plan)) as on:
            runner = on.start()
            await on.clock.run(CLOSES - 30 * MINUTE)
            on.spend(10)  # somebody else uses the key
            await on.clock.run(CLOSES - 20 * MINUTE)
            assert runner.report().state == "DEGRADED"
            assert "kept for closed bars" in (runner.report().cause or "")
            assert runner.report().poll_interval is None
            await on.clock.run(CLOSES + MINUTE)
            assert on.table(DAY) == dict.fromkeys(GRID, "final")
            assert len(on.feed.asked) + len(on.feed.quoted) + 10 <= limits.per_day

    asyncio.run(scene())


def test_a_redis_that_lost_everything_is_asked_for_nothing_twice(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=28))) as on:
            runner = on.start()
            await on.clock.run(CLOSES - 19 * MINUTE)
            assert len(await on.slots()) == 56
            with Redis.from_url(redis_url) as client:
                client.flushall()
            await on.clock.run(CLOSES + MINUTE)
            assert await on.slots() == [56, 57, 58, 59]
            events = await on.events(EventType.BAR)
            assert {event.id.epoch for event in events} == {2}
            assert on.table(DAY) == dict.fromkeys(GRID, "final")
            assert runner.report().cause is None or "L0" in str(runner.report().cause)

    asyncio.run(scene())


def test_while_redis_does_not_take_events_bars_are_stored_and_decided_and_published_later(
    postgres: Engine, redis_url: str
) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=18))) as on:

            async def away(*_: object) -> EventId:
                raise ServerError("Redis does not answer.", "Start it.")

            runner = on.start()
            await on.clock.run(CLOSES - 16 * MINUTE)
            on.writer.instead = away
            await on.clock.run(CLOSES - 4 * MINUTE)
            assert runner.report().state == "DEGRADED"
            assert on.table(DAY)[GRID[58]] == "final"
            assert GRID[58] in on.trader.first_told
            on.writer.instead = None
            await on.clock.run(CLOSES + MINUTE)
            assert await on.slots() == list(range(60))

    asyncio.run(scene())


def test_a_skewed_clock_degrades_the_feed_until_it_is_set(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=18))) as on:
            now = on.ports.wall.now()
            on.skews.append(Reading("PostgreSQL", now + 3 * SECOND, now, now))
            runner = on.start()
            await on.clock.run(CLOSES - 17 * MINUTE)
            report = runner.report()
            assert report.state == "DEGRADED"
            assert "3.0 s behind that of PostgreSQL" in report.causes[0].sentence
            assert "NTP" in report.causes[0].next_step
            on.skews.clear()
            await on.eventually(lambda: runner.report().skew is None)
            assert not runner.report().causes

    asyncio.run(scene())


def test_a_trader_that_fails_is_told_again_and_nothing_is_skipped(postgres: Engine, redis_url: str) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=18))) as on:
            on.trader.failing = ServerError("PostgreSQL does not answer.", "Start it.")
            runner = on.start()
            await on.clock.run(CLOSES - 8 * MINUTE)
            assert runner.report().state == "DEGRADED"
            assert not on.trader.told
            on.trader.failing = None
            await on.clock.run(CLOSES + MINUTE)
            assert list(on.trader.first_told) == GRID
            assert [day for day, _ in on.trader.closed] == [DAY]
            assert not runner.report().causes

    asyncio.run(scene())


def test_a_policy_without_an_answer_degrades_the_feed_until_it_answers(
    postgres: Engine, redis_url: str
) -> None:
    async def scene() -> None:
        async with stage(postgres, redis_url, Scene(CLOSES - timedelta(minutes=18))) as on:
            on.trader.mute = ["challenger: The answer of the policy 'x' is not finite."]
            runner = on.start()
            await on.clock.run(CLOSES - 8 * MINUTE)
            report = runner.report()
            assert report.state == "DEGRADED"
            assert [cause.trouble for cause in report.causes] == [Trouble.POLICY]
            assert "is not finite" in report.causes[0].sentence
            on.trader.mute = []
            await on.clock.run(CLOSES + MINUTE)
            assert list(on.trader.first_told) == GRID
            assert not runner.report().causes

    asyncio.run(scene())
