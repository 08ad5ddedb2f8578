"""Leases: who may write a stream, match orders, run a schedule. One holder at a time, over all processes.

A lease is an advisory lock on a connection of its own: it goes with the connection, so with the process, and
needs no clock. (A pooler that hands out connections per transaction breaks this: connect straight to the server.)
"""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from usdcop.adapters.postgres.database import translated


@dataclass(slots=True, eq=False)
class Lease:
    """The right called ``name``. Not for several threads at once."""

    engine: Engine
    name: str
    _connection: Connection | None = field(default=None, init=False, repr=False)

    def acquire(self) -> bool:
        """Take the lease unless somebody else holds it; whether it is held now.

        Raises:
            ServerError: the server cannot be reached.
        """
        if self.held:
            return True
        with translated():
            connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()  # not one of the pool's: it lasts as long as the lease
            try:
                taken = bool(connection.execute(_TAKE, {"kind": _KIND, "name": self.name}).scalar_one())
            except BaseException:
                connection.close()
                raise
        if taken:
            self._connection = connection
        else:
            connection.close()
        return taken

    @property
    def held(self) -> bool:
        """Whether the lease is held still: asks the server. Once lost it stays lost until acquired again."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(_ALIVE)
        except DBAPIError:
            self.release()
        return self._connection is not None

    def release(self) -> None:
        """Let go of the lease, if it is held."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(DBAPIError):  # a lost connection has let go already
                if not connection.invalidated:
                    connection.execute(_FREE)  # a closed session frees it only once the server notices
            with suppress(DBAPIError):
                connection.close()  # detached, so this ends the session


_KIND: Final = 0x05DC2  # advisory locks of this kind: any number that nobody else uses
_TAKE: Final = text("SELECT pg_try_advisory_lock(:kind, hashtext(:name))")
_FREE: Final = text("SELECT pg_advisory_unlock_all()")
_ALIVE: Final = text("SELECT 1")
