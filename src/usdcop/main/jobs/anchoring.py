"""Anchoring: the head of the audit trail, written where nobody who can change the database keeps a copy.

One small JSON object an anchor, under ``usdcop-audit/anchors``; each carries its number and the hash of the one
before. Once it is stored, a row of the trail tells of it: its number, and the hash of its bytes. So whoever deletes
the newest one contradicts the chain, and whoever changes the chain contradicts the anchors.
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final, Protocol

from usdcop.core.audit import (
    ANCHORED,
    GENESIS,
    TRAIL_SUBJECT,
    Anchor,
    AuditFilter,
    AuditRow,
    Break,
    ToldAnchor,
    Verification,
    first_break,
    unlike,
)
from usdcop.core.audit import verify as verified
from usdcop.core.errors import VerificationError
from usdcop.core.ports import Objects

FOLDER: Final = "usdcop-audit/anchors"
LOCK: Final = "anchors.lock"
"""File in the home, held while an anchor is made: a backup has either all of it or nothing."""
ACTOR: Final = "scheduler"
"""Who the trail names for anchors."""
_KEEP: Final = "Nothing was anchored. Keep database and objects as they are, and run 'usdcop verify'."


class Rows(Protocol):
    """The trail, to be walked."""

    def rows(self, after: int = 0) -> Iterator[AuditRow]:
        """Every row after number ``after``, in order."""


class Trail(Rows, Protocol):
    """The trail, as far as anchoring reads and writes it."""

    def row(self, seq: int) -> AuditRow | None:
        """One row."""

    def head(self) -> AuditRow | None:
        """The newest row."""

    def page(self, chosen: AuditFilter, before: int | None, limit: int) -> list[AuditRow]:
        """Up to ``limit`` rows, newest first."""

    def append(self, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any]) -> int:
        """Add a row; return its number."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The anchors that are kept, in order, and what is wrong with them."""

    anchors: tuple[Anchor, ...]
    """Those that can be read."""
    flaws: tuple[Break, ...]


def anchor(trail: Trail, objects: Objects, at: datetime, market_at: datetime | None = None) -> Anchor | None:
    """Anchor the head of ``trail`` at the real instant ``at``; None where it is anchored already, or empty.

    The object is written first, then the row that tells of it. Whoever is killed between leaves an anchor that no
    row tells of; the next call tells of it.

    Args:
        trail: what is anchored.
        objects: where anchors are kept.
        at: real instant.
        market_at: market time of the row; None: ``at``.

    Raises:
        VerificationError: what was added since the newest anchor does not follow from it, or the newest anchor is
            not the one that the trail tells of. Nothing is anchored.
        StorageError: the object store refuses.
    """
    last = newest(objects)
    found = _walked(trail, last)
    if found.broken is not None:
        raise VerificationError(
            f"The audit trail is broken at row {found.broken.seq}: {found.broken.why}.", _KEEP
        )
    if last is not None and not _is_told(trail, last):
        _tell(trail, last, market_at or at)
    head = trail.head()
    if head is None or (last is not None and _is_anchored(head, last)):
        return None
    previous, number = (GENESIS, 1) if last is None else (last.digest, last.number + 1)
    key = _key(head.seq)
    made = _parsed(key, _written(head, at, previous, number), number)
    objects.put(key, _written(head, at, previous, number))
    _tell(trail, made, market_at or at)
    return made


def _is_anchored(head: AuditRow, last: Anchor) -> bool:
    """Whether nothing but the row that tells of ``last`` came after it."""
    return head.seq <= last.seq or (head.seq == last.seq + 1 and head.action == ANCHORED)


def _is_told(trail: Trail, last: Anchor) -> bool:
    """Whether the trail tells of ``last``, the newest anchor.

    Raises:
        VerificationError: it tells of a later one, or of another of that number.
    """
    rows = trail.page(AuditFilter(action=ANCHORED, subject=TRAIL_SUBJECT), None, 1)
    told = ToldAnchor.of(rows[0]) if rows else None
    if told is None or told.number < last.number:
        return False
    contradiction = next(unlike([told], [last]), None)
    if contradiction is not None:
        raise VerificationError(f"The anchors do not fit the trail: {contradiction.why}.", _KEEP)
    return True


def _tell(trail: Trail, made: Anchor, at: datetime) -> None:
    detail = {"number": made.number, "seq": made.seq, "hash": made.hash, "digest": made.digest}
    trail.append(at, ACTOR, ANCHORED, TRAIL_SUBJECT, detail)


