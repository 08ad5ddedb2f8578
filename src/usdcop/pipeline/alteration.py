"""What a change of raw rows makes of the accepted bars, known before it is written: L1 itself says so.

Both sides are L1's own function on whole quarters, so that what a dry run tells is what a run makes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import polars as pl

from usdcop.core.bars import RAW_BAR
from usdcop.core.imports import Doubt, import_of
from usdcop.core.layers import Layer, quarter_of
from usdcop.core.ports import Lake
from usdcop.core.sessions import Market
from usdcop.pipeline.l1_standardise import Standardised, StandardiseSettings, standardise
from usdcop.pipeline.scale import Context, context_after

Alter = Callable[[str, pl.DataFrame], pl.DataFrame]
"""The raw rows of a quarter (``2024Q1``) as they will be, from what they are."""

_SEEN: Final = ("open", "high", "low", "close", "volume", "doubtful", "suspect")
"""Columns in which a bar that changes differs."""
_REFUSED: Final = {"import": pl.String(), "reason": pl.String(), "rows": pl.Int64()}
_DOUBTED: Final = {"session": pl.Date(), "before": pl.String(), "after": pl.String()}
_SESSIONS: Final = {"session": pl.Date(), "added": pl.Int64(), "changed": pl.Int64(), "removed": pl.Int64()}


@dataclass(frozen=True, slots=True, eq=False)
class Alteration:
    """What becomes of the bars: one row for each session with a difference."""

    sessions: pl.DataFrame
    """``session``, and how many of its bars are ``added``, ``changed`` and ``removed``; oldest first."""
    refused: pl.DataFrame
    """How many ``rows`` of each ``import`` L1 will refuse for which ``reason``, in the quarters that were looked at."""

    doubted: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_DOUBTED))
    """Of sessions whose bars are doubted by other imports than before, or no longer, why ``before`` and ``after``."""

    @property
    def days(self) -> list[date]:
        """Sessions with a difference in bars or in doubt, oldest first."""
        return sorted({*self.sessions["session"], *self.doubted["session"]})

    def count(self, what: str) -> int:
        """How many bars are ``added``, ``changed`` or ``removed``."""
        return int(self.sessions[what].sum())

    def refused_of(self, import_id: str) -> dict[str, int]:
        """Rows of an import that L1 will refuse, by reason."""
        own = self.refused.filter(pl.col("import") == import_id)
        return dict(own.select("reason", "rows").iter_rows())

    @property
    def sentence(self) -> str:
        """What becomes of bars, in words."""
        if self.sessions.is_empty():
            return "no bar is added, changed or removed"
        parts = [
            f"{count:,} {what}" for what in ("added", "changed", "removed") if (count := self.count(what))
        ]
        return f"bars {', '.join(parts)} {_span(list(self.sessions['session']))}"

    def grades(self) -> Iterator[str]:
        """What becomes of grades by what is doubted, in words."""
        fresh, gone = self.doubted.drop_nulls("after"), self.doubted.filter(pl.col("after").is_null())
        for (why,), part in fresh.sort("session").group_by("after", maintain_order=True):
            yield f"doubted: no better than grade C {_span(list(part['session']))} ({why})"
        if gone.height:
            yield f"no longer doubted: graded anew {_span(list(gone['session']))}"


def alteration(
    lake: Lake,
    market: Market,
    now: datetime,
    quarters: Iterable[str],
    alter: Alter,
    *,
    doubts: tuple[Sequence[Doubt], Sequence[Doubt]] = ((), ()),
) -> Alteration:
    """What ``alter`` makes of the bars of ``quarters`` (oldest first), and of their grades.

    Args:
        lake: with the layers as they are.
        market: whose bars they are.
        now: market time.
        quarters: that hold rows which change, or are doubted.
        alter: see ``Alter``.
        doubts: about imports, as they are and as they will be.
    """
    sessions = [pl.DataFrame(schema=_SESSIONS)]
    doubted = [pl.DataFrame(schema=_DOUBTED)]
    refused = [pl.DataFrame(schema=_REFUSED)]
    stored, made = list(lake.days(Layer.L0)), list(lake.days(Layer.L1))
    before: dict[str, Context] = {}
    after: dict[str, Context] = {}
    for quarter in quarters:
        raw = lake.read(Layer.L0, [day for day in stored if quarter_of(day) == quarter])
        raw = pl.DataFrame(schema=dict(RAW_BAR)) if raw is None else raw
        rest = _last_before(lake, made, quarter, before.keys())
        old = _judged(raw, market, now, _newest(rest, before), doubts[0])
        new = _judged(alter(quarter, raw), market, now, _newest(rest, after), doubts[1])
        before[quarter], after[quarter] = context_after(old.bars), context_after(new.bars)
        sessions.append(differences(old.bars, new.bars))
        doubted.append(_doubt_differs(old.sessions, new.sessions))
        refused.append(_counted(new.quarantine))
    counts = (
        pl.concat(refused).group_by("import", "reason").agg(pl.col("rows").sum()).sort("import", "reason")
    )
    return Alteration(pl.concat(sessions).sort("session"), counts, pl.concat(doubted).sort("session"))


def _span(days: Sequence[date]) -> str:
    return f"on {days[0]}" if len(days) == 1 else f"in {len(days):,} sessions, {days[0]} to {days[-1]}"


def differences(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Bars added, changed and removed between two frames of ``BAR``, by session; sessions without any are left out."""
    columns = ["session", "time", *_SEEN]
    both = before.select(columns).join(
        after.select(columns), on=["session", "time"], how="full", coalesce=True, suffix="_new"
    )
    gone, fresh = pl.col("close_new").is_null(), pl.col("close").is_null()
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_new")) for name in _SEEN)
    counted = both.group_by("session").agg(
        added=fresh.sum(), changed=(differs & ~gone & ~fresh).sum(), removed=gone.sum()
    )
    some = counted.filter(pl.any_horizontal(pl.col("added", "changed", "removed") > 0))
    return some.select(_SESSIONS.keys()).cast(pl.Schema(_SESSIONS)).sort("session")


