from datetime import date, timedelta

import polars as pl

from support.feeds import CALENDAR, around_the_clock, by_clock, sessions_only
from usdcop.pipeline.importing.clock.days import day_facts
from usdcop.pipeline.importing.clock.early_rows import Window
from usdcop.pipeline.importing.clock.half_hours import half_hours
from usdcop.pipeline.importing.clock.overlap import Overlap, nothing_stored
from usdcop.pipeline.importing.clock.shifts import FileFacts, Said, Shifts, decided
from usdcop.pipeline.importing.clock.wall_clocks import MT5_EU, UTC, Clock, known_clocks, own_clock

# In figures, so that a changed threshold fails a test.
MOST_DOUBTFUL = 0.02

BOGOTA = own_clock(CALENDAR)
NEW_YORK = next(clock for clock in known_clocks(CALENDAR) if clock.name == "America/New_York")
WINDOW = Window.of(CALENDAR)
FIRST, LAST = date(2024, 1, 15), date(2024, 2, 9)
BARS = sessions_only(FIRST, LAST)


def decide(frame: pl.DataFrame, told: tuple[Clock, ...] = (), label: str = "utc") -> Shifts:
    rows = frame.with_columns(label=pl.lit(label))
    said = Said(told)
    facts = FileFacts(
        day_facts(rows, WINDOW), half_hours(rows), Overlap(nothing_stored, said.candidates(CALENDAR))
    )
    return decided(facts, said, WINDOW, CALENDAR)


def moved(frame: pl.DataFrame, shifts: Shifts, label: str = "utc") -> pl.Series:
    labelled = frame.with_columns(label=pl.lit(label))
    return labelled.select(pl.col("time") + pl.duration(minutes=shifts.minutes()))["time"]


def on(day: date) -> pl.Expr:
    return pl.col("time").dt.date() == day


def test_a_stretch_of_another_clock_is_moved_as_a_whole() -> None:
    for frame, clock in ((BARS, MT5_EU), (around_the_clock(date(2024, 1, 14), 3), BOGOTA)):
        stamped = by_clock(frame, clock)
        shifts = decide(stamped)
        assert moved(stamped, shifts).equals(frame["time"])
        assert (shifts.uncertain, shifts.early.height) == (None, 0)


def test_days_of_a_sessions_feed_may_each_have_their_writer() -> None:
    early = on(date(2024, 1, 17)) | on(date(2024, 1, 30))
    mixed = pl.concat([BARS.filter(~early), by_clock(BARS.filter(early), BOGOTA)]).sort("time")
    shifts = decide(mixed)
    assert shifts.early["day"].to_list() == [date(2024, 1, 17), date(2024, 1, 30)]
    assert (shifts.whole, shifts.uncertain) == ((), None)
    assert moved(mixed, shifts).sort().equals(BARS["time"])


def test_a_stretch_by_the_markets_own_clock_is_not_moved_as_a_whole() -> None:
    right = on(date(2024, 1, 17)) | on(date(2024, 1, 30))
    mixed = pl.concat([BARS.filter(right), by_clock(BARS.filter(~right), BOGOTA)]).sort("time")
    shifts = decide(mixed)
    assert [one.clock for one in shifts.stretches] == [BOGOTA]
    assert (shifts.whole, shifts.uncertain) == ((), None)
    assert moved(mixed, shifts).sort().equals(BARS["time"])


def test_a_lone_day_of_a_third_clock_is_not_half_corrected() -> None:
    third = on(date(2024, 1, 17))
    mixed = pl.concat(
        [BARS.filter(~third), BARS.filter(third).with_columns(pl.col("time") - timedelta(hours=4))]
    )
    shifts = decide(mixed.sort("time"))
    assert (shifts.early.height, shifts.doubtful) == (0, 1)
    assert set(moved(mixed, shifts) - mixed["time"]) == {timedelta(0)}


