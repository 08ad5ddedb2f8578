"""How far back PostgreSQL keeps bars: ``hot_from`` moves in the transaction that deletes what lies before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction


@dataclass(frozen=True, slots=True)
class PostgresHotStore:
    """The table ``hot_store``."""

    engine: Engine

    def hot_from(self, symbol: str) -> datetime | None:
        """First instant whose bars are here; None where none was ever taken out."""
        with transaction(self.engine) as connection:
            found: datetime | None = connection.execute(_HOT_FROM, {"symbol": symbol}).scalar()
            return found

    def retire(self, symbol: str, hot_from: datetime) -> int:
        """Delete the bars that open before ``hot_from`` and say so, in one transaction; return how many.

        ``hot_from`` never moves back: an earlier one than before deletes and changes nothing.
        """
        values = {"symbol": symbol, "hot_from": hot_from}
        with transaction(self.engine) as connection:
            moved = connection.execute(_MOVE, values).rowcount
            return int(connection.execute(_DELETE, values).rowcount) if moved else 0


_HOT_FROM: Final = text("SELECT hot_from FROM hot_store WHERE symbol = :symbol")
_MOVE: Final = text(
    "INSERT INTO hot_store (symbol, hot_from) VALUES (:symbol, :hot_from)"
    " ON CONFLICT (symbol) DO UPDATE SET hot_from = excluded.hot_from, recorded_at = clock_timestamp()"
    " WHERE hot_store.hot_from <= excluded.hot_from"
)
_DELETE: Final = text("DELETE FROM usdcop_m5_ohlcv WHERE symbol = :symbol AND time < :hot_from")
