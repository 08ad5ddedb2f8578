"""Backfills: spans of sessions whose holes an operator wants filled, and what became of each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from usdcop.core.errors import UsageError

EARLIEST: Final = date(2000, 1, 1)
"""No session before it is asked for."""
LONGEST: Final = timedelta(days=1_100)
"""Longest span of one backfill: three years."""


class BackfillStatus(StrEnum):
    """Where a backfill is. ``QUEUED`` and ``RUNNING`` go on; the others are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class BackfillPlan:
    """What a backfill would fetch, and what that costs; one request costs one credit."""

    symbol: str
    first: date
    last: date
    bars_missing: int
    requests: int
    credits: int


@dataclass(frozen=True, slots=True)
class Backfill:
    """A backfill as its row has it; ``requested_at`` and ``ended_at`` are market time."""

    id: UUID
    symbol: str
    first: date
    last: date
    status: BackfillStatus
    bars_missing: int
    """Bars that were missing when it was asked for."""
    requests: int
    requests_done: int
    credits: int
    bars_found: int | None
    """Of the missing bars, those the vendor had; None until it has ended."""
    error: str | None
    requested_by: str
    requested_at: datetime
    ended_at: datetime | None
    recorded_at: datetime


def check_span(first: date, last: date, today: date) -> None:
    """Refuse a span that cannot be backfilled.

    Raises:
        UsageError: it is reversed, in the future, before the year 2000, or too long; says which.
    """
    if last < first:
        raise UsageError(f"The span from {first} to {last} is reversed.", "Give first on or before last.")
    if last > today:
        raise UsageError(f"{last} has not come yet.", f"Give a last session up to today, {today}.")
    if first < EARLIEST:
        raise UsageError(f"{first} is before {EARLIEST}.", f"Give a first session from {EARLIEST} on.")
    if last - first > LONGEST:
        cure = f"Ask for at most {LONGEST.days} days at a time."
        raise UsageError(f"The span from {first} to {last} has {(last - first).days} days.", cure)
