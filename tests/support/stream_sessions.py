"""Windows, sessions and moments for tests of the stream's rules: no socket, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from support.streams import OPEN_MARKET
from usdcop.core.events import Event, EventId, EventType, StreamState
from usdcop.services.kit.settings import AuthMode, ServiceSettings
from usdcop.services.stream.catalog import Catalog
from usdcop.services.stream.limits import ClientBook
from usdcop.services.stream.protocol import Target
from usdcop.services.stream.session import Close, Commons, Effect, Moment, Send, Session
from usdcop.services.stream.settings import StreamSettings
from usdcop.services.stream.tally import Tally
from usdcop.services.stream.window import Window

SYMBOL = Target("symbol", "USDCOP")
LETTERS = {"t": EventType.MARKET_DATA, "b": EventType.BAR, "o": EventType.ORDER, "s": EventType.SYSTEM_STATUS}


def events(letters: str, epoch: int = 1, first: int = 1) -> list[Event]:
    """One event for each letter: tick, bar, order, status."""
    return [
        Event(EventId(epoch, seq), LETTERS[letter], OPEN_MARKET, {"symbol": "USDCOP"}, OPEN_MARKET)
        for seq, letter in enumerate(letters, first)
    ]


def state_of(found: Sequence[Event]) -> StreamState:
    """The state of a stream that holds ``found``."""
    return StreamState(found[-1].id if found else None, {event.type: event for event in found}, found)


def loaded(letters: str = "", size: int = 100, epoch: int = 1) -> Window:
    """A window that was read from a stream of ``letters``."""
    window = Window(SYMBOL, size)
    window.catch_up(state_of(events(letters, epoch)))
    return window


def add(window: Window, letters: str) -> None:
    """Events that follow."""
    for event in events(letters, window.last.epoch if window.last else 1, window.seq + 1):
        assert window.add(event) is not None


def shown(messages: Iterable[bytes]) -> list[str]:
    """Messages in short: ``snapshot@3``, ``gap``, ``4``, ``7 skips 5``, the code of an error, an action."""
    return [_short(orjson.loads(data)) for data in messages]


def _short(message: dict[str, Any]) -> str:
    match message["type"]:
        case "snapshot":
            return f"snapshot@{message['seq']}"
        case "gap" | "heartbeat":
            return str(message["type"])
        case "error":
            return str(message["code"])
        case "ack":
            return f"ack {message['action']}"
        case _:
            skipped = message.get("skipped_from")
            return f"{message['seq']} skips {skipped}" if skipped else f"{message['seq']}"


def told(effects: Iterable[Effect]) -> list[str]:
    """Effects in short: messages as ``shown``, ``closed 4401``, ``verify``."""
    return [
        shown([each.data])[0]
        if isinstance(each, Send)
        else f"closed {each.code.value}"
        if isinstance(each, Close)
        else "verify"
        for each in effects
    ]


@dataclass
class Table:
    """Sessions of a process, and a hand that moves time."""

    settings: StreamSettings = field(default_factory=StreamSettings)
    limits: ServiceSettings = field(default_factory=ServiceSettings)
    mode: AuthMode = AuthMode.WRITES
    closed: dict[str, datetime] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.catalog = Catalog(100)
        for window in self.catalog.admit([SYMBOL, Target("account", "main")]):
            window.catch_up(state_of([]))
        book = ClientBook(self.limits.stream_connections, self.limits.stream_messages_per_minute)
        self.tally = Tally()
        self.commons = Commons(self.settings, self.limits, self.mode, self.catalog, book, self.tally)

    @property
    def now(self) -> Moment:
        return Moment(OPEN_MARKET + timedelta(seconds=self.seconds), self.seconds, self.closed)

    def opened(self, address: str = "10.0.0.1", token: str | None = None) -> Session:
        """A session whose handshake is done."""
        session = Session(self.commons, address)
        session.opened(token, self.now)
        return session

    def says(self, session: Session, **message: object) -> list[str]:
        """What follows from a message."""
        return told(session.received(orjson.dumps(message).decode(), self.now))
