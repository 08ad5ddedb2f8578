"""Which sessions may judge a bundle, and which of its results may be shown before it is judged. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from usdcop.core.episodes import Split
from usdcop.core.errors import ContractError
from usdcop.core.sessions import Calendar


def judging_sessions(in_force: Split, own: Split, expected: Sequence[date]) -> tuple[date, ...]:
    """The sessions of the test set ``in_force`` that lie after the bundle's ``own`` validation and its embargo.

    Args:
        in_force: the home's split.
        own: the split that the home recorded when it trained the bundle.
        expected: every expected session, oldest first.
    """
    after = [day for day in expected if day > own.validation[1]]
    embargo = max(own.embargo_sessions, in_force.embargo_sessions)
    free = set(after[embargo:])
    first, last = in_force.test
    return tuple(day for day in expected if first <= day <= last and day in free)


def forward_sessions(
    entered_at: datetime, expected: Sequence[date], calendar: Calendar, wall: datetime
) -> tuple[date, ...]:
    """The expected sessions that opened after ``entered_at`` and have closed by the ``wall``'s clock.

    Whatever market time says: a simulated one may run ahead.
    """
    return tuple(
        day for day in expected if calendar.opens_at(day) > entered_at and calendar.closes_at(day) <= wall
    )


def require_apart(split: Split, calendar: Calendar) -> None:
    """Let pass a split whose parts lie apart: training, validation, embargo and test, in this order.

    Raises:
        ContractError: two of them overlap.
    """
    parts = {"train": split.train, "validation": split.validation, "test": split.test}
    for name, (first, last) in parts.items():
        if first > last:
            raise _overlap(split, f"its {name} part ends before it begins")
    if split.validation[0] <= split.train[1]:
        raise _overlap(split, "its validation part begins within its training part")
    if split.test[0] <= split.validation[1]:
        raise _overlap(split, "its test part begins within what it was trained or chosen on")
    edges = (split.validation[1], split.test[0])
    between = [day for day in calendar.sessions(*edges) if day not in edges]
    if len(between) < split.embargo_sessions:
        raise _overlap(
            split,
            f"{len(between)} sessions lie before its test part, fewer than its embargo of {split.embargo_sessions}",
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a bundle when its results are asked for."""

    trained_here: bool
    validated_until: date | None
    """Last session it was trained or chosen on, where this home trained it."""
    looked_until: date | None
    """Last session that a look showed of it."""
    entered_at: datetime | None
    """When it was entered into the forward proof."""


def showable(
    expected: Iterable[date], standing: Standing, in_force: Split, calendar: Calendar
) -> tuple[date, ...]:
    """Those of the ``expected`` sessions whose results may be shown without a look.

    A bundle of this home shows what it was trained and chosen on, and what was looked at: sessions that came after
    are the next test set's. One that was trained elsewhere shows what lies before the home's test set. Both show
    what came after their entry.
    """
    seen = (standing.validated_until, standing.looked_until)
    own = max((day for day in seen if day is not None), default=None)
    until = own if standing.trained_here else in_force.validation[1]

    def open_to_all(day: date) -> bool:
        entered = standing.entered_at is not None and calendar.opens_at(day) > standing.entered_at
        return entered or (until is not None and day <= until)

    return tuple(day for day in expected if open_to_all(day))


def _overlap(split: Split, why: str) -> ContractError:
    return ContractError(
        f"The bundle's split {split.split_id!r} does not hold its parts apart: {why}.",
        "Train it on sessions that end an embargo before its test part, and say so in its contract.",
    )
