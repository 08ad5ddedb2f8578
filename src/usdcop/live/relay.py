"""The relay: orders and fills that were committed become events of their account's stream.

They are written to the outbox in the transaction of what they tell, so none is lost; the relay numbers them.
A crash between publishing and marking makes it publish again, which the stream refuses by the row's number:
each row is an event once. Only where Redis was lost in between is it one twice, under a new epoch; consumers
then know it by the id of the order or the fill.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from usdcop.core.events import EventWriter, Outbox, account_stream

_BATCH: Final = 500


class Relay:
    """Moves rows of the outbox into account streams, in order. One a home.

    Args:
        outbox: where the rows are.
        writer: gives the writer of a stream, the same one each time.
    """

    def __init__(self, outbox: Outbox, writer: Callable[[str], EventWriter]) -> None:
        self._outbox = outbox
        self._writer = writer

    async def run_once(self) -> int:
        """Relay what waits, at most 500 rows; return how many were.

        Raises:
            ServerError: Redis or PostgreSQL is away; what was not relayed waits for the next call.
        """
        rows = await asyncio.to_thread(self._outbox.waiting, _BATCH)
        done: list[int] = []
        try:
            for row in rows:
                await self._writer(account_stream(row.account)).publish(
                    row.type, row.body, row.at, once=row.id
                )
                done.append(row.id)
        finally:
            if done:
                await asyncio.to_thread(self._outbox.mark, done)
        return len(done)
