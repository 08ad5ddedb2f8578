"""Whether the court's record is as the audit trail tells it, and whether every trial's session returns are. Pure."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from usdcop.core.errors import CorruptPartitionError
from usdcop.core.trials import Deed, Kept, Look, LookTrial, Series


class Flaw(StrEnum):
    """What kind of thing is wrong with the court's record."""

    DELETED = "deleted"
    """The trail tells of a row that is not there."""
    ADDED = "added"
    """The trail tells nothing of a row that is there."""
    REWRITTEN = "rewritten"
    SERIES_MISSING = "series_missing"
    SERIES_ALTERED = "series_altered"


@dataclass(frozen=True, slots=True)
class CourtFinding:
    """One thing that is wrong with the court's record."""

    flaw: Flaw
    subject: str
    """Such as ``look:3``."""
    sentence: str


TABLES: Final = {
    "bundle.trained": "trained_bundles",
    "court.looked": "looks",
    "court.earlier": "looks",
    "forward.entered": "forward_entries",
    "title.won": "titles",
    "title.lost": "titles",
}
"""Table of each action."""


def examined(kept: Kept, series: Mapping[str, bytes | None]) -> list[CourtFinding]:
    """Everything in which the tables and the trail differ, then every trial that does not fit its session returns.

    Args:
        kept: both, read at one instant.
        series: bytes of the object of each trial's checksum; None: it is not there.
    """
    return [*_compared(kept), *(one for look in kept.looks for one in _of_trials(look, series))]


def _compared(kept: Kept) -> Iterator[CourtFinding]:
    only_kept, only_told = _rest(kept.deeds, kept.told), _rest(kept.told, kept.deeds)
    for told in only_told:
        row = next((one for one in only_kept if _about(one) == _about(told)), None)
        if row is None:
            yield _deleted(told)
        else:
            only_kept.remove(row)
            yield _rewritten(row, told)
    yield from map(_added, only_kept)


def _rest(some: Iterable[Deed], others: Iterable[Deed]) -> list[Deed]:
    """Those of ``some`` that have no equal among ``others``, each of which equals one at most."""
    left = Counter(map(_line, others))
    found = []
    for one in some:
        line = _line(one)
        if left[line]:
            left[line] -= 1
        else:
            found.append(one)
    return found


def _about(deed: Deed) -> tuple[str, str, object]:
    """What a row is about: of a bundle's titles, each has its number."""
    own = deed.facts.get("number") if deed.action.startswith("title.") else None
    return TABLES[deed.action], deed.subject, own


def _line(deed: Deed) -> str:
    told = [deed.action, deed.subject, deed.actor, deed.at.timestamp(), deed.facts]
    return json.dumps(told, sort_keys=True)


def _deleted(told: Deed) -> CourtFinding:
    source = (
        "An evaluation of an earlier version is kept" if _is_earlier(told) else "The audit trail tells of it"
    )
    return CourtFinding(
        Flaw.DELETED,
        told.subject,
        f"{_named(told)} is not in the table {TABLES[told.action]}. {source}: the row was deleted.",
    )


def _added(row: Deed) -> CourtFinding:
    source = "No evaluation of an earlier version" if _is_earlier(row) else "No row of the audit trail"
    return CourtFinding(
        Flaw.ADDED,
        row.subject,
        f"{_named(row)} is in the table {TABLES[row.action]}. {source} tells of it: the row was added by hand.",
    )


def _rewritten(row: Deed, told: Deed) -> CourtFinding:
    theirs, ours = _fields(told), _fields(row)
    names = sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name))
    changes = ", ".join(
        f"{name} is {_short(ours.get(name))} and was {_short(theirs.get(name))}" for name in names
    )
    return CourtFinding(
        Flaw.REWRITTEN,
        row.subject,
        f"{_named(told)} was rewritten in the table {TABLES[row.action]}: {changes}.",
    )


def _is_earlier(deed: Deed) -> bool:
    return deed.action == "court.earlier"


def _named(deed: Deed) -> str:
    kind, _, number = deed.subject.partition(":")
    if deed.action == "court.looked":
        return f"Look {number} of {deed.at:%Y-%m-%d %H:%M} UTC by {deed.actor}"
    if _is_earlier(deed):
        return f"Evaluation {number} of an earlier version"
    word = {"trained_bundles": "The training", "forward_entries": "The entry", "titles": "The title"}
    return f"{word[TABLES[deed.action]]} of the {kind} {number[:12]}…"


def _fields(deed: Deed) -> dict[str, Any]:
    """Everything a deed tells, with each trial for itself."""
    facts = {name: value for name, value in deed.facts.items() if name != "trials"}
    trials = {f"series of {digest[:12]}…": series for digest, series in deed.facts.get("trials", {}).items()}
    return {**facts, **trials, "actor": deed.actor, "at": deed.at.isoformat(), "action": deed.action}


def _short(value: object) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:12]}…"


_LONGEST: Final = 40


def _of_trials(look: Look, series: Mapping[str, bytes | None]) -> Iterator[CourtFinding]:
    for trial in look.trials:
        flaw, why = _fault(look, trial, series.get(trial.series_hash))
        if why:
            subject = f"look:{look.id}"
            yield CourtFinding(flaw, subject, f"Look {look.id}, bundle {trial.bundle_hash[:12]}…: {why}")


def _fault(look: Look, trial: LookTrial, data: bytes | None) -> tuple[Flaw, str]:
    """What is wrong with a trial's session returns; empty: nothing."""
    if data is None:
        return Flaw.SERIES_MISSING, f"its session returns, {trial.series_hash[:12]}…, are not there."
    try:
        found = Series.from_bytes(data, trial.series_hash)
    except CorruptPartitionError as error:
        return Flaw.SERIES_ALTERED, error.sentence
    if found.bundle_hash != trial.bundle_hash:
        told = f"the session returns {trial.series_hash[:12]}… are those of the bundle {found.bundle_hash[:12]}…."
        return Flaw.SERIES_ALTERED, told
    if len(found.sessions) != look.sessions or {look.first, look.last} != {
        *found.sessions[:1],
        *found.sessions[-1:],
    }:
        return Flaw.SERIES_ALTERED, "its session returns are of other sessions than the look's."
    if not _same(found.sharpe_per_session, trial.sharpe_per_session):
        return Flaw.REWRITTEN, "its Sharpe ratio is not that of its session returns."
    return Flaw.SERIES_ALTERED, ""


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9)
