"""The record of what changed bars that were there: when, why, and of which sessions. Nothing in it is ever altered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from usdcop.core.layers import Layer
from usdcop.core.ports import Lake

_FOLDER: Final = "changes"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of bars, told before it is made."""

    cause: str
    """Such as ``I-0007 imported``, ``I-0007 undone`` or ``the vendor's revision``."""
    by: str
    at: datetime
    """Market time."""
    recorded_at: datetime
    """Real time."""
    sessions: tuple[date, ...]
    """Sessions whose bars change, oldest first."""


def note_change(lake: Lake, change: Change) -> None:
    """Add ``change`` to the record, unless it changes nothing."""
    if not change.sessions:
        return
    number = len(lake.documents(Layer.L0, _FOLDER)) + 1
    told = {
        "cause": change.cause,
        "by": change.by,
        "at": change.at.isoformat(),
        "recorded_at": change.recorded_at.isoformat(),
        "sessions": [day.isoformat() for day in change.sessions],
    }
    lake.put_document(Layer.L0, f"{_FOLDER}/{number:06}.json", json.dumps(told).encode())


def read_changes(lake: Lake) -> list[Change]:
    """Every change, oldest first."""
    return [_change_of(lake.get_document(Layer.L0, path)) for path in lake.documents(Layer.L0, _FOLDER)]


def changed_since(changes: Sequence[Change], first: date, last: date, made_at: datetime) -> list[Change]:
    """The ``changes`` after the real instant ``made_at`` of a session from ``first`` to ``last``."""
    return [
        change
        for change in changes
        if change.recorded_at > made_at and any(first <= day <= last for day in change.sessions)
    ]


def told_since(changes: Sequence[Change], first: date, last: date, made_at: datetime) -> tuple[str, ...]:
    """The same in words: what became of the bars that something made at ``made_at`` was made of."""
    return tuple(
        f"{change.cause} ({change.at:%Y-%m-%d %H:%M} UTC, by {change.by})"
        for change in changed_since(changes, first, last, made_at)
    )


def _change_of(data: bytes) -> Change:
    told = json.loads(data)
    return Change(
        cause=told["cause"],
        by=told["by"],
        at=datetime.fromisoformat(told["at"]),
        recorded_at=datetime.fromisoformat(told["recorded_at"]),
        sessions=tuple(date.fromisoformat(day) for day in told["sessions"]),
    )
