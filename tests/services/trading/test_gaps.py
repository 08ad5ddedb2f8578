from collections.abc import Collection
from datetime import date, datetime, timedelta

import pytest

from support.candles import CALENDAR
from usdcop.core.sessions import BAR
from usdcop.features.timeframes import Timeframe
from usdcop.services.trading.gaps import Expected, Gap, GapReason, gaps, holes

MONDAY, TUESDAY = date(2024, 3, 4), date(2024, 3, 5)
GRID, NEXT = CALENDAR.grid(MONDAY), CALENDAR.grid(TUESDAY)
LATER = CALENDAR.closes_at(TUESDAY) + timedelta(hours=1)


def found(
    missing: Collection[datetime],
    *,
    frame: Timeframe = Timeframe.M5,
    start: datetime = GRID[0],
    end: datetime = LATER,
    now: datetime = LATER,
    refused: Collection[datetime] = (),
) -> list[Gap]:
    """Gaps of two sessions that lack the bars ``missing``."""
    width = frame.slots(CALENDAR)
    have = {
        day: [round(at.timestamp() * 1000) for at in CALENDAR.grid(day)[::width] if at not in missing]
        for day in (MONDAY, TUESDAY)
    }
    expected = Expected(CALENDAR, frame, start, end, now)
    return gaps(holes(have, expected), expected, refused)


def test_a_full_range_has_none() -> None:
    assert found([]) == []


def test_missing_bars_in_a_row_are_one_gap() -> None:
    assert found(GRID[10:13] + GRID[20:21]) == [
        Gap(GRID[10], GRID[13], 3, GapReason.MISSING),
        Gap(GRID[20], GRID[21], 1, GapReason.MISSING),
    ]


def test_a_gap_does_not_span_the_night_and_nothing_is_expected_in_it() -> None:
    assert found([*GRID[58:], *NEXT[:1]]) == [
        Gap(GRID[58], CALENDAR.closes_at(MONDAY), 2, GapReason.MISSING),
        Gap(NEXT[0], NEXT[1], 1, GapReason.MISSING),
    ]


def test_a_session_without_bars_is_one_gap_and_a_holiday_none() -> None:
    have: dict[date, list[int]] = {}
    good_friday = date(2024, 3, 29)
    span = CALENDAR.opens_at(date(2024, 3, 27)), CALENDAR.opens_at(date(2024, 4, 2))
    expected = Expected(CALENDAR, Timeframe.M5, *span, LATER + timedelta(days=90))
    days = holes(have, expected)
    assert good_friday not in days
    assert list(days) == [date(2024, 3, 27), date(2024, 4, 1)]
    assert [gap.bars for gap in gaps(days, expected, ())] == [60, 60]


def test_bars_outside_the_range_are_not_missed() -> None:
    assert found(GRID, start=GRID[59]) == [Gap(GRID[59], CALENDAR.closes_at(MONDAY), 1, GapReason.MISSING)]
    assert found(NEXT, end=NEXT[1]) == [Gap(NEXT[0], NEXT[1], 1, GapReason.MISSING)]
    assert found(NEXT, start=LATER, end=LATER) == []


def test_a_bar_is_expected_once_it_has_closed_and_on_its_way_for_one_more() -> None:
    bar = NEXT[30]
    assert found(NEXT[30:], now=bar + BAR - timedelta(seconds=1)) == []
    assert found(NEXT[30:], now=bar + BAR) == [Gap(bar, bar + BAR, 1, GapReason.NOT_YET)]
    assert found(NEXT[30:], now=bar + 2 * BAR) == [
        Gap(bar, bar + BAR, 1, GapReason.MISSING),
        Gap(bar + BAR, bar + 2 * BAR, 1, GapReason.NOT_YET),
    ]


def test_bars_whose_rows_were_refused_are_told_apart() -> None:
    assert found(GRID[5:9], refused={GRID[6], GRID[7], GRID[40]}) == [
        Gap(GRID[5], GRID[6], 1, GapReason.MISSING),
        Gap(GRID[6], GRID[8], 2, GapReason.QUARANTINED),
        Gap(GRID[8], GRID[9], 1, GapReason.MISSING),
    ]


@pytest.mark.parametrize("frame", [Timeframe.M15, Timeframe.H1])
def test_longer_bars_are_counted_by_their_own_grid(frame: Timeframe) -> None:
    width = frame.slots(CALENDAR)
    opens = GRID[::width]
    assert found(opens[1:3], frame=frame, refused={GRID[width + 1]}) == [
        Gap(opens[1], opens[2], 1, GapReason.QUARANTINED),
        Gap(opens[2], opens[3], 1, GapReason.MISSING),
    ]


def test_a_missing_session_of_daily_bars_ends_with_the_session() -> None:
    assert found([GRID[0]], frame=Timeframe.D1) == [
        Gap(GRID[0], CALENDAR.closes_at(MONDAY), 1, GapReason.MISSING)
    ]
