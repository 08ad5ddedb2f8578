import pytest

from usdcop.core.sessions import MARKETS
from usdcop.pipeline.importing.symbols import canonical, is_of, other_pair

MARKET = MARKETS["USDCOP"]


@pytest.mark.parametrize(
    "name",
    [
        "USDCOP", "USD/COP", "USD_COP", "USD-COP", "USD COP", "COP=X", "USDCOP=X", "FX:USDCOP", "FX_IDC:USDCOP",
        "USDCOP.a", "usdcop", "OANDA:USD_COP", " usd/cop ", "C:USDCOP", "USDCOP#", "USDCOP.pro",
    ],
)  # fmt: skip
def test_spellings_of_vendors_and_brokers(name: str) -> None:
    assert canonical(name) == "USDCOP"
    assert is_of(MARKET, name)


@pytest.mark.parametrize(
    "name", ["BZ", "COP", "COPUSD", "EURUSD", "MXN=X", "USDCOPX", "USDCOP USDMXN", "FX:EURUSD", "", "="]
)
def test_other_symbols_are_others(name: str) -> None:
    assert not is_of(MARKET, name)


@pytest.mark.parametrize(
    ("stem", "pair"),
    [
        ("EURUSD5.csv", "EURUSD"),
        ("FX_USD-MXN_2024.csv", "USDMXN"),
        ("USDCOP5.csv", None),
        ("EURUSD_and_USDCOP.csv", None),
        ("COP=X_old.csv", None),
        ("export.csv", None),
        ("time_series.json", None),
        ("EXPORT_FOREX.csv", None),
    ],
)
def test_a_file_may_be_named_after_another_pair(stem: str, pair: str | None) -> None:
    assert other_pair(stem, MARKET) == pair
