"""L1 to L3 on ten million bars, and the same features in pandas.

Run by itself for a table: ``python bench/layers.py [millions of bars]``. ``measure`` gives the figures.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import TypeVar

import numpy as np
import pandas as pd  # type: ignore[import-untyped] # its stubs are not among our dependencies
import polars as pl

from usdcop.core.bars import RAW_BAR, STATES
from usdcop.core.sessions import Calendar
from usdcop.features.spec import FEATURE_NAMES, LAGS, WINDOWS
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature
from usdcop.pipeline.scale import Context, context_after

Result = TypeVar("Result")
CALENDAR = Calendar()
NOW = datetime(2400, 1, 1, tzinfo=UTC)
FIRST = date(2000, 1, 3)
YEARS_AT_ONCE = 10
PRICES = ("open", "high", "low", "close")
HOLE = 3
EQUAL = 1e-5
"""Largest difference of a feature (bps) that is still rounding."""
SEED = 7


@dataclass(frozen=True, slots=True)
class LayersFigures:
    """What was measured; rates in millions of bars a second."""

    bars: int
    seconds: float
    rate: float
    l1_rate: float
    l2_rate: float
    l3_rate: float
    peak_mb: float
    """Largest resident memory of this process."""
    pandas_bars: int
    pandas_rate: float
    """The same layers in pandas, over the whole history at once."""
    times_pandas: float
    """Median ratio over rounds that ran one after another."""


def measure(bars: int = 10_000_000, pandas_bars: int = 300_000, rounds: int = 3) -> LayersFigures:
    """Check that pandas and the layers agree, then time both."""
    sample = raw_bars(CALENDAR.sessions(FIRST, FIRST + timedelta(days=365 * 30)), pandas_bars)
    check_equal(sample)
    ratios, pandas_rates = [], []
    for _ in range(rounds):
        ours, _ = _timed(lambda: _layers(sample, Context()))
        theirs, _ = _timed(lambda: pandas_features(sample))
        ratios.append(theirs / ours)
        pandas_rates.append(sample.height / theirs / 1e6)
    spent, done = _long_run(bars)
    total = sum(spent.values())
    return LayersFigures(
        bars=done,
        seconds=total,
        rate=done / total / 1e6,
        l1_rate=done / spent["L1"] / 1e6,
        l2_rate=done / spent["L2"] / 1e6,
        l3_rate=done / spent["L3"] / 1e6,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        pandas_bars=sample.height,
        pandas_rate=median(pandas_rates),
        times_pandas=median(ratios),
    )


def _long_run(bars: int) -> tuple[dict[str, float], int]:
    """Ten million bars as the runner meets them: in pieces, each with the context of the one before.

    Ten million bars of one market are 670 years. They are made of markets of 200 years each, so that the
    calendar asks for years that holidays are known of.
    """
    spent = {"L1": 0.0, "L2": 0.0, "L3": 0.0}
    done = 0
    while done < bars:
        context = Context()
        for start in range(0, 200, YEARS_AT_ONCE):
            if done >= bars:
                break
            first, last = date(2000 + start, 1, 1), date(1999 + start + YEARS_AT_ONCE, 12, 31)
            raw = raw_bars(CALENDAR.sessions(first, last), bars - done)
            for layer, seconds in _pieces(raw, context).items():
                spent[layer] += seconds
            done += raw.height
    return spent, done


def _pieces(raw: pl.DataFrame, context: Context) -> dict[str, float]:
    l1, done = _timed(lambda: standardise(raw, CALENDAR, NOW, StandardiseSettings(), context))
    l2, prepared = _timed(lambda: prepare(done.bars, CALENDAR).frame)
    l3, made = _timed(lambda: feature(prepared, CALENDAR))
    _must(made.height > 0.99 * raw.height - 200, "rows of features are missing")
    context_after(done.bars)
    return {"L1": l1, "L2": l2, "L3": l3}


def _layers(raw: pl.DataFrame, context: Context) -> pl.DataFrame:
    done = standardise(raw, CALENDAR, NOW, StandardiseSettings(), context)
    return feature(prepare(done.bars, CALENDAR).frame, CALENDAR)


def raw_bars(days: list[date], limit: int) -> pl.DataFrame:
    """At most ``limit`` raw rows of whole sessions: one seeded year of moves, tiled.

    Each tile ends where it begins, so that prices stay plausible however long the history is.
    """
    slots = CALENDAR.hours.slots
    days = days[: max(1, limit // slots)]
    count = len(days) * slots
    tile = 250 * slots
    steps = np.random.default_rng(SEED).standard_t(4, tile) * 6e-4
    walk = np.cumsum(steps)
    walk -= np.linspace(0.0, walk[-1], tile)
    close = np.round(4000.0 * np.exp(np.resize(walk * 0.3, count)), 2)
    opened = np.r_[close[:1], close[:-1]]
    opens = pl.Series("opens", [CALENDAR.opens_at(day) for day in days], dtype=pl.Datetime("us", "UTC"))
    index = pl.int_range(count, eager=True)
    minutes = pl.Series(index % slots * (5 * 60 * 1_000_000), dtype=pl.Duration("us"))
    at = opens.gather(index // slots) + minutes
    return pl.DataFrame(
        {
            "time": at, "symbol": "USDCOP", "open": opened, "high": np.maximum(opened, close) + 0.5,
            "low": np.minimum(opened, close) - 0.5, "close": close, "volume": None, "source": "synthetic",
            "state": pl.Series(["final"], dtype=STATES).new_from_index(0, count), "open_reconstructed": False,
            "known_at": at + timedelta(minutes=5), "clock_shift_minutes": 0, "row": index, "raw": None,
            "run_id": "bench",
        },
        schema=dict(RAW_BAR),
    )  # fmt: skip


def pandas_bars(raw: pl.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """L1 as most people would write it: accepted bars with their flags, and a verdict on each session."""
    prices = {name: raw[name].to_numpy() for name in PRICES}
    stamps = pd.DatetimeIndex(raw["time"].dt.replace_time_zone(None).to_numpy(), tz="UTC")
    frame = pd.DataFrame({"time": stamps, "state": raw["state"].to_physical().to_numpy(), **prices})
    local = frame["time"].dt.tz_convert(CALENDAR.hours.timezone)
    since_open = local.dt.hour * 60 + local.dt.minute - CALENDAR.hours.opens.hour * 60
    frame["slot"] = since_open // 5
    frame["session"] = local.dt.tz_localize(None).dt.floor("D")
    closed = {day: CALENDAR.closed_because(day.date()) is not None for day in frame["session"].unique()}
    good = (frame["high"] >= frame[["open", "close"]].max(axis=1)) & (
        frame["low"] <= frame[["open", "close"]].min(axis=1)
    )
    good &= np.isfinite(frame[list(PRICES)]).all(axis=1) & (frame["low"] > 0) & (since_open % 5 == 0)
    good &= ~frame["session"].map(closed) & frame["slot"].between(0, CALENDAR.hours.slots - 1)
    good &= (frame["time"] + pd.Timedelta(minutes=5) <= pd.Timestamp(NOW)) & (frame["state"] > 0)
    bars = frame[good].sort_values("time").drop_duplicates(["time", "close"])
    bars = bars[~bars["time"].duplicated(keep=False)]
    bars = bars[(bars["close"] / bars["close"].shift(1) - 1).abs().fillna(0) < 0.25]  # noqa: PLR2004 - L1's band
    by_session = bars.groupby("session")
    change = by_session["close"].pct_change()
    bars["suspect"] = change.abs() >= 100 / 1e4
    unchanged = change == 0
    frozen = unchanged & unchanged.shift(1, fill_value=False) & unchanged.shift(2, fill_value=False)
    trigger = frozen | (bars["slot"] - by_session["slot"].shift(1, fill_value=-1) > HOLE)
    changes = (~unchanged).cumsum()
    since = changes.where(trigger).groupby(bars["session"]).ffill()
    bars["doubtful"] = (changes - since < 2).fillna(value=False)  # noqa: PLR2004 - L1's rule
    hole = bars["slot"] - by_session["slot"].shift(1, fill_value=-1) - 1
    verdicts = by_session.agg(bars=("close", "size"), distinct=("close", "nunique"), last=("slot", "max"))
    verdicts["largest_hole"] = hole.groupby(bars["session"]).max()
    verdicts["stale"] = verdicts["distinct"] < 0.3 * verdicts["bars"]
    return bars, verdicts


def pandas_features(raw: pl.DataFrame) -> pd.DataFrame:
    """L1 to L3 in pandas, over the whole history at once."""
    bars, _ = pandas_bars(raw)
    frame = bars[~bars["suspect"]] if bars["suspect"].any() else bars
    log, close = np.log(frame["close"]), frame["close"]
    by_session = log.groupby(frame["session"])
    out = pd.DataFrame({"time": frame["time"]})
    moves = 1e4 * by_session.diff()
    out["return_1"] = moves.fillna(0.0)
    for lag in LAGS:
        out[f"return_lag_{lag}"] = moves.groupby(frame["session"]).shift(lag).fillna(0.0)
    for width in WINDOWS:
        out[f"momentum_{width}"] = (1e4 * by_session.diff(width)).fillna(0.0)
        out[f"close_to_mean_{width}"] = 1e4 * (log - np.log(close.rolling(width).mean()))
        out[f"close_to_min_{width}"] = 1e4 * (log - log.rolling(width).min())
        out[f"close_to_max_{width}"] = 1e4 * (log - log.rolling(width).max())
        out[f"std_{width}"] = out["return_1"].rolling(width).std()
    out["session_return"] = 1e4 * (log - by_session.transform("first"))
    last_before = by_session.last().shift(1)
    out["overnight_gap"] = 1e4 * (by_session.transform("first") - frame["session"].map(last_before))
    out["bar_range"] = 1e4 * np.log(frame["high"] / frame["low"])
    _pandas_indicators(out, log, close)
    angle = 2 * np.pi * frame["slot"] / CALENDAR.hours.slots
    out["time_sin"], out["time_cos"] = np.sin(angle), np.cos(angle)
    return out.dropna()


def _pandas_indicators(out: pd.DataFrame, log: pd.Series, close: pd.Series) -> None:
    def ema(values: pd.Series, span: int) -> pd.Series:
        return values.ewm(span=span, adjust=False, min_periods=span).mean()

    change = close.diff()
    gain = change.clip(lower=0).ewm(alpha=1 / 14, adjust=False, min_periods=14).mean()
    loss = (-change.clip(upper=0)).ewm(alpha=1 / 14, adjust=False, min_periods=14).mean()
    macd = ema(close, 12) - ema(close, 26)
    middle, deviation = close.rolling(20).mean(), close.rolling(20).std(ddof=0)
    out["close_to_ema_20"] = 1e4 * (log - np.log(ema(close, 20)))
    out["close_to_ema_50"] = 1e4 * (log - np.log(ema(close, 50)))
    out["rsi"] = 100 * gain / (gain + loss)
    out["macd"] = 1e4 * macd / close
    out["macd_histogram"] = 1e4 * (macd - macd.ewm(span=9, adjust=False).mean()) / close
    out["band_position"] = (close - middle) / (2 * deviation)
    out["band_width"] = 1e4 * 4 * deviation / middle


def check_equal(raw: pl.DataFrame) -> float:
    """Largest difference between the two, after the recursions have forgotten their start.

    Raises:
        ArithmeticError: they differ by more than rounding, or have other rows.
    """
    ours = _layers(raw, Context())[2000:]
    peer = pandas_features(raw)
    theirs = pl.DataFrame({name: peer[name].to_numpy() for name in FEATURE_NAMES}).with_columns(
        time=pl.Series(peer["time"].dt.tz_localize(None).to_numpy())
        .dt.cast_time_unit("us")
        .dt.replace_time_zone("UTC")
    )
    both = ours.join(theirs, on="time", suffix="_pandas")
    _must(both.height == ours.height > 0, "pandas has other rows")
    apart = both.select((pl.col(name) - pl.col(f"{name}_pandas")).abs().max() for name in FEATURE_NAMES)
    worst = max(apart.row(0, named=True).items(), key=lambda item: item[1])
    _must(worst[1] < EQUAL, f"{worst[0]} differs by {worst[1]}")
    return float(worst[1])


def _must(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - it reads like an assertion
    if not holds:
        raise ArithmeticError(otherwise)


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


if __name__ == "__main__":
    millions = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    print(json.dumps(asdict(measure(int(millions * 1e6))), indent=1))
