"""Which clock each stretch of a file was written by, and whether that is sure.

The likeliest sequence of clocks, day by day, where a change of clock has a price (Viterbi, 1967); then, for each
stretch of one clock, how far behind the next clock is that would move its rows otherwise.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usdcop.pipeline.importing.clock.evidence import (
    WEEKEND,
    DayEvidence,
    Scores,
)
from usdcop.pipeline.importing.clock.stamping import stampings
from usdcop.pipeline.importing.clock.wall_clocks import UTC, Clock, fixed_clocks

CHANGE: Final = 8.0
"""Price of a change of clock, in log likelihood: one day's evidence does not pay it."""
LABEL: Final = 3.0
"""What the word UTC beside its stamps is worth."""
HINT: Final = 3.0
"""What it is worth that the file's shape or words name a clock: many exports of a program are by one."""
OWN: Final = 2.0
"""What it is worth that the market's own clock is the commonest mistake."""
STRANGE: Final = -2.0
"""The same of a clock that is only a number of hours from UTC."""
SURE: Final = 3.0
"""How far the next clock must be behind."""
AGAINST: Final = 6.0
"""How far one kind of evidence must be for another clock to contradict."""
MOST_DOUBTFUL: Final = 0.02
"""Share of days that may be of another clock than the others, and the file's clock is sure all the same."""
MOST_INSIDE: Final = 0.5
"""Share of a sessions feed's rows that a clock must put into the session."""


OWN_OFFSET: Final = Clock("its own offset", "UTC")
"""What rows that say their offset are written by."""


@dataclass(frozen=True, slots=True)
class ClockStretch:
    """Consecutive days of the file written by one clock."""

    first: date
    last: date
    clock: Clock
    around: bool
    """Whether the feed is around the clock."""
    days: int
    rows: int
    edges: int
    """Ends of its weeks that stand right by this clock."""
    lively: bool
    """Whether its liveliness clearly says UTC, not the market's own clock."""
    margin: float
    """How far the next clock is behind, in log likelihood."""
    closing: bool
    """Whether its bars are stamped at their close."""
    doubt: str | None
    """Why its clock is not sure."""


def stretches(
    evidence: DayEvidence, told: Sequence[Clock] = (), hinted: Sequence[Clock] = ()
) -> tuple[ClockStretch, ...]:
    """The stretches of a file, in order.

    Args:
        evidence: of its days.
        told: the clocks it may be, where somebody has said so; they are still judged against all others.
        hinted: the clocks that the file's own shape or words name.
    """
    priors = _priors(evidence, hinted)
    allowed = [not told or clock in told for clock in evidence.clocks]
    free = _path(_total(evidence), priors)
    path = _path(_total(evidence), np.where(allowed, priors, -np.inf)) if told else free
    runs = [one for run in _runs(path) for one in _stamped(evidence, run)]
    found = [_stretch(evidence, priors, run, told) for run in runs]
    if told:
        parts = (_parts(free, run) for run in runs)
        found = [_as_told(evidence, one, some) for one, some in zip(found, parts, strict=True)]
    found = [
        replace(one, doubt=run.odd) if run.odd and not one.doubt else one
        for one, run in zip(found, runs, strict=True)
    ]
    return tuple(_with_changes(evidence, found))


def _total(evidence: DayEvidence) -> Scores:
    return evidence.hours + evidence.profile + evidence.edges + evidence.stored


def _priors(evidence: DayEvidence, hinted: Sequence[Clock]) -> Scores:
    """What speaks for a clock on a day before its rows are looked at: days, clocks."""
    clocks = evidence.clocks
    strange = fixed_clocks()
    known = np.array(
        [STRANGE if clock in strange else OWN if clock == evidence.own else 0.0 for clock in clocks]
    )
    known += [HINT if clock in hinted else 0.0 for clock in clocks]
    labelled = np.array([LABEL if clock == UTC else 0.0 for clock in clocks])
    priors: Scores = known + labelled * (evidence.labelled > 0)[:, None]
    return priors


