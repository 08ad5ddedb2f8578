from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from usdcop.core.bars import BAR, BarState, VendorBar
from usdcop.core.sessions import Calendar
from usdcop.live.forming import FormingBar
from usdcop.live.tables import closed_frame, forming_frame, stored_bars, stored_forming

CALENDAR = Calendar()
GRID = CALENDAR.grid(date(2024, 7, 10))
NOW = GRID[-1] + timedelta(minutes=6)


def bars(*closes: str) -> list[VendorBar]:
    return [
        VendorBar(at, Decimal(close), Decimal(close), Decimal(close), Decimal(close), None)
        for at, close in zip(GRID, closes, strict=False)
    ]


def test_only_the_named_bars_are_in_the_frame_each_in_its_state() -> None:
    states = {GRID[1]: BarState.FINAL, GRID[0]: BarState.REVISED}
    frame = closed_frame(bars("4000", "4001", "4002"), states, CALENDAR, "realtime", NOW)
    assert frame.schema == pl.Schema(BAR)
    assert frame["time"].to_list() == GRID[:2]
    assert frame["state"].to_list() == ["revised", "final"]
    assert frame["slot"].to_list() == [0, 1]
    assert set(frame["known_at"]) == {NOW}


def test_marks_depend_on_the_bars_before_though_only_the_newest_is_stored() -> None:
    frozen = closed_frame(bars(*["4000"] * 4), {GRID[3]: BarState.FINAL}, CALENDAR, "realtime", NOW)
    assert frozen["doubtful"].to_list() == [True]
    jump = closed_frame(bars("4000", "4041"), {GRID[1]: BarState.FINAL}, CALENDAR, "realtime", NOW)
    assert jump["suspect"].to_list() == [True]
    calm = closed_frame(bars("4000", "4001"), {GRID[1]: BarState.FINAL}, CALENDAR, "realtime", NOW)
    assert calm.select("doubtful", "suspect").row(0) == (False, False)


def test_what_was_stored_is_read_back() -> None:
    closed = closed_frame(
        bars("4000", "4001"), dict.fromkeys(GRID[:2], BarState.FINAL), CALENDAR, "realtime", NOW
    )
    four = [Decimal(price) for price in ("4000", "4003", "3999", "4002")]
    at = GRID[2] + timedelta(seconds=50)
    forming = FormingBar(GRID[2], four[0], four[1], four[2], four[3], at, 9)
    frame = pl.concat([closed, forming_frame(forming, CALENDAR, "realtime")])
    assert set(stored_bars(frame)) == set(GRID[:2])
    found = stored_forming(frame, at)
    assert found is not None
    assert (found.time, found.open, found.high, found.at) == (GRID[2], Decimal(4000), Decimal(4003), at)
    assert stored_forming(frame, GRID[3]) is None
