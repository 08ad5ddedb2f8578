"""What the parts of the feed share: ports, settings, condition, and how they wait and fail."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, ParamSpec, TypeVar

from usdcop.core.bars import Source
from usdcop.core.errors import CreditsError, ReplayEndedError, ServerError, SourceError, UsdcopError
from usdcop.core.sessions import Market
from usdcop.live.budget import Purse, purse
from usdcop.live.condition import Condition, Trouble
from usdcop.live.forming import Verdict
from usdcop.live.plan import LiveSettings
from usdcop.live.ports import LivePorts

# untested: shared state; tests/live/test_days.py runs all of it

P = ParamSpec("P")
T = TypeVar("T")

_REST: Final = timedelta(milliseconds=250)
"""Real time to wait after a failure, so that nothing spins at any speed of replay."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the feed's data are called."""

    source: str = Source.REALTIME
    data_kind: str = "real"


@dataclass(slots=True)
class Desk:
    """One feed's surroundings."""

    market: Market
    ports: LivePorts
    plan: LiveSettings
    label: Label
    condition: Condition
    quotes: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    """What became of quotes, ever."""
    spacing: timedelta | None = None
    """Planned time between quotes; None: none is planned."""
    quoted_at: datetime | None = None
    """When the newest quote was received."""
    credits: dict[str, int] = field(default_factory=dict)
    """Credits left today, by digest of the key."""
    ended: bool = False
    """Whether the replay has come to its end."""

    def now(self) -> datetime:
        """Market time."""
        return self.ports.clock.now()

    async def until(self, due: datetime) -> bool:
        """Wait until market time is ``due``; False where a replay ends before."""
        try:
            await self.ports.clock.sleep(max(timedelta(0), due - self.now()))
        except ReplayEndedError:
            self.ended = True
        return not self.ended

    async def rest(self) -> None:
        """Wait a moment of real time after a failure."""
        await self.ports.wall.sleep(_REST)

    async def stored(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``call``, which uses PostgreSQL, in a thread.

        Raises:
            UsdcopError: it failed; the condition knows.
        """
        try:
            found = await asyncio.to_thread(call, *args, **kwargs)
        except UsdcopError as error:
            self.condition.fail(Trouble.POSTGRES, error)
            raise
        self.condition.mend(Trouble.POSTGRES)
        return found

    async def insisted(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``stored``, again and again until PostgreSQL answers."""
        while True:
            try:
                return await self.stored(call, *args, **kwargs)
            except UsdcopError:
                await self.rest()

    async def purse(self) -> Purse | None:
        """What is left to spend; None where Redis does not say. Asks the vendor where the day is not known."""
        try:
            left = await self._purse()
            if left.unobserved:
                await self.ports.credits.observe()
                left = await self._purse()
        except SourceError as error:
            self.condition.fail(blamed(error), error)
            return None
        self.condition.mend(Trouble.REDIS)
        return left

    async def _purse(self) -> Purse:
        now, limits = self.now(), self.ports.credits.limits
        uses = await asyncio.to_thread(self.ports.credits.view.uses, now)
        self.credits = {key: purse([use], limits, now).day for key, use in uses.items()}
        return purse(uses.values(), limits, now)


def blamed(error: UsdcopError) -> Trouble:
    """What a call to the vendor failed of: itself, the credits, or their account in Redis."""
    match error:
        case CreditsError():
            return Trouble.CREDITS
        case ServerError():
            return Trouble.REDIS
        case _:
            return Trouble.VENDOR
