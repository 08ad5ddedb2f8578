"""How many rows of the record are of some sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction


@dataclass(frozen=True, slots=True)
class PostgresUses:
    """Counts decisions, fills and predictions, and names compliance reports."""

    engine: Engine

    def counts(self, symbol: str, sessions: Sequence[date]) -> tuple[int, int, int]:
        """Decisions, fills and predictions of ``sessions``."""
        with transaction(self.engine) as connection:
            found = connection.execute(_COUNTS, {"symbol": symbol, "sessions": list(sessions)}).one()
        return int(found.decisions), int(found.fills), int(found.predictions)

    def compliance_reports(self, sessions: Sequence[date]) -> list[tuple[date, date]]:
        """Periods of the compliance reports that hold one of ``sessions``, oldest first."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_REPORTS, {"sessions": list(sessions)})
            return [(row.first, row.last) for row in rows]


_OF: Final = "symbol = :symbol AND session = ANY(CAST(:sessions AS date[]))"
_COUNTS: Final = text(
    f"SELECT (SELECT count(*) FROM decisions WHERE {_OF}) AS decisions,"  # noqa: S608 - our own names
    f" (SELECT count(*) FROM fills WHERE {_OF}) AS fills,"
    f" (SELECT count(*) FROM predictions WHERE {_OF}) AS predictions"
)
_REPORTS: Final = text(
    "SELECT first, last FROM compliance_reports WHERE EXISTS ("
    "SELECT FROM unnest(CAST(:sessions AS date[])) AS day WHERE day BETWEEN first AND last) ORDER BY first, last"
)
