"""The table ``pipeline_status``: which layer ran when, and that no layer runs twice at once.

A run holds an advisory lock on a connection of its own for as long as it lasts. The lock goes with the
process, so a row still ``running`` whose lock is free was left by a dead one. (A pooler that hands out
connections per transaction breaks this: connect straight to the server.)
"""

import os
import platform
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from usdcop.adapters.postgres.database import transaction, translated
from usdcop.core.errors import BusyError, ServerError
from usdcop.core.layers import Layer
from usdcop.core.ports import RunRow

INTERRUPTED = "the process died before the run ended"

_LOCK_CLASS: Final = 0x05DC1  # advisory locks of this kind: any number that nobody else uses


@dataclass(frozen=True, slots=True)
class PostgresRuns:
    """The port ``RunLog`` on PostgreSQL. Runs in progress each occupy one connection of ``engine``."""

    engine: Engine
    _held: dict[int, Connection] = field(default_factory=dict)

    def start(self, layer: Layer, symbol: str, at: datetime) -> int:
        """Record that a run of ``layer`` began at market time ``at``; mark what dead processes left.

        Raises:
            BusyError: the layer is being run right now.
        """
        with translated():
            connection = self.engine.connect()
        try:
            with translated():
                run = _started(connection, layer, symbol, at)
        except BaseException:
            connection.close()
            raise
        self._held[run] = connection
        return run

    def finish(self, run: int, at: datetime, records: int) -> None:
        """Record that ``run`` completed at ``at``.

        Raises:
            ServerError: it is not running: its connection was lost and another run took over.
        """
        self._end(run, {"status": "completed", "at": at, "records": records, "error": None})

    def fail(self, run: int, at: datetime, error: str) -> None:
        """Record that ``run`` failed at ``at``, and why.

        Raises:
            ServerError: as for ``finish``.
        """
        self._end(run, {"status": "failed", "at": at, "records": None, "error": error})

    def latest(self, symbol: str) -> list[RunRow]:
        """The newest run of each layer, in order of layers."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_LATEST, {"symbol": symbol}).all()
        return [RunRow(row[0], Layer(row[1]), *row[2:]) for row in rows]

    def _end(self, run: int, values: dict[str, object]) -> None:
        held = self._held.pop(run, None)
        try:
            with transaction(self.engine) as connection:
                ended = connection.execute(_END, {"run": run, **values}).rowcount
        finally:
            if held is not None:
                _let_go(held)
        if not ended:
            raise ServerError(
                f"Run {run} is not running any more: its connection was lost and another run took over.",
                "Look at `usdcop status`; run the layer again if need be.",
            )


def pipeline_name(layer: Layer) -> str:
    """Name of the pipeline of ``layer``, as the scheduler calls it."""
    return f"usdcop_m5__{int(layer[1:]) + 1:02}_{layer.lower()}_{layer.deed.replace('-', '_')}"


def _started(connection: Connection, layer: Layer, symbol: str, at: datetime) -> int:
    name = {"layer": layer.value, "symbol": symbol}
    with connection.begin():
        if not connection.execute(_LOCK, {"kind": _LOCK_CLASS, "name": f"{layer} {symbol}"}).scalar_one():
            raise _busy(connection, name)
        connection.execute(_INTERRUPT, {**name, "at": at, "error": INTERRUPTED})
        own = {"pipeline_name": pipeline_name(layer), "host": platform.node(), "pid": os.getpid()}
        return int(connection.execute(_START, {**name, **own, "at": at}).scalar_one())


def _let_go(connection: Connection) -> None:
    """Free the lock before returning: a closed session frees it only once the server notices."""
    with suppress(DBAPIError):  # a lost connection has let go already
        connection.execute(_UNLOCK)
    connection.invalidate()
    connection.close()


def _busy(connection: Connection, name: dict[str, str]) -> BusyError:
    other = connection.execute(_RUNNING, name).first()
    who = f" by process {other.pid} on {other.host}, since {other.recorded_at:%F %T} UTC" if other else ""
    return BusyError(
        f"Layer {name['layer']} of {name['symbol']} is already being run{who}.",
        "Wait until it ends, or stop that process, then try again.",
    )


_LOCK: Final = text("SELECT pg_try_advisory_lock(:kind, hashtext(:name))")
_UNLOCK: Final = text("SELECT pg_advisory_unlock_all()")
_RUNNING: Final = text(
    "SELECT pid, host, recorded_at FROM pipeline_status"
    " WHERE pipeline_type = :layer AND symbol = :symbol AND status = 'running'"
)
_INTERRUPT: Final = text(
    "UPDATE pipeline_status SET status = 'interrupted', completed_at = :at, error_message = :error"
    " WHERE pipeline_type = :layer AND symbol = :symbol AND status = 'running'"
)
_START: Final = text(
    "INSERT INTO pipeline_status (pipeline_name, pipeline_type, symbol, status, started_at, host, pid)"
    " VALUES (:pipeline_name, :layer, :symbol, 'running', :at, :host, :pid) RETURNING id"
)
_END: Final = text(
    "UPDATE pipeline_status SET status = :status, completed_at = :at, records_processed = :records,"
    " error_message = :error WHERE id = :run AND status = 'running'"
)
_LATEST: Final = text(
    "SELECT DISTINCT ON (pipeline_type) pipeline_name, pipeline_type, status, started_at, completed_at,"
    " records_processed, error_message FROM pipeline_status WHERE symbol = :symbol"
    " ORDER BY pipeline_type, id DESC"
)
