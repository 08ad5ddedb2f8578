"""The newest quote and bar, as the snapshot of the candles has them."""

from datetime import timedelta

from sqlalchemy import Engine

from support.candles import CALENDAR, forming_bar, history, store_hot
from support.orders import AT, a_quote
from support.trading_service import DAYS
from usdcop.adapters.postgres.candles import PostgresCandles
from usdcop.adapters.postgres.newest import newest_stored
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.bars import BarState
from usdcop.core.newest import Newest


def test_nothing_is_there(postgres: Engine) -> None:
    assert newest_stored(postgres, "USDCOP") == Newest(None, None)


def test_it_is_what_the_candles_show(postgres: Engine) -> None:
    store_hot(postgres, history(DAYS, now=AT))
    store_hot(postgres, forming_bar(AT, 4000.0))
    PostgresQuotes(postgres).put(a_quote())
    for at in (AT, AT - timedelta(minutes=1), CALENDAR.grid(DAYS[0])[0]):
        newest = newest_stored(postgres, "USDCOP", at)
        assert newest.quote == a_quote()
        with PostgresCandles(postgres).snapshot("USDCOP", "America/Bogota") as snapshot:
            (row,) = snapshot.newest(at, 1).iter_rows(named=True)
        bar = newest.bar
        assert bar is not None
        told = (bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.state.value, bar.source)
        names = ("time", "open", "high", "low", "close", "volume", "state", "source")
        assert told == tuple(row[name] for name in names)
    assert newest_stored(postgres, "USDCOP").bar == newest_stored(postgres, "USDCOP", AT).bar
    before = newest_stored(postgres, "USDCOP", CALENDAR.grid(DAYS[0])[0] - timedelta(minutes=1))
    assert before == Newest(a_quote(), None)
    assert newest_stored(postgres, "EURUSD") == Newest(None, None)
    shown = newest_stored(postgres, "USDCOP").bar
    assert shown is not None
    assert shown.state is BarState.FORMING
