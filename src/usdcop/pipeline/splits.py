"""Named splits of the history: chronological, purged, with an embargo; fixed once made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from usdcop.core.episodes import Split
from usdcop.core.errors import MissingInputError

FEWEST_SESSIONS = 40
"""Below this no part would hold enough sessions to mean anything."""


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """How the history is divided."""

    test_share: float = 0.2
    """Share of the expected sessions, the newest ones, that judge the bundle."""
    embargo_sessions: int = 5
    """Sessions before the test part that belong to neither side."""
    validation_share: float = 0.1
    """Share of the training part, its newest sessions, that picks the seed that ships."""
    renew_below: float = 0.8
    """A new split is made once the newest one spans less than this share of the sessions there are."""


def make_split(sessions: Sequence[date], settings: SplitSettings) -> Split:
    """The chronological split of ``sessions`` (expected sessions, oldest first).

    Raises:
        MissingInputError: there are too few to divide.
    """
    count = len(sessions)
    if count < FEWEST_SESSIONS:
        raise MissingInputError(
            f"{count} sessions are too few to divide into training and test.",
            f"Bring in at least {FEWEST_SESSIONS}; some hundreds are needed to learn anything.",
        )
    test_from = count - max(1, round(count * settings.test_share))
    train_to = max(2, test_from - settings.embargo_sessions)
    validation_from = train_to - max(1, round(train_to * settings.validation_share))
    return Split(
        split_id=f"chrono-{sessions[0]:%Y%m%d}-{sessions[-1]:%Y%m%d}",
        train=(sessions[0], sessions[validation_from - 1]),
        validation=(sessions[validation_from], sessions[train_to - 1]),
        test=(sessions[test_from], sessions[-1]),
        embargo_sessions=settings.embargo_sessions,
    )


def still_good(split: Split, sessions: Sequence[date], settings: SplitSettings) -> bool:
    """Whether ``split`` spans enough of ``sessions`` to be kept; fixed dates make results comparable."""
    first, last = split.train[0], split.test[1]
    spanned = sum(first <= day <= last for day in sessions)
    return spanned >= settings.renew_below * len(sessions)
