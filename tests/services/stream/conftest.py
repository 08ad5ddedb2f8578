"""Runs what talks to a stream service on the session's Redis."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from support.streams import StreamServer, serving

Talk = Callable[[StreamServer], Awaitable[None]]
Served = Callable[..., None]


@pytest.fixture
def served(redis_url: str) -> Served:
    """Runs a talk with a service; options as for ``support.streams.serving``."""

    def run(talk: Talk, **options: object) -> None:
        async def go() -> None:
            async with serving(redis_url, **options) as server:  # type: ignore[arg-type]
                await talk(server)

        asyncio.run(asyncio.wait_for(go(), 60))

    return run
