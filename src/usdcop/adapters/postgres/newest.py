"""The newest quote and bar of a symbol, in one statement."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.bars import BarState
from usdcop.core.newest import Newest, StoredBar
from usdcop.core.trading import LiveQuote

FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Later than any bar."""
_QUOTE_COLUMNS: Final = 7


def newest_stored(engine: Engine, symbol: str, at: datetime = FAR) -> Newest:
    """The newest quote of ``symbol``, and its newest bar that opened by ``at``.

    Raises:
        ServerError: the server is away.
    """
    with transaction(engine) as connection:
        row = connection.execute(_NEWEST, {"symbol": symbol, "at": at}).one()
    quote, bar = row[:_QUOTE_COLUMNS], row[_QUOTE_COLUMNS:]
    return Newest(None if quote[0] is None else LiveQuote(*quote), None if bar[0] is None else _bar(bar))


def _bar(row: Sequence[Any]) -> StoredBar:
    time, opened, high, low, close, volume, state, source = row
    return StoredBar(time, opened, high, low, close, volume, BarState(state), source or "unknown")


_NEWEST: Final = text(
    "SELECT quote.symbol, quote.price, quote.bid, quote.ask, quote.at, quote.source, quote.poll_interval_seconds,"
    " bar.time, bar.open::float8, bar.high::float8, bar.low::float8, bar.close::float8, bar.volume::float8,"
    " bar.state::text, bar.source"
    " FROM (SELECT 1) AS one"
    " LEFT JOIN (SELECT * FROM quotes WHERE symbol = :symbol) AS quote ON true"
    " LEFT JOIN (SELECT * FROM usdcop_m5_ohlcv WHERE symbol = :symbol AND time <= :at"
    " ORDER BY time DESC LIMIT 1) AS bar ON true"
)
