"""Quality of sessions: grades and verdicts, and the report over many of them.

A verdict looks at the whole session, so it is provisional until the close and only ever selects what may be
*trained* on. It refuses no bar.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.sessions import BAR, Calendar
from usdcop.features.windows import Floats
from usdcop.pipeline.placement import opens_at

SESSION: Final[Mapping[str, pl.DataType]] = {
    "session": pl.Date(),
    "bars": pl.Int32(),
    "expected": pl.Int32(),
    "grade": pl.String(),
    "stale": pl.Boolean(),
    "provisional": pl.Boolean(),
    "holes": pl.Int32(),
    "largest_hole": pl.Int32(),
    "has_first": pl.Boolean(),
    "has_last": pl.Boolean(),
    "distinct_closes": pl.Int32(),
    "suspect": pl.Int32(),
    "doubtful": pl.Int32(),
    "thin_because": pl.String(),
    "uncertain": pl.String(),
}
"""One row for each expected session.

``expected`` counts the bars closed by now, ``holes`` the runs of missing bars among them, ``largest_hole`` the bars
of the longest. ``grade`` is A to D (a session without bars is D). ``thin_because`` names a holiday of the
United States. ``uncertain`` says which import with a doubted clock brought a bar of it, and why it is doubted: such a
session is no better than C."""

EDGE_BARS: Final = 15
"""A shorter session is a scrap: that its first or last bar is missing says nothing more."""


@dataclass(frozen=True, slots=True)
class GradeRule:
    """What earns a grade; D is the rest."""

    b_missing: int = 3
    """Most missing bars of grade B (57 of 60 are there)."""
    b_hole: int = 1
    """Longest hole of grade B, in bars."""
    c_missing: int = 10
    """Most missing bars of grade C (50 of 60 are there)."""
    stale_share: float = 0.3
    """A session with fewer distinct closes than this share of its bars is stale."""


def session_verdicts(
    bars: pl.DataFrame,
    calendar: Calendar,
    now: datetime,
    rule: GradeRule,
    span: tuple[date, date] | None,
    doubted: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """A ``SESSION`` row for each expected session of ``span`` (both ends included) that has opened by ``now``.

    Args:
        bars: accepted bars (``BAR``).
        calendar: which bars are expected.
        now: market time.
        rule: what earns a grade.
        span: first and last session; None: none.
        doubted: sessions with a bar of an import whose clock is doubted, and why (``session``, ``uncertain``).
    """
    days = calendar.sessions(*span) if span else []
    slots = calendar.hours.slots
    frame = pl.DataFrame(
        {"session": days, "thin_because": [calendar.thin_because(day) for day in days]},
        schema={"session": pl.Date, "thin_because": pl.String},
    )
    closed_bars = (now - opens_at(pl.col("session"), calendar)).dt.total_minutes() // (BAR.seconds // 60)
    frame = frame.with_columns(open_for=closed_bars).filter(now > opens_at(pl.col("session"), calendar))
    frame = frame.with_columns(
        expected=pl.col("open_for").clip(0, slots), provisional=pl.col("open_for") < slots
    )
    joined = frame.join(_counted(bars, slots), on="session", how="left", maintain_order="left")
    doubted = (
        pl.DataFrame(schema={"session": pl.Date, "uncertain": pl.String}) if doubted is None else doubted
    )
    joined = joined.join(doubted, on="session", how="left", maintain_order="left")
    return _graded(_with_holes(joined, slots), rule).select(*SESSION).cast(pl.Schema(SESSION))


def _counted(bars: pl.DataFrame, slots: int) -> pl.DataFrame:
    slot = pl.col("slot").cast(pl.Int32)
    before = pl.when(pl.col("session") == pl.col("session").shift(1)).then(slot.shift(1)).otherwise(-1)
    counted = (
        bars.lazy()
        .select("session", "close", "suspect", "doubtful", slot, (slot - before - 1).alias("hole"))
        .set_sorted("session")
        .group_by("session", maintain_order=True)
        .agg(
            bars=pl.len(),
            inner_holes=(pl.col("hole") > 0).sum(),
            inner_hole=pl.col("hole").max(),
            first_slot=pl.col("slot").min(),
            last_slot=pl.col("slot").max(),
            suspect=pl.col("suspect").sum(),
            doubtful=pl.col("doubtful").sum(),
        )
        .collect()
    )
    return counted.with_columns(
        has_first=pl.col("first_slot") == 0,
        has_last=pl.col("last_slot") == slots - 1,
        distinct_closes=pl.Series(
            _distinct(bars["close"].to_numpy(), counted["bars"].to_numpy()), dtype=pl.UInt32
        ),
    )


def _distinct(values: Floats, lengths: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Distinct values of each of consecutive runs of ``lengths``: the rows of one table, sorted together."""
    widest = int(lengths.max(initial=0))
    table = np.full((lengths.size, widest + 1), np.nan)
    table[:, 1:][np.arange(widest) < lengths[:, None]] = values
    table[:, 1:].sort(axis=1)  # NaN comes last
    fresh: NDArray[np.int64] = ((table[:, 1:] != table[:, :-1]) & ~np.isnan(table[:, 1:])).sum(axis=1)
    return fresh


