import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from usdcop.core.events import EventId, EventType
from usdcop.live.heeding import HeedingWriter

NOON = datetime(2024, 7, 10, 12, tzinfo=UTC)


class Deaf:
    """A writer that loses the cancellation it meets, as the client's ``wait_for`` does."""

    async def publish(
        self, type_: EventType, body: Mapping[str, Any], at: datetime, once: int | None = None
    ) -> EventId:
        number = EventId(1, once or len(f"{type_} {body} {at}"))
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            return number
        raise AssertionError("Nobody cancelled it.")


def test_a_cancellation_lost_by_the_writer_is_heeded() -> None:
    async def scene() -> None:
        task = asyncio.create_task(HeedingWriter(Deaf()).publish(EventType.BAR, {}, NOON))
        await asyncio.sleep(0)
        task.cancel()
        ended = await asyncio.gather(task, return_exceptions=True)
        assert isinstance(ended[0], asyncio.CancelledError)

    asyncio.run(scene())
