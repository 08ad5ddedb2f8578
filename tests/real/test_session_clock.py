"""The real history looks right to the check of its sessions' clock, and looks wrong where it is made so."""

import polars as pl
import pytest

from support.real_files import NOW, REBUILT, real_file
from usdcop.core.sessions import Calendar
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.session_clock import look_shifted

pytestmark = pytest.mark.real_data
CALENDAR = Calendar()


@pytest.fixture(scope="module")
def bars() -> pl.DataFrame:
    done = standardise(pl.concat(real_file(REBUILT).chunks()), CALENDAR, NOW, StandardiseSettings())
    moving = done.sessions.filter(~pl.col("stale"))
    return done.bars.join(moving, on="session", how="semi").select("session", "slot", "close")


def test_no_session_of_five_years_looks_shifted(bars: pl.DataFrame) -> None:
    assert look_shifted(bars, CALENDAR.hours) == ()


def test_nearly_every_week_whose_last_hour_stands_first_does(bars: pl.DataFrame) -> None:
    days = bars["session"].unique().sort()
    found = 0
    starts = range(40, days.len() - 40, 60)
    for start in starts:
        near = bars.filter(pl.col("session").is_in(days[start - 25 : start + 30].implode()))
        week = pl.col("session").is_in(days[start : start + 5].implode())
        moved = ((pl.col("slot").cast(pl.Int32) + 12) % CALENDAR.hours.slots).cast(pl.Int16)
        torn = near.with_columns(slot=pl.when(week).then(moved).otherwise("slot")).sort("session", "slot")
        found += bool(look_shifted(torn, CALENDAR.hours))
    assert found >= 0.8 * len(starts)
