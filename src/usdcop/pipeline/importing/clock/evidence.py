"""By which clock were the stamps of a day written? What its rows say of each clock that may be.

Every score is in units of log likelihood, is 0 for the clock that the evidence likes best, and has a floor, so that no
single day, however strange, outweighs many. The two kinds of feed say it by different things:

* a feed of sessions only by the hours it fills;
* a feed around the clock by when it is lively (in this market the session is), and by the ends of its week: the
  currency market stops on Friday and begins on Sunday at 17:00 in New York.

Where either overlaps what is stored, its closes meet the stored ones by the right clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.sessions import BAR, Calendar, SessionHours
from usdcop.pipeline.importing.clock.overlap import Overlap
from usdcop.pipeline.importing.clock.wall_clocks import Clock, own_clock

Scores = NDArray[np.float64]
"""One row for each day of the file, one column for each clock."""

FLOOR: Final = -6.0
"""Least score of a clock on a day by one kind of evidence."""
OUTSIDE: Final = 40.0
"""Loss, in log likelihood, of a day all of whose rows a clock puts outside of the session."""
ROUND: Final = 24
"""Half hours with rows from which a day belongs to a feed around the clock."""
WIDE: Final = 14
"""Half hours with rows from which a day holds more than a session, and tells by its liveliness where that is."""
NEAR: Final = 3
"""Days beside such a day that belong to it: its week begins and ends with shorter ones."""
LEAST_MOVES: Final = 3
"""Moves of a half hour from which its liveliness is believed."""
STANDSTILL: Final = 0.05
"""Move, in basis points, that is added before logarithms are taken: a quote may stand still."""
SPREAD: Final = 0.5
"""Variance of the logarithm of a half hour's mean move around that of its kind."""
WEEKEND: Final = timedelta(hours=24)
"""Least time without rows that is a weekend."""
EDGE: Final = 4.0
"""What an end of the week that stands right is worth."""
EDGE_TOLERANCE: Final = 35
"""Minutes by which the first or last bar of a week may miss the hour."""
NEW_YORK: Final = "America/New_York"
STOPS: Final = 17 * 60
FRIDAY, SUNDAY = 5, 7
_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True, eq=False)
class DayEvidence:
    """What the days of a file say of ``clocks``."""

    clocks: tuple[Clock, ...]
    own: Clock
    """The market's."""
    hours_of: SessionHours
    """Its sessions' hours."""
    days: pl.Series
    """Dates as stamped, in order."""
    first: pl.Series
    last: pl.Series
    """First and last stamp of each day."""
    begins: pl.Series
    ends: pl.Series
    """Whether the day is the first after a weekend, and the last before one."""
    rows: NDArray[np.int64]
    labelled: NDArray[np.int64]
    """Rows that are labelled UTC."""
    around: NDArray[np.bool_]
    """Whether the day is of a feed around the clock."""
    shift: NDArray[np.int64]
    """Minutes that each clock adds at the day's first stamp and at its last: days, clocks, 2."""
    inside: Scores
    """Share of the rows that each clock puts into the session."""
    hours: Scores
    """Score of the hours that are filled; 0 around the clock."""
    profile: Scores
    """Score of when the quote is lively; 0 for a feed of sessions only."""
    liveliness: Scores
    """The same also on days of such a feed that hold more than a session: noisy, for it holds twins there."""
    edges: Scores
    """Score of the ends of the week: what stands right is above 0."""
    stored: Scores
    """Score of the closes that meet stored ones: above 0 where they agree, below where not."""
    late: NDArray[np.bool_]
    """Whether the closes are those of the stored bars before, by each clock: they are stamped at their close."""
    prompt: NDArray[np.bool_]
    """Whether they are those of the stored bars."""


def day_evidence(
    half_hours: pl.DataFrame, overlap: Overlap, clocks: Sequence[Clock], calendar: Calendar
) -> DayEvidence:
    """The evidence of a file with at least one row.

    Args:
        half_hours: ``half_hours.HALF_HOUR`` facts.
        overlap: with what is stored, by the same clocks.
        clocks: which clocks may be.
        calendar: of the market.
    """
    facts = half_hours.with_columns(day=pl.col("at").dt.date())
    days = facts.group_by("day").agg(
        pl.col("rows").sum(), pl.col("labelled").sum(), pl.col("first").min(), pl.col("last").max(), filled=pl.len()
    ).sort("day")  # fmt: skip
    around = _around(days)
    inside, lively = _placed(facts, clocks, calendar)
    wide = (days["filled"] >= WIDE).to_numpy()
    begins, ends = _ends_of_weeks(days)
    sessions_only = np.where(around, 0.0, 1.0)[:, None]
    late, prompt = overlap.stampings(days["day"])
    return DayEvidence(
        clocks=tuple(clocks),
        own=own_clock(calendar),
        hours_of=calendar.hours,
        days=days["day"],
        first=days["first"],
        last=days["last"],
        begins=begins,
        ends=ends,
        rows=days["rows"].to_numpy().astype(np.int64),
        labelled=days["labelled"].to_numpy().astype(np.int64),
        around=around,
        shift=_shifts(days, clocks),
        inside=inside,
        hours=sessions_only * np.maximum(FLOOR, OUTSIDE * _behind(inside)),
        profile=(1.0 - sessions_only) * np.maximum(FLOOR, _behind(lively)),
        liveliness=np.where(around | wide, 1.0, 0.0)[:, None] * np.maximum(FLOOR, _behind(lively)),
        edges=(1.0 - sessions_only) * _edges(days, clocks),
        stored=overlap.scores(days["day"]),
        late=late,
        prompt=prompt,
    )


