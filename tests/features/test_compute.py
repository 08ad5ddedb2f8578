import math
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from support.l1_rows import bars_of
from usdcop.core.errors import ColumnsError, MissingInputError
from usdcop.core.sessions import Calendar
from usdcop.features.columns import LOOKBACK_BARS
from usdcop.features.compute import Feature, features, latest
from usdcop.features.spec import FEATURE_NAMES, FEATURES
from usdcop.pipeline.l2_prepare import prepare

CALENDAR = Calendar()
DAYS = CALENDAR.sessions(date(2025, 5, 5), date(2025, 5, 14))


def walk(seed: int, holes: float = 0.05, suspects: int = 2) -> pl.DataFrame:
    """Eight sessions of L1 with holes, each with suspect bars."""
    chance = np.random.default_rng(seed)
    frames = []
    for day in DAYS:
        steps = np.cumsum(chance.normal(0, 8e-4, 60))
        slots = np.flatnonzero(chance.random(60) >= holes)
        closes = {int(slot): round(4000 * math.exp(steps[slot]), 2) for slot in slots}
        frames.append(bars_of(day, closes, suspect=set(chance.choice(slots, suspects).tolist())))
    bars = pl.concat(frames)
    return bars.with_columns(high=pl.col("close") + 1.0, low=pl.col("close") - 1.0)


BARS = walk(1)
PREPARED = prepare(BARS, CALENDAR).frame
WHOLE = features(PREPARED, FEATURES)


def test_rows_are_those_of_warm_trusted_bars_and_whole() -> None:
    assert WHOLE.columns == ["time", "session", "slot", "close", *FEATURE_NAMES]
    values = WHOLE.select(FEATURE_NAMES).to_numpy()
    assert np.isfinite(values).all()
    trusted = BARS.filter(~pl.col("suspect"), pl.col("session") > DAYS[0])["time"]
    assert WHOLE["time"].to_list() == trusted.to_list()


def test_features_by_a_plain_definition() -> None:
    """Each value again, with Python's own arithmetic on the closes of one bar's past."""
    index = 300
    bar = PREPARED.row(index, named=True)
    row = (
        features(PREPARED.with_columns(suspect=False), FEATURES)
        .filter(pl.col("time") == bar["time"])
        .row(0, named=True)
    )
    closes = BARS["close"].to_list()[: index + 1]
    today = BARS[: index + 1].filter(pl.col("session") == bar["session"])["close"].to_list()
    before = BARS.filter(pl.col("session") < bar["session"])["close"].to_list()

    def bps(ratio: float) -> float:
        return 1e4 * math.log(ratio)

    def moves(width: int) -> list[float]:
        days = BARS["session"].to_list()
        return [
            bps(closes[i] / closes[i - 1]) if days[i] == days[i - 1] else 0.0
            for i in range(index - width + 1, index + 1)
        ]

    expected = {
        "return_1": bps(today[-1] / today[-2]),
        **{
            f"return_lag_{k}": bps(today[-1 - k] / today[-2 - k]) if len(today) > k + 1 else 0.0
            for k in (1, 2, 5, 10)
        },
        **{f"momentum_{k}": bps(today[-1] / today[-1 - k]) if len(today) > k else 0.0 for k in (6, 12, 24)},
        **{f"close_to_mean_{w}": bps(closes[-1] / np.mean(closes[-w:])) for w in (6, 12, 24)},
        **{f"close_to_min_{w}": bps(closes[-1] / min(closes[-w:])) for w in (6, 12, 24)},
        **{f"close_to_max_{w}": bps(closes[-1] / max(closes[-w:])) for w in (6, 12, 24)},
        **{f"std_{w}": float(np.std(moves(w), ddof=1)) for w in (6, 12, 24)},
        "session_return": bps(today[-1] / today[0]),
        "overnight_gap": bps(today[0] / before[-1]),
        "bar_range": bps(bar["high"] / bar["low"]),
        "close_to_ema_20": bps(bar["close"] / bar["ema_20"]),
        "close_to_ema_50": bps(bar["close"] / bar["ema_50"]),
        "rsi": bar["rsi"],
        "macd": 1e4 * bar["macd"] / bar["close"],
        "macd_histogram": 1e4 * bar["macd_histogram"] / bar["close"],
        "band_position": (bar["close"] - bar["bb_middle"]) / (bar["bb_upper"] - bar["bb_middle"]),
        "band_width": 1e4 * (bar["bb_upper"] - bar["bb_lower"]) / bar["bb_middle"],
        "time_sin": math.sin(2 * math.pi * bar["slot"] / 60),
        "time_cos": math.cos(2 * math.pi * bar["slot"] / 60),
    }
    assert set(expected) == set(FEATURE_NAMES)
    assert 12 < len(today) < 40
    for name, value in expected.items():
        assert row[name] == pytest.approx(value, abs=1e-7), name


