"""The credits of each key, as the vendor counts them: so many a minute and so many a UTC day."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Plan:
    """What a key may spend."""

    per_minute: int = 8
    per_day: int = 800


class Limit(StrEnum):
    """Which allowance is spent."""

    MINUTE = "minute"
    DAY = "day"


@dataclass(slots=True)
class Usage:
    """Credits of one key: ``minute`` in the minute of ``at``, ``day`` in its UTC day."""

    at: datetime
    minute: int = 0
    day: int = 0


@dataclass(slots=True)
class Meter:
    """Counts credits per key in market time."""

    plan: Plan = Plan()
    _used: dict[str, Usage] = field(default_factory=dict, init=False)

    def usage(self, key: str, now: datetime) -> Usage:
        """What ``key`` has used by ``now``."""
        used = self._used.setdefault(key, Usage(now))
        minute = now.replace(second=0, microsecond=0)
        if used.at.replace(second=0, microsecond=0) != minute:
            used.minute = 0
        if used.at.date() != now.date():
            used.day = 0
        used.at = now
        return used

    def spend(self, key: str, credits_needed: int, now: datetime) -> Limit | None:
        """Charge ``key``; the allowance that was exceeded, if one was. Refused calls count as well."""
        used = self.usage(key, now)
        used.minute += credits_needed
        used.day += credits_needed
        if used.day > self.plan.per_day:
            return Limit.DAY
        return Limit.MINUTE if used.minute > self.plan.per_minute else None
