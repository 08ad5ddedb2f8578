"""Versions of a bar whose prices L1 refuses: they supersede nothing, so the next version in rank is the bar.

Nor do versions of one rank that conflict, if none of them is refused for its prices alone.

A bar is decided by what came before it and by the next bar alone, as where there is one version of each: its versions
are held against the last believed close in order of rank, and what is chosen is held against the next bar's choice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import polars as pl

from usdcop.core.bars import Reason
from usdcop.features.doubt import SpikeRule
from usdcop.pipeline.scale import Context, ScaleRule, is_off_scale

Rank = Callable[[pl.DataFrame], pl.DataFrame]
"""Sets the ``reason`` of those rows that are not their bar; rows with one ``at`` are versions of one bar.

Where the versions of the highest rank are in conflict the bar has none: those below are asked without them.
"""
_ROW: Final = "place"
_KEY: Final = "at"
_Last = tuple[float, int]
"""A believed close, and its instant in microseconds."""


def refused_versions(
    rows: pl.DataFrame, rank: Rank, context: Context, rules: tuple[ScaleRule, SpikeRule]
) -> pl.Series:
    """For each row the ``Reason`` to refuse it for its prices, before ``rank`` says which of the others is the bar.

    Args:
        rows: placed rows without a reason, sorted by ``at``.
        rank: see ``Rank``.
        context: the last accepted bar before them.
        rules: of the scale and of spikes.
    """
    ranked = _Ranked(rows, rank)
    while True:
        walk = _Walk(rows, ranked, context, rules)
        walk.go()
        if not ranked.asked:
            reasons = walk.reasons()
            return pl.Series([reasons.get(place) for place in range(rows.height)], dtype=pl.String)
        ranked.answer()


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What rank makes of some versions of a bar."""

    bar: int | None = None
    """Its row; None: there is none."""
    conflict: tuple[int, ...] = ()
    """The rows of the highest rank, where none of them can be believed."""


_Left = tuple[int, ...]
"""Rows of one bar that are not refused for their prices."""


