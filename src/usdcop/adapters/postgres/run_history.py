"""The history of ``pipeline_status``: every run, newest first, for those who look."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, Row, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.layers import Layer
from usdcop.core.run_history import LayerRun, RunQuery

# untested: here, but over HTTP in tests/services/pipeline/test_sessions.py


@dataclass(frozen=True, slots=True)
class PostgresRunHistory:
    """Reads runs; ``PostgresRuns`` writes them."""

    engine: Engine

    def newest(self, symbol: str) -> dict[Layer, LayerRun]:
        """The newest run of each layer that ever ran."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_NEWEST, {"symbol": symbol}).all()
        return {run.layer: run for run in map(_run, rows)}

    def newest_completed(self, symbol: str) -> dict[Layer, LayerRun]:
        """The newest run of each layer that came to its end."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_COMPLETED, {"symbol": symbol}).all()
        return {run.layer: run for run in map(_run, rows)}

    def page(self, query: RunQuery, limit: int) -> list[LayerRun]:
        """At most ``limit`` runs, the newest first."""
        values = {
            "symbol": query.symbol,
            "layer": None if query.layer is None else query.layer.value,
            "status": query.status,
            "before": query.before,
            "limit": limit,
        }
        with transaction(self.engine) as connection:
            return [_run(row) for row in connection.execute(_PAGE, values)]


def _run(row: Row[Any]) -> LayerRun:
    return LayerRun(
        id=row.id,
        pipeline_name=row.pipeline_name,
        layer=Layer(row.pipeline_type),
        symbol=row.symbol,
        status=row.status,
        started_at=row.started_at,
        completed_at=row.completed_at,
        records=row.records_processed,
        error=row.error_message,
        host=row.host,
        pid=row.pid,
        recorded_at=row.recorded_at,
    )


_COLUMNS: Final = (
    "id, pipeline_name, pipeline_type, symbol, status, started_at, completed_at, records_processed,"
    " error_message, host, pid, recorded_at"
)
_NEWEST: Final = text(
    f"SELECT DISTINCT ON (pipeline_type) {_COLUMNS} FROM pipeline_status WHERE symbol = :symbol"  # noqa: S608 - our own names
    " ORDER BY pipeline_type, id DESC"
)
_COMPLETED: Final = text(
    f"SELECT DISTINCT ON (pipeline_type) {_COLUMNS} FROM pipeline_status"  # noqa: S608 - our own names
    " WHERE symbol = :symbol AND status = 'completed' ORDER BY pipeline_type, id DESC"
)
_PAGE: Final = text(
    f"SELECT {_COLUMNS} FROM pipeline_status WHERE symbol = :symbol"  # noqa: S608 - our own names
    " AND (CAST(:layer AS text) IS NULL OR pipeline_type = :layer)"
    " AND (CAST(:status AS text) IS NULL OR status = :status)"
    " AND (CAST(:before AS bigint) IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit"
)
