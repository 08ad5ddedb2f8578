"""Made-up feeds of one market, by whatever clock: for imports that must find out which."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from usdcop.core.sessions import BAR, Calendar
from usdcop.pipeline.importing.clock.wall_clocks import Clock

CALENDAR = Calendar()
NEW_YORK = ZoneInfo("America/New_York")


def week_of_market(sunday: date) -> list[datetime]:
    """Opening instants of all bars of the currency market's week that begins on ``sunday``."""
    opens, closes = (
        datetime(day.year, day.month, day.day, 17, tzinfo=NEW_YORK).astimezone(ZoneInfo("UTC"))
        for day in (sunday, sunday + timedelta(days=5))
    )
    return [opens + n * BAR for n in range(int((closes - opens) / BAR))]


def around_the_clock(sunday: date, weeks: int, quiet: float = 0.1, seed: int = 1) -> pl.DataFrame:
    """``time, open, high, low, close`` of whole weeks, in UTC; outside of sessions the moves are ``quiet`` as large."""
    times = [at for week in range(weeks) for at in week_of_market(sunday + timedelta(days=7 * week))]
    frame = pl.DataFrame({"time": pl.Series(times, dtype=pl.Datetime("us", "UTC"))})
    draw = np.random.default_rng(seed).standard_t(4, size=frame.height) * 6e-4 / np.sqrt(2)
    inside = np.array([CALENDAR.slot_of(at) is not None for at in times])
    return _bars(frame, np.where(inside, draw, quiet * draw))


def quiet_feed(file: Path) -> Path:
    """``file`` with bars of the middle of two weeks by no clock that anything in it tells."""
    feed = around_the_clock(date(2024, 1, 14), 2, quiet=1.0)
    quiet = feed.filter(pl.col("time").dt.weekday().is_between(2, 4))
    quiet.with_columns(pl.col("time").dt.strftime("%Y-%m-%d %H:%M:%S")).write_csv(file)
    return file


def sessions_only(first: date, last: date, seed: int = 1) -> pl.DataFrame:
    """``time, open, high, low, close`` of whole sessions, in UTC."""
    times = [at for day in CALENDAR.sessions(first, last) for at in CALENDAR.grid(day)]
    frame = pl.DataFrame({"time": pl.Series(times, dtype=pl.Datetime("us", "UTC"))})
    return _bars(frame, np.random.default_rng(seed).standard_t(4, size=frame.height) * 6e-4 / np.sqrt(2))


def _bars(frame: pl.DataFrame, moves: np.ndarray) -> pl.DataFrame:
    close = pl.Series("close", 4000.0 * np.exp(np.cumsum(moves)))
    opened = close.shift(1, fill_value=4000.0)
    widest = pl.max_horizontal("open", "close") * 1.0001
    return frame.with_columns(close, open=opened).select(
        "time", "open", high=widest, low=pl.min_horizontal("open", "close") * 0.9999, close="close"
    )


def by_clock(frame: pl.DataFrame, clock: Clock) -> pl.DataFrame:
    """``frame`` with its instants written by ``clock``, typed as UTC."""
    zone = pl.col("time").dt.convert_time_zone(clock.zone).dt.replace_time_zone(None)
    return frame.with_columns((zone + clock.ahead).dt.replace_time_zone("UTC").alias("time"))