def _counted(quarantine: pl.DataFrame) -> pl.DataFrame:
    counted = quarantine.group_by(import_of().alias("import"), "reason").agg(rows=pl.len())
    return counted.drop_nulls("import").cast(pl.Schema(_REFUSED))


def _doubt_differs(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Sessions with bars of which another import is doubted than before, or for another reason."""
    was, will = (part.select("session", "uncertain").drop_nulls() for part in (before, after))
    both = was.join(will, on="session", how="full", coalesce=True, suffix="_new")
    differs = both.filter(pl.col("uncertain").ne_missing(pl.col("uncertain_new")))
    return differs.select("session", before="uncertain", after="uncertain_new").cast(pl.Schema(_DOUBTED))


def _judged(
    raw: pl.DataFrame, market: Market, now: datetime, context: Context, doubts: Sequence[Doubt]
) -> Standardised:
    return standardise(raw, market.calendar, now, StandardiseSettings(), context, doubts=doubts)


def _last_before(lake: Lake, made: Sequence[date], quarter: str, known: AbstractSet[str]) -> Context:
    """The context that L1, as it is stored, hands to ``quarter``; of quarters that are ``known`` it is not asked."""
    earlier = [day for day in made if quarter_of(day) < quarter and quarter_of(day) not in known]
    bars = lake.read(Layer.L1, earlier[-1:]) if earlier else None
    return Context() if bars is None else context_after(bars)


def _newest(stored: Context, found: Mapping[str, Context]) -> Context:
    """Of the contexts the one with the latest bar."""
    return max((stored, *found.values()), key=lambda one: one.at.timestamp() if one.at else 0.0)
