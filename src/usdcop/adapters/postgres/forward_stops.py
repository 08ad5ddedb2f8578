"""The session stops of bundles: fixed when a person entered them for the forward proof, and never changed."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction


@dataclass(frozen=True, slots=True)
class PostgresForwardStops:
    """The stops in the table ``forward_entries``."""

    engine: Engine

    def stops(self) -> dict[str, float]:
        """Loss of a session, as a share of its capital, at which it is left flat, by hash of the bundle.

        A bundle that was not entered has none.

        Raises:
            ServerError: the server is away.
        """
        with transaction(self.engine) as connection:
            return {row.bundle_hash: row.stop for row in connection.execute(_STOPS)}


_STOPS: Final = text("SELECT bundle_hash, stop FROM forward_entries")
