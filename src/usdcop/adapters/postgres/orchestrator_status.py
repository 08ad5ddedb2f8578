"""The table ``orchestrator_status``: what the live feed is doing; and the runs of L0 it waits for."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.feed import L0Run, StatusRow
from usdcop.core.trading import OrchestratorState


@dataclass(frozen=True, slots=True)
class PostgresFeedStatus:
    """The rows of the live feed."""

    engine: Engine

    def put(self, symbol: str, row: StatusRow) -> None:
        """Keep ``row`` as the newest of ``symbol``.

        Raises:
            ServerError: the server is away; nothing was kept.
        """
        values = {"symbol": symbol, "state": row.state.value, "since": row.since, "at": row.at}
        with transaction(self.engine) as connection:
            connection.execute(_PUT, {**values, "detail": json.dumps(dict(row.detail))})

    def read(self, symbol: str) -> StatusRow | None:
        """The newest row of ``symbol``, whoever wrote it; None where nobody ever did."""
        with transaction(self.engine) as connection:
            row = connection.execute(_READ, {"symbol": symbol}).first()
        return None if row is None else StatusRow(OrchestratorState(row[0]), *row[1:])

    def l0(self, symbol: str, since: datetime) -> L0Run:
        """The newest run of L0, and when one completed last of those that started in the day from ``since`` on."""
        with transaction(self.engine) as connection:
            newest = connection.execute(_NEWEST, {"symbol": symbol}).first()
            completed = connection.execute(_COMPLETED, {"symbol": symbol, "since": since}).scalar_one()
        if newest is None:
            return L0Run(None, None, None, None)
        return L0Run(newest.status, newest.started_at, completed, newest.error_message)

    def clock(self) -> datetime:
        """What time it is by the server's clock."""
        with transaction(self.engine) as connection:
            at: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return at


_PUT: Final = text(
    "INSERT INTO orchestrator_status (symbol, state, since, detail, at)"
    " VALUES (:symbol, :state, :since, CAST(:detail AS jsonb), :at)"
    " ON CONFLICT (symbol) DO UPDATE SET state = excluded.state, since = excluded.since,"
    " detail = excluded.detail, at = excluded.at, recorded_at = clock_timestamp()"
)
_READ: Final = text("SELECT state, since, detail, at FROM orchestrator_status WHERE symbol = :symbol")
_NEWEST: Final = text(
    "SELECT status, started_at, error_message FROM pipeline_status"
    " WHERE pipeline_type = 'L0' AND symbol = :symbol ORDER BY id DESC LIMIT 1"
)
_COMPLETED: Final = text(
    "SELECT max(completed_at) FROM pipeline_status WHERE pipeline_type = 'L0' AND symbol = :symbol"
    " AND status = 'completed' AND started_at >= :since AND started_at < :since + interval '1 day'"
)
