"""Anchoring: the head of the audit trail, written where nobody who can change the database keeps a copy.

One small JSON object an anchor, under ``usdcop-audit/anchors``; each carries the hash of the one before.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final, Protocol

from usdcop.core.audit import (
    GENESIS,
    Anchor,
    AuditRow,
    Break,
    Verification,
    first_break,
)
from usdcop.core.audit import verify as verified
from usdcop.core.errors import UsageError, VerificationError
from usdcop.core.ports import Objects

FOLDER: Final = "usdcop-audit/anchors"


class Trail(Protocol):
    """The trail, as far as anchoring reads it."""

    def row(self, seq: int) -> AuditRow | None:
        """One row."""

    def head(self) -> AuditRow | None:
        """The newest row."""

    def rows(self, after: int = 0) -> Iterator[AuditRow]:
        """Every row after number ``after``, in order."""


def anchor(trail: Trail, objects: Objects, at: datetime) -> Anchor | None:
    """Anchor the head of ``trail`` at the real instant ``at``; None where it is anchored already, or empty.

    Raises:
        VerificationError: what was added since the newest anchor does not follow from it. Nothing is anchored.
        StorageError: the object store refuses.
    """
    last = newest(objects)
    head = trail.head()
    found = _walked(trail, [], last)
    if found.broken is not None:
        raise VerificationError(
            f"The audit trail is broken at row {found.broken.seq}: {found.broken.why}.",
            "Nothing was anchored. Keep the database as it is, and have the trail verified from its start.",
        )
    if head is None or (last is not None and head.seq <= last.seq):
        return None
    previous = GENESIS if last is None else _digest(objects.get(_key(last.seq)))
    made = Anchor(head.seq, head.hash, at, previous)
    objects.put(_key(head.seq), _written(made))
    return made


def newest(objects: Objects) -> Anchor | None:
    """The newest anchor; reads no other, so it is quick however many there are.

    Raises:
        VerificationError: it cannot be read.
    """
    keys = objects.keys(FOLDER)
    return _parsed(keys[-1], objects.get(keys[-1])) if keys else None


def anchors(objects: Objects) -> list[Anchor]:
    """Every anchor, in order.

    Raises:
        VerificationError: one cannot be read, or does not carry the hash of the one before.
    """
    return _read(_kept(objects))


def verify(trail: Trail, objects: Objects, after: int = 0) -> Verification:
    """Walk the trail and compare it with the anchors; any edit up to the newest anchor is found.

    Args:
        trail: what is walked.
        objects: where the anchors are.
        after: number of an anchored row that is trusted, so that only later rows are read; 0: all.

    Raises:
        UsageError: row ``after`` is not anchored.
    """
    try:
        known = anchors(objects)
    except VerificationError as error:
        return Verification(after + 1, 0, 0, 0, Break(after + 1, error.sentence))
    start = next((found for found in known if found.seq == after), None)
    if after and start is None:
        raise UsageError(f"Row {after} is not anchored.", "Begin at an anchored row, or at 0.")
    return _walked(trail, known, start)


def _walked(trail: Trail, known: list[Anchor], start: Anchor | None) -> Verification:
    """The walk from ``start``, which must still be as it was anchored."""
    if start is None:
        return verified(trail.rows(), known)
    row = trail.row(start.seq)
    found = verified(trail.rows(start.seq), known, start)
    if row is None:
        return replace(found, broken=Break(start.seq, "it was anchored, and is missing"))
    if first_break([row], row.previous_hash, start.seq - 1) is not None or row.hash != start.hash:
        return replace(found, broken=Break(start.seq, "it differs from what was anchored"))
    return found


def _key(seq: int) -> str:
    return f"{FOLDER}/{seq:012d}.json"


def _kept(objects: Objects) -> list[tuple[str, bytes]]:
    keys = objects.keys(FOLDER)
    return list(zip(keys, objects.get_many(keys), strict=True))


def _read(kept: list[tuple[str, bytes]]) -> list[Anchor]:
    found = [_parsed(key, data) for key, data in kept]
    links = [GENESIS, *(_digest(data) for _, data in kept)]
    for (key, _), made, link in zip(kept, found, links, strict=False):
        if made.previous != link:
            raise _unsound(key, "does not follow from the one before")
    for before, after in pairwise(found):
        if before.seq >= after.seq:
            raise _unsound(_key(after.seq), "is out of order")
    return found


def _parsed(key: str, data: bytes) -> Anchor:
    try:
        told: dict[str, Any] = json.loads(data)
        made = Anchor(
            int(told["seq"]),
            str(told["hash"]),
            datetime.fromisoformat(told["anchored_at"]),
            str(told["previous"]),
        )
    except (ValueError, KeyError, TypeError):
        raise _unsound(key, "cannot be read") from None
    if key != _key(made.seq) or made.anchored_at.tzinfo is None:
        raise _unsound(key, "is not what its name says")
    return made


def _written(made: Anchor) -> bytes:
    told = {
        "seq": made.seq,
        "hash": made.hash,
        "anchored_at": made.anchored_at.astimezone(UTC).isoformat(),
        "previous": made.previous,
    }
    return json.dumps(told).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _unsound(key: str, why: str) -> VerificationError:
    return VerificationError(f"The anchor {key} {why}.", "It was changed after it was written.")
