"""When to try again: exponential waits with full jitter, bounded in length and in number."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RetryRule:
    """How often a failed call is repeated, and how long to wait before each repetition."""

    attempts: int = 5
    """Calls in all, the first included."""
    base: timedelta = timedelta(seconds=0.5)
    """Longest wait after the first failure; it doubles with each further one."""
    longest: timedelta = timedelta(seconds=20)
    """No wait is longer."""

    def wait(self, failures: int, chance: float) -> timedelta | None:
        """Wait before the next call after ``failures`` failed ones; None where none is left.

        Full jitter: ``wait = chance · min(longest, base · 2^(failures - 1))``. Callers that failed together
        come back apart.

        Args:
            failures: calls that have failed so far, at least 1.
            chance: a uniform random number in [0, 1).
        """
        if failures >= self.attempts:
            return None
        doublings = min(failures - 1, 60)  # 2^60 exceeds any bound; a larger power overflows timedelta
        ceiling = min(self.longest.total_seconds(), self.base.total_seconds() * 2.0**doublings)
        return timedelta(seconds=chance * ceiling)
