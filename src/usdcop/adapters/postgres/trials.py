"""The table ``trials``: every look at a test period, once."""

# untested: here, but held by the suite of its port, tests/ports/test_trial_ledger.py

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.ports import Trial


@dataclass(frozen=True, slots=True)
class PostgresTrials:
    """The port ``TrialLedger`` on PostgreSQL."""

    engine: Engine

    def record(self, trials: Sequence[Trial]) -> int:
        """Add trials not yet known, all or none; return how many were new. The first look at each stands."""
        with transaction(self.engine) as connection:
            return sum(connection.execute(_ADD, asdict(trial)).rowcount for trial in trials)

    def all(self) -> list[Trial]:
        """Every distinct trial, oldest first."""
        with transaction(self.engine) as connection:
            return [Trial(*row) for row in connection.execute(_ALL)]


_ADD: Final = text(
    "INSERT INTO trials"
    " (config_hash, seed, data_hash, test_first, test_last, sharpe_per_session, sessions, looked_at)"
    " VALUES (:config_hash, :seed, :data_hash, :test_first, :test_last, :sharpe_per_session, :sessions,"
    " :looked_at) ON CONFLICT (config_hash, seed, data_hash, test_first, test_last) DO NOTHING"
)
_ALL: Final = text(
    "SELECT config_hash, seed, data_hash, test_first, test_last, sharpe_per_session, sessions, looked_at"
    " FROM trials ORDER BY looked_at, id"
)