def newest(objects: Objects) -> Anchor | None:
    """The newest anchor; reads no other, so it is quick however many there are.

    Raises:
        VerificationError: it cannot be read.
    """
    keys = objects.keys(FOLDER)
    return _parsed(keys[-1], objects.get(keys[-1]), len(keys)) if keys else None


def shelf(objects: Objects) -> Shelf:
    """Every anchor, and where they do not follow from each other.

    One of an earlier version has no number: it has its place's.
    """
    keys = objects.keys(FOLDER)
    found, flaws = [], []
    for place, (key, data) in enumerate(zip(keys, objects.get_many(keys), strict=True), 1):
        try:
            found.append(_parsed(key, data, place))
        except VerificationError as error:
            flaws.append(Break(_seq(key), error.sentence.removesuffix(".")))
    return Shelf(tuple(found), (*flaws, *_gaps(found)))


def verify(
    trail: Rows,
    objects: Objects,
    hear: Callable[[AuditRow], None] = lambda _row: None,
    held: Shelf | None = None,
) -> Verification:
    """Walk the trail and compare it with the anchors; any edit up to the newest anchor is found.

    Args:
        trail: what is walked.
        objects: where the anchors are.
        hear: is handed every row, also those after a break.
        held: the anchors, read before the first of the trail was; None: they are read now.
    """
    held = held or shelf(objects)
    told: list[ToldAnchor] = []

    def heard() -> Iterator[AuditRow]:
        for row in trail.rows():
            one = ToldAnchor.of(row) if row.action == ANCHORED else None
            told.extend(() if one is None else (one,))
            hear(row)
            yield row

    rows = heard()
    found = verified(rows, held.anchors)
    deque(rows, maxlen=0)
    if told and told[-1].number > max((one.number for one in held.anchors), default=0):
        held = shelf(objects)  # one may have been made meanwhile
    flaws = (*held.flaws, *unlike(told, held.anchors))
    broken = found.broken or next(iter(flaws), None)
    return replace(found, broken=broken, flaws=flaws, told=len(told))


def _walked(trail: Trail, start: Anchor | None) -> Verification:
    """The walk from ``start``, which must still be as it was anchored."""
    if start is None:
        return verified(trail.rows(), [])
    row = trail.row(start.seq)
    found = verified(trail.rows(start.seq), [], start)
    if row is None:
        return replace(found, broken=Break(start.seq, "it was anchored, and is missing"))
    if first_break([row], row.previous_hash, start.seq - 1) is not None or row.hash != start.hash:
        return replace(found, broken=Break(start.seq, "it differs from what was anchored"))
    return found


def _gaps(found: list[Anchor]) -> Iterator[Break]:
    """Where anchors, in order of their keys, do not follow from each other."""
    if found and (found[0].number != 1 or found[0].previous != GENESIS):
        yield Break(found[0].seq, f"the anchors before that of row {found[0].seq} were deleted")
    for before, after in pairwise(found):
        if after.number != before.number + 1:
            yield Break(after.seq, f"anchors between {before.number} and {after.number} were deleted")
        elif after.previous != before.digest:
            yield Break(after.seq, f"the anchor of row {after.seq} does not follow from the one before")


def _key(seq: int) -> str:
    return f"{FOLDER}/{seq:012d}.json"


def _seq(key: str) -> int:
    name = key.rpartition("/")[2].removesuffix(".json")
    return int(name) if name.isdecimal() else 0


def _parsed(key: str, data: bytes, place: int) -> Anchor:
    """The anchor ``data``; ``place`` is the number of one that has none.

    Raises:
        VerificationError: it cannot be read.
    """
    try:
        told: dict[str, Any] = json.loads(data)
        made = Anchor(
            int(told["seq"]),
            str(told["hash"]),
            datetime.fromisoformat(told["anchored_at"]),
            str(told["previous"]),
            int(told.get("number", place)),
            hashlib.sha256(data).hexdigest(),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _unsound(key, "cannot be read") from None
    if key != _key(made.seq) or made.anchored_at.tzinfo is None:
        raise _unsound(key, "is not what its name says")
    return made


def _written(head: AuditRow, at: datetime, previous: str, number: int) -> bytes:
    told = {
        "number": number,
        "seq": head.seq,
        "hash": head.hash,
        "anchored_at": at.astimezone(UTC).isoformat(),
        "previous": previous,
    }
    return json.dumps(told).encode()


def _unsound(key: str, why: str) -> VerificationError:
    return VerificationError(f"The anchor {key} {why}.", "It was changed after it was written.")
