"""The table ``quotes``: the newest quote of every symbol."""

from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.trading import LiveQuote


@dataclass(frozen=True, slots=True)
class PostgresQuotes:
    """The newest quotes; an older one never takes the place of a newer one."""

    engine: Engine

    def put(self, quote: LiveQuote) -> bool:
        """Keep ``quote`` as the newest of its symbol; False where a newer one is known.

        Raises:
            DataError: its price is not finite or not above zero.
            ServerError: the server is away; nothing was kept.
        """
        with transaction(self.engine) as connection:
            return connection.execute(_PUT, asdict(quote)).rowcount == 1

    def newest(self, symbol: str) -> LiveQuote | None:
        """The newest quote of ``symbol``, however old; None where there never was one."""
        with transaction(self.engine) as connection:
            return newest_quote(connection, symbol)


def newest_quote(connection: Connection, symbol: str) -> LiveQuote | None:
    """The newest quote of ``symbol``, within the caller's transaction."""
    row = connection.execute(_NEWEST, {"symbol": symbol}).first()
    return None if row is None else LiveQuote(*row)


_PUT: Final = text(
    "INSERT INTO quotes AS old (symbol, price, bid, ask, at, source, poll_interval_seconds)"
    " VALUES (:symbol, :price, :bid, :ask, :at, :source, :poll_interval_seconds)"
    " ON CONFLICT (symbol) DO UPDATE SET price = excluded.price, bid = excluded.bid, ask = excluded.ask,"
    " at = excluded.at, source = excluded.source, poll_interval_seconds = excluded.poll_interval_seconds,"
    " recorded_at = clock_timestamp() WHERE excluded.at > old.at"
)
_NEWEST: Final = text(
    "SELECT symbol, price, bid, ask, at, source, poll_interval_seconds FROM quotes WHERE symbol = :symbol"
)