def _path(scores: Scores, priors: Scores) -> NDArray[np.int64]:
    """The clock of each day on the likeliest path."""
    days = scores.shape[0]
    best = scores[0] + priors[0]
    came = np.zeros(scores.shape, np.int64)
    for day in range(1, days):
        leader = int(best.argmax())
        enter = best[leader] - CHANGE + priors[day]
        came[day] = np.where(enter > best, leader, np.arange(scores.shape[1]))
        best = np.maximum(best, enter) + scores[day]
    path = np.empty(days, np.int64)
    path[-1] = best.argmax()
    for day in range(days - 1, 0, -1):
        path[day - 1] = came[day, path[day]]
    return path


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    stop: int
    clock: int
    closing: bool = False
    odd: str | None = None
    """Why it is not sure how its bars are stamped."""

    @property
    def span(self) -> slice:
        return slice(self.start, self.stop)


def _runs(path: NDArray[np.int64]) -> Iterator[_Run]:
    cuts = [0, *(np.flatnonzero(np.diff(path)) + 1), path.size]
    for start, stop in itertools.pairwise(cuts):
        yield _Run(int(start), int(stop), int(path[start]))


def _stamped(evidence: DayEvidence, run: _Run) -> Iterator[_Run]:
    """``run`` cut where its bars are stamped at their close and no longer at their opening, or the other way round."""
    for one in stampings(evidence, run.start, run.stop, run.clock):
        yield _Run(one.start, one.stop, run.clock, one.closing, one.doubt)


def own_offset_stretches(evidence: DayEvidence) -> tuple[ClockStretch, ...]:
    """The stretches of rows that say an offset of their own, whose only question is which end of its bar a stamp is.

    Args:
        evidence: of those rows, by the one clock ``OWN_OFFSET``.
    """
    whole = _Run(0, evidence.days.len(), 0)
    found = (_stretch(evidence, np.zeros((1, 1)), run, (OWN_OFFSET,)) for run in _stamped(evidence, whole))
    doubts = [run.odd for run in _stamped(evidence, whole)]
    return tuple(replace(one, doubt=doubt) for one, doubt in zip(found, doubts, strict=True))


def _stretch(evidence: DayEvidence, priors: Scores, run: _Run, told: Sequence[Clock]) -> ClockStretch:
    span, clock = run.span, run.clock
    around = bool(evidence.around[span].any())
    ahead = _ahead(evidence, _total(evidence), run)
    if not told and not around:
        ahead += priors[run.start, clock] - priors[run.start]
        if evidence.clocks[clock] in {UTC, evidence.own}:  # which rows are of which, their days tell
            ahead[[evidence.clocks.index(UTC), evidence.clocks.index(evidence.own)]] = np.inf
    rival = int(ahead.argmin())
    found = ClockStretch(
        first=evidence.days[run.start],
        last=evidence.days[run.stop - 1],
        clock=evidence.clocks[clock],
        around=around,
        days=run.stop - run.start,
        rows=int(evidence.rows[span].sum()),
        edges=int((evidence.edges[span, clock] > 0).sum()),
        lively=_is_lively(evidence, run),
        margin=float(ahead[rival]),
        closing=run.closing,
        doubt=None,
    )
    if told:
        return found
    doubts = (
        doubt + _whose(evidence, run) for doubt in _doubts(evidence, run, found, evidence.clocks[rival])
    )
    return replace(found, doubt=next(doubts, None))


def _is_lively(evidence: DayEvidence, run: _Run) -> bool:
    if not {UTC, evidence.own} <= set(evidence.clocks):
        return False
    return _ahead_in(evidence.liveliness, evidence, run, UTC, evidence.own) >= AGAINST


def _ahead(evidence: DayEvidence, scores: Scores, run: _Run) -> NDArray[np.float64]:
    """By how much the clock of ``run`` is ahead of each other one there; infinite where both move all rows alike."""
    span, clock = run.span, run.clock
    differs = (evidence.shift[span] != evidence.shift[span, clock][:, None]).any(axis=(0, 2))
    ahead = (scores[span, clock][:, None] - scores[span]).sum(axis=0)
    return np.where(differs, ahead, np.inf)


def _doubts(evidence: DayEvidence, run: _Run, found: ClockStretch, rival: Clock) -> Iterator[str]:
    """Why the clock that evidence likes best is not sure, weightiest first."""
    where, name = f"{found.first} to {found.last}", found.clock.name
    against = _against(evidence, run)
    if against:
        yield f"{where}: the ends of its week and its liveliness do not agree ({name} or {against.name})"
    if found.clock in fixed_clocks():
        yield f"{where}: its stamps look like {name}, which no known clock keeps"
    if _outside(evidence, run):
        yield f"{where}: no known clock puts its rows into the session"
    if found.margin < SURE:
        yield f"{where}: {name} and {rival.name} fit it alike"
    beside_edges = evidence.profile + evidence.stored
    if (
        found.around
        and found.clock != UTC
        and _ahead_in(beside_edges, evidence, run, found.clock, UTC) < SURE
    ):
        yield f"{where}: only the ends of its week say {name}, not when it is lively"


