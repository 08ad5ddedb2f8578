"""L1 to L3 as a pandas user writes them: the peer of ``bench.beside_pandas``.

Idiomatic pandas over the whole history at once: ``rolling``, ``ewm``, ``groupby`` by session with ``diff``,
``shift``, ``transform`` and ``agg``, boolean masks for the rules of single rows. Nothing is slowed on purpose
(no ``apply`` of a Python function), and nothing is hand-made NumPy. It does a little less than ours: refused rows
are dropped rather than kept with a reason, and there is no restart at quarters, so its values are equal to
ours up to rounding rather than to the last bit.
"""

import numpy as np
import pandas as pd  # type: ignore[import-untyped] # its stubs are not among our dependencies
import polars as pl
from bench.bars import CALENDAR, NOW

from usdcop.features.columns import WINDOWS
from usdcop.features.spec import LAGS

PRICES = ("open", "high", "low", "close")
HOLE = 3


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


def pandas_features(bars: pd.DataFrame) -> pd.DataFrame:
    """L2 and L3 in pandas, from the accepted ``bars``."""
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
