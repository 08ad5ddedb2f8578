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
