"""L1, standardise: from raw rows to accepted bars; what is refused goes to quarantine with its reason.

Rows in = bars accepted + rows in quarantine, always. A session's bars depend on the raw rows of that session
and on the ``Context`` before it, and no rule looks further ahead than the next bar (``spike_revert``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.bars import BAR, QUARANTINE, RAW_BAR, Reason
from usdcop.core.imports import Doubt
from usdcop.core.sessions import Calendar
from usdcop.core.units import Bps
from usdcop.features.doubt import SpikeRule, doubtful, suspects
from usdcop.pipeline.placement import REASONS, detail, placed
from usdcop.pipeline.quality import GradeRule, session_verdicts
from usdcop.pipeline.rivals import refused_versions
from usdcop.pipeline.scale import Context, ScaleRule, off_scale
from usdcop.pipeline.versions import TWIN_TOLERANCE, first_in_rank, resolve

_OFF_SCALE: Final = pl.format("close {} does not fit the closes accepted before it", "close")
_REVERTED: Final = pl.format("close {} jumped, and the next bar went back", "close")


@dataclass(frozen=True, slots=True)
class StandardiseSettings:
    """Thresholds of L1."""

    close_tolerance: Bps = Bps(0.01)
    """Basis points by which two closes of one bar may differ by rounding."""
    twin_tolerance: Bps = TWIN_TOLERANCE
    """The same of two captures of one bar, each by its own clock."""
    scale: ScaleRule = field(default_factory=ScaleRule)
    spike: SpikeRule = field(default_factory=SpikeRule)
    grades: GradeRule = field(default_factory=GradeRule)


@dataclass(frozen=True, slots=True, eq=False)
class Standardised:
    """Layer L1 of some sessions."""

    bars: pl.DataFrame
    """Accepted bars (``BAR``), in order of time."""
    quarantine: pl.DataFrame
    """Refused rows as received (``QUARANTINE``), in order of their corrected time."""
    sessions: pl.DataFrame
    """One verdict for each expected session (``quality.SESSION``)."""


def standardise(  # noqa: PLR0913 - rows, what they are judged by, and what is known besides
    raw: pl.DataFrame,
    calendar: Calendar,
    now: datetime,
    settings: StandardiseSettings,
    context: Context | None = None,
    span: tuple[date, date] | None = None,
    *,
    doubts: Sequence[Doubt] = (),
) -> Standardised:
    """Judge the raw rows of whole sessions of one symbol.

    Args:
        raw: ``RAW_BAR`` rows in any order.
        calendar: which bars are expected.
        now: market time; a bar that is not closed by then, or not known, is refused as ``future``.
        settings: thresholds.
        context: the last accepted bar before these sessions (``scale.context_after``); none at the beginning
            of a history.
        span: first and last session to give a verdict on; default: from the first accepted bar's to the last's.
        doubts: imports whose clock is uncertain.
    """
    rows, refused = _judged(raw, calendar, now, settings, context)
    bars = rows.select(*BAR)
    quarantine = pl.concat(
        [refused[0].with_columns(detail=detail(calendar)), *refused[1:]], how="diagonal"
    ).sort("at", maintain_order=True)
    doubted = _doubted(rows, doubts)
    sessions = session_verdicts(bars, calendar, now, settings.grades, span or _span(bars), doubted)
    return Standardised(bars, quarantine.select(*QUARANTINE).cast(pl.Schema(QUARANTINE)), sessions)


def accepted(
    raw: pl.DataFrame,
    calendar: Calendar,
    now: datetime,
    settings: StandardiseSettings,
    context: Context | None = None,
) -> pl.DataFrame:
    """Only the accepted bars that ``standardise`` gives: what the live path asks for at every bar."""
    return _judged(raw, calendar, now, settings, context)[0].select(*BAR)


def _judged(
    raw: pl.DataFrame,
    calendar: Calendar,
    now: datetime,
    settings: StandardiseSettings,
    context: Context | None,
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Accepted bars with the ``run_id`` of their rows, and the rows that each rule refuses, those in no place first."""
    rows = placed(raw.select(*RAW_BAR), calendar, now)
    rows = rows.with_columns(detail=pl.lit(None, pl.String))
    misplaced, good = _part(rows)
    context = context or Context()
    refused, left = list[pl.DataFrame](), good
    for rule in (_versions, _scale, _spikes):
        bad, left = _part(rule(left, settings, context))
        refused.append(bad)
    if _contested(*refused):
        off, rest = _part(_for_prices(good, settings, context))
        aside, left = _part(_versions(rest, settings, context))
        refused = [aside, off]
    return _bars(left, settings.spike), [misplaced, *refused]


