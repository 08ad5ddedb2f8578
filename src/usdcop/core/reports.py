"""Compliance reports: which were made, of what period, and where they lie."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from usdcop.core.errors import UsageError

LONGEST_PERIOD: Final = timedelta(days=92)
"""Longest period of one report: a quarter."""
EARLIEST: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report whose files are stored."""

    first: date
    last: date
    pdf_key: str
    json_key: str
    digest: str
    """SHA-256 (hex) of the JSON."""
    pdf_digest: str
    """SHA-256 (hex) of the PDF."""
    actor: str
    at: datetime
    """Market time."""
    trades: int


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as its row has it."""

    id: UUID
    first: date
    last: date
    pdf_key: str
    json_key: str
    digest: str
    requested_by: str
    at: datetime
    recorded_at: datetime


def check_period(first: date, last: date, today: date) -> None:
    """Refuse a period that cannot be reported on.

    Raises:
        UsageError: it is reversed, in the future, before the year 2000, or too long; says which.
    """
    if last < first:
        raise UsageError(f"The period from {first} to {last} is reversed.", "Give first on or before last.")
    if last > today:
        raise UsageError(f"{last} has not come yet.", f"Give a last session up to today, {today}.")
    if first < EARLIEST:
        raise UsageError(f"{first} is before {EARLIEST}.", f"Give a first session from {EARLIEST} on.")
    if last - first > LONGEST_PERIOD:
        cure = f"Report on at most {LONGEST_PERIOD.days} days at a time."
        raise UsageError(f"The period from {first} to {last} is too long.", cure)
