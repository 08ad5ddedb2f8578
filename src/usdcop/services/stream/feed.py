"""One stream brought into this process: read once, however many clients listen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog

from usdcop.core.errors import ServerError
from usdcop.core.events import Event, EventReader
from usdcop.core.ports import Wall
from usdcop.services.stream.window import Encoded, Window

PATIENCE: Final = timedelta(seconds=2)
"""Longest wait for events before the next question."""
_PAUSES: Final = tuple(timedelta(milliseconds=each) for each in (50, 100, 250, 500, 1_000))
"""Between attempts to reach Redis."""

_log = structlog.get_logger("usdcop.stream")


class Feed:
    """Keeps ``window`` up to date, and tells of each event once it is there.

    Args:
        window: of the stream.
        reader: of the stream.
        deliver: called with each new event, in order.
        restart: called when the window started anew: everybody is due a gap and a snapshot.
        wall: waits between attempts.
    """

    def __init__(
        self,
        window: Window,
        reader: EventReader,
        deliver: Callable[[Window, Encoded], None],
        restart: Callable[[Window], None],
        wall: Wall,
    ) -> None:
        self.window = window
        self.trouble: ServerError | None = None
        """Why the stream cannot be read at the moment."""
        self._reader = reader
        self._deliver = deliver
        self._restart = restart
        self._wall = wall
        self._behind = True

    async def run(self) -> None:
        """Read until cancelled; a Redis that is away is waited for."""
        failures = 0
        while True:
            try:
                await self.step()
            except ServerError as error:
                if self.trouble is None:
                    _log.warning("stream not readable", stream=self.window.target.stream, cause=str(error))
                self.trouble, self._behind = error, True
                await self._wall.sleep(_PAUSES[min(failures, len(_PAUSES) - 1)])
                failures += 1
            else:
                if self.trouble is not None:
                    _log.info("stream readable again", stream=self.window.target.stream)
                self.trouble, failures = None, 0

    async def step(self) -> None:
        """Read what is there, or wait a while for it.

        Raises:
            ServerError: Redis is away.
        """
        if self._behind:
            await self._catch_up()
            return
        for event in await self._reader.after(self.window.last, PATIENCE):
            if not self._added(event):
                self._behind = True
                return

    async def _catch_up(self) -> None:
        """Compare with the whole stream: after a start, a hole, or a loss of Redis."""
        events = self.window.catch_up(await self._reader.state(self.window.size))
        if events is None:
            self._restart(self.window)
        self._behind = not all(self._added(event) for event in events or ())

    def _added(self, event: Event) -> bool:
        encoded = self.window.add(event)
        if encoded is None:
            return False
        self._deliver(self.window, encoded)
        return True
