"""The record of what changed bars that were there: when, why, and of which sessions. Nothing in it is ever altered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from usdcop.core.layers import Layer
from usdcop.core.ports import Lake

_FOLDER: Final = "changes"


class Deed(StrEnum):
    """What was done to the bars."""

    IMPORTED = "imported"
    UNDONE = "undone"
    DOUBTED = "doubted"
    """Their clock is doubted: the bars are the same, and no session of them is better than grade C."""
    BELIEVED = "believed"
    CORRECTED = "corrected"
    """By the vendor, which has other prices now."""

    @property
    def words(self) -> str:
        """As people read it, after the import's id where it has one."""
        return {Deed.BELIEVED: "believed again", Deed.CORRECTED: "corrected by the vendor"}.get(
            self, self.value
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One change of bars, told before it is made."""

    deed: Deed
    import_id: str | None
    """The import that was made, taken back or doubted; None: the vendor corrected its own bars."""
    why: str
    """The import's file, or why it is doubted."""
    by: str
    at: datetime
    """Market time."""
    recorded_at: datetime
    """Real time."""
    sessions: tuple[date, ...]
    """Sessions whose bars change, oldest first."""

    @property
    def cause(self) -> str:
        """Such as ``I-0007 imported`` or ``corrected by the vendor``."""
        return " ".join(part for part in (self.import_id, self.deed.words) if part)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said beside something whose bars were changed after it was made."""

    newest: Change
    count: int
    """Changes since it was made, the newest included."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The changes of a home, oldest first, to be asked about what was made of bars."""

    changes: Sequence[Change] = ()

    def since(self, first: date, last: date, made_at: datetime | None) -> Mark | None:
        """The mark of what was made at the real instant ``made_at`` of sessions from ``first`` to ``last``.

        None: its bars are those it was made of, and nobody doubts them; a doubt counts while it stands. Where it was not
        kept when it was made (``made_at`` is None), every change of its sessions counts.
        """
        found = changed_since(self.changes, first, last, made_at or _EVER)
        return _mark([change for change in found if self._counts(change)])

    def of_data(self, first: date, last: date, made_at: datetime | None, *, same: bool) -> Mark | None:
        """The mark of what heals: where its data are the ``same`` as when it was made, only a doubt that stands counts."""
        if not same:
            return self.since(first, last, made_at)
        found = changed_since(self.changes, first, last, made_at or _EVER)
        return _mark([change for change in found if change.deed is Deed.DOUBTED and self._counts(change)])

    def _counts(self, change: Change) -> bool:
        if change.deed is not Deed.DOUBTED:
            return change.deed is not Deed.BELIEVED  # which brings back what was
        return not any(
            later.import_id == change.import_id
            and later.deed in {Deed.BELIEVED, Deed.UNDONE}
            and later.recorded_at > change.recorded_at
            for later in self.changes
        )


@dataclass(slots=True)
class ChangeRecord:
    """The record of a lake for a service: each change is read once, since nothing in it is ever altered."""

    lake: Lake
    _known: dict[str, Change] = field(default_factory=dict)
    """By their paths."""

    def marks(self) -> Marks:
        """The changes as they are now."""
        known = self._known
        self._known = {
            path: known[path] if path in known else _change_of(self.lake.get_document(Layer.L0, path))
            for path in self.lake.documents(Layer.L0, _FOLDER)
        }
        return Marks(tuple(self._known.values()))


_EVER: Final = datetime.min.replace(tzinfo=UTC)


def note_change(lake: Lake, change: Change) -> None:
    """Add ``change`` to the record, after all that it has, unless it changes nothing."""
    if not change.sessions:
        return
    number = max((int(PurePosixPath(path).stem) for path in lake.documents(Layer.L0, _FOLDER)), default=0) + 1
    told = {
        "cause": change.cause,
        "why": change.why,
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


def _mark(found: Sequence[Change]) -> Mark | None:
    return Mark(found[-1], len(found)) if found else None


def _change_of(data: bytes) -> Change:
    told = json.loads(data)
    cause = told["cause"]
    deed = next(deed for deed in Deed if cause.endswith(deed.words))
    return Change(
        deed=deed,
        import_id=cause.removesuffix(deed.words).strip() or None,
        why=told.get("why", ""),  # the first homes with a ledger have none
        by=told["by"],
        at=datetime.fromisoformat(told["at"]),
        recorded_at=datetime.fromisoformat(told["recorded_at"]),
        sessions=tuple(date.fromisoformat(day) for day in told["sessions"]),
    )
