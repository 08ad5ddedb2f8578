"""What a process keeps of a stream: its newest events in order, encoded once, and the newest of each type.

Every client reads from the one window, so a client costs no more than its place in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from usdcop.core.events import Event, EventId, EventType, StreamState
from usdcop.services.stream.protocol import Target, event_bytes, snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """An event as the bytes that every client gets."""

    id: EventId
    type: EventType
    recorded_at: datetime
    data: bytes


class Window:
    """The newest events of a stream.

    All its events are of one epoch and follow each other without a hole. Where there is one, the window starts
    anew, and its ``generation`` rises: who stood in an older one has lost something.

    Args:
        target: what the stream tells of.
        size: events kept at least, once there were as many; at most twice that.
    """

    def __init__(self, target: Target, size: int) -> None:
        self.target = target
        self.stream = target.stream
        self.generation = 0
        """0: nothing is known of the stream yet."""
        self.base = 1
        """Number of the oldest event that is kept."""
        self.last: EventId | None = None
        """Number of the newest event of the stream."""
        self.newest_tick = 0
        """Number of the newest market data of this generation; 0: there is none."""
        self.size = size
        self._events: list[Encoded] = []
        self._newest: dict[EventType, Encoded] = {}
        self._snapshot: bytes | None = None

    @property
    def seq(self) -> int:
        """Number of the newest event; 0: there is none."""
        return self.last.seq if self.last else 0

    def at(self, seq: int) -> Encoded:
        """The event number ``seq``, from ``base`` to ``seq``."""
        return self._events[seq - self.base]

    def snapshot(self) -> bytes:
        """The newest event of each type, and where the stream stands."""
        if self._snapshot is None:
            newest = {kind.value: event.data for kind, event in self._newest.items()}
            self._snapshot = snapshot(self.target, self.last, newest)
        return self._snapshot

    def add(self, event: Event) -> Encoded | None:
        """Keep ``event``, which follows the last one; None where it does not, and nothing was done."""
        if not self.generation or not event.id.follows(self.last):
            return None
        if self.last is None:
            self.base = event.id.seq
        encoded = _encoded(event)
        self._append(encoded)
        self._newest[event.type] = encoded
        return encoded

    def catch_up(self, state: StreamState) -> Sequence[Event] | None:
        """Events of ``state`` that follow what is kept, for ``add``; None where the window had to start anew.

        A stream that holds less than was seen of it has lost its end. What was seen stays: its writer will notice
        and start a new epoch.
        """
        if self.generation and (state.last is None or (self.last is not None and state.last <= self.last)):
            return ()
        later = [event for event in state.recent if self.last is None or event.id > self.last]
        if self.generation and later and later[0].id.follows(self.last):
            return later
        self._start(state)
        return None

    def _start(self, state: StreamState) -> None:
        self.generation += 1
        self._events, self._snapshot, self.newest_tick = [], None, 0
        tail = _unbroken(state.recent)
        self.base = tail[0].id.seq if tail else 1
        self.last = None
        for event in tail:
            self._append(_encoded(event))
        self._newest = {kind: _encoded(event) for kind, event in _in_order(state.newest).items()}

    def _append(self, event: Encoded) -> None:
        self._events.append(event)
        self.last, self._snapshot = event.id, None
        if event.type is EventType.MARKET_DATA:
            self.newest_tick = event.id.seq
        if len(self._events) > 2 * self.size:
            del self._events[: self.size]
            self.base += self.size


def _encoded(event: Event) -> Encoded:
    return Encoded(event.id, event.type, event.recorded_at, event_bytes(event))


def _unbroken(events: Sequence[Event]) -> Sequence[Event]:
    """The end of ``events`` in which each follows the one before."""
    start = len(events) - 1
    while start > 0 and events[start].id.follows(events[start - 1].id):
        start -= 1
    return events[max(0, start) :]


def _in_order(newest: Mapping[EventType, Event]) -> dict[EventType, Event]:
    return {kind: newest[kind] for kind in EventType if kind in newest}
