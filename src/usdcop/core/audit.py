"""The audit trail: a chain of rows, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

GENESIS: Final = "0" * 64
"""The hash before the first row."""
ANCHORED: Final = "audit.anchored"
"""Action of the rows that tell of anchors."""
TRAIL_SUBJECT: Final = "audit_trail"
"""What those rows are about."""


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


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows are asked for; None: all. Times are market times, half-open."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the trail as it was at a real instant, kept outside the database."""

    seq: int
    hash: str
    anchored_at: datetime
    previous: str
    """SHA-256 (hex) of the anchor before, as stored; ``GENESIS`` for the first."""
    number: int
    """Anchors there are with it: the first is 1."""
    digest: str
    """SHA-256 (hex) of it as stored."""


@dataclass(frozen=True, slots=True)
class ToldAnchor:
    """An anchor as the trail tells of it, in a row of its own after it was stored."""

    told_in: int
    """Number of that row."""
    number: int
    seq: int
    hash: str
    digest: str

    @staticmethod
    def of(row: "AuditRow") -> "ToldAnchor | None":
        """What ``row`` tells; None where it cannot be read, which its chain tells too."""
        try:
            told = row.detail
            return ToldAnchor(
                row.seq, int(told["number"]), int(told["seq"]), str(told["hash"]), str(told["digest"])
            )
        except (ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the trail found."""

    first: int
    """Number of the first row that was looked at."""
    rows: int
    anchors: int
    """Anchors that were compared."""
    anchored_until: int
    """Number of the newest anchored row: any edit up to it is detected. 0: nothing is anchored."""
    broken: Break | None
    """The first break; None: the trail holds."""
    flaws: tuple[Break, ...] = ()
    """What is wrong with the anchors themselves, each at the row that shows it."""
    told: int = 0
    """Anchors that the trail tells of."""


def unlike(told: Sequence[ToldAnchor], anchors: Sequence[Anchor]) -> Iterator[Break]:
    """Where the anchors that are kept are not those that the trail tells of.

    The newest may be untold: it is stored first, and whoever was killed between is made up for at the next one.
    """
    kept = {anchor.number: anchor for anchor in anchors}
    for one in told:
        found = kept.get(one.number)
        if found is None:
            yield Break(
                one.seq, f"anchor {one.number}, of row {one.seq}, is not there any more: it was deleted"
            )
        elif found.digest != one.digest:
            yield Break(one.seq, f"anchor {one.number}, of row {one.seq}, was changed after it was made")
    if told:
        expected = set(range(told[0].number, max(kept, default=0)))
        for number in sorted(expected - {one.number for one in told}):
            if number in kept:
                yield Break(kept[number].seq, f"the trail does not tell of anchor {number}")


def verify(rows: Iterable[AuditRow], anchors: Sequence[Anchor], start: Anchor | None = None) -> Verification:
    """Walk ``rows`` (in order) and compare them with ``anchors``.

    Args:
        rows: every row after ``start``, or every row.
        anchors: in order; those up to ``start`` are passed over.
        start: an anchor that is trusted.
    """
    after, previous_hash = (start.seq, start.hash) if start else (0, GENESIS)
    ahead = [anchor for anchor in anchors if anchor.seq > after]
    walk = _Walk({anchor.seq: anchor for anchor in ahead}, last=after)
    broken = first_break(walk.along(rows), previous_hash, after)
    missing = [anchor.seq for anchor in ahead if anchor.seq > walk.last]
    if broken is None:
        broken = walk.broken
    if broken is None and missing:
        broken = Break(walk.last + 1, f"row {walk.last + 1} is missing: the trail reached row {missing[-1]}")
    until = max((anchor.seq for anchor in anchors), default=0)
    return Verification(after + 1, walk.rows, len(ahead), until, broken)


@dataclass(slots=True)
class _Walk:
    """Counts rows as they pass, and stops them at the first that differs from its anchor."""

    anchors: Mapping[int, Anchor]
    last: int
    rows: int = 0
    broken: Break | None = None

    def along(self, rows: Iterable[AuditRow]) -> Iterator[AuditRow]:
        for row in rows:
            anchor = self.anchors.get(row.seq)
            yield row  # the chain itself is looked at first
            self.last, self.rows = row.seq, self.rows + 1
            if anchor is not None and anchor.hash != row.hash:
                self.broken = Break(row.seq, "it differs from what was anchored, or its anchor was changed")
                return


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
    return _fault_in_record(row)


def _fault_in_record(row: AuditRow) -> str:
    try:
        told = json.loads(row.record)
        columns = {"seq": row.seq, "actor": row.actor, "action": row.action, "subject": row.subject}
        if any(told[name] != value for name, value in columns.items()):
            return "its columns differ from its record"
        times = {"at": row.at, "recorded_at": row.recorded_at}
        if any(datetime.fromisoformat(told[name]) != value for name, value in times.items()):
            return "its times differ from its record"
    except (ValueError, KeyError, TypeError):
        return "its record cannot be read"
    return ""
