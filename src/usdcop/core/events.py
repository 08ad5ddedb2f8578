"""Events: what is published while the market is open. PostgreSQL is the truth, a stream is a resume window.

A stream has one writer at a time and numbers its events ``(epoch, seq)``: ``seq`` rises by one, and after any
loss of the stream the epoch rises and ``seq`` starts at 1 again, so no pair is ever used twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Event:
    """An event as a subscriber gets it; ``body`` is JSON and says what the type documents."""

    id: EventId
    type: EventType
    at: datetime
    """Market time."""
    body: Mapping[str, Any]


class EventWriter(Protocol):
    """The one writer of a stream."""

    async def publish(self, type_: EventType, body: Mapping[str, Any], at: datetime) -> EventId:
        """Append an event and make it the newest of its type in the snapshot; return its number.

        Raises:
            ServerError: Redis is away, or another writer has taken over.
        """
