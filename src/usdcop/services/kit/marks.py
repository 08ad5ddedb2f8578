"""What every service says beside something whose bars were changed after it was made."""

from datetime import date
from typing import Literal

from pydantic import Field

from usdcop.pipeline.changes import Mark
from usdcop.services.kit.schemas import Instant, Model


class BarsChanged(Model):
    """What changed bars that something was made of, after it was made: the newest such change."""

    deed: Literal["imported", "undone", "doubted", "corrected"]
    """What was done to them; `doubted`: the bars are the same, their clock is not believed any more."""
    import_id: str | None = Field(examples=["I-0007"])
    """The import that was made, taken back or doubted; null: the vendor corrected its own bars."""
    why: str = Field(examples=["corrected.csv"])
    """File of the import, or why it is doubted; empty: not kept."""
    by: str = Field(examples=["cli:ana"])
    at: Instant
    """Market time."""
    recorded_at: Instant
    """Real time."""
    first: date
    last: date
    """First and last session that it changed."""
    changes: int = Field(ge=1)
    """How many changes there were since, this one included."""


def bars_changed(mark: Mark | None) -> BarsChanged | None:
    """``mark`` as it is answered; None stays None: nothing has changed."""
    if mark is None:
        return None
    change = mark.newest
    return BarsChanged.model_validate(
        {
            "deed": change.deed.value,
            "import_id": change.import_id,
            "why": change.why,
            "by": change.by,
            "at": change.at,
            "recorded_at": change.recorded_at,
            "first": change.sessions[0],
            "last": change.sessions[-1],
            "changes": mark.count,
        }
    )
