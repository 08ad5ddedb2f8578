from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import talib

from usdcop.core.indicators import INDICATORS, PRICE_INDICATORS, Indicator
from usdcop.features.indicators import indicator_hash, indicators, volume_indicators


def test_a_flat_price_has_flat_averages_and_no_band() -> None:
    found = indicators(np.full(80, 4000.0))
    assert list(found) == list(PRICE_INDICATORS)
    for name in ("ema_20", "ema_50", "sma_10", "sma_20", "bb_upper", "bb_middle", "bb_lower"):
        assert found[name][-1] == 4000.0
    assert found["macd"][-1] == found["macd_signal"][-1] == found["macd_histogram"][-1] == 0.0


def test_simple_average_and_band_by_hand() -> None:
    close = np.arange(1.0, 31.0)
    found = indicators(close)
    assert found["sma_10"][-1] == np.mean(close[-10:])
    spread = np.std(close[-20:])
    assert abs(found["bb_upper"][-1] - (np.mean(close[-20:]) + 2 * spread)) < 1e-9
    assert abs(found["bb_lower"][-1] - (np.mean(close[-20:]) - 2 * spread)) < 1e-9
    assert found["rsi"][-1] == 100.0  # it only ever rose


def test_every_indicator_warms_up_for_as_long_as_it_declares() -> None:
    line = np.linspace(4000, 4100, 120)
    found = indicators(line) | volume_indicators(line)
    for one in INDICATORS:
        missing = np.isnan(found[one.name])
        assert missing.tolist() == [bar < one.warm_up for bar in range(line.size)], one.name


def test_no_bars_give_no_values() -> None:
    assert all(value.size == 0 for value in indicators(np.array([])).values())


def test_volume_is_compared_with_its_own_mean_and_never_divides_by_nothing() -> None:
    volume = np.r_[np.full(20, 2.0), 6.0]
    assert volume_indicators(volume)["volume_ratio_20"][-1] == 6.0 / np.mean(volume[-20:])
    assert np.isnan(volume_indicators(np.zeros(30))["volume_ratio_20"]).all()


def test_indicators_of_one_call_share_it() -> None:
    close = np.linspace(4000, 4100, 120)
    macd, signal, histogram = talib.MACD(close, 12, 26, 9)
    found = indicators(close)
    np.testing.assert_array_equal(found["macd"], macd)
    np.testing.assert_array_equal(found["macd_signal"], signal)
    np.testing.assert_array_equal(found["macd_histogram"], histogram)


def test_only_what_is_declared_is_made() -> None:
    found = indicators(np.linspace(4000, 4100, 120), INDICATORS[3:5])
    assert list(found) == ["sma_20", "rsi"]


@pytest.mark.parametrize("indicator", INDICATORS, ids=[one.name for one in INDICATORS])
def test_an_indicator_made_otherwise_has_another_hash(indicator: Indicator) -> None:
    study = indicator.study
    (name, value), *others = study.parameters
    longer = replace(indicator, study=replace(study, parameters=((name, value + 1), *others)))
    assert indicator_hash(with_another(indicator, longer)) != indicator_hash()


@pytest.mark.parametrize(
    "changed",
    [
        lambda one: replace(one, unit="dollars"),
        lambda one: replace(one, warm_up=7),
        lambda one: replace(one, stored=None),
        lambda one: replace(one, name="another"),
    ],
)
def test_an_indicator_declared_otherwise_has_another_hash(changed: Callable[[Indicator], Indicator]) -> None:
    assert indicator_hash(with_another(INDICATORS[0], changed(INDICATORS[0]))) != indicator_hash()


def test_what_is_said_of_an_indicator_is_not_hashed() -> None:
    said = replace(INDICATORS[0], description="an average that forgets")
    assert indicator_hash(with_another(INDICATORS[0], said)) == indicator_hash()


def test_the_hash_of_the_shipped_indicators_is_known() -> None:
    # Changing it makes layer L2 of every home stale, so it is changed on purpose or not at all.
    assert indicator_hash() == "afc8c6d7afe0a4aa486c3d6f80f8639e96d9d6e9e82716a46e61ba8b8029a3ec"


def with_another(indicator: Indicator, other: Indicator) -> tuple[Indicator, ...]:
    return tuple(other if one is indicator else one for one in INDICATORS)
