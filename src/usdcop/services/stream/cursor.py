"""Where a client stands in a stream, and what it is due next. No queue: the window is everybody's."""

from collections.abc import Iterator
from typing import Final

from usdcop.core.events import EventId, EventType
from usdcop.services.stream.protocol import gap, with_skipped
from usdcop.services.stream.tally import Tally
from usdcop.services.stream.window import Encoded, Window

_ANEW: Final = 0
"""The generation of a cursor that is due a snapshot: none is numbered so."""
_AHEAD: Final = 1_000
"""Events by which another process may be ahead of this one."""


class Cursor:
    """A subscription of one client.

    Each event comes once and in order. One after a hole says with ``skipped_from`` which ticks were left out,
    because the client was slow and newer ones had come; what else is lost is told by a gap and a snapshot.

    Args:
        window: of the stream.
        resume: the last event the client has seen; None: it starts with a snapshot.
    """

    __slots__ = ("_resume", "_whole_until", "generation", "seen", "sent", "window")

    def __init__(self, window: Window, resume: EventId | None = None) -> None:
        self.window = window
        self.generation = _ANEW
        self.sent = 0
        """Number of the newest event the client was given."""
        self.seen = resume
        """The newest event the client has seen; None: a snapshot is due, and no gap before it."""
        self._resume = resume
        self._whole_until = 0
        """Events up to here are replayed: none of them is left out."""

    def takes(self, event: Encoded) -> bool:
        """Whether ``event`` is the next one, given as it is: the short way for who is not behind."""
        if self.generation == self.window.generation and event.id.seq == self.sent + 1:
            self.sent, self.seen = event.id.seq, event.id
            return True
        return False

    @property
    def lag(self) -> int:
        """Events the client is behind, a replay not counted."""
        if self.generation != self.window.generation:
            return 0
        return max(0, self.window.seq - max(self.sent, self._whole_until))

    def due(self, tally: Tally) -> Iterator[bytes]:
        """Everything the client has not been given, one message a step; may be left at any step."""
        window = self.window
        if self._resume is not None and window.generation:
            self._stand_at(self._resume, tally)
        while window.generation:
            if self.generation != window.generation or self.sent + 1 < window.base:
                yield self._anew(tally)
            elif self.sent < window.seq:
                yield self._next(tally)
            else:
                return

    def _stand_at(self, last: EventId, tally: Tally) -> None:
        """Go on after ``last``, where the window goes back that far."""
        self._resume, window = None, self.window
        if window.last is None or window.last.epoch != last.epoch:
            return
        if window.base - 1 <= last.seq <= window.seq + _AHEAD:
            self.generation, self.sent, self._whole_until = window.generation, last.seq, window.seq
            tally.replayed += max(0, window.seq - last.seq)

    def _anew(self, tally: Tally) -> bytes:
        """A gap where something was lost; then a snapshot."""
        window, seen = self.window, self.seen
        if seen is not None:
            self.generation, self.seen = _ANEW, None
            tally.gaps += 1
            return gap(window.target, seen, window.last)
        self.generation, self.sent, self.seen, self._whole_until = (
            window.generation,
            window.seq,
            window.last,
            0,
        )
        tally.snapshots += 1
        return window.snapshot()

    def _next(self, tally: Tally) -> bytes:
        """The next event; of a live client who is behind, older ticks are left out."""
        window, first = self.window, self.sent + 1
        seq = first
        while self._whole_until < seq < window.newest_tick and window.at(seq).type is EventType.MARKET_DATA:
            seq += 1
        event = window.at(seq)
        self.sent, self.seen = seq, event.id
        tally.conflated += seq - first
        return event.data if seq == first else with_skipped(event.data, first)