def _parts(free: NDArray[np.int64], run: _Run) -> list[_Run]:
    """``run`` as a whole, and each part of it that is of one clock on the likeliest path, were none told."""
    parts = [_Run(run.start + part.start, run.start + part.stop, run.clock) for part in _runs(free[run.span])]
    return [run, *parts] if len(parts) > 1 else [run]


def _as_told(evidence: DayEvidence, found: ClockStretch, parts: Sequence[_Run]) -> ClockStretch:
    """``found``, a stretch by the clock that somebody told, with what any of its ``parts`` says against it."""
    doubts = (
        doubt + _whose(evidence, run)
        for run in parts
        for doubt in _doubts_of_told(evidence, run, found.clock.name)
    )
    return replace(found, doubt=next(doubts, None))


def _doubts_of_told(evidence: DayEvidence, run: _Run, name: str) -> Iterator[str]:
    """Why a clock that somebody told is not sure: it then decides where evidence is even, not against it."""
    span = run.span
    where = f"{evidence.days[run.start]} to {evidence.days[run.stop - 1]}"
    ahead = _ahead(evidence, _total(evidence), run)
    if ahead.min() <= -SURE:
        yield f"{where}: told {name}, but {evidence.clocks[int(ahead.argmin())].name} fits it better"
    if _outside(evidence, run):
        yield f"{where}: told {name}, which does not put its rows into the session"
    against = int((evidence.hours[span, run.clock] <= -SURE).sum())
    if against > MOST_DOUBTFUL * (run.stop - run.start):
        yield f"{where}: told {name}, but another clock puts the rows of {against} days into the session"
    if evidence.around[span].any() and np.ptp(_total(evidence)[span].sum(axis=0)) < SURE:
        yield f"{where}: told {name}, and nothing in the file confirms it"


def _whose(evidence: DayEvidence, run: _Run) -> str:
    """Where the bars that are stored say another clock than the file itself: that they may be the wrong ones."""
    stored = evidence.stored[run.span].sum(axis=0)
    itself = int((_total(evidence)[run.span].sum(axis=0) - stored).argmax())
    if stored.max() - stored[itself] < SURE:
        return ""
    says = evidence.clocks[int(stored.argmax())].name
    return (
        f" (by the bars stored for these days it is {says}; if those are wrong, see whose they are with "
        "'usdcop imports', and take them back with 'usdcop import --undo ID')"
    )


def _outside(evidence: DayEvidence, run: _Run) -> bool:
    """Whether a feed of sessions only lies outside of them by the clock of ``run``."""
    rows = evidence.rows[run.span]
    inside = float((evidence.inside[run.span, run.clock] * rows).sum() / rows.sum())
    return not evidence.around[run.span].any() and inside < MOST_INSIDE


def _ahead_in(kind: Scores, evidence: DayEvidence, run: _Run, one: Clock, other: Clock) -> float:
    """By how much ``kind`` of evidence prefers the clock ``one`` to ``other`` in ``run``."""
    scores = kind[run.span].sum(axis=0)
    return float(scores[evidence.clocks.index(one)] - scores[evidence.clocks.index(other)])


def _against(evidence: DayEvidence, run: _Run) -> Clock | None:
    """A clock that one kind of evidence clearly prefers to the one chosen."""
    for kind in (evidence.profile, evidence.edges, evidence.stored):
        ahead = _ahead(evidence, kind, run)
        if ahead.min() <= -AGAINST:
            return evidence.clocks[int(ahead.argmin())]
    return None


def _with_changes(evidence: DayEvidence, found: list[ClockStretch]) -> Iterator[ClockStretch]:
    """Adds the doubt of a feed around the clock that changes its clock while it quotes."""
    last = dict(zip(evidence.days, evidence.last, strict=True))
    first = dict(zip(evidence.days, evidence.first, strict=True))
    for before, stretch in zip([None, *found], found, strict=False):
        broken = before is not None and before.around and stretch.around
        if (
            before is not None
            and broken
            and first[stretch.first] - last[before.last] < WEEKEND
            and not stretch.doubt
        ):
            yield replace(stretch, doubt=f"{stretch.first}: the clock changes while the market is open")
        else:
            yield stretch