def _around(days: pl.DataFrame) -> NDArray[np.bool_]:
    found = days.filter(pl.col("filled") >= ROUND).select("day", near=pl.col("day"))
    joined = days.join_asof(found, on="day", strategy="nearest", tolerance=f"{NEAR}d", check_sortedness=False)
    return joined["near"].is_not_null().to_numpy()


def _behind(values: Scores) -> Scores:
    """How far each clock is behind the best of its day: 0 or less."""
    behind: Scores = values - values.max(axis=1, keepdims=True)
    return behind


def _shifts(days: pl.DataFrame, clocks: Sequence[Clock]) -> NDArray[np.int64]:
    """Days, clocks, 2."""
    ends = [
        days.select(
            clock.shift(pl.col(end)).alias(str(number)) for number, clock in enumerate(clocks)
        ).to_numpy()
        for end in ("first", "last")
    ]
    return np.stack(ends, axis=-1).astype(np.int64)


def _placed(facts: pl.DataFrame, clocks: Sequence[Clock], calendar: Calendar) -> tuple[Scores, Scores]:
    """Share of a day's rows in the session, and log likelihood of its profile, by each clock: days, clocks."""
    known = pl.col("moves") >= LEAST_MOVES
    lively = (pl.col("move") + STANDSTILL).log()
    sessions = (_in_session(clock, calendar).alias(str(number)) for number, clock in enumerate(clocks))
    placed = facts.with_columns(*sessions, known=known, lively=lively)
    by_day = placed.group_by("day").agg(
        *(_share_inside(str(number)).alias(f"inside {number}") for number in range(len(clocks))),
        *(_gain(str(number)).alias(f"gain {number}") for number in range(len(clocks))),
    ).sort("day")  # fmt: skip
    inside, gain = (
        by_day.select(pl.col(f"^{of} .*$").fill_null(0.0).fill_nan(0.0)).to_numpy()
        for of in ("inside", "gain")
    )
    return inside, gain


def _in_session(clock: Clock, calendar: Calendar) -> pl.Expr:
    local = clock.local(pl.col("at"), calendar.hours.timezone)
    minute = minute_of(local) - (calendar.hours.opens.hour * 60 + calendar.hours.opens.minute)
    length = calendar.hours.slots * (BAR // timedelta(minutes=1))
    return (local.dt.weekday() <= FRIDAY) & minute.is_between(0, length, closed="left")


def _share_inside(session: str) -> pl.Expr:
    return pl.col("rows").filter(session).sum() / pl.col("rows").sum()


def _gain(session: str) -> pl.Expr:
    """Log likelihood gained by two means, of the session's half hours and of the others, where the first is higher.

    The square of their difference by its variance, halved: ``n m / (n + m) d^2 / (2 SPREAD)``.
    """
    within, without = pl.col("known") & pl.col(session), pl.col("known") & ~pl.col(session)
    more = pl.col("lively").filter(within).mean() - pl.col("lively").filter(without).mean()
    weight = within.sum() * without.sum() / (within.sum() + without.sum())
    return weight * more.clip(lower_bound=0.0).pow(2) / (2.0 * SPREAD)


def _ends_of_weeks(days: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Whether each day is the first after a weekend, and the last before one; the ends of the file count as such."""
    gap = days["first"] - days["last"].shift(1)
    begins, ends = ((of >= WEEKEND).fill_null(value=True) for of in (gap, gap.shift(-1)))
    return begins, ends


def _edges(days: pl.DataFrame, clocks: Sequence[Clock]) -> Scores:
    begins, ends = _ends_of_weeks(days)
    opened, closed = pl.col("first"), pl.col("last") + BAR
    scores = days.with_columns(begins=begins.cast(pl.Float64), ends=ends.cast(pl.Float64)).select(
        (
            _edge(opened, clock, SUNDAY) * pl.col("begins") + _edge(closed, clock, FRIDAY) * pl.col("ends")
        ).alias(str(number))
        for number, clock in enumerate(clocks)
    )
    return scores.to_numpy()


def _edge(stamp: pl.Expr, clock: Clock, weekday: int) -> pl.Expr:
    """What the end of the week at ``stamp`` is worth; nothing by midnight, where any feed may have been cut."""
    local = clock.local(stamp, NEW_YORK)
    right = (local.dt.weekday() == weekday) & ((minute_of(local) - STOPS).abs() <= EDGE_TOLERANCE)
    by_midnight = ~minute_of(stamp).is_between(EDGE_TOLERANCE, _DAY - EDGE_TOLERANCE, closed="none")
    return pl.when(right & ~by_midnight).then(EDGE).otherwise(0.0)


def minute_of(at: pl.Expr) -> pl.Expr:
    """Minutes since midnight of ``at``."""
    return at.dt.hour().cast(pl.Int32) * 60 + at.dt.minute()
