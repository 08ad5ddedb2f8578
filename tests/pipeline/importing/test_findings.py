from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from support.raw_rows import raw_of
from usdcop.core.bars import RAW_BAR, Reason
from usdcop.core.errors import DataError
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.clock.days import day_facts
from usdcop.pipeline.importing.clock.early_rows import Evidence, Window
from usdcop.pipeline.importing.clock.shifts import Shifts
from usdcop.pipeline.importing.clock.stretches import ClockStretch
from usdcop.pipeline.importing.clock.wall_clocks import own_clock
from usdcop.pipeline.importing.findings import ImportFindings, Stretch, Tally, as_judged, findings
from usdcop.pipeline.importing.places import Places, places
from usdcop.pipeline.l1_standardise import StandardiseSettings
from usdcop.pipeline.quality import GradeRule

CALENDAR = Calendar()
MONDAY, TUESDAY, HOLIDAY, SATURDAY = date(2025, 5, 5), date(2025, 5, 6), date(2025, 5, 1), date(2025, 5, 10)
TALLY = Tally(rows=10, first=datetime(2025, 5, 1, tzinfo=UTC), last=datetime(2025, 5, 10, tzinfo=UTC), flat=5)


def bars(day: date, closes: list[float], hour: int = 13) -> pl.DataFrame:
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    times = [at + timedelta(minutes=5 * n) for n in range(len(closes))]
    close = pl.Series("close", closes, dtype=pl.Float64)
    return pl.DataFrame(
        {"time": pl.Series(times, dtype=pl.Datetime("us", "UTC")), "close": close}
    ).with_columns(label=pl.lit("utc"), open="close", high="close", low="close")


NOW = datetime(2026, 1, 1, tzinfo=UTC)


def found(*frames: pl.DataFrame, shifted: tuple[date, ...] = ()) -> ImportFindings:
    rows = pl.concat(frames)
    days = day_facts(rows, Window.of(CALENDAR))
    early = pl.DataFrame(
        {"day": shifted, "evidence": [Evidence.TWINS.value] * len(shifted)},
        schema={"day": pl.Date, "evidence": pl.String},
    )
    shifts = Shifts(Window.of(CALENDAR), own_clock(CALENDAR), False, (), early, 0, days.height)
    made = raw_of(MONDAY, {0: 1.0}).drop(
        *(set(rows.columns) & set(RAW_BAR)), "clock_shift_minutes", "known_at"
    )
    raw = rows.join(made, how="cross").with_columns(clock_shift_minutes=shifts.minutes(), known_at="time")
    where = places([raw], CALENDAR, NOW, StandardiseSettings())
    return findings(("a.csv", "USDCOP", "auto"), TALLY, days, shifts, where)


def outside(seen: ImportFindings) -> int:
    return seen.refused.get("out_of_session", 0)


def test_holidays_and_how_stale_they_are() -> None:
    seen = found(bars(HOLIDAY, [4000.0] * 10), bars(MONDAY, [1.0, 2.0, 3.0]))
    assert (seen.holiday_days, seen.holiday_rows, seen.holiday_stale_days) == (1, 10, 1)
    assert (seen.stale_sessions, outside(seen)) == (0, 0)


def test_stale_sessions_are_counted_with_their_bars() -> None:
    seen = found(bars(MONDAY, [4000.0] * 10), bars(TUESDAY, [float(n) for n in range(9)]))
    assert (seen.stale_sessions, seen.stale_rows) == (1, 10)


def test_early_rows_count_as_outside_unless_they_are_corrected() -> None:
    early = bars(MONDAY, [1.0, 2.0, 3.0], hour=8)
    assert outside(found(early)) == 3
    seen = found(early, shifted=(MONDAY,))
    assert (outside(seen), seen.shifted, seen.shifted_by) == (0, 3, {"twins": 3})
    assert seen.stretches == (Stretch(MONDAY, MONDAY, 1, 3),)


def test_weekend_rows_are_outside() -> None:
    assert outside(found(bars(SATURDAY, [1.0, 2.0]))) == 2


def test_stretches_are_runs_of_days_of_the_file() -> None:
    days = CALENDAR.sessions(date(2025, 5, 5), date(2025, 5, 9))
    frames = [bars(day, [1.0, 2.0], hour=8) for day in days]
    seen = found(*frames, shifted=(days[0], days[1], days[4]))
    assert seen.stretches == (Stretch(days[0], days[1], 2, 4), Stretch(days[4], days[4], 1, 2))


def test_twins_are_those_of_shifted_days() -> None:
    both = pl.concat([bars(MONDAY, [4000.0], hour=8), bars(MONDAY, [4000.001])])
    seen = found(both, shifted=(MONDAY,))
    assert (seen.twins, seen.twins_flat) == (1, 1)
    assert seen.twins_apart_bps is not None
    assert 0 < seen.twins_apart_bps < 0.01
    assert found(both).twins == 0


