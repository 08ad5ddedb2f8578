"""The examination of a home's record, as verify, doctor, the compliance service and the night make it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Engine

from usdcop.adapters.deployed_roles import registered_bundles
from usdcop.adapters.postgres.record_read import record_snapshot
from usdcop.core.audit import Verification
from usdcop.core.errors import CorruptPartitionError, MissingPartitionError
from usdcop.core.examination import Compared, Difference, Examination, Kind
from usdcop.core.layers import Layer
from usdcop.core.ledger_trail import LedgerTrail
from usdcop.core.ports import Lake, Objects
from usdcop.core.registry import bundle_key
from usdcop.core.trials import Kept, series_key
from usdcop.court.examination import examined
from usdcop.main.jobs.anchoring import shelf, verify
from usdcop.main.wiring import System
from usdcop.pipeline.said import unlike_bundles, unlike_layer

_TRAIL: Final = "audit_log"
MOST_TOLD: Final = 50
"""Differences that are told at length; the count is of all."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Where the record of a home is."""

    engine: Engine
    objects: Objects
    lake: Lake
    symbol: str
    registered: Callable[[], Mapping[str, frozenset[str]]]
    """Versions of every bundle of the registry, by digest."""


def archive_of(system: System) -> Archive:
    """Where the record of ``system`` is."""
    registry = system.addresses.registry
    return Archive(
        system.engine,
        system.objects,
        system.lake,
        system.market.symbol,
        lambda: registered_bundles(registry),
    )


def examine_record(archive: Archive) -> Examination:
    """Hold everything that is kept against the audit trail, and the trail against its anchors.

    Whoever writes meanwhile is not seen: the database is read at one instant, after the anchors.

    Raises:
        ServerError: the database, or the registry's, is away.
        StorageError: the object store refuses.
    """
    objects = archive.objects
    registered = archive.registered()
    held = shelf(objects)
    newest = archive.lake.days(Layer.L5)
    with record_snapshot(archive.engine) as snapshot:
        ledger = snapshot.ledger()
        walked = LedgerTrail(ledger)
        trail = verify(snapshot, objects, walked.hear, held)
        said = snapshot.said(archive.symbol)
        in_motion = snapshot.unended(archive.symbol, Layer.L5)
        court = _court(snapshot.court(), objects)
    predicted = list(unlike_layer(said, archive.lake))
    if in_motion or archive.lake.days(Layer.L5) != newest:
        predicted = [replace(one, kind=Kind.IN_MOTION) for one in predicted]
    found = [
        *_of_trail(trail),
        *walked.differences(),
        *unlike_bundles(said, registered, lambda digest: _bundle(objects, digest)),
        *predicted,
        *court,
        *_not_recorded(trail),
    ]
    return Examination(
        trail,
        tuple(one for one in found if not one.kind.is_note),
        tuple(one for one in found if one.kind.is_note),
        Compared(len(ledger.orders), len(ledger.fills), said.height),
    )


def _of_trail(found: Verification) -> Iterator[Difference]:
    if found.broken is not None and found.broken not in found.flaws:
        what = f"The audit trail is broken at row {found.broken.seq}: {found.broken.why}."
        yield Difference(Kind.TRAIL, f"row:{found.broken.seq}", what)
    for flaw in found.flaws:
        yield Difference(
            Kind.ANCHOR, f"row:{flaw.seq}", f"The anchors are not as they were made: {flaw.why}."
        )


def _not_recorded(found: Verification) -> Iterator[Difference]:
    if found.anchors and not found.told:
        what = (
            "The trail tells of no anchor, as an earlier version made them: that the newest were deleted would not be"
            " seen. The scheduler tells of them within 15 minutes."
        )
        yield Difference(Kind.NOT_RECORDED, _TRAIL, what)
    elif found.rows and not found.anchors:
        what = "No anchor has been made yet: a chain that was made anew as a whole would not be seen."
        yield Difference(Kind.NOT_RECORDED, _TRAIL, what)


def _court(kept: Kept, objects: Objects) -> list[Difference]:
    hashes = {trial.series_hash for look in kept.looks for trial in look.trials}
    found = examined(kept, {one: _found(objects, series_key(one)) for one in sorted(hashes)})
    return [Difference(Kind.COURT, one.subject, one.sentence, one.flaw) for one in found]


def _bundle(objects: Objects, digest: str) -> bytes | None:
    data = _found(objects, bundle_key(digest))
    if data is not None and hashlib.sha256(data).hexdigest() != digest:
        raise CorruptPartitionError(
            f"The file of the bundle {digest[:12]}… differs from its checksum.", "Restore it from a backup."
        )
    return data


def _found(objects: Objects, key: str) -> bytes | None:
    try:
        return objects.get(key)
    except MissingPartitionError:
        return None
