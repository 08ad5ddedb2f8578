"""Which days of a feed of sessions only have rows by the market's own clock, labelled UTC?

Local wall-clock time labelled UTC puts a session's rows early by the zone's offset: in Bogota, 13:00 to 17:55
UTC becomes 08:00 to 12:55. A feed of sessions only has no genuine rows there, whatever writer its days came from.
A vendor that quotes around the clock has, and its rows must not be moved.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import polars as pl

from usdcop.core.sessions import Calendar


class Evidence(StrEnum):
    """Why the early rows of a day are taken for shifted."""

    TWINS = "twins"
    """The same closes stand again under the right clock."""
    NEAR_TWINS = "near_twins"
    """Closes of another capture of the same bars stand again under the right clock."""
    FILLS = "fills_session"
    """They stand where the session has no rows, and nothing else lies outside it."""
    WINDOW = "window"
    """They fill the shifted session's window and nothing else, on a day without session rows."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where a session lies in UTC, and where its local wall-clock time would put it, in minutes of the day."""

    opens: int
    closes: int
    shift: int
    """Minutes to add to a local stamp to get UTC."""

    @classmethod
    def of(cls, calendar: Calendar) -> "Window":
        """The window of ``calendar``, whose zone keeps one offset all year."""
        day = date(2020, 1, 2)
        opened = calendar.opens_at(day)
        local = calendar.hours.opens
        start = opened.hour * 60 + opened.minute
        return cls(
            start,
            start + calendar.hours.slots * 5,
            int(start - (local.hour * 60 + local.minute)),
        )


NEIGHBOURS: Final = timedelta(days=7)
"""How far around a day the feed's habits are looked at."""
LEAST_TWINS: Final = 3
"""Twins of a day from which their agreement, or disagreement, decides."""
SURE_TWINS: Final = 10
"""Agreeing twins, with as many different closes as ``LEAST_TWINS``, that outweigh a feed around the clock."""
ALMOST_ALL: Final = 0.9
"""Share of twins that must agree for that."""
MOST: Final = 0.5
"""Share of twins below which agreement is chance: the early rows are then bars of their own."""
PROFILE_DAYS: Final = 20
"""Days on window evidence alone from which their opening volatility must show a session's opening."""
PROFILE_RATIO: Final = 1.2
"""Least ratio of the move after the opening bar to the later ones; a session's is about two."""


def shifted_days(days: pl.DataFrame) -> pl.DataFrame:
    """The days whose early rows are shifted, with the ``evidence``: ``day``, ``evidence``.

    Args:
        days: one row a UTC day (``days.day_facts``).
    """
    same, near = _share("twins_agree"), _share("twins_near")
    decided = pl.col("twins") >= LEAST_TWINS
    captures = pl.col("near") & decided & (near >= ALMOST_ALL)
    sure = (
        (pl.col("twins_agree") >= SURE_TWINS) & (pl.col("twin_closes") >= LEAST_TWINS) & (same >= ALMOST_ALL)
    )
    quiet = ~pl.col("around_the_clock") & (pl.col("other") == 0) & ~pl.col("unbroken")
    agreed = ~decided | (same >= MOST) | captures
    believed = (pl.col("early") > 0) & ((quiet & agreed) | sure)
    evidence = (
        pl.when(captures & (same < MOST))
        .then(pl.lit(Evidence.NEAR_TWINS.value))
        .when(pl.col("twins_agree") > 0)
        .then(pl.lit(Evidence.TWINS.value))
        .when(pl.col("session_rows") > 0)
        .then(pl.lit(Evidence.FILLS.value))
        .otherwise(pl.lit(Evidence.WINDOW.value))
    )
    found = _with_neighbours(days).filter(believed).with_columns(evidence=evidence)
    return _with_profile(found).select("day", "evidence")


def doubtful_days(days: pl.DataFrame, shifted: pl.DataFrame) -> pl.DataFrame:
    """The ``day`` of those whose early rows stay where they are, though they may be shifted all the same."""
    return days.filter(pl.col("early") > 0).join(shifted, on="day", how="anti").select("day")


def _share(agreeing: str) -> pl.Expr:
    """Share of a day's twins that agree."""
    return pl.col(agreeing) / pl.col("twins")


def _with_neighbours(days: pl.DataFrame) -> pl.DataFrame:
    """Adds whether the feed quotes around the clock on the day or near it."""
    open_all_day = pl.col("other") >= pl.max_horizontal(pl.lit(6), pl.col("early") // 2)
    own = days.sort("day").with_columns(around=open_all_day)
    round_days = own.filter("around").select("day", found="day")
    tolerance = NEIGHBOURS
    before = own.join_asof(
        round_days, on="day", strategy="nearest", tolerance=tolerance, check_sortedness=False
    )
    return before.with_columns(around_the_clock=pl.col("found").is_not_null()).drop("found", "around")


def _with_profile(found: pl.DataFrame) -> pl.DataFrame:
    """Drops days on window evidence alone where, taken together, no session opens in that window."""
    alone = found.filter(pl.col("evidence") == Evidence.WINDOW.value)
    opening, later = alone["opening_move"].median(), alone["later_move"].median()
    if alone.height < PROFILE_DAYS or not isinstance(opening, float) or not isinstance(later, float):
        return found
    if opening >= PROFILE_RATIO * later:
        return found
    return found.filter(pl.col("evidence") != Evidence.WINDOW.value)
