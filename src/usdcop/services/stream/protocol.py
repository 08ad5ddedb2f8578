"""The words of the stream: what clients send, what they get, why they are dropped. Bytes and types, no state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Final, Literal, TypeAlias

import orjson
from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from usdcop.core.access import Principal
from usdcop.core.events import Event, EventId, account_stream, market_stream
from usdcop.services.kit.schemas import Model

PATH: Final = "/ws/market-data"
_LARGEST: Final = 2**53
"""Largest integer that every JSON reader keeps."""


class Code(StrEnum):
    """What an ``error`` message is about."""

    INVALID_MESSAGE = "INVALID_MESSAGE"
    """No JSON, an unknown action, a field that is missing, unknown or of the wrong kind. Nothing was done."""
    INVALID_SYMBOL = "INVALID_SYMBOL"
    """A symbol that is not served. Nothing of the message was done."""
    INVALID_ACCOUNT = "INVALID_ACCOUNT"
    """An account that does not exist. Nothing of the message was done."""
    RATE_LIMIT_EXCEEDED = "RATE_LIMIT_EXCEEDED"
    """Too many connections, messages or subscriptions; ``retry_after`` in seconds where waiting helps."""
    MARKET_CLOSED = "MARKET_CLOSED"
    """A notice: the subscription stands, but no quotes come until ``opens_at``."""
    AUTHENTICATION_FAILED = "AUTHENTICATION_FAILED"
    """No token, or one that is not valid (any more)."""
    TOO_SLOW = "TOO_SLOW"
    """The client does not take what is sent; it is dropped."""
    INTERNAL_ERROR = "INTERNAL_ERROR"
    """The service failed; trying again may help."""


class CloseCode(IntEnum):
    """Why a connection is closed. Those from 4000 are ours."""

    NORMAL = 1000
    GOING_AWAY = 1001
    """The service stops: connect again."""
    PROTOCOL_ERROR = 1002
    NOT_TEXT = 1003
    """Binary frames are not understood."""
    INVALID_UTF8 = 1007
    TOO_BIG = 1009
    INTERNAL_ERROR = 1011
    UNAUTHENTICATED = 4401
    """No token in time, or a token that is invalid, expired or revoked."""
    TOO_SLOW = 4408
    NO_PONG = 4410
    """Heartbeats were not answered."""
    TOO_MANY = 4429
    """Too many connections, or messages above the limit again and again."""


Name: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=32)]


class ResumeFrom(Model):
    """The last event a client has seen."""

    epoch: int = Field(ge=0, le=_LARGEST)
    seq: int = Field(ge=0, le=_LARGEST)


class Subscribe(Model):
    """Send me the events of these. With ``resume_from``: of this one, from there on."""

    action: Literal["subscribe"]
    symbols: tuple[Name, ...] = ()
    accounts: tuple[Name, ...] = ()
    resume_from: ResumeFrom | None = None


class Unsubscribe(Model):
    """Send me no more of these."""

    action: Literal["unsubscribe"]
    symbols: tuple[Name, ...] = ()
    accounts: tuple[Name, ...] = ()


class Pong(Model):
    """I am here: the answer to a heartbeat."""

    action: Literal["pong"]


class Auth(Model):
    """This is who I am. Sent again with a newer token, it prolongs the connection."""

    action: Literal["auth"]
    token: str = Field(min_length=1, max_length=8_192)


ClientMessage: TypeAlias = Subscribe | Unsubscribe | Pong | Auth

_MESSAGE: Final[TypeAdapter[ClientMessage]] = TypeAdapter(
    Annotated[ClientMessage, Field(discriminator="action")]
)


@dataclass(frozen=True, slots=True)
class Target:
    """What can be subscribed to: a symbol or an account."""

    kind: Literal["symbol", "account"]
    name: str

    @property
    def stream(self) -> str:
        """Its event stream."""
        return market_stream(self.name) if self.kind == "symbol" else account_stream(self.name)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as the client is told."""

    code: Code
    message: str
    facts: Mapping[str, Any] | None = None


def parse(text: str) -> ClientMessage | Problem:
    """What the client says; a problem where it cannot be understood."""
    try:
        message = _MESSAGE.validate_json(text, strict=True)
    except ValidationError as error:
        return Problem(Code.INVALID_MESSAGE, _sentence(error))
    if isinstance(message, Subscribe | Unsubscribe):
        return _sensible(message)
    return message


def targets(message: Subscribe | Unsubscribe) -> list[Target]:
    """What the message is about, each once, in order."""
    symbols = [Target("symbol", name) for name in message.symbols]
    return list(dict.fromkeys([*symbols, *(Target("account", name) for name in message.accounts)]))


def _sensible(message: Subscribe | Unsubscribe) -> ClientMessage | Problem:
    wanted = targets(message)
    if not wanted:
        return Problem(Code.INVALID_MESSAGE, "symbols and accounts are both empty: name one.")
    if isinstance(message, Subscribe) and message.resume_from is not None and len(wanted) > 1:
        return Problem(
            Code.INVALID_MESSAGE, "resume_from is for one symbol or account: send one message each."
        )
    return message


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"] if part not in _ACTIONS)
    return f"{place[:64]}: {first['msg'][:200]}." if place else f"{first['msg'][:200]}."


_ACTIONS: Final = frozenset({"subscribe", "unsubscribe", "pong", "auth"})


def event_bytes(event: Event) -> bytes:
    """``event`` as it is sent."""
    return orjson.dumps(
        {"type": event.type.value, "epoch": event.id.epoch, "seq": event.id.seq, **event.body}
    )


def with_skipped(data: bytes, first: int) -> bytes:
    """An event's ``data`` that also says: those from number ``first`` were left out, as newer ones came."""
    return data[:-1] + b',"skipped_from":%d}' % first


def snapshot(target: Target, last: EventId | None, newest: Mapping[str, bytes]) -> bytes:
    """The newest event of each type; what follows it comes after ``last``."""
    head = {"type": "snapshot", target.kind: target.name, **_numbered(last)}
    parts = b",".join(b'"%b":%b' % (kind.encode(), data) for kind, data in newest.items())
    return orjson.dumps(head)[:-1] + b',"data":{%b}}' % parts


def gap(target: Target, seen: EventId, last: EventId | None) -> bytes:
    """Events after ``seen`` cannot be given; a snapshot follows, which stands at ``last``."""
    told = {"seen": _numbered(seen), "now": None if last is None else _numbered(last)}
    return orjson.dumps({"type": "gap", target.kind: target.name, **told})


def acknowledged(message: Subscribe | Unsubscribe) -> bytes:
    """A subscription stands, or is gone."""
    told = {"action": message.action, "symbols": message.symbols, "accounts": message.accounts}
    return orjson.dumps({"type": "ack", **told})


def signed_in(who: Principal) -> bytes:
    """A token counts."""
    told = {"user": who.name, "roles": sorted(who.roles), "expires_at": instant(who.expires_at)}
    return orjson.dumps({"type": "ack", "action": "auth", **told})


def heartbeat(now: datetime) -> bytes:
    """Are you there?"""
    return orjson.dumps({"type": "heartbeat", "timestamp": instant(now)})


def error(problem: Problem) -> bytes:
    """What went wrong."""
    return orjson.dumps(
        {"type": "error", "code": problem.code, "message": problem.message, **(problem.facts or {})}
    )


def instant(at: datetime) -> str:
    """``at`` in UTC with ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _numbered(id_: EventId | None) -> dict[str, int | None]:
    return {"epoch": id_.epoch if id_ else None, "seq": id_.seq if id_ else None}
