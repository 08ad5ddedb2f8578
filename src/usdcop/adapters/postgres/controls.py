"""What the database can tell of the controls: counts, the constraints that hold, and what this role may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_shapes import state_from
from usdcop.core.controls import Facts, Kept, Largest, Overrides, Privileges

KEPT: Final = {
    "audit_log": "at",
    "orders": "accepted_at",
    "fills": "at",
    "decisions": "at",
    "predictions": "time",
    "usdcop_m5_ohlcv": "time",
}
"""Tables of records, and the column of each with its market time."""


@dataclass(frozen=True, slots=True)
class PostgresControls:
    """Measures the controls of the home, whose data are of ``data_kind``."""

    engine: Engine
    symbol: str
    data_kind: str

    def measure(self) -> Facts:
        """Everything, as of one instant."""
        with transaction(self.engine) as connection:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            feed = connection.execute(_FEED, {"symbol": self.symbol}).first()
            state = connection.execute(_STATE).first()
            return Facts(
                kept={table: _kept(connection, table, column) for table, column in KEPT.items()},
                largest=_largest(connection),
                overrides=_overrides(connection),
                privileges=_privileges(connection),
                state=None if state is None else state_from(state),
                users={row.role: row.users for row in connection.execute(_USERS)},
                conflicting_users=_count(connection, _CONFLICTING),
                early_fills=_count(connection, _EARLY),
                other_kinds=_count(connection, _OTHER_KINDS, kind=self.data_kind),
                database_clock=_clock(connection),
                feed=None if feed is None else dict(feed.detail),
                feed_at=None if feed is None else feed.at,
            )


def _kept(connection: Connection, table: str, column: str) -> Kept:
    row = connection.execute(text(f"SELECT count(*) AS rows, min({column}) AS since FROM {table}")).one()  # noqa: S608 - our own names
    return Kept(row.rows, row.since)


def _largest(connection: Connection) -> Largest:
    order = connection.execute(_LARGEST_ORDER).first()
    held = connection.execute(_LARGEST_POSITION).scalar_one()
    if order is None:
        return Largest(None, None, held)
    return Largest(order.quantity_usd, order.accepted_at, held)


def _overrides(connection: Connection) -> Overrides:
    row = connection.execute(_OVERRIDES).one()
    return Overrides(row.requested, row.applied, row.alone, bool(_count(connection, _CONSTRAINT)))


def _privileges(connection: Connection) -> Privileges:
    return Privileges(*connection.execute(_PRIVILEGES).one())


def _clock(connection: Connection) -> datetime:
    at: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return at


def _count(connection: Connection, statement: Any, **values: object) -> int:  # noqa: ANN401 - a statement of SQLAlchemy
    return int(connection.execute(statement, values).scalar_one())


_STATE: Final = text("SELECT state, version, actor, reason, at, recorded_at FROM trading_state")
_FEED: Final = text("SELECT detail, at FROM orchestrator_status WHERE symbol = :symbol")
_LARGEST_ORDER: Final = text(
    "SELECT quantity_usd, accepted_at FROM orders ORDER BY quantity_usd DESC, accepted_at DESC LIMIT 1"
)
_LARGEST_POSITION: Final = text(
    "SELECT max(abs(held)) FROM (SELECT sum(quantity_usd) OVER (PARTITION BY account, symbol ORDER BY id) AS held"
    " FROM fills) AS positions"
)
_OVERRIDES: Final = text(
    "SELECT count(*) AS requested, count(*) FILTER (WHERE status = 'applied') AS applied,"
    " count(*) FILTER (WHERE status = 'applied' AND (decided_by IS NULL OR decided_by = requested_by)) AS alone"
    " FROM promotions WHERE override"
)
_CONSTRAINT: Final = text(
    "SELECT count(*) FROM pg_constraint WHERE conrelid = 'promotions'::regclass AND contype = 'c' AND convalidated"
    " AND pg_get_constraintdef(oid) LIKE '%decided_by <> requested_by%'"
)
_PRIVILEGES: Final = text(
    "SELECT current_user::text,"
    " (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relowner = current_user::regrole),"
    " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
    " has_table_privilege('audit_log', 'INSERT, UPDATE, DELETE, TRUNCATE'),"
    " has_table_privilege('fills', 'UPDATE, DELETE, TRUNCATE')"
)
_USERS: Final = text(
    "SELECT role, count(*) AS users FROM users, unnest(roles) AS role WHERE active GROUP BY role ORDER BY role"
)
_CONFLICTING: Final = text(
    "SELECT count(*) FROM users WHERE active AND NOT 'admin' = ANY(roles) AND 'compliance' = ANY(roles)"
    " AND roles && ARRAY['trader', 'operator']"
)
_EARLY: Final = text(
    "SELECT count(*) FROM fills f JOIN orders o ON o.id = f.order_id"
    " WHERE o.origin = 'policy' AND NOT f.forced AND (f.session < o.session"
    " OR (f.session = o.session AND f.slot <= o.decided_slot))"
)
_OTHER_KINDS: Final = text("SELECT count(*) FROM predictions WHERE data_kind <> :kind")
