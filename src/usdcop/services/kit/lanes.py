"""Lanes: how many requests are worked on at once, so that a crowd is turned away instead of making all wait.

What is urgent (an order, the switch that stops trading) has a lane of its own, which reads cannot fill.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from starlette.types import Scope

from usdcop.services.kit.errors import Refusal, RefusedError
from usdcop.services.kit.guard import READS

BUSY: Final = Refusal(
    503,
    "OVERLOADED",
    "More is asked of this service than it can answer.",
    "Try again in a second, and ask less often.",
    {"Retry-After": "1"},
)


@dataclass(frozen=True, slots=True)
class LaneRule:
    """How many requests of a lane are worked on at once, and how long the next ones wait.

    A burst (a page that opens, a cache that is cold) is waited out. Where somebody has been waiting for longer than
    ``burst``, more comes than can be answered: then waiting helps nobody, and who waits longer than ``patience`` is
    turned away. After "controlled delay" (Nichols and Jacobson 2012, RFC 8289), as servers use it for requests.
    """

    at_once: int
    waiting: int
    """Most that wait; whoever comes after them is turned away at once."""
    patience: float
    """Seconds that one waits in a crowd."""
    burst: float = 1.0
    """Seconds after which a queue that was never empty is a crowd."""
    burst_patience: float = 5.0
    """Seconds that one waits in a burst."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of a service."""

    reads: LaneRule = LaneRule(at_once=16, waiting=256, patience=0.25)
    """Of whatever is not urgent."""
    urgent: LaneRule = LaneRule(at_once=12, waiting=256, patience=5.0)
    urgent_paths: tuple[str, ...] = ()
    """Beginnings of paths at which whatever is not a read is urgent."""

    def is_urgent(self, scope: Scope) -> bool:
        """Whether the request ``scope`` is."""
        return scope["method"] not in READS and scope["path"].startswith(self.urgent_paths)


@dataclass(slots=True)
class Lane:
    """One lane; first come, first served."""

    rule: LaneRule
    _inside: int = 0
    _queue: deque[asyncio.Future[None]] = field(default_factory=deque)
    _crowded_since: float = 0.0
    """When the first of those came who have been waiting without a break; of a queue that is not empty."""

    @property
    def is_full(self) -> bool:
        """Whether nobody more may even wait."""
        return len(self._queue) >= self.rule.waiting and self._inside >= self.rule.at_once

    async def enter(self) -> "Place":
        """A place in the lane.

        Raises:
            RefusedError: none became free in time.
        """
        if self._inside < self.rule.at_once:
            self._inside += 1
            return Place(self)
        if self.is_full:
            raise RefusedError(BUSY)
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        if not self._queue:
            self._crowded_since = loop.time()
        crowd = loop.time() - self._crowded_since > self.rule.burst
        self._queue.append(turn)
        try:
            async with asyncio.timeout(self.rule.patience if crowd else self.rule.burst_patience):
                await turn
        except TimeoutError:
            if _is_given(turn):
                return Place(self)
            self._forget(turn)
            raise RefusedError(BUSY) from None
        except asyncio.CancelledError:
            if _is_given(turn):
                self.pass_on()
            else:
                self._forget(turn)
            raise
        return Place(self)

    def _forget(self, turn: asyncio.Future[None]) -> None:
        if turn in self._queue:
            self._queue.remove(turn)

    def pass_on(self) -> None:
        """Give a place to whoever waits longest, or let it be free."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():  # else it was given up
                turn.set_result(None)
                return
        self._inside -= 1


def _is_given(turn: asyncio.Future[None]) -> bool:
    """Whether a place was given to who no longer waits for ``turn``."""
    return turn.done() and not turn.cancelled()


@dataclass(slots=True)
class Place:
    """A place in a lane, left once, as soon as the work is done."""

    lane: Lane
    _left: bool = False

    def leave(self) -> None:
        """Make room for the next."""
        if not self._left:
            self._left = True
            self.lane.pass_on()


class Traffic:
    """The lanes of a running service."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        self._reads, self._urgent = Lane(lanes.reads), Lane(lanes.urgent)

    def is_full(self, *, urgent: bool) -> bool:
        """Whether a request can be turned away at once, before anything is done about it."""
        return (self._urgent if urgent else self._reads).is_full

    @asynccontextmanager
    async def place(self, *, urgent: bool) -> AsyncIterator[Place]:
        """A place for one request while the block runs, or until it is left.

        Raises:
            RefusedError: there is none.
        """
        place = await (self._urgent if urgent else self._reads).enter()
        try:
            yield place
        finally:
            place.leave()
