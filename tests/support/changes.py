"""Changes of bars made by hand, and the marks that answers have for them."""

from datetime import UTC, date, datetime
from typing import Any

from usdcop.pipeline.changes import Change, Deed

WALL = datetime(2026, 4, 1, tzinfo=UTC)


def a_change(
    *days: date, at: datetime = datetime(2024, 4, 1, tzinfo=UTC), recorded_at: datetime = WALL
) -> Change:
    """An import of ``corrected.csv`` that changes bars of ``days``."""
    return Change(Deed.IMPORTED, "I-0007", "corrected.csv", "cli:ana", at, recorded_at, days)


def marked_by(change: Change, changes: int = 1) -> dict[str, Any]:
    """What an answer says of something whose bars ``change`` was the newest to change."""
    return {
        "deed": change.deed.value,
        "import_id": change.import_id,
        "why": change.why,
        "by": change.by,
        "at": _instant(change.at),
        "recorded_at": _instant(change.recorded_at),
        "first": change.sessions[0].isoformat(),
        "last": change.sessions[-1].isoformat(),
        "changes": changes,
    }


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
