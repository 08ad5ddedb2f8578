"""The audit trail: a chain of rows, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

GENESIS: Final = "0" * 64
"""The hash before the first row."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the trail. ``record`` is its canonical JSON, over which the chain is reckoned."""

    seq: int
    at: datetime
    recorded_at: datetime
    actor: str
    action: str
    """Such as ``order.accepted``, ``trading_state.changed``, ``user.signed_in``."""
    subject: str
    """What it is about, such as ``order:<id>``."""
    record: str
    previous_hash: str
    hash: str

    @property
    def detail(self) -> Mapping[str, Any]:
        """What happened, in particular."""
        found: Mapping[str, Any] = json.loads(self.record)["detail"]
        return found


class AuditTrail(Protocol):
    """Where events that must never be denied are kept."""

    def append(self, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any]) -> int:
        """Add a row in a transaction of its own; return its number."""


def sealed(previous_hash: str, record: str) -> str:
    """Hash of a row: SHA-256 (hex) of the hash before it, a line feed, and its record."""
    return hashlib.sha256(f"{previous_hash}\n{record}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and how that shows."""

    seq: int
    why: str


def first_break(rows: Iterable[AuditRow], previous_hash: str = GENESIS, after: int = 0) -> Break | None:
    """The first row of ``rows`` (in order) that does not follow from the one before; None: the chain holds.

    Args:
        rows: every row after number ``after``.
        previous_hash: hash of row ``after``.
        after: number of the row before the first.
    """
    expected = after + 1
    for row in rows:
        why = _fault(row, expected, previous_hash)
        if why:
            return Break(row.seq, why)
        previous_hash, expected = row.hash, expected + 1
    return None


def _fault(row: AuditRow, expected: int, previous_hash: str) -> str:
    if row.seq != expected:
        return f"row {expected} is missing"
    if row.previous_hash != previous_hash:
        return "it does not carry the hash of the row before"
    if sealed(previous_hash, row.record) != row.hash:
        return "its record was changed"
    told = json.loads(row.record)
    columns = {"seq": row.seq, "actor": row.actor, "action": row.action, "subject": row.subject}
    if any(told[name] != value for name, value in columns.items()):
        return "its columns differ from its record"
    times = {"at": row.at, "recorded_at": row.recorded_at}
    if any(datetime.fromisoformat(told[name]) != value for name, value in times.items()):
        return "its times differ from its record"
    return ""
