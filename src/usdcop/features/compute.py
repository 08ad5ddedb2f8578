"""Features of layer L3 from bars and indicators: one function for the batch path and the live path."""

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.errors import ColumnsError, MissingInputError
from usdcop.core.units import BPS
from usdcop.features.indicators import INDICATORS
from usdcop.features.memory import reuse_pages
from usdcop.features.spec import FEATURE_NAMES, LAGS, WINDOWS
from usdcop.features.windows import Floats, lagged, maxima, minima, sums

LOOKBACK_BARS: Final = max(WINDOWS) + 1
"""Bars before a bar that its windows read, besides the last close of the session before."""
CACHE_ROWS: Final = 16_384
"""Rows computed at once: the columns in work then fit the processor's cache. No result depends on it."""
NARROWEST_BAND: Final = 1e-6
"""Half-width of the bands, as a fraction of the price, below which the quote is flat (0.01 bps)."""

_USED: Final = ("high", "low", "close", *INDICATORS)
_KEPT: Final = ("time", "session", "slot", "close")


def features(prepared: pl.DataFrame, slots: int = 60, threads: int = 1) -> pl.DataFrame:
    """Feature rows of ``prepared`` bars: ``time, session, slot, close`` and ``FEATURE_NAMES``, Float64.

    Bars that are still warming up and suspect bars have no row. Nothing is NaN or null.

    Args:
        prepared: rows of L2 in order of time, from one symbol. The first rows have a row of features only
            once every window is full, so the caller passes ``LOOKBACK_BARS`` and a whole session before the
            first bar it wants.
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
        values = block_values(_inputs(columns, day, close, span), slots)
        full = _finite(values) & ~suspect[start:end]
        if full.all():
            return kept[start:end].hstack([pl.Series(name, values[name]) for name in FEATURE_NAMES])
        good = [pl.Series(name, values[name][full]) for name in FEATURE_NAMES]
        return kept[start:end].filter(pl.Series(full)).hstack(good)

    spans = _spans(prepared.height)
    if threads == 1 or len(spans) == 1:
        return pl.concat([part(span) for span in spans], rechunk=False)
    with ThreadPoolExecutor(threads) as pool:
        return pl.concat(list(pool.map(part, spans)), rechunk=False)


def latest(prepared: pl.DataFrame, slots: int = 60) -> pl.DataFrame:
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
    return features(prepared.tail(window), slots).filter(pl.col("time") == newest)


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What the features of a block are made of: (N,) arrays, the bars its windows read first."""

    columns: Mapping[str, Floats]
    slot: NDArray[np.int64]
    position: NDArray[np.int64]
    """Present bars of the session before this one."""
    first_log: Floats
    """Logarithm of the first close of the bar's session."""
    last_log: Floats
    """Logarithm of the last close of the session before; NaN where there is none."""
    lead: int
    """How many of the first bars are only read."""


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
    total = np.zeros_like(values[FEATURE_NAMES[0]])
    for name in FEATURE_NAMES:
        total += values[name]
    return np.isfinite(total)


def _spans(rows: int) -> list[tuple[int, int]]:
    return [(start, min(start + CACHE_ROWS, rows)) for start in range(0, max(rows, 1), CACHE_ROWS)]


def block_values(inputs: Inputs, slots: int) -> dict[str, Floats]:
    """Features by name, without the lead; NaN where a window is not full."""
    close = inputs.columns["close"]
    logs = np.log(close)
    returns = _within(inputs, _moved(logs, 1), 1)
    values = {
        "return_1": returns,
        **{f"return_lag_{k}": _within(inputs, lagged(returns, k), k + 1) for k in LAGS},
        **{f"momentum_{k}": _within(inputs, _moved(logs, k), k) for k in WINDOWS},
        **_rolling(close, logs, returns),
        "session_return": BPS * (logs - inputs.first_log),
        "overnight_gap": BPS * (inputs.first_log - inputs.last_log),
        "bar_range": BPS * np.log(inputs.columns["high"] / inputs.columns["low"]),
        **_relative_indicators(inputs.columns, logs),
        **_time_of_day(inputs.slot, slots),
    }
    return {name: value[inputs.lead :] for name, value in values.items()}


def _moved(logs: Floats, bars: int) -> Floats:
    """Basis points since ``bars`` bars before; NaN where there is none."""
    out = np.empty_like(logs)
    out[:bars] = np.nan
    np.subtract(logs[bars:], logs[: max(0, logs.size - bars)], out=out[bars:])
    out *= BPS
    return out


def _within(inputs: Inputs, values: Floats, bars: int) -> Floats:
    """``values`` where ``bars`` bars of the same session lie before; the neutral 0 elsewhere."""
    return np.where(inputs.position >= bars, values, 0.0)


def _rolling(close: Floats, logs: Floats, returns: Floats) -> dict[str, Floats]:
    totals, lows, highs = sums(close, WINDOWS), minima(logs, WINDOWS), maxima(logs, WINDOWS)
    squares, moves = sums(returns * returns, WINDOWS), sums(returns, WINDOWS)
    values: dict[str, Floats] = {}
    for width in WINDOWS:
        values[f"close_to_mean_{width}"] = BPS * (logs - np.log(totals[width] / width))
        values[f"close_to_min_{width}"] = BPS * (logs - lows[width])
        values[f"close_to_max_{width}"] = BPS * (logs - highs[width])
        # Returns are a few bps around nothing, so the square of their mean cancels almost nothing here.
        spread = squares[width] - moves[width] * moves[width] / width
        values[f"std_{width}"] = np.sqrt(np.maximum(spread, 0.0) / (width - 1))
    return values


def _relative_indicators(columns: Mapping[str, Floats], logs: Floats) -> dict[str, Floats]:
    close, middle = columns["close"], columns["bb_middle"]
    half = columns["bb_upper"] - middle
    narrow = half <= NARROWEST_BAND * middle  # False for NaN: a band that is warming up stays NaN
    return {
        "close_to_ema_20": BPS * (logs - np.log(columns["ema_20"])),
        "close_to_ema_50": BPS * (logs - np.log(columns["ema_50"])),
        "rsi": columns["rsi"],
        "macd": BPS * columns["macd"] / close,
        "macd_histogram": BPS * columns["macd_histogram"] / close,
        "band_position": np.where(narrow, 0.0, (close - middle) / np.where(narrow, 1.0, half)),
        "band_width": BPS * (columns["bb_upper"] - columns["bb_lower"]) / middle,
    }


def _time_of_day(slot: NDArray[np.int64], slots: int) -> dict[str, Floats]:
    angles = [2 * math.pi * number / slots for number in range(slots)]
    sines, cosines = np.array([math.sin(a) for a in angles]), np.array([math.cos(a) for a in angles])
    return {"time_sin": sines[slot], "time_cos": cosines[slot]}
