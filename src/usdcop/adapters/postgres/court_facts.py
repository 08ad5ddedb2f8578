"""The court's record as its tables have it and as the audit trail tells it, read at one instant."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, text

from usdcop.adapters.postgres.court_record import (
    BY_HOME,
    entry_facts,
    look_facts,
    look_of,
    title_facts,
    trained_facts,
    trained_from,
    trials_of,
)
from usdcop.core.trials import Deed, Kept, LookTrial

EARLIER: Final = "court.earlier"
"""Action of looks that a migration made from the evaluations of an earlier version; the trail tells none."""


def court_rows(connection: Connection) -> Kept:
    """Every row of the court's tables, and every row of the trail about them, in the caller's transaction."""
    trials = trials_of(connection.execute(_TRIALS))
    looks = connection.execute(_LOOKS).all()
    deeds = (
        *(
            _deed(row, "bundle.trained", trained_facts(trained_from(row)))
            for row in _all(connection, _TRAINED)
        ),
        *(_looked(row, trials) for row in looks),
        *(_deed(row, "forward.entered", entry_facts(row)) for row in _all(connection, _ENTRIES)),
        *(_deed(row, f"title.{row.event}", title_facts(row)) for row in _all(connection, _TITLES)),
    )
    told = (*_told(connection), *(_earlier(row) for row in _all(connection, _EARLIER)))
    return Kept(deeds, told, tuple(look_of(row, trials) for row in looks))


def _all(connection: Connection, statement: Any) -> Sequence[Row[Any]]:  # noqa: ANN401 - a statement
    return connection.execute(statement).all()


def _deed(row: Row[Any], action: str, facts: Mapping[str, Any]) -> Deed:
    actor = BY_HOME if action == "bundle.trained" else row.actor
    return Deed(action, f"bundle:{row.bundle_hash}", actor, row.at, facts)


def _looked(row: Row[Any], trials: Mapping[int, Sequence[LookTrial]]) -> Deed:
    facts = look_facts(row.symbol, look_of(row, trials))
    if row.kind == "earlier":
        return Deed(EARLIER, f"evaluation:{row.number}", row.actor, row.at, facts)
    return Deed("court.looked", f"look:{row.id}", row.actor, row.at, facts)


def _earlier(row: Row[Any]) -> Deed:
    """What a migration made of the evaluations that ``trials`` kept."""
    facts = {
        "symbol": row.symbol,
        "number": row.number,
        "kind": "earlier",
        "first": row.test_first.isoformat(),
        "last": row.test_last.isoformat(),
        "sessions": row.sessions,
        "trials": {},
    }
    return Deed(EARLIER, f"evaluation:{row.number}", row.actor, row.at, facts)


def _told(connection: Connection) -> Iterator[Deed]:
    for row in connection.execute(_TRAIL):
        yield Deed(row.action, row.subject, row.actor, row.at, _detail(row.record))


def _detail(record: str) -> Mapping[str, Any]:
    """What a row of the trail tells in particular; nothing where it was made unreadable, which its chain tells too."""
    try:
        found = json.loads(record)["detail"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


_TRAINED: Final = text("SELECT * FROM trained_bundles ORDER BY bundle_hash")
_LOOKS: Final = text("SELECT * FROM looks ORDER BY id")
_TRIALS: Final = text("SELECT * FROM look_trials ORDER BY look, bundle_hash")
_ENTRIES: Final = text("SELECT * FROM forward_entries ORDER BY number")
_TITLES: Final = text("SELECT * FROM titles ORDER BY id")
_EARLIER: Final = text(
    "SELECT 'USDCOP' AS symbol, row_number() OVER (ORDER BY looked_at, min(id)) AS number, test_first, test_last,"
    " max(sessions) AS sessions, 'an earlier version' AS actor, looked_at AS at FROM trials"
    " WHERE data_hash NOT LIKE '% fold %' GROUP BY looked_at, test_first, test_last, config_hash, seed, data_hash"
)
"""As migration 0003 made them."""
_TRAIL: Final = text(
    "SELECT action, subject, actor, at, record FROM audit_log WHERE action IN ('bundle.trained', 'court.looked',"
    " 'forward.entered', 'title.won', 'title.lost') ORDER BY seq"
)
