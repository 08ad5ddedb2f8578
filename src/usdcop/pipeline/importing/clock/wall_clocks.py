"""Clocks that the stamps of a file may be written by, and what must be added to such a stamp to get UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl
from polars.exceptions import PolarsError

from usdcop.core.errors import UsageError
from usdcop.core.sessions import Calendar

AUTO: Final = "auto"
"""Decide by evidence."""
MT5: Final = "mt5"
"""A broker's server: UTC+2, in summer UTC+3, changing with the United States or with Europe."""
CURE: Final = (
    "Choose auto, utc, bogota, mt5 (mt5-us or mt5-eu where its change of clocks is known), "
    "or a time zone such as America/New_York."
)


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock of a time zone, ``ahead`` of it by a fixed time."""

    name: str
    zone: str
    ahead: timedelta = timedelta(0)

    def shift(self, stamp: pl.Expr) -> pl.Expr:
        """Minutes to add to ``stamp`` (wall-clock time, typed as UTC) to get UTC.

        A time that stands twice on this clock is the earlier one; one that does not stand on it at all, because it
        was put forward, is read as if it had not been.
        """
        local = stamp.dt.replace_time_zone(None) - self.ahead
        return pl.coalesce(self._shift(local), self._shift(local - timedelta(hours=1))) - int(
            self.ahead / timedelta(minutes=1)
        )

    def local(self, stamp: pl.Expr, zone: str) -> pl.Expr:
        """The instant of ``stamp`` by the wall clock of ``zone``."""
        return (stamp + pl.duration(minutes=self.shift(stamp))).dt.convert_time_zone(zone)

    def _shift(self, local: pl.Expr) -> pl.Expr:
        true = local.dt.replace_time_zone(self.zone, ambiguous="earliest", non_existent="null")
        return (
            true.dt.convert_time_zone("UTC").dt.replace_time_zone(None) - local
        ).dt.total_minutes().cast(pl.Int32)  # fmt: skip


UTC: Final = Clock("utc", "UTC")
MT5_US: Final = Clock("mt5-us", "America/New_York", timedelta(hours=7))
"""Midnight is 17:00 in New York, the end of a day of the currency market."""
MT5_EU: Final = Clock("mt5-eu", "Europe/Athens")


def own_clock(calendar: Calendar) -> Clock:
    """The wall clock of the market."""
    zone = calendar.hours.timezone
    return Clock(zone.rpartition("/")[2].lower(), zone)


def known_clocks(calendar: Calendar) -> tuple[Clock, ...]:
    """Clocks that evidence is looked for: UTC, the market's own, and those of vendors and their servers."""
    zones = ("America/New_York", "America/Chicago", "Europe/London", "Europe/Paris")
    return (UTC, own_clock(calendar), *(Clock(zone, zone) for zone in zones), MT5_US, MT5_EU)


def fixed_clocks() -> tuple[Clock, ...]:
    """Clocks a whole number of hours from UTC, all year: what stamps of a zone that is not known look like."""
    return tuple(Clock(f"UTC{hours:+d}", f"Etc/GMT{-hours:+d}") for hours in range(-12, 15) if hours)


def told_clocks(text: str, calendar: Calendar) -> Sequence[Clock]:
    """The clocks that ``text`` may mean: none for ``auto``, several where only evidence tells them apart.

    Raises:
        UsageError: there is no such clock.
    """
    own = own_clock(calendar)
    named = {
        AUTO: (), MT5: (MT5_US, MT5_EU), own.name: (own,), **{clock.name: (clock,) for clock in (UTC, MT5_US, MT5_EU)}
    }  # fmt: skip
    if text.lower() in named:
        return named[text.lower()]
    try:
        zone = ZoneInfo(text).key
        pl.Series([datetime(2024, 1, 2)]).dt.replace_time_zone(zone)  # noqa: DTZ001 - wall-clock time
    except (ZoneInfoNotFoundError, ValueError, OSError, PolarsError):
        raise UsageError(f"{text!r} is not a clock.", CURE) from None
    return (Clock(zone, zone),)


def hinted_clocks(hint: str | None, calendar: Calendar) -> Sequence[Clock]:
    """The clocks that a file's own words may mean; none where they name no clock, for they are only a claim."""
    try:
        return told_clocks(hint or AUTO, calendar)
    except UsageError:
        return ()
