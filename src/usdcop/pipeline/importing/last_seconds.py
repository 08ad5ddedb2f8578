"""Files whose every stamp is the last instant of its bar, as 13:04:59 or 13:04:59.999 of the bar that opened at 13:00."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import polars as pl

from usdcop.core.sessions import BAR

MOST: Final = timedelta(seconds=1)
"""Longest time from such a stamp to the end of its bar."""


def lead_of(batches: Iterable[pl.Series]) -> timedelta | None:
    """How long before the end of a bar all stamps of ``batches`` stand; None where it is not the same of all, or too long."""
    found: timedelta | None = None
    for times in batches:
        leads = (times.dt.offset_by("-1us").dt.truncate("5m") + BAR - times).unique().drop_nulls()
        if leads.is_empty():
            continue
        lead: timedelta = leads[0]
        if leads.len() > 1 or not timedelta(0) < lead <= MOST or found not in {None, lead}:
            return None
        found = lead
    return found
