"""Lanes: as many as may are worked on, the next ones wait in order, the others are turned away."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from usdcop.services.kit.errors import RefusedError
from usdcop.services.kit.lanes import BUSY, Lane, LaneRule, Lanes, Traffic

SHORT = 0.02


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(10):
            await work()

    asyncio.run(bounded())


def test_who_waits_is_served_in_order_and_a_place_is_left_once() -> None:
    async def work() -> None:
        lane, served = Lane(LaneRule(at_once=1, waiting=9, patience=10)), list[int]()

        async def one(number: int) -> None:
            place = await lane.enter()
            served.append(number)
            await asyncio.sleep(0)
            place.leave()
            place.leave()

        first = await lane.enter()
        waiting = [asyncio.ensure_future(one(number)) for number in range(5)]
        await asyncio.sleep(0)
        assert served == []
        first.leave()
        await asyncio.gather(*waiting)
        assert served == [0, 1, 2, 3, 4]
        held = await lane.enter()  # had one been left twice, two would fit now
        with pytest.raises(RefusedError):
            await Lane.enter(_impatient(lane))
        held.leave()

    run(work)


def test_more_than_may_wait_are_turned_away_at_once_with_when_to_come_again() -> None:
    async def work() -> None:
        lane = Lane(LaneRule(at_once=1, waiting=1, patience=10))
        held = await lane.enter()
        assert not full(lane)
        waiting = asyncio.ensure_future(lane.enter())
        await asyncio.sleep(0)
        assert full(lane)
        with pytest.raises(RefusedError) as told:
            await lane.enter()
        assert told.value.refusal is BUSY
        assert (BUSY.status, BUSY.headers) == (503, {"Retry-After": "1"})
        held.leave()
        (await waiting).leave()

    run(work)


def test_who_waited_in_vain_or_gave_up_takes_no_place() -> None:
    async def work() -> None:
        lane = Lane(LaneRule(at_once=1, waiting=2, patience=SHORT, burst_patience=SHORT))
        held = await lane.enter()
        gives_up = asyncio.ensure_future(lane.enter())
        await asyncio.sleep(0)
        gives_up.cancel()
        with suppress(asyncio.CancelledError):
            await gives_up
        with pytest.raises(RefusedError):
            await lane.enter()
        assert not full(lane)
        held.leave()
        for _ in range(3):
            (await lane.enter()).leave()

    run(work)


def test_a_burst_is_waited_out_and_a_crowd_is_turned_away() -> None:
    async def work() -> None:
        rule = LaneRule(at_once=1, waiting=9, patience=SHORT, burst=5 * SHORT, burst_patience=10)
        lane = Lane(rule)
        held = await lane.enter()
        of_burst = asyncio.ensure_future(lane.enter())
        await asyncio.sleep(6 * SHORT)
        assert not of_burst.done()
        with pytest.raises(RefusedError):
            await lane.enter()  # the queue has been standing for longer than a burst
        held.leave()
        (await of_burst).leave()
        held = await lane.enter()
        again = asyncio.ensure_future(lane.enter())  # it was empty in between
        await asyncio.sleep(2 * SHORT)
        assert not again.done()
        held.leave()
        (await again).leave()

    run(work)


def test_a_place_that_was_given_to_one_who_is_cancelled_goes_on_to_the_next() -> None:
    async def work() -> None:
        lane = Lane(LaneRule(at_once=1, waiting=9, patience=10))
        held = await lane.enter()
        first, second = (asyncio.ensure_future(lane.enter()) for _ in range(2))
        await asyncio.sleep(0)
        held.leave()  # the place is the first's, who does not know it yet
        first.cancel()
        with suppress(asyncio.CancelledError):
            await first
        (await second).leave()
        (await lane.enter()).leave()

    run(work)


def test_reads_cannot_fill_the_lane_of_what_is_urgent() -> None:
    async def work() -> None:
        rule = LaneRule(at_once=1, waiting=0, patience=SHORT)
        traffic = Traffic(Lanes(reads=rule, urgent=rule))
        async with traffic.place(urgent=False):
            assert traffic.is_full(urgent=False)
            assert not traffic.is_full(urgent=True)
            with pytest.raises(RefusedError):
                async with traffic.place(urgent=False):
                    pass
            async with traffic.place(urgent=True):
                assert traffic.is_full(urgent=True)
        async with traffic.place(urgent=False) as place:
            place.leave()
            async with traffic.place(urgent=False):
                pass

    run(work)


@pytest.mark.parametrize(
    ("method", "path", "urgent"),
    [
        ("PUT", "/api/trading/state", True),
        ("POST", "/api/trading/orders", True),
        ("DELETE", "/api/trading/orders/1", True),
        ("GET", "/api/trading/state", False),
        ("POST", "/api/auth/login", False),
    ],
)
def test_what_is_urgent_is_a_write_at_those_paths(method: str, path: str, urgent: bool) -> None:
    lanes = Lanes(urgent_paths=("/api/trading/",))
    assert lanes.is_urgent({"type": "http", "method": method, "path": path}) == urgent
    assert not Lanes().is_urgent({"type": "http", "method": method, "path": path})


def full(lane: Lane) -> bool:
    return lane.is_full


def _impatient(lane: Lane) -> Lane:
    lane.rule = replace(lane.rule, patience=SHORT, burst_patience=SHORT)
    return lane