def test_the_lines_say_what_was_found() -> None:
    days = CALENDAR.sessions(date(2025, 5, 5), date(2025, 5, 23))
    early = [bars(day, [4000.0] * 4, hour=8) for day in days[::2]]
    right = [bars(day, [1.0, 2.0, 3.0, 4.0]) for day in days[1::2]]
    stray = (bars(MONDAY, [4000.0]), bars(HOLIDAY, [1.0] * 9), bars(SATURDAY, [1.0]))
    text = "\n".join(found(*early, *right, *stray, shifted=tuple(days[::2])).lines())
    assert "a.csv: 10 rows of USDCOP, 2025-05-01 00:00 to 2025-05-10 00:00 UTC" in text
    assert "flat rows (open = high = low = close): 5 (50.0%)" in text
    assert "no row has volume" in text
    assert "32 rows stand early or late and are corrected (by twins 32)" in text
    assert "and 3 more stretches up to 2025-05-23" in text
    assert "twins: 1 bars stand under both clocks, 1 flat in both" in text
    assert "holidays: 9 rows on 1 days, 1 of them stale" in text
    assert "outside of sessions: 1" in text


def test_a_clean_file_has_little_to_say() -> None:
    lines = found(bars(MONDAY, [1.0, 2.0, 3.0])).lines()
    assert "clock: no row is shifted" in lines
    assert len(lines) == 4


def test_an_uncertain_clock_is_said_first_and_nothing_is_called_corrected() -> None:
    early = found(bars(MONDAY, [1.0, 2.0, 3.0], hour=8), shifted=(MONDAY,))
    doubted = replace(early, uncertain="why")
    lines = doubted.lines()
    assert "clock: uncertain: why" in lines
    assert not any("corrected" in line for line in lines)
    told = replace(doubted, clock="bogota").lines()
    assert [line for line in told if line.startswith("clock")] == [
        "clock: uncertain: why",
        "clock: taken as bogota, as told",
        "clock: 3 rows stand early or late and are corrected (by twins 3)",
    ]


def test_only_an_uncertain_clock_that_was_not_told_is_refused() -> None:
    sure = found(bars(MONDAY, [1.0, 2.0, 3.0]))
    sure.must_be_sure()
    replace(sure, clock="utc").must_be_sure()
    replace(sure, clock="utc", uncertain="why").must_be_sure()
    with pytest.raises(DataError, match=r"By which clock a\.csv was written is uncertain: why\."):
        replace(sure, uncertain="why").must_be_sure()


def test_a_session_is_stale_below_a_share_of_different_closes() -> None:
    assert GradeRule().stale_share == 0.3
    assert found(bars(MONDAY, [1.0, 2.0, *[3.0] * 8])).stale_sessions == 0
    assert found(bars(MONDAY, [1.0, 2.0, *[3.0] * 9])).stale_sessions == 1


def test_shares_are_of_all_rows() -> None:
    seen = found(bars(MONDAY, [1.0, 2.0, 3.0]))
    lines = replace(seen, tally=replace(TALLY, reconstructed=4)).lines()
    assert "reconstructed opens: 4 (40.0%)" in lines
    assert Tally() == Tally(flat=0, unreadable=0, with_volume=0, partial=0, future=0, far=0, without_offset=0)


@pytest.mark.parametrize("reason", Reason)
def test_rows_that_l1_refuses_are_told_whatever_the_reason(reason: Reason) -> None:
    sure = found(bars(MONDAY, [1.0, 2.0, 3.0]))
    judged = as_judged(sure, {reason.value: 1_234}, 5_000)
    assert any("1,234" in line for line in judged.lines())
    assert not any("no bar of this file" in line for line in judged.lines())
    none = as_judged(sure, {reason.value: 1_234}, 1_234)
    assert none.lines()[-1].startswith("no bar of this file is accepted; 1,234 of 1,234 are ")


def test_rows_that_are_read_are_told_once() -> None:
    tally = replace(TALLY, future=3, unreadable=4, partial=5, far=6)
    seen = replace(found(bars(MONDAY, [1.0, 2.0, 3.0])), tally=tally)
    lines = replace(seen, refused={"future": 3, "not_finite": 4, "forming": 2}).lines()
    assert lines[-4:] == [
        "far from all other rows or from those beside them, and kept aside: 6",
        "rows with a price that cannot be read: 4",
        "rows of bars that are not closed yet: 3",
        "rows captured while the bar was forming: 5",
    ]


def test_a_file_of_which_hardly_any_bar_is_accepted_says_why() -> None:
    sure = found(bars(MONDAY, [1.0, 2.0, 3.0]))
    assert not sure.around
    line = as_judged(sure, {"scale": 1_190}, 1_200).lines()[-1]
    assert line.startswith("hardly any bar of this file is accepted; 1,190 of 1,200 are ")
    around = replace(sure, around=True)
    assert "hardly any" not in as_judged(around, {"out_of_session": 1_190}, 1_200).lines()[-1]


def test_a_feed_around_the_clock_is_known_by_a_stretch_of_its_file() -> None:
    stretch = ClockStretch(MONDAY, TUESDAY, own_clock(CALENDAR), True, 2, 576, 0, True, 1.0, False, None)
    days = day_facts(bars(MONDAY, [1.0, 2.0, 3.0]), Window.of(CALENDAR))
    early = pl.DataFrame(schema={"day": pl.Date, "evidence": pl.String})
    shifts = Shifts(Window.of(CALENDAR), own_clock(CALENDAR), False, (stretch,), early, 0, 1)
    where = Places(
        {}, *(pl.DataFrame(schema={"session": pl.Date, "bars": pl.Int64, "closes": pl.Int64}),) * 2
    )
    assert findings(("a.csv", "USDCOP", "auto"), TALLY, days, shifts, where).around
