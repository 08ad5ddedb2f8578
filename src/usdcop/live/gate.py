"""The gate of the feed: may it collect, and if not, when is it asked again? Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from usdcop.live.plan import LiveSettings


class Step(StrEnum):
    """What the feed does now."""

    SLEEP = "sleep"
    """The market is closed."""
    POLL_AGAIN = "poll_again"
    """L0 has not completed since this morning: ask again."""
    START = "start"
    """L0 has completed: collect."""
    START_FORCED = "start_forced"
    """An operator does not want to wait: collect."""
    START_ON_HISTORY = "start_on_history"
    """Patience is at an end: collect on what is stored, and say so."""

    @property
    def starts(self) -> bool:
        """Whether the feed may collect."""
        return self in {Step.START, Step.START_FORCED, Step.START_ON_HISTORY}


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gate is decided on. Instants of the session are half-open: ``closes`` is closed."""

    opens: datetime
    closes: datetime
    l0_completed: datetime | None
    """When L0 last completed on the session's day, if it did."""
    forced: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to do now, and when to ask again (None: not before the next session)."""

    step: Step
    again: datetime | None


def decide(facts: GateFacts, now: datetime, settings: LiveSettings) -> Ruling:
    """Whether the feed of a session may start at ``now``.

    Patience counts from the opening, so a feed that is started late does not wait what others have waited.
    """
    if now < facts.opens:
        return Ruling(Step.SLEEP, facts.opens)
    if now >= facts.closes:
        return Ruling(Step.SLEEP, None)
    if facts.l0_completed is not None:
        return Ruling(Step.START, None)
    if facts.forced:
        return Ruling(Step.START_FORCED, None)
    end = patience_ends(facts.opens, settings)
    if now >= end:
        return Ruling(Step.START_ON_HISTORY, None)
    return Ruling(Step.POLL_AGAIN, min(now + settings.l0_poll, end, facts.closes))


def patience_ends(opens: datetime, settings: LiveSettings) -> datetime:
    """When the feed of a session that opened at ``opens`` no longer waits for L0."""
    return opens + settings.l0_patience
