"""Rows of features from bars and indicators: one function for the batch path and the live path."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.errors import ColumnsError, MissingInputError
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.features.columns import LOOKBACK_BARS, Columns, Inputs
from usdcop.features.memory import reuse_pages
from usdcop.features.windows import Floats

CACHE_ROWS: Final = 16_384
"""Rows computed at once: the columns in work then fit the processor's cache. No result depends on it."""

_USED: Final = ("high", "low", "close", *PRICE_INDICATORS)
_KEPT: Final = ("time", "session", "slot", "close")

Definition = Callable[[Columns], Floats]
"""From the bars of a block to a feature's (N,) values, NaN where its window is not full."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What a feature is, and how it is computed."""

    name: str
    description: str
    unit: str
    warm_up: int
    """Bars before the first value: of the session where the window stops at the night, else of the history."""
    definition: Definition
    crosses_night: bool
    """Whether its window may reach into the session before."""
    neutral: float | None = None
    """Value where the window would cross the night, or where the ratio is 0/0; None where neither can be."""

    def values(self, columns: Columns) -> Floats:
        """(N,) values; ``neutral`` where the window would cross the night, NaN where it is not full."""
        made = self.definition(columns)
        if self.crosses_night or self.neutral is None or self.warm_up == 0:
            return made
        return np.where(columns.inputs.position >= self.warm_up, made, self.neutral)


def features(
    prepared: pl.DataFrame, declared: Sequence[Feature], slots: int = 60, threads: int = 1
) -> pl.DataFrame:
    """Feature rows of ``prepared`` bars: ``time, session, slot, close`` and the ``declared`` ones, Float64.

    Bars that are still warming up and suspect bars have no row. Nothing is NaN or null.

    Args:
        prepared: rows of L2 in order of time, from one symbol. The first rows have a row of features only
            once every window is full, so the caller passes ``LOOKBACK_BARS`` and a whole session before the
            first bar it wants.
        declared: the features, in the order of their columns.
        slots: bars of a full session.
        threads: how many blocks are computed at once.

    Raises:
        ColumnsError: a column of L2 is missing.
    """
    missing = [name for name in (*_KEPT, *_USED, "suspect") if name not in prepared.columns]
    if missing:
        raise ColumnsError(f"Layer L2 lacks {', '.join(missing)}.", "Run layer L2 again.", missing)
    reuse_pages()
    kept, suspect = prepared.select(_KEPT), prepared["suspect"].to_numpy()
    day, close = prepared["session"].to_physical().to_numpy(), prepared["close"].to_numpy()
    columns = prepared.select(*_USED, "slot")

    def part(span: tuple[int, int]) -> pl.DataFrame:
        start, end = span
        values = block_values(_inputs(columns, day, close, span), declared, slots)
        full = _finite(values) & ~suspect[start:end]
        if full.all():
            return kept[start:end].hstack([pl.Series(name, value) for name, value in values.items()])
        good = [pl.Series(name, value[full]) for name, value in values.items()]
        return kept[start:end].filter(pl.Series(full)).hstack(good)

    spans = _spans(prepared.height)
    if threads == 1 or len(spans) == 1:
        return pl.concat([part(span) for span in spans], rechunk=False)
    with ThreadPoolExecutor(threads) as pool:
        return pl.concat(list(pool.map(part, spans)), rechunk=False)


def latest(prepared: pl.DataFrame, declared: Sequence[Feature], slots: int = 60) -> pl.DataFrame:
    """The feature row of the newest bar of ``prepared``; no row if it is suspect or warming up.

    Only the bars its windows read are computed; the bits equal those of the whole history.

    Raises:
        MissingInputError: there is no bar at all.
    """
    if prepared.is_empty():
        raise MissingInputError("There is no bar to compute features of.", "Import or acquire bars first.")
    newest = prepared["time"][-1]
    days = prepared["session"].unique(maintain_order=True)[-2:]
    window = max(LOOKBACK_BARS + 1, int(prepared["session"].is_in(days.to_list()).sum()))
    return features(prepared.tail(window), declared, slots).filter(pl.col("time") == newest)


def _inputs(columns: pl.DataFrame, day: NDArray[np.int32], close: Floats, span: tuple[int, int]) -> Inputs:
    """Inputs of the bars in ``span`` (start, end); their session may have begun before the first of them."""
    start, end = span
    first = max(0, start - LOOKBACK_BARS)
    opened = int(np.searchsorted(day, day[first])) if end else 0
    days = day[opened:end]
    opens = opened + np.flatnonzero(np.r_[True, days[1:] != days[:-1]][: days.size])
    bars = np.diff(np.r_[opens, end])
    before = np.where(opens > 0, close[opens - 1], np.nan) if end else close
    cut, part = slice(first - opened, None), columns[first:end]
    return Inputs(
        columns={name: _plain(part[name]) for name in _USED},
        slot=part["slot"].cast(pl.Int64).to_numpy(),
        position=(np.arange(opened, end) - np.repeat(opens, bars))[cut],
        first_log=np.repeat(np.log(close[opens]), bars)[cut],
        last_log=np.repeat(np.log(before), bars)[cut],
        lead=start - first,
    )


def _plain(column: pl.Series) -> Floats:
    """The column as an array, without a copy where it has no null."""
    return (column.fill_null(np.nan) if column.null_count() else column).to_numpy()


def _finite(values: Mapping[str, Floats]) -> NDArray[np.bool_]:
    """Where every feature is finite: a sum is finite only where every term is, which takes one look."""
    total = np.zeros_like(next(iter(values.values())))
    for value in values.values():
        total += value
    return np.isfinite(total)


def _spans(rows: int) -> list[tuple[int, int]]:
    return [(start, min(start + CACHE_ROWS, rows)) for start in range(0, max(rows, 1), CACHE_ROWS)]


def block_values(inputs: Inputs, declared: Sequence[Feature], slots: int) -> dict[str, Floats]:
    """The ``declared`` features by name, without the lead; NaN where a window is not full."""
    columns = Columns(inputs, slots)
    return {one.name: one.values(columns)[inputs.lead :] for one in declared}
