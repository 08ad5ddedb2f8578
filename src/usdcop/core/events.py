"""Events: what is published while the market is open. PostgreSQL is the truth, a stream is a resume window.

A stream has one writer at a time and numbers its events ``(epoch, seq)``: ``seq`` rises by one, and after any
loss of the stream, or when another writer takes over, the epoch rises and ``seq`` starts at 1 again, so no
pair is ever used twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

MARKET_CHANNEL: Final = "market_data_channel"
"""Where market data is published as well, for consumers outside."""


class EventType(StrEnum):
    """What an event tells."""

    MARKET_DATA = "market_data"
    BAR = "bar"
    PREDICTION = "prediction"
    ORDER = "order"
    FILL = "fill"
    SYSTEM_STATUS = "system_status"


def market_stream(symbol: str) -> str:
    """Stream of ``symbol``: quotes, bars, predictions, states."""
    return f"market:{symbol}"


def account_stream(account: str) -> str:
    """Stream of ``account``: orders and fills."""
    return f"account:{account}"


@dataclass(frozen=True, slots=True, order=True)
class EventId:
    """Where an event stands in its stream."""

    epoch: int
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "EventId":
        """The number that ``str`` wrote."""
        epoch, _, seq = text.partition("-")
        return cls(int(epoch), int(seq))

    def follows(self, before: "EventId | None") -> bool:
        """Whether nothing lies between ``before`` (None: the beginning of the stream) and this."""
        return self.seq == 1 if before is None else (self.epoch, self.seq) == (before.epoch, before.seq + 1)


@dataclass(frozen=True, slots=True)
class Event:
    """An event as a subscriber gets it; ``body`` is JSON and says what the type documents."""

    id: EventId
    type: EventType
    at: datetime
    """Market time."""
    body: Mapping[str, Any]
    recorded_at: datetime
    """Real time it entered the stream."""


class EventWriter(Protocol):
    """The one writer of a stream."""

    async def publish(
        self, type_: EventType, body: Mapping[str, Any], at: datetime, once: int | None = None
    ) -> EventId:
        """Append an event and make it the newest of its type in the snapshot; return its number.

        Args:
            type_: what it tells.
            body: JSON.
            at: market time.
            once: number of its source. Where the stream remembers an event of that source, nothing is added,
                and the number that event got is returned.

        Raises:
            ServerError: Redis is away, or another writer has taken over. The event may stand in the stream all
                the same, where only the answer was lost.
        """


@dataclass(frozen=True, slots=True)
class StreamState:
    """What a stream holds at one instant."""

    last: EventId | None
    """Number of the newest event; None: there is none."""
    newest: Mapping[EventType, Event]
    """The newest event of each type, also where the window has lost it."""
    recent: Sequence[Event]
    """The newest events, oldest first."""


class EventReader(Protocol):
    """A reader of a stream."""

    async def state(self, limit: int) -> StreamState:
        """The stream as it is, with at most ``limit`` recent events.

        Raises:
            ServerError: Redis is away.
        """

    async def after(self, last: EventId | None, patience: timedelta) -> Sequence[Event]:
        """Events after ``last``, oldest first; empty where none came within ``patience`` of real time.

        Raises:
            ServerError: Redis is away.
        """


class Epochs(Protocol):
    """Who may write a stream: epochs that outlive Redis."""

    def take(self, stream: str, above: int) -> int:
        """A new epoch of ``stream``, above all before it and above ``above``: its writer takes over.

        Raises:
            ServerError: PostgreSQL is away.
        """

    def renew(self, stream: str, mine: int, above: int) -> int:
        """A new epoch for the writer that holds ``mine``, after a loss.

        Raises:
            ServerError: another writer has taken over, or PostgreSQL is away.
        """


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An order or fill event that was committed, waiting to be relayed."""

    id: int
    account: str
    type: EventType
    body: Mapping[str, Any]
    at: datetime


class Outbox(Protocol):
    """Events written in the transactions of what they tell."""

    def waiting(self, limit: int) -> list[OutboxRow]:
        """The first ``limit`` rows that were not relayed, in order.

        Raises:
            ServerError: PostgreSQL is away.
        """

    def mark(self, ids: Sequence[int]) -> None:
        """Remember that the rows ``ids`` were relayed."""