def _with_holes(frame: pl.DataFrame, slots: int) -> pl.DataFrame:
    """Adds the hole between the last bar and the bars expected by now to those before it."""
    counted = ("bars", "inner_holes", "inner_hole", "distinct_closes", "suspect", "doubtful")
    filled = frame.with_columns(
        pl.col(counted).fill_null(0),
        pl.col("last_slot").fill_null(-1),
        pl.col("has_first", "has_last").fill_null(value=False),
    )
    tail = (pl.col("expected") - 1 - pl.col("last_slot")).clip(0, slots)
    return filled.with_columns(
        holes=pl.col("inner_holes") + (tail > 0).cast(pl.UInt32),
        largest_hole=pl.max_horizontal(pl.col("inner_hole"), tail),
    )


def _graded(frame: pl.DataFrame, rule: GradeRule) -> pl.DataFrame:
    # A running session is measured against the bars it can have by now.
    lacking = pl.col("expected").cast(pl.Int64) - pl.col("bars").cast(pl.Int64)
    none = pl.col("bars") == 0
    grade = (
        pl.when(none)
        .then(pl.lit("D"))
        .when(pl.col("uncertain").is_not_null() & (lacking <= rule.c_missing))
        .then(pl.lit("C"))
        .when(lacking <= 0)
        .then(pl.lit("A"))
        .when((lacking <= rule.b_missing) & (pl.col("largest_hole") <= rule.b_hole))
        .then(pl.lit("B"))
        .when(lacking <= rule.c_missing)
        .then(pl.lit("C"))
        .otherwise(pl.lit("D"))
    )
    stale = (pl.col("distinct_closes") < rule.stale_share * pl.col("bars")) & ~none
    return frame.with_columns(grade=grade, stale=stale)


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What a history is worth."""

    expected_sessions: int
    sessions: int
    """Sessions with at least one bar."""
    missing_sessions: tuple[date, ...]
    expected_bars: int
    bars: int
    grades: Mapping[str, int]
    """Sessions with bars, not stale, by grade."""
    stale_sessions: tuple[date, ...]
    stale_bars: int
    provisional: int
    without_first: int
    """Sessions that lack the first bar, of those that are not stale and have ``EDGE_BARS``."""
    without_last: int
    """The same for the last bar."""
    suspect_bars: int
    doubtful_bars: int
    quarantine: Mapping[str, int]
    """Refused rows by reason."""

    @property
    def coverage(self) -> float | None:
        """Bars present, as a fraction of those expected; None where none is expected."""
        return self.bars / self.expected_bars if self.expected_bars else None

    @property
    def stale_share(self) -> float | None:
        """Bars of stale sessions, as a fraction of all bars; None without bars."""
        return self.stale_bars / self.bars if self.bars else None


def quality_report(sessions: pl.DataFrame, quarantine: pl.DataFrame) -> QualityReport:
    """The report over ``sessions`` (``SESSION`` rows) and their ``quarantine``."""
    present = sessions.filter(pl.col("bars") > 0)
    stale = present.filter("stale")
    moving = present.filter(~pl.col("stale"))
    edged = moving.filter(pl.col("bars") >= EDGE_BARS)
    graded = dict(moving["grade"].value_counts().iter_rows())
    reasons = quarantine["reason"].value_counts()
    return QualityReport(
        expected_sessions=sessions.height,
        sessions=present.height,
        missing_sessions=tuple(sessions.filter(pl.col("bars") == 0)["session"]),
        expected_bars=int(sessions["expected"].sum()),
        bars=int(present["bars"].sum()),
        grades={grade: graded.get(grade, 0) for grade in "ABCD"},
        stale_sessions=tuple(stale["session"]),
        stale_bars=int(stale["bars"].sum()),
        provisional=int(sessions["provisional"].sum()),
        without_first=int((~edged["has_first"]).sum()),
        without_last=int((~edged["has_last"]).sum()),
        suspect_bars=int(present["suspect"].sum()),
        doubtful_bars=int(present["doubtful"].sum()),
        quarantine=dict(sorted(reasons.iter_rows())),
    )
