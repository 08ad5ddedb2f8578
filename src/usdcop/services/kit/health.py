"""Health: which component is well, what ails it, and what to do next. Never needs a token."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from fastapi import APIRouter, Response

from usdcop.core.ports import Wall
from usdcop.core.urgency import urgent
from usdcop.services.kit.schemas import Instant, Model

PATIENCE: Final = 3.0
"""Seconds that all components together may take to answer."""
FRESH: Final = 1.0
"""Seconds for which a finding is given again, so that looking cannot overload what is looked at."""


class Status(StrEnum):
    """How a component, or the whole service, is."""

    OK = "ok"
    DEGRADED = "degraded"
    """It works, but not as it should."""
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Component:
    """How one part is. Without an essential one the service cannot serve."""

    name: str
    status: Status = Status.OK
    cause: str | None = None
    """Why, where it is not well. Shown to everybody: no addresses, no secrets."""
    next_step: str | None = None
    """What to do about it."""
    essential: bool = True


class ComponentHealth(Model):
    """How one part is."""

    name: str
    status: Status
    cause: str | None
    next_step: str | None
    essential: bool


class Health(Model):
    """How the service is."""

    status: Status
    """`down`: an essential component is down, and the answer is 503."""
    service: str
    version: str
    data_kind: str
    """`real`, `replay` or `synthetic`."""
    market_time: Instant
    time: Instant
    components: tuple[ComponentHealth, ...]


def overall(components: Sequence[Component]) -> Status:
    """How a service of ``components`` is."""
    if any(part.essential and part.status is Status.DOWN for part in components):
        return Status.DOWN
    return Status.OK if all(part.status is Status.OK for part in components) else Status.DEGRADED


def told(components: Sequence[Component]) -> tuple[ComponentHealth, ...]:
    """``components`` as answers show them."""
    return tuple(ComponentHealth.model_validate(asdict(part)) for part in components)


class Watched:
    """Looks after the components in a thread of its own, and answers even where one of them hangs."""

    def __init__(self, look: Callable[[], Sequence[Component]], wall: Wall) -> None:
        self._look = look
        self._wall = wall
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="health")
        self._found: tuple[float, Sequence[Component]] | None = None

    async def components(self) -> Sequence[Component]:
        """How they are, as of at most ``FRESH`` seconds ago."""
        now = self._wall.monotonic()
        if self._found is not None and now - self._found[0] < FRESH:
            return self._found[1]
        try:
            looking = asyncio.get_running_loop().run_in_executor(self._threads, self._looked)
            found = await asyncio.wait_for(looking, PATIENCE)
        except TimeoutError:
            found = (_HANGS,)
        self._found = (self._wall.monotonic(), found)
        return found

    def _looked(self) -> Sequence[Component]:
        """A look that no crowd of requests holds up: who is busy is not ill."""
        with urgent():
            return self._look()


_HANGS: Final = Component(
    "components",
    Status.DOWN,
    f"They did not answer within {PATIENCE:.0f} s.",
    "Look at 'usdcop doctor' and the log of this service.",
)


def health_answer(response: Response, status: Status) -> None:
    """Set the HTTP status that ``status`` means."""
    response.status_code = 503 if status is Status.DOWN else 200


def router(describe: Callable[[Sequence[Component]], Health], watched: Watched) -> APIRouter:
    """``GET /health``."""
    routes = APIRouter(tags=["system"])

    @routes.get(
        "/health",
        summary="How the service is",
        responses={503: {"model": Health, "description": "It cannot serve; `components` says why."}},
    )
    async def health(response: Response) -> Health:
        """Which component is well, what ails it and what to do next; open to everybody."""
        found = describe(await watched.components())
        health_answer(response, found.status)
        return found

    return routes
