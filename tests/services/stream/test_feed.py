import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from support.stream_sessions import SYMBOL, events, state_of
from usdcop.adapters.clock import SystemWall
from usdcop.core.errors import ServerError
from usdcop.core.events import Event, EventId, StreamState
from usdcop.services.stream.feed import Feed
from usdcop.services.stream.window import Encoded, Window


@dataclass
class Script:
    """The port ``EventReader`` that gives what it was told to; an error is raised."""

    states: list[Sequence[Event] | ServerError]
    batches: list[Sequence[Event] | ServerError] = field(default_factory=list)
    asked: list[EventId | None] = field(default_factory=list)

    async def state(self, limit: int) -> StreamState:
        found = self.states.pop(0)
        if isinstance(found, ServerError):
            raise found
        return state_of(found[-limit:])

    async def after(self, last: EventId | None, patience: timedelta) -> Sequence[Event]:
        self.asked.append(last)
        if not self.batches:
            await asyncio.sleep(patience.total_seconds())
            return ()
        found = self.batches.pop(0)
        if isinstance(found, ServerError):
            raise found
        return found


@dataclass
class Heard:
    """What a feed told, in order."""

    told: list[str] = field(default_factory=list)

    def feed(self, script: Script) -> Feed:
        return Feed(Window(SYMBOL, 10), script, self.delivered, self.restarted, SystemWall())

    def delivered(self, _window: Window, event: Encoded) -> None:
        self.told.append(str(event.id))

    def restarted(self, window: Window) -> None:
        self.told.append(f"anew at {window.last}")


def ran(script: Script, steps: int) -> list[str]:
    heard = Heard()
    feed = heard.feed(script)

    async def go() -> None:
        for _ in range(steps):
            await feed.step()

    asyncio.run(go())
    return heard.told


def test_it_reads_the_whole_then_what_follows() -> None:
    script = Script([events("tb")], [events("t", first=3), events("bt", first=4)])
    assert ran(script, 3) == ["anew at 1-2", "1-3", "1-4", "1-5"]
    assert script.asked == [EventId(1, 2), EventId(1, 3)]


def test_after_a_hole_it_reads_the_whole_again() -> None:
    later = events("ttt", first=7)
    assert ran(Script([events("t"), later], [later[2:]]), 3) == ["anew at 1-1", "anew at 1-9"]


def test_a_new_epoch_starts_anew() -> None:
    new = events("tt", epoch=2)
    assert ran(Script([events("ttt"), new], [new]), 3) == ["anew at 1-3", "anew at 2-2"]


def test_while_redis_is_away_it_tries_again_and_catches_up_with_what_was_missed() -> None:
    away = ServerError("Redis does not answer.")
    script = Script([away, events("t"), away, events("ttt")], [away, events("b", first=4)])
    heard = Heard()
    feed = heard.feed(script)
    troubles: list[bool] = []

    async def go() -> None:
        running = asyncio.create_task(feed.run())
        while not heard.told or heard.told[-1] != "1-4":
            await asyncio.sleep(0.01)
            troubles.append(feed.trouble is not None)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(asyncio.wait_for(go(), 5))
    assert heard.told == ["anew at 1-1", "1-2", "1-3", "1-4"]
    assert True in troubles
    assert feed.trouble is None
