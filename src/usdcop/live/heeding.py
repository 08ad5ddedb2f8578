"""A writer of events that can be cancelled.

The client of Redis writes under ``asyncio.wait_for``, which until Python 3.12 loses a cancellation that arrives
when the write has just been done: the task goes on as if nobody had told it to stop. So it is looked for here.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from usdcop.core.events import EventId, EventType, EventWriter


class HeedingWriter:
    """``writer``, after which a cancellation that was lost on the way is raised again."""

    def __init__(self, writer: EventWriter) -> None:
        self._writer = writer

    async def publish(
        self, type_: EventType, body: Mapping[str, Any], at: datetime, once: int | None = None
    ) -> EventId:
        """See ``EventWriter.publish``. An event may stand in the stream although this was cancelled."""
        found = await self._writer.publish(type_, body, at, once)
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError
        return found