def test_a_window_that_would_cross_the_night_gives_the_neutral_value() -> None:
    first_bars = WHOLE.filter(pl.col("time") == pl.col("time").first().over("session"))
    for spec in FEATURES:
        if spec.warm_up and not spec.crosses_night:
            at_open = first_bars.filter(pl.col("slot") == 0)[spec.name]
            assert set(at_open) == {spec.neutral}, spec.name


def test_a_dead_flat_quote_has_no_infinite_band_position() -> None:
    flat = pl.concat([bars_of(day, dict.fromkeys(range(60), 4000.1)) for day in DAYS])
    found = features(prepare(flat, CALENDAR).frame, FEATURES)
    assert found.height == flat.height - 60
    assert set(found["band_position"]) == {0.0}
    assert set(found["return_1"]) == set(found["std_24"]) == {0.0}


@given(cut=st.integers(200, BARS.height - 20), seed=st.integers(0, 10_000))
def test_no_feature_changes_when_the_future_is_perturbed(cut: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    factor = np.where(np.arange(BARS.height) > cut, np.exp(chance.normal(0, 0.05, BARS.height)), 1.0)
    other = BARS.with_columns(pl.col(name) * pl.Series(factor) for name in ("open", "high", "low", "close"))
    changed = features(prepare(other, CALENDAR).frame, FEATURES)
    until = BARS["time"][cut]
    assert_frame_equal(
        changed.filter(pl.col("time") <= until), WHOLE.filter(pl.col("time") <= until), check_exact=True
    )
    assert not changed.equals(WHOLE)


@pytest.mark.parametrize("name", FEATURE_NAMES)
def test_every_feature_looks_at_the_present(name: str) -> None:
    """The leak test would also pass for a constant: each feature must move over the day."""
    assert WHOLE[name].n_unique() > 5, name


@given(cut=st.integers(130, BARS.height))
def test_the_newest_row_alone_has_the_bits_of_the_whole_history(cut: int) -> None:
    seen = PREPARED[:cut]
    newest = latest(seen, FEATURES)
    assert_frame_equal(newest, WHOLE.filter(pl.col("time") == seen["time"][-1]), check_exact=True)


def test_a_feature_that_stops_at_the_night_is_neutral_while_its_window_would_cross_it() -> None:
    """Whatever its definition says there: the rule is the declaration's."""
    late = Feature("late", "", "bars", 3, lambda c: c.close, crosses_night=False, neutral=-1.0)
    found = features(PREPARED.with_columns(suspect=False), (*FEATURES, late))
    bar = pl.int_range(pl.len()).over("session")
    assert set(found.filter(bar < 3)["late"]) == {-1.0}
    assert found.filter(bar >= 3).select(pl.col("late").eq(pl.col("close")).all()).item()


def test_a_feature_is_computed_alone_as_among_the_others() -> None:
    for one in FEATURES:
        alone = features(PREPARED, (one,))
        assert alone.columns[4:] == [one.name]
        both = alone.join(WHOLE, on="time", suffix="_whole")
        assert_series_equal(both[one.name], both[f"{one.name}_whole"], check_names=False, check_exact=True)


def test_a_declared_look_back_is_the_computed_one() -> None:
    """The first bar of a history with a value: where the window may cross the night it is the declared one."""
    bars = PREPARED.with_columns(suspect=False, row=pl.int_range(pl.len()))
    for one in FEATURES:
        first = features(bars, (one,))["time"][0]
        waited = bars.filter(pl.col("time") == first)["row"][0]
        session = int((BARS["session"] == DAYS[0]).sum())
        expected = session if one.name == "overnight_gap" else one.warm_up
        assert waited == (expected if one.crosses_night else 0), one.name


@pytest.mark.parametrize("rows", [7, 64, 16_384])
@pytest.mark.parametrize("threads", [1, 2])
def test_neither_cutting_nor_threads_change_a_bit(
    rows: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("usdcop.features.compute.CACHE_ROWS", rows)
    assert_frame_equal(features(PREPARED, FEATURES, threads=threads), WHOLE, check_exact=True)


def test_a_price_level_reaches_no_feature() -> None:
    scaled = BARS.with_columns(pl.col(name) * 2.0 for name in ("open", "high", "low", "close"))
    found = features(prepare(scaled, CALENDAR).frame, FEATURES)
    assert_frame_equal(found.drop("close"), WHOLE.drop("close"), abs_tol=1e-6)


def test_lookback_is_what_the_windows_read() -> None:
    start = PREPARED.height - 30
    first = PREPARED["session"][start]
    session = int((PREPARED["session"] < first).sum())
    whole_day = features(PREPARED[max(0, session - LOOKBACK_BARS) :], FEATURES)
    assert_frame_equal(whole_day.tail(20), WHOLE.tail(20), check_exact=True)


def test_missing_columns_are_named() -> None:
    with pytest.raises(ColumnsError, match="L2 lacks rsi, macd"):
        features(PREPARED.drop("rsi", "macd"), FEATURES)


def test_no_bars_no_features() -> None:
    assert features(PREPARED.clear(), FEATURES).is_empty()
    with pytest.raises(MissingInputError):
        latest(PREPARED.clear(), FEATURES)
