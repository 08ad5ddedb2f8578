import subprocess
import sys

from usdcop.core.indicators import INDICATORS, LONGEST_WARM_UP, PRICE_INDICATORS, VOLUME_INDICATORS


def test_every_indicator_is_declared_once_prices_first() -> None:
    names = [one.name for one in INDICATORS]
    assert len(set(names)) == len(names)
    assert [*PRICE_INDICATORS, *VOLUME_INDICATORS] == names


def test_a_candle_has_only_what_is_stored_with_its_bar() -> None:
    """Five-minute candles are read from PostgreSQL."""
    for one in INDICATORS:
        assert not one.in_candles or one.stored is not None, one.name


def test_what_is_in_pesos_is_stored_as_finely_as_a_price() -> None:
    places = {one.stored.scale for one in INDICATORS if one.stored is not None and one.unit == "pesos"}
    assert places == {8}


def test_the_slowest_indicator_is_the_average_of_fifty_bars() -> None:
    assert LONGEST_WARM_UP == 49
    assert [one.name for one in INDICATORS if one.warm_up == LONGEST_WARM_UP] == ["ema_50"]


def test_the_declaration_loads_no_talib() -> None:
    """Every adapter reads it, and every command loads the adapters."""
    deed = "import sys, usdcop.core.indicators; print('talib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", deed], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_what_each_indicator_is_made_with_in_figures() -> None:
    """Every bundle was trained on these: a changed one is another indicator."""
    macd, band = (12, 26, 9), (20, 2.0, 2.0)
    assert {one.name: (*(value for _, value in one.study.parameters), one.study.result, one.warm_up) for one in INDICATORS} == {
        "ema_20": (20, 0, 19), "ema_50": (50, 0, 49), "sma_10": (10, 0, 9), "sma_20": (20, 0, 19), "rsi": (14, 0, 14),
        "macd": (*macd, 0, 33), "macd_signal": (*macd, 1, 33), "macd_histogram": (*macd, 2, 33),
        "bb_upper": (*band, 0, 19), "bb_middle": (*band, 1, 19), "bb_lower": (*band, 2, 19),
        "volume_sma_20": (20, 0, 19), "volume_ratio_20": (20, 0, 19),
    }  # fmt: skip