def _contested(aside: pl.DataFrame, *off: pl.DataFrame) -> bool:
    """Whether a version may have stood in the way of another though its own prices are refused."""
    if aside.is_empty():
        return False
    gone = pl.concat([part["at"] for part in off]).implode()
    return (
        aside.select(((pl.col("reason") == Reason.CONFLICT.value) | pl.col("at").is_in(gone)).any()).item()
        is True
    )


def _for_prices(rows: pl.DataFrame, settings: StandardiseSettings, context: Context) -> pl.DataFrame:
    """Refuses each version, not only each bar, whose prices are not believed, so that it supersedes no other."""

    def rank(some: pl.DataFrame) -> pl.DataFrame:
        return first_in_rank(some, settings.close_tolerance, settings.twin_tolerance)

    why = refused_versions(rows, rank, context, (settings.scale, settings.spike))
    for reason, text in ((Reason.SCALE, _OFF_SCALE), (Reason.SPIKE_REVERT, _REVERTED)):
        rows = _refuse(rows, why.eq_missing(reason.value), reason, text)
    return rows


def _part(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Refused rows, and the others."""
    bad = rows["reason"].is_not_null()
    return rows.filter(bad), rows.filter(~bad) if bad.any() else rows


def _versions(rows: pl.DataFrame, settings: StandardiseSettings, _context: Context) -> pl.DataFrame:
    return resolve(rows, settings.close_tolerance, settings.twin_tolerance)


def _scale(rows: pl.DataFrame, settings: StandardiseSettings, context: Context) -> pl.DataFrame:
    off = off_scale(rows, context, settings.scale)
    return _refuse(rows, pl.Series(off), Reason.SCALE, _OFF_SCALE)


def _spikes(rows: pl.DataFrame, settings: StandardiseSettings, _context: Context) -> pl.DataFrame:
    """Refuses what reverts; where nothing does, ``suspect`` is known already and added."""
    suspect, reverts = _suspects(rows, settings.spike)
    if not reverts.any():
        return rows.with_columns(suspect=pl.Series(suspect))
    return _refuse(rows, pl.Series(reverts), Reason.SPIKE_REVERT, _REVERTED)


def _suspects(rows: pl.DataFrame, rule: SpikeRule) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return suspects(rows["close"].to_numpy(), rows["session"].to_physical().to_numpy(), rule)


def _refuse(rows: pl.DataFrame, bad: pl.Series, reason: Reason, text: pl.Expr) -> pl.DataFrame:
    if not bad.any():
        return rows
    return rows.with_columns(
        reason=pl.when(bad).then(pl.lit(reason.value, REASONS)).otherwise(pl.col("reason")),
        detail=pl.when(bad).then(text).otherwise(pl.col("detail")),
    )


def _bars(rows: pl.DataFrame, rule: SpikeRule) -> pl.DataFrame:
    if "suspect" not in rows.columns:  # bars were refused, and jumps are measured between the others
        rows = rows.with_columns(suspect=pl.Series(_suspects(rows, rule)[0]))
    bars = rows.with_columns(time=pl.col("at"), slot=pl.col("slot").cast(pl.Int16))
    return bars.with_columns(doubtful(bars)).select(*BAR, "run_id")


def _doubted(rows: pl.DataFrame, doubts: Sequence[Doubt]) -> pl.DataFrame | None:
    """Sessions with an accepted bar of an import that is doubted, and why (``session``, ``uncertain``)."""
    if not doubts:
        return None
    why = pl.DataFrame(
        {"run_id": [one.id for one in doubts], "uncertain": [f"{one.id}: {one.why}" for one in doubts]}
    )
    found = rows.select("session", "run_id").unique().join(why, on="run_id", how="inner")
    return found.group_by("session").agg(pl.col("uncertain").sort().str.join("; "))


def _span(bars: pl.DataFrame) -> tuple[date, date] | None:
    return (bars["session"][0], bars["session"][-1]) if bars.height else None
