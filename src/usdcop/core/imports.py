"""Imports: every file that was brought in, by an id that its rows carry, and what became of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import polars as pl

from usdcop.core.bars import import_source

IMPORT: Final = import_source("")
"""Beginning of the ``source`` of rows that came from a file."""
RIGHT: Final = "right"
"""Said of a clock by which no row is corrected."""
_ID: Final = re.compile(r"([IS])-(\d+)")


class ImportState(StrEnum):
    """How far an import, or its undoing, has come."""

    BEGUN = "begun"
    """Its rows are being stored; where no command is at it, one was killed."""
    KEPT = "kept"
    UNDOING = "undoing"
    """Its rows are being taken out; where no command is at it, one was killed."""
    UNDONE = "undone"


class Standing(StrEnum):
    """What became of an import, in one word; where several are true, the first of them."""

    BEGUN = "begun"
    UNDOING = "undoing"
    UNDONE = "undone"
    UNCERTAIN = "uncertain"
    """Kept, and its clock is doubted."""
    SUPERSEDED = "superseded"
    """Kept, and a later import may have won over it in some sessions."""
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """One import of the ledger. Of a number all states but the newest are history that nobody needs."""

    number: int
    """n-th import of the home; a later one wins over those before it."""
    supersede: bool
    """Whether its rows outrank bars of the vendor as well."""
    symbol: str
    file: str
    size_bytes: int
    sha256: str
    """Of the file (hex)."""
    clock_told: str
    clock_found: str
    """What its stamps were found to be, in words: ``RIGHT``, or by what they are corrected."""
    columns: tuple[str, ...]
    before: date | None
    """Rows of this session and later ones were left out."""
    rows: int
    """Rows that were kept."""
    refused: int
    """Rows that are in no layer, but kept beside the entry with their reason."""
    first: date | None
    last: date | None
    """First and last session of its rows."""
    by: str
    at: datetime
    """Market time."""
    recorded_at: datetime
    """Real time."""
    state: ImportState = ImportState.BEGUN
    uncertain: str | None = None
    """Why its clock is doubted; None: it is not."""
    undone_by: str | None = None
    undone_at: datetime | None = None
    """Market time."""

    @property
    def id(self) -> str:
        """What people type and rows carry: ``I-0007``, or ``S-0007`` where it supersedes the vendor."""
        return import_id(self.number, supersede=self.supersede)

    @property
    def clock_in_words(self) -> str:
        """What its stamps were found to be; ``right`` is said of none that is doubted."""
        return "uncertain" if self.uncertain and self.clock_found == RIGHT else self.clock_found

    @property
    def ended(self) -> bool:
        """Whether nothing of it is under way."""
        return self.state in {ImportState.KEPT, ImportState.UNDONE}

    def overlaps(self, other: "ImportEntry") -> bool:
        """Whether the sessions from the first to the last of both meet."""
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return False
        return self.first <= other.last and other.first <= self.last

    def same_as(self, other: "ImportEntry") -> bool:
        """Whether ``other`` brings the same rows from the same bytes, read the same way."""
        return all(getattr(self, name) == getattr(other, name) for name in _SAME)

    def to_fields(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "id": self.id,
            **{field.name: _plain(getattr(self, field.name)) for field in fields(self)},
        }

    @classmethod
    def from_fields(cls, told: Mapping[str, Any]) -> "ImportEntry":
        """From JSON."""
        known = {field.name: told[field.name] for field in fields(cls) if field.name in told}
        dates = {name: date.fromisoformat(known[name]) for name in _DATES if known.get(name)}
        times = {name: datetime.fromisoformat(known[name]) for name in _TIMES if known.get(name)}
        plain = {"columns": tuple(known["columns"]), "state": ImportState(known["state"])}
        return cls(**{**known, **dates, **times, **plain})


@dataclass(frozen=True, slots=True)
class Doubt:
    """An import whose clock is doubted: no session with a bar of it is better than grade C."""

    id: str
    first: date
    last: date
    """First and last session of its rows."""
    why: str


def doubts_of(entries: Iterable[ImportEntry]) -> tuple[Doubt, ...]:
    """The doubts about imports that were not undone."""
    return tuple(
        Doubt(entry.id, entry.first, entry.last, entry.uncertain)
        for entry in entries
        if entry.uncertain and entry.first and entry.last and entry.state is not ImportState.UNDONE
    )


_SAME: Final = (
    "supersede", "symbol", "sha256", "clock_told", "clock_found", "before", "rows", "refused", "first", "last",
)  # fmt: skip
_DATES: Final = ("before", "first", "last")
_TIMES: Final = ("at", "recorded_at", "undone_at")


def import_id(number: int, *, supersede: bool) -> str:
    """The id of the ``number``-th import of a home."""
    return f"{'S' if supersede else 'I'}-{number:04}"


def number_of(text: str) -> int | None:
    """The number in an id as people type it (``I-0007``, ``i-7`` or ``7``); None where it is none."""
    found = _ID.fullmatch(text.strip().upper())
    if found is not None:
        return int(found[2])
    return int(text) if text.strip().isdecimal() else None


def next_number(known: Iterable[int]) -> int:
    """The number of the import after those ``known``, of whatever is left of them."""
    return max(known, default=0) + 1


def already_kept(entries: Iterable[ImportEntry], new: ImportEntry) -> ImportEntry | None:
    """The kept import that ``new`` would only repeat; None where a later one may have won over it since."""
    kept = [entry for entry in entries if entry.state is ImportState.KEPT]
    for entry in kept:
        if entry.same_as(new) and not any(
            later.number > entry.number and later.overlaps(entry) for later in kept
        ):
            return entry
    return None


def superseded_by(entry: ImportEntry, entries: Iterable[ImportEntry]) -> tuple[str, ...]:
    """Ids of the kept imports that came after a kept ``entry`` for some of its sessions."""
    if entry.state is not ImportState.KEPT:
        return ()
    return tuple(
        later.id
        for later in entries
        if later.number > entry.number and later.state is ImportState.KEPT and later.overlaps(entry)
    )


def standing_of(entry: ImportEntry, entries: Iterable[ImportEntry]) -> Standing:
    """What became of ``entry`` among all ``entries`` of the home."""
    if entry.state is not ImportState.KEPT:
        return Standing(entry.state.value)
    if entry.uncertain is not None:
        return Standing.UNCERTAIN
    return Standing.SUPERSEDED if superseded_by(entry, entries) else Standing.STANDING


def undone(entry: ImportEntry, by: str, at: datetime) -> ImportEntry:
    """``entry`` once its undoing has begun."""
    return replace(entry, state=ImportState.UNDOING, undone_by=by, undone_at=at)


def from_file() -> pl.Expr:
    """Whether a raw row came from a file."""
    return pl.col("source").str.starts_with(IMPORT)


def import_of() -> pl.Expr:
    """The id of the import that a raw row belongs to; null for a vendor's, and for those before there was a ledger."""
    return pl.when(from_file()).then(pl.col("run_id").str.extract(r"^([IS]-\d+)$", 1))


def import_number() -> pl.Expr:
    """The number of the import that a raw row belongs to: 0 for files from before the ledger; null for a vendor's."""
    number = pl.col("run_id").str.extract(r"^[IS]-(\d+)$", 1).cast(pl.Int64, strict=False)
    return pl.when(from_file()).then(number.fill_null(0))


def outranks_vendor() -> pl.Expr:
    """Whether a raw row is of an import that supersedes the vendor's bars."""
    return (from_file() & pl.col("run_id").str.contains(r"^S-\d+$")).fill_null(value=False)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
