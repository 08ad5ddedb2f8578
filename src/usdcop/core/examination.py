"""The examination of a home's record: what was found when everything that is kept was held against the audit trail.

One examination serves whoever asks: ``usdcop verify``, ``usdcop doctor``, the compliance service and the night.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from usdcop.core.audit import AuditRow, Verification

# untested: declarations; tests/main/jobs/test_examination.py examines homes with them

CURE: Final = (
    "Keep the database and the object store as they are, find out who changed them, and restore the home from a backup:"
    " nothing makes the record again."
)


EXAMINED: Final = "audit.examined"
"""Action of the rows in which the nights' examinations are kept."""
HOME: Final = "home"
"""What those rows are about."""


class Kind(StrEnum):
    """What differs."""

    TRAIL = "trail"
    """The chain of the audit trail does not hold, or is not what was anchored."""
    ANCHOR = "anchor"
    """An anchor was changed or deleted."""
    ORDER = "order"
    FILL = "fill"
    POSITION = "position"
    """The position of an account by its fills is not the one by the trail."""
    DECISION = "decision"
    """Decisions and fills of a session are not those it was closed with."""
    STATE = "state"
    """The trading state is not the one that was set."""
    PREDICTION = "prediction"
    BUNDLE = "bundle"
    """What was said is of a bundle that the registry or the object store does not have."""
    COURT = "court"
    """Trainings, looks, entries, titles, and the session returns of trials."""
    NOT_RECORDED = "not_recorded"
    """A note: an earlier version kept nothing that this could be held against."""
    IN_MOTION = "in_motion"
    """A note: a run has not ended, and the next one makes this agree."""

    @property
    def is_note(self) -> bool:
        """Whether nothing is wrong."""
        return self in {Kind.NOT_RECORDED, Kind.IN_MOTION}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was recorded, or a note."""

    kind: Kind
    where: str
    """Such as ``fill:12`` or ``order:<id>``."""
    what: str
    """A sentence."""
    flaw: str = ""
    """Of the court's record: what kind of flaw it is."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How much was looked at."""

    orders: int = 0
    fills: int = 0
    predictions: int = 0


@dataclass(frozen=True, slots=True)
class Examination:
    """What an examination found."""

    trail: Verification
    differences: tuple[Difference, ...]
    """What is wrong."""
    notes: tuple[Difference, ...]
    """What is worth knowing and not wrong."""
    compared: Compared

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Night:
    """An examination of everything, every layer's checksums included, as the trail keeps it."""

    at: datetime
    """Real time at which it ended."""
    findings: int
    """0: all was sound."""
    first: str | None
    """The first of them, as a sentence."""
    files: int
    """Files of the layers that were proven against their checksums."""
    rows_compared: int
    """Rows of PostgreSQL that were compared with the layers."""
    seconds: float

    @staticmethod
    def of(row: AuditRow) -> "Night":
        """The one that ``row`` of the trail keeps."""
        told = row.detail
        found = told["findings"]
        return Night(
            row.recorded_at,
            int(told["count"]),
            str(found[0]["what"]) if found else None,
            int(told["files"]),
            int(told["rows_compared"]),
            float(told["seconds"]),
        )