def test_how_many_such_days_make_the_file_uncertain() -> None:
    bars = sessions_only(date(2024, 1, 15), date(2024, 3, 22))
    days = bars["time"].dt.date().unique().sort()
    assert 49 <= days.len() <= 50
    for count, uncertain in ((1, None), (2, "2 of")):
        third = pl.col("time").dt.date().is_in(days[10 : 10 + count * 5 : 5].implode())
        mixed = pl.concat(
            [bars.filter(~third), bars.filter(third).with_columns(pl.col("time") - timedelta(hours=4))]
        )
        shifts = decide(mixed.sort("time"))
        assert shifts.doubtful == count
        assert (count > MOST_DOUBTFUL * days.len()) == (uncertain is not None)
        assert (shifts.uncertain or "").partition(" of")[0] == (uncertain or "").partition(" of")[0]


def test_a_feed_that_quotes_before_the_session_is_no_doubt_where_it_is_quieter_there() -> None:
    wide = around_the_clock(date(2024, 1, 14), 4).filter(pl.col("time").dt.hour().is_between(8, 17))
    shifts = decide(wide)
    assert (shifts.uncertain, shifts.early.height) == (None, 0)
    as_lively = around_the_clock(date(2024, 1, 14), 4, quiet=1.0).filter(
        pl.col("time").dt.hour().is_between(8, 17)
    )
    assert "rows before the session" in (decide(as_lively).uncertain or "")


def test_bars_stamped_at_their_close_are_moved_by_a_bar() -> None:
    late = BARS.with_columns(pl.col("time") + timedelta(minutes=5))
    for clock in (Clock("utc", "UTC"), BOGOTA, NEW_YORK):
        stamped = by_clock(late, clock)
        assert moved(stamped, decide(stamped)).equals(BARS["time"])


def test_a_clock_that_was_told_is_taken_and_no_evidence_looked_for() -> None:
    shifts = decide(BARS, told=(BOGOTA,))
    assert set(moved(BARS, shifts) - BARS["time"]) == {timedelta(hours=5)}
    assert "told bogota, but utc fits it better" in (shifts.uncertain or "")
    stamped = by_clock(BARS, Clock("x", "Asia/Kolkata"))
    kolkata = Clock("Asia/Kolkata", "Asia/Kolkata")
    told = decide(stamped, told=(kolkata,))
    assert moved(stamped, told).equals(BARS["time"])
    assert told.uncertain is None


def test_rows_of_two_clocks_on_one_day_contradict_utc_told_for_all() -> None:
    days = BARS["time"].dt.date().unique().sort()
    both = pl.col("time").dt.date().is_in(days[:4].implode())
    mixed = pl.concat([BARS, by_clock(BARS.filter(both), BOGOTA)]).sort("time")
    told = decide(mixed, told=(UTC,))
    assert told.uncertain == (
        f"told utc, but 4 of {days.len()} days have rows before the session that look like the clock bogota"
    )
    assert set(moved(mixed, told) - mixed["time"]) == {timedelta(0)}
    assert decide(BARS, told=(UTC,)).uncertain is None
    assert decide(mixed).uncertain is None


def test_an_offset_of_its_own_is_believed() -> None:
    local = by_clock(BARS, BOGOTA)
    shifts = decide(local, label="other")
    assert (shifts.stretches, shifts.uncertain) == ((), None)
    assert set(local.with_columns(label=pl.lit("other")).select(shifts.minutes().alias("m"))["m"]) == {0}


def test_many_doubts_are_told_in_short() -> None:
    paris, chicago = (
        next(one for one in known_clocks(CALENDAR) if one.name == name)
        for name in ("Europe/Paris", "America/Chicago")
    )
    weeks = [around_the_clock(date(2024, 1, 14) + timedelta(days=7 * n), 1, seed=n) for n in range(5)]
    flat = [
        around_the_clock(date(2024, 1, 14) + timedelta(days=7 * n), 1, quiet=1.0, seed=n) for n in range(5)
    ]
    text = decide(
        pl.concat(
            by_clock(week, clock)
            for week, clock in zip(flat, (paris, BOGOTA, chicago, paris, BOGOTA), strict=True)
        )
    ).uncertain
    assert text is not None
    assert len(text) < 600
    assert decide(pl.concat(weeks)).uncertain is None
