import numpy as np

from usdcop.features.indicators import INDICATORS, LONGEST_WARM_UP, indicators, volume_indicators


def test_a_flat_price_has_flat_averages_and_no_band() -> None:
    found = indicators(np.full(80, 4000.0))
    assert list(found) == list(INDICATORS)
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


def test_the_slowest_indicator_says_how_long_it_warms_up() -> None:
    found = indicators(np.linspace(4000, 4100, 120))
    waits = {name: int(np.isnan(value).sum()) for name, value in found.items()}
    assert max(waits.values()) == LONGEST_WARM_UP
    assert all(np.isfinite(value[waits[name] :]).all() for name, value in found.items())


def test_no_bars_give_no_values() -> None:
    assert all(value.size == 0 for value in indicators(np.array([])).values())


def test_volume_is_compared_with_its_own_mean_and_never_divides_by_nothing() -> None:
    volume = np.r_[np.full(20, 2.0), 6.0]
    assert volume_indicators(volume)["volume_ratio_20"][-1] == 6.0 / np.mean(volume[-20:])
    assert np.isnan(volume_indicators(np.zeros(30))["volume_ratio_20"]).all()
