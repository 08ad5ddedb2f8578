"""The examination of the court's record: read both ways, with the object of every trial."""

from typing import Final

from sqlalchemy import Engine

from usdcop.adapters.postgres.court_facts import court_kept
from usdcop.core.errors import MissingPartitionError
from usdcop.core.ports import Objects
from usdcop.core.trials import series_key
from usdcop.court.examination import CourtFinding, examined

CURE: Final = (
    "Keep the database and the object store as they are, find out who changed them, and restore the home from a backup:"
    " nothing makes the court's record again."
)


def examine_court(engine: Engine, objects: Objects) -> list[CourtFinding]:
    """Compare the court's tables with the audit trail, and every trial with its session returns.

    Raises:
        ServerError: the database is away.
        StorageError: the object store refuses.
    """
    kept = court_kept(engine)
    hashes = {trial.series_hash for look in kept.looks for trial in look.trials}
    return examined(kept, {one: _found(objects, series_key(one)) for one in sorted(hashes)})


def _found(objects: Objects, key: str) -> bytes | None:
    try:
        return objects.get(key)
    except MissingPartitionError:
        return None
