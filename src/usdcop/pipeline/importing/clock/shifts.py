"""What is added to each stamp of a file: what was told, or what its rows show; and why that is not sure, if it is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from usdcop.core.sessions import BAR, Calendar
from usdcop.pipeline.importing.clock.early_rows import Window, doubtful_days, shifted_days
from usdcop.pipeline.importing.clock.evidence import day_evidence
from usdcop.pipeline.importing.clock.overlap import Overlap
from usdcop.pipeline.importing.clock.stretches import (
    MOST_DOUBTFUL,
    OWN_OFFSET,
    ClockStretch,
    own_offset_stretches,
    stretches,
)
from usdcop.pipeline.importing.clock.wall_clocks import UTC, Clock, fixed_clocks, known_clocks, own_clock

_SHOWN: Final = 3
_BAR: Final = BAR // timedelta(minutes=1)


@dataclass(frozen=True, slots=True, eq=False)
class Shifts:
    """Minutes to add to the stamps of one file."""

    window: Window
    own: Clock
    told: bool
    stretches: tuple[ClockStretch, ...]
    early: pl.DataFrame
    """Days of a feed of sessions only whose early rows are shifted (``day``, ``evidence``)."""
    doubtful: int
    """Days whose early rows may be of either clock, and stay."""
    of_days: int
    disputed: int = 0
    """Days whose early rows would be moved, had nobody told that they are by UTC."""

    own_offset: tuple[ClockStretch, ...] = ()
    """Stretches of rows that say an offset of their own: only whether they are stamped at their close is in question."""

    @property
    def whole(self) -> tuple[ClockStretch, ...]:
        """Stretches whose rows are all moved alike: by one clock, or by a bar, being stamped at their close."""
        by_clock = (
            one for one in self.stretches if one.closing or (self._is_whole(one) and one.clock != UTC)
        )
        return (*by_clock, *(one for one in self.own_offset if one.closing))

    def minutes(self) -> pl.Expr:
        """Minutes to add to ``time``, given the row's ``label``; an offset of its own tells the clock."""
        time, day = pl.col("time"), pl.col("time").dt.date()
        minute = time.dt.hour().cast(pl.Int32) * 60 + time.dt.minute()
        low = self.window.opens - self.window.shift
        high = min(self.window.closes - self.window.shift, self.window.opens)
        found = minute.is_between(low, high, closed="left") & day.is_in(self.early["day"].implode())
        shift = pl.when(found).then(self.window.shift).otherwise(0)
        explicit = pl.lit(0)
        for one in self.whole:
            moved, within = (
                one.clock.shift(time) - (_BAR if one.closing else 0),
                day.is_between(one.first, one.last),
            )
            if one.clock == OWN_OFFSET:
                explicit = pl.when(within).then(moved).otherwise(explicit)
            else:
                shift = pl.when(within).then(moved).otherwise(shift)
        return pl.when(pl.col("label") == "other").then(explicit).otherwise(shift).cast(pl.Int16)

    @property
    def uncertain(self) -> str | None:
        """Why the clock is not sure; None where it is."""
        doubts = list(self._doubts())
        more = f"; and {len(doubts) - _SHOWN} more" if len(doubts) > _SHOWN else ""
        return "; ".join(doubts[:_SHOWN]) + more if doubts else None

    def _doubts(self) -> Iterator[str]:
        found = [one.doubt for one in (*self.stretches, *self.own_offset) if one.doubt]
        yield from found
        if self.doubtful > MOST_DOUBTFUL * self.of_days:
            yield f"{self.doubtful} of {self.of_days} days have rows before the session that may be of either clock"
        if not found and self.disputed > MOST_DOUBTFUL * self.of_days:
            of_days = f"{self.disputed} of {self.of_days} days"
            yield f"told utc, but {of_days} have rows before the session that look like the clock {self.own.name}"

    def _is_whole(self, one: ClockStretch) -> bool:
        return self.told or one.around or one.clock not in {UTC, self.own}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a file's clock."""

    told: Sequence[Clock] = ()
    """By who imports it: the clocks it may be; none: it is to be found out."""
    hinted: Sequence[Clock] = ()
    """By its own shape or words."""

    def candidates(self, calendar: Calendar) -> tuple[Clock, ...]:
        """Every clock that the stamps are held against."""
        known = (*known_clocks(calendar), *fixed_clocks())
        return tuple(dict.fromkeys((*known, *self.told, *self.hinted)))


@dataclass(frozen=True, slots=True, eq=False)
class FileFacts:
    """What a file's clock is decided by."""

    days: pl.DataFrame
    """One row a day as stamped (``days.day_facts``)."""
    half_hours: pl.DataFrame
    """``half_hours.HALF_HOUR`` facts; none where every row says its own offset."""
    overlap: Overlap
    """With what is stored, by all ``Said.candidates``."""
    own_offset: "OwnOffset | None" = None
    """Of rows that say an offset of their own; None: there are none."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnOffset:
    """The same of rows that say an offset of their own."""

    half_hours: pl.DataFrame
    overlap: Overlap
    """By the one clock ``OWN_OFFSET``."""


def decided(facts: FileFacts, said: Said, window: Window, calendar: Calendar) -> Shifts:
    """Decide what is added to the stamps of a file.

    Args:
        facts: of its rows.
        said: of its clock.
        window: where a session lies.
        calendar: of the market.
    """
    own, days = own_clock(calendar), facts.days
    found: tuple[ClockStretch, ...] = ()
    if facts.half_hours.height:
        evidence = day_evidence(facts.half_hours, facts.overlap, said.candidates(calendar), calendar)
        found = stretches(evidence, said.told, said.hinted)
    explicit: tuple[ClockStretch, ...] = ()
    if facts.own_offset is not None:
        told = day_evidence(facts.own_offset.half_hours, facts.own_offset.overlap, (OWN_OFFSET,), calendar)
        explicit = own_offset_stretches(told)
    of_utc = [one for one in found if one.clock == UTC or (one.clock == own and not one.around)]
    if said.told:
        sessions = [one for one in found if one.clock == UTC and not one.around]
        disputed = shifted_days(days).filter(_within(sessions))
        return Shifts(
            window,
            own,
            told=True,
            stretches=found,
            early=disputed.clear(),
            doubtful=0,
            of_days=days.height,
            disputed=disputed.height,
            own_offset=explicit,
        )
    early = shifted_days(days).filter(_within(of_utc))
    open_ = [one for one in of_utc if not one.around and not one.lively]
    doubtful = doubtful_days(days, early).filter(_within(open_))
    return Shifts(
        window,
        own,
        told=False,
        stretches=found,
        early=early,
        doubtful=doubtful.height,
        of_days=days.height,
        own_offset=explicit,
    )


def _within(found: Sequence[ClockStretch]) -> pl.Expr:
    spans = (pl.col("day").is_between(one.first, one.last) for one in found)
    return pl.any_horizontal(pl.lit(value=False), *spans)
