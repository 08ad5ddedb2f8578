from datetime import timedelta

import pytest
from sqlalchemy import Engine

from support.orders import AT, a_quote
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.errors import DataError
from usdcop.core.trading import LiveQuote
from usdcop.core.units import Price


def test_the_newest_quote_is_kept_to_the_last_bit(postgres: Engine) -> None:
    quotes = PostgresQuotes(postgres)
    assert quotes.newest("USDCOP") is None
    first, second = a_quote(AT, price=4000 + 1 / 3), a_quote(AT + timedelta(seconds=5), bid=None, ask=None)
    assert quotes.put(first)
    assert quotes.newest("USDCOP") == first
    assert quotes.put(second)
    assert quotes.newest("USDCOP") == second
    assert quotes.newest("EURUSD") is None


def test_an_older_quote_and_the_same_again_change_nothing(postgres: Engine) -> None:
    quotes = PostgresQuotes(postgres)
    newest = a_quote(AT)
    quotes.put(newest)
    assert not quotes.put(a_quote(AT - timedelta(seconds=1), price=1.0))
    assert not quotes.put(a_quote(AT, price=1.0))
    assert quotes.newest("USDCOP") == newest


@pytest.mark.parametrize("price", [0.0, -1.0, float("nan"), float("inf")])
def test_a_price_that_is_none_is_refused(postgres: Engine, price: float) -> None:
    quotes = PostgresQuotes(postgres)
    with pytest.raises(DataError):
        quotes.put(LiveQuote("USDCOP", Price(price), None, None, AT, "test", 5.0))
    assert quotes.newest("USDCOP") is None