class _Ranked:
    """Verdicts on the versions that are left of a bar; what has not been asked before is answered for all at once."""

    def __init__(self, rows: pl.DataFrame, rank: Rank) -> None:
        self._rows = rows.with_columns(pl.int_range(pl.len()).alias(_ROW))
        self._rank = rank
        starts = np.flatnonzero(np.r_[True, np.diff(rows[_KEY].to_physical().to_numpy()) != 0])
        ends = np.r_[starts[1:], rows.height]
        self.bars: list[_Left] = [
            tuple(range(*span)) for span in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        self._known: dict[_Left, _Verdict] = {(): _Verdict()}
        self.asked: set[_Left] = {left for left in self.bars if len(left) > 1}
        self.answer()

    def of(self, left: _Left) -> _Verdict:
        """The verdict; until it is known, as if no version were left."""
        if len(left) == 1:
            return _Verdict(left[0])
        if left not in self._known:
            self.asked.add(left)
            return _Verdict()
        return self._known[left]

    def answer(self) -> None:
        """Learn the verdicts that were asked for: each as a bar of its own, whatever its time."""
        asked = sorted(self.asked)
        places = [place for left in asked for place in left]
        keys = [key for key, left in enumerate(asked) for _ in left]
        dtype = self._rows.schema[_KEY]
        together = self._rows[places].with_columns(pl.Series(_KEY, keys, dtype=pl.Int64).cast(dtype))
        found: dict[int, dict[str | None, list[int]]] = {}
        judged = self._rank(together).select(
            pl.col(_KEY).to_physical(), _ROW, pl.col("reason").cast(pl.String)
        )
        for key, place, reason in judged.iter_rows():
            found.setdefault(key, {}).setdefault(reason, []).append(place)
        for key, left in enumerate(asked):
            bar, conflict = (found[key].get(reason, []) for reason in (None, Reason.CONFLICT.value))
            self._known[left] = _Verdict(bar[0] if bar else None, tuple(conflict))
        self.asked.clear()


@dataclass(frozen=True, slots=True)
class _Choice:
    """A version that fits the scale and waits for the next bar."""

    bar: int
    row: int
    last: _Last
    """What it was held against."""
    before: float | None
    """The close in its session that its jump is measured from."""


@dataclass(slots=True)
class _Walk:
    """The bars of ``rows`` decided in order of time, with the verdicts that are known."""

    rows: pl.DataFrame
    ranked: _Ranked
    context: Context
    rules: tuple[ScaleRule, SpikeRule]
    _scale: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Rows of a bar that do not fit the scale."""
    _spikes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Rows of a bar that the next bar reverts."""
    _prices: list[tuple[float, float, float]] = field(default_factory=list)
    _places: list[tuple[int, int]] = field(default_factory=list)

    def go(self) -> None:
        """Decide all of them."""
        self._prices = list(self.rows.select("high", "low", "close").iter_rows())
        self._places = list(self.rows.select(pl.col("at", "session").to_physical()).iter_rows())
        close = self.context.close
        first: _Last = (float("nan") if close is None else close, self.context.since)
        waiting: _Choice | None = None
        bar = 0
        while bar < len(self.ranked.bars):
            last = first if waiting is None else self._as_last(waiting.row)
            row = self._fitting(bar, last)
            if row is None:
                bar += 1
                continue
            again = self._instead(waiting, row)
            if again is not None:
                waiting, bar = again, again.bar + 1
                continue
            waiting = _Choice(bar, row, last, self._before(waiting, row))
            bar += 1

    def reasons(self) -> Mapping[int, str]:
        """Why rows are refused."""
        found = ((Reason.SCALE, self._scale), (Reason.SPIKE_REVERT, self._spikes))
        return {row: why.value for why, by_bar in found for rows in by_bar.values() for row in rows}

    def _as_last(self, row: int) -> _Last:
        return self._prices[row][2], self._places[row][0]

    def _fitting(self, bar: int, last: _Last) -> int | None:
        """The version of ``bar`` that ranks first of those that fit the scale."""
        off: list[int] = []
        gone = {*self._spikes.get(bar, ())}
        while True:
            verdict = self.ranked.of(tuple(row for row in self.ranked.bars[bar] if row not in gone))
            tried = verdict.conflict if verdict.bar is None else (verdict.bar,)
            fresh = [row for row in tried if self._is_off(row, last)]
            if not fresh and not verdict.conflict:
                self._scale[bar] = tuple(off)
                return verdict.bar
            off += fresh
            gone |= {*(fresh or verdict.conflict)}

    def _is_off(self, row: int, last: _Last) -> bool:
        high, low, _ = self._prices[row]
        return is_off_scale(high, low, self._places[row][0], last, self.rules[0])

    def _instead(self, waiting: _Choice | None, after: int) -> _Choice | None:
        """Refuse the ``waiting`` choice where the next one reverts it; the version that takes its place, if any does.

        That version must stand beside the same next one: it might not fit the scale of a worse one.
        """
        row = None if waiting is None else waiting.row
        while waiting is not None and row is not None and self._reverts(row, waiting.before, after):
            self._spikes[waiting.bar] = (*self._spikes.get(waiting.bar, ()), row)
            row = self._fitting(waiting.bar, waiting.last)
        return None if waiting is None or row in {None, waiting.row} else replace(waiting, row=row)

    def _reverts(self, row: int, before: float | None, after: int) -> bool:
        rule, close = self.rules[1], self._prices[row][2]
        alike = self._places[row][1] == self._places[after][1]
        return (
            alike
            and before is not None
            and rule.jumps(close, before)
            and rule.reverts(close, before, self._prices[after][2])
        )

    def _before(self, waiting: _Choice | None, row: int) -> float | None:
        """The close that the jump of ``row`` is measured from: the last of its session that was not reverted."""
        if waiting is None or self._places[waiting.row][1] != self._places[row][1]:
            return None
        refused = waiting.row in self._spikes.get(waiting.bar, ())
        return waiting.before if refused else self._prices[waiting.row][2]
