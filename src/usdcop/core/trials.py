"""What verdicts rest on: bundles trained here, looks at test sets, entries into the forward proof, titles."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Protocol

import numpy as np

from usdcop.core.episodes import Floats, Split
from usdcop.core.errors import CorruptPartitionError

SERIES: Final = "usdcop-court/series"
"""Where the object store keeps the session returns of trials; each is called after its checksum."""


class LookKind(StrEnum):
    """What a look showed."""

    TRIAL = "trial"
    BATCH = "batch"
    EARLIER = "earlier"
    """An evaluation of a version that kept no series: it counts, and cannot be drawn from."""


@dataclass(frozen=True, slots=True)
class LookTrial:
    """One trial of a look: a bundle on the look's sessions."""

    bundle_hash: str
    series_hash: str
    """SHA-256 (hex) of the object with its session returns, as they were looked at."""
    sharpe_per_session: float | None


@dataclass(frozen=True, slots=True)
class NewLook:
    """A look that is about to be taken."""

    symbol: str
    first: date
    last: date
    sessions: int
    trials: tuple[LookTrial, ...]
    actor: str

    @property
    def kind(self) -> LookKind:
        """A declared batch holds more than one trial."""
        return LookKind.BATCH if len(self.trials) > 1 else LookKind.TRIAL


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a test set. Its number never changes, and what it showed may be shown again."""

    id: int
    number: int
    """j, from which its share of the error follows."""
    kind: LookKind
    first: date
    last: date
    sessions: int
    trials: tuple[LookTrial, ...]
    actor: str
    at: datetime

    def shows(self, bundle_hash: str) -> bool:
        """Whether the bundle is one of its trials."""
        return any(trial.bundle_hash == bundle_hash for trial in self.trials)


@dataclass(frozen=True, slots=True)
class TrainedBundle:
    """A bundle that this home trained itself, as recorded when it did."""

    bundle_hash: str
    symbol: str
    split: Split
    data_hash: str
    recipe_hash: str
    recipe: str
    """Canonical JSON: steps, seeds and settings of the training."""
    code_version: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A bundle that a person enters into the forward proof."""

    symbol: str
    bundle_hash: str
    stop: float
    trained_here: bool
    entered_at: datetime
    """The later of the wall's and the vendor's clock."""
    vendor_at: datetime | None
    actor: str


@dataclass(frozen=True, slots=True)
class ForwardEntry:
    """An entry into the forward proof; n is never given back."""

    number: int
    bundle_hash: str
    stop: float
    """ℓ, share of a session's capital."""
    trained_here: bool
    entered_at: datetime
    actor: str
    at: datetime


class TitleEvent(StrEnum):
    """What happened to a champion's title."""

    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Title:
    """A title won or lost. ``cap`` and ``kept_mean`` are what the champion must keep; None where nothing was proven."""

    symbol: str
    bundle_hash: str
    event: TitleEvent
    reason: str
    cap: float | None
    kept_mean: float | None
    since: date
    """First session that counts."""
    actor: str


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Session returns of a trial, as an object by checksum."""

    bundle_hash: str
    sessions: tuple[date, ...]
    returns: Floats
    """(n,) shares of the capital."""

    @property
    def sharpe_per_session(self) -> float | None:
        """Mean over standard deviation of its returns; None where they do not vary."""
        spread = float(self.returns.std(ddof=1)) if len(self.returns) > 1 else 0.0
        return float(self.returns.mean()) / spread if spread > 0.0 else None

    def to_bytes(self) -> bytes:
        """Canonical JSON: the same series gives the same bytes."""
        told = {
            "bundle": self.bundle_hash,
            "returns": self.returns.tolist(),
            "sessions": [day.isoformat() for day in self.sessions],
        }
        return json.dumps(told, sort_keys=True, allow_nan=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes, series_hash: str) -> "Series":
        """The series in ``data``.

        Raises:
            CorruptPartitionError: it does not fit its checksum, or is no series.
        """
        if hashlib.sha256(data).hexdigest() != series_hash:
            raise _altered(series_hash)
        try:
            told = json.loads(data)
            days = tuple(date.fromisoformat(day) for day in told["sessions"])
            return cls(str(told["bundle"]), days, np.array(told["returns"], dtype=np.float64))
        except (ValueError, KeyError, TypeError):
            raise _altered(series_hash) from None


@dataclass(frozen=True, slots=True)
class Deed:
    """An event of the court, in the words in which the audit trail tells it."""

    action: str
    """Such as ``court.looked``."""
    subject: str
    """Such as ``look:3``."""
    actor: str
    at: datetime
    facts: Mapping[str, Any]
    """The columns of its row, as JSON has them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The court's record twice: as its tables have it, and as the audit trail tells it, at one instant."""

    deeds: tuple[Deed, ...]
    """What the tables have."""
    told: tuple[Deed, ...]
    """What the trail tells, and what the migration from an earlier version made."""
    looks: tuple[Look, ...]
    """Every look of the tables, whatever its symbol."""


def series_key(series_hash: str) -> str:
    """Where the object store keeps the series with this checksum."""
    return f"{SERIES}/{series_hash}.json"


def _altered(series_hash: str) -> CorruptPartitionError:
    return CorruptPartitionError(
        f"The session returns of a trial, {series_hash[:12]}…, were altered.",
        "Restore the home from a backup; the look stays spent.",
    )


class CourtRecord(Protocol):
    """Where all this is kept. Rows are added, never changed, and each is told in the audit trail."""

    def record_trained(self, made: TrainedBundle, at: datetime) -> None:
        """Record a bundle of this home's own training; one that is recorded stays as it is."""

    def trained(self) -> Mapping[str, TrainedBundle]:
        """Every bundle of this home's own training, by digest."""

    def looks(self, symbol: str) -> list[Look]:
        """Every look at a test set of ``symbol``, in order."""

    def take_look(self, new: NewLook, number: Callable[[Sequence[Look]], int], at: datetime) -> Look:
        """Add a look, numbered by ``number`` from those there are; nobody adds another meanwhile."""

    def enter(self, new: NewEntry, at: datetime) -> ForwardEntry:
        """Add an entry with the next n. Raises ``ConflictError`` for a bundle that is entered."""

    def entries(self, symbol: str) -> list[ForwardEntry]:
        """Every entry into the forward proof, in order of n."""

    def add_title(self, title: Title, at: datetime) -> None:
        """Record a title won or lost."""

    def titles(self, symbol: str) -> list[Title]:
        """Every title won or lost, in order."""

    def demoted(self) -> set[str]:
        """Digests of the bundles that lost a champion's title, and did not win one since."""
