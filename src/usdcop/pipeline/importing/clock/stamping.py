"""Are bars stamped when they open, or when they close? Said by the days of a stretch, and by the bars that are stored.

A day stamped at the close lacks the stamp at which its session opens and has one at which it closes. Around the clock
the ends of the week say the same. Where a day overlaps what is stored, its closes are, to the last digit, those of the
bars that opened at its stamps, or those of the bars before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

import polars as pl

from usdcop.core.sessions import BAR
from usdcop.pipeline.importing.clock.evidence import (
    FRIDAY,
    NEW_YORK,
    STOPS,
    SUNDAY,
    DayEvidence,
    minute_of,
)

LEAST_CLOSING: Final = 4
"""Days, or ends of the week, that must show bars stamped at their close where nothing stored says so."""
MOST_CLOSING: Final = 0.9
"""Share of them that must."""
MOST_SHOWN: Final = 0.5
"""Share of the days of a stretch that must say so, the others saying nothing."""
MOST_ODD: Final = 0.02
"""Share of days that may look so by chance, a bar missing and one beyond the session."""
_BAR_MINUTES: Final = BAR // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stamping:
    """How the bars of consecutive days are stamped: those from ``start`` to before ``stop`` of the file's days."""

    start: int
    stop: int
    closing: bool
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _Day:
    """What one day says: whether its bars are stamped at their close, None where it says nothing."""

    closing: bool | None
    proven: bool
    """Whether stored bars say so."""


def stampings(evidence: DayEvidence, start: int, stop: int, clock: int) -> list[Stamping]:
    """The days from ``start`` to before ``stop``, by ``clock``, cut where the stamping changes.

    A feed around the clock is not cut: its days have no beginning and no end.
    """
    days = _days(evidence, slice(start, stop), clock)
    if evidence.around[start:stop].any():
        known = [day.closing for day in days if day.closing is not None]
        enough = len(known) >= LEAST_CLOSING or any(day.proven for day in days)
        return [Stamping(start, stop, enough and sum(known) >= MOST_CLOSING * len(known))]
    blocks = [_block(evidence, start + first, start + last, days[first:last]) for first, last in _alike(days)]
    odd = sum(one.stop - one.start for one in blocks if one.doubt)
    if odd <= MOST_ODD * (stop - start):  # as a day here and there may be
        blocks = [Stamping(one.start, one.stop, one.closing) for one in blocks]
    return list(_joined(blocks))


def _block(evidence: DayEvidence, start: int, stop: int, days: list[_Day]) -> Stamping:
    closing = [day for day in days if day.closing]
    if not closing:
        return Stamping(start, stop, closing=False)
    shown = len(closing) >= max(LEAST_CLOSING, MOST_SHOWN * len(days))
    if shown or any(day.proven for day in closing):
        return Stamping(start, stop, closing=True)
    where = f"{evidence.days[start]} to {evidence.days[stop - 1]}"
    return Stamping(
        start,
        stop,
        closing=False,
        doubt=f"{where}: its bars may be stamped at their close (if so, write when each opens)",
    )


def _alike(days: list[_Day]) -> Iterator[tuple[int, int]]:
    """First and last place (excluded) of days that say the same; one that says nothing goes with those before it."""
    said: list[bool] = []
    for day in days:
        said.append(bool(day.closing) if day.closing is not None else (said[-1] if said else False))
    first_known = next((bool(day.closing) for day in days if day.closing is not None), False)
    for place, day in enumerate(days):
        if day.closing is not None:
            break
        said[place] = first_known
    at = 0
    for _, run in groupby(said):
        length = len(list(run))
        yield at, at + length
        at += length


def _joined(blocks: list[Stamping]) -> Iterator[Stamping]:
    """Neighbours that are alike as one."""
    for (closing, doubt), some in groupby(blocks, lambda one: (one.closing, one.doubt)):
        run = list(some)
        yield Stamping(run[0].start, run[-1].stop, closing, doubt)


def _days(evidence: DayEvidence, span: slice, clock: int) -> list[_Day]:
    shape = _shapes(evidence, span, clock)
    late, prompt = evidence.late[span, clock], evidence.prompt[span, clock]
    return [
        _Day(True, proven=True)  # noqa: FBT003 - as the field beside it is named
        if is_late
        else _Day(False if is_prompt else said, proven=bool(is_prompt))
        for said, is_late, is_prompt in zip(shape, late, prompt, strict=True)
    ]


def _shapes(evidence: DayEvidence, span: slice, number: int) -> list[bool | None]:
    """What the first and last stamp of each day say; None where they say nothing."""
    clock, hours = evidence.clocks[number], evidence.hours_of
    days = pl.DataFrame({
        "first": evidence.first[span], "last": evidence.last[span], "around": evidence.around[span],
        "begins": evidence.begins[span], "ends": evidence.ends[span],
    })  # fmt: skip
    opens, closes = (at.hour * 60 + at.minute for at in (hours.opens, hours.closes))
    first, last = (clock.local(pl.col(end), hours.timezone) for end in ("first", "last"))
    monday, friday = (clock.local(pl.col(end), NEW_YORK) for end in ("first", "last"))
    session = (first.dt.weekday() <= FRIDAY) & ~pl.col("around")
    begins = (monday.dt.weekday() == SUNDAY) & pl.col("around") & pl.col("begins")
    ends = (friday.dt.weekday() == FRIDAY) & pl.col("around") & pl.col("ends")
    late = _BAR_MINUTES
    closing = (
        (session & (minute_of(first) == opens + late) & (minute_of(last) == closes))
        | (begins & (minute_of(monday) == STOPS + late))
        | (ends & (minute_of(friday) == STOPS))
    )
    opening = (
        (session & ((minute_of(first) == opens) | (minute_of(last) == closes - late)))
        | (begins & (minute_of(monday) == STOPS))
        | (ends & (minute_of(friday) == STOPS - late))
    )
    said = pl.when(closing).then(statement=True).when(opening).then(statement=False)
    return days.select(said.alias("said"))["said"].to_list()
