"""The table ``stream_epochs``: which writer a stream belongs to. Outlives any loss of Redis."""

from dataclasses import dataclass

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.errors import ServerError


@dataclass(frozen=True, slots=True)
class PostgresEpochs:
    """The port ``Epochs`` on PostgreSQL."""

    engine: Engine

    def take(self, stream: str, above: int) -> int:
        """A new epoch of ``stream``, above all before it and above ``above``: its writer takes over."""
        with transaction(self.engine) as connection:
            return int(connection.execute(_TAKE, {"stream": stream, "above": above}).scalar_one())

    def renew(self, stream: str, mine: int, above: int) -> int:
        """A new epoch for the writer that holds ``mine``, after a loss.

        Raises:
            ServerError: another writer has taken over.
        """
        values = {"stream": stream, "mine": mine, "above": above}
        with transaction(self.engine) as connection:
            epoch = connection.execute(_RENEW, values).scalar_one_or_none()
        if epoch is None:
            raise ServerError(
                f"Another writer has taken over the stream {stream}.",
                "Run one orchestrator a home; this one must be started again to write.",
            )
        return int(epoch)


_TAKE = text("""
    INSERT INTO stream_epochs AS kept (stream, epoch) VALUES (:stream, CAST(:above AS bigint) + 1)
    ON CONFLICT (stream) DO UPDATE
    SET epoch = greatest(kept.epoch, CAST(:above AS bigint)) + 1, recorded_at = clock_timestamp()
    RETURNING epoch
""")
_RENEW = text("""
    UPDATE stream_epochs SET epoch = greatest(epoch, CAST(:above AS bigint)) + 1, recorded_at = clock_timestamp()
    WHERE stream = :stream AND epoch = :mine
    RETURNING epoch
""")
