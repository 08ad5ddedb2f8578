"""How patient and how busy the live path is."""

from dataclasses import dataclass
from datetime import timedelta

# untested: durations and a count


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """Durations in market time, but for the skew and the rest."""

    l0_poll: timedelta = timedelta(seconds=60)
    """How often it is asked whether L0 has completed."""
    l0_patience: timedelta = timedelta(minutes=30)
    """Longest wait for L0; then the feed starts on history and says so."""
    quote_poll: timedelta = timedelta(seconds=5)
    """Wanted time between quotes; the credit budget may stretch it."""
    bar_delay: timedelta = timedelta(seconds=3)
    """How long after a bar's close it is asked for: the vendor needs a moment."""
    largest_skew: timedelta = timedelta(seconds=2)
    """Skew of the machine's clock, in real time, beyond which the feed is degraded."""
    ab_salt: str = "usdcop"
    """Salt of the hash that assigns sessions to the champion or the challenger."""
    bar_retries: tuple[timedelta, ...] = (timedelta(seconds=10), timedelta(seconds=40))
    """When a closed bar that the vendor did not have is asked for again, counted from the first question.
    After these it is asked for together with the bars that follow."""
    failure_retry: timedelta = timedelta(seconds=30)
    """How long after a question for closed bars that failed it is asked again."""
    give_up: timedelta = timedelta(minutes=20)
    """How long after the close of a session its last bars are asked for, where the vendor does not answer."""
    late_after: timedelta = timedelta(seconds=60)
    """A bar that comes longer than this after its close is late."""
    prepare: timedelta = timedelta(minutes=30)
    """How long before the opening the session is made ready, and its assignment logged."""
    quote_rest: timedelta = timedelta(milliseconds=100)
    """Least real time between quotes: at high speeds of a replay they are fewer instead of closer."""
    recovery_credits: int = 10
    """Credits kept back each day for asking again and for starting anew."""
