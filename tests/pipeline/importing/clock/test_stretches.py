from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from support.feeds import CALENDAR, around_the_clock, by_clock, sessions_only
from usdcop.pipeline.importing.clock.evidence import DayEvidence, Scores, day_evidence
from usdcop.pipeline.importing.clock.half_hours import half_hours
from usdcop.pipeline.importing.clock.overlap import Overlap, nothing_stored
from usdcop.pipeline.importing.clock.stretches import ClockStretch, stretches
from usdcop.pipeline.importing.clock.wall_clocks import (
    MT5_EU,
    MT5_US,
    UTC,
    Clock,
    fixed_clocks,
    known_clocks,
    own_clock,
)

# In figures, so that a changed threshold fails a test.
AGAINST = 6.0
CHANGE = 8.0
HINT = 3.0
LABEL = 3.0
LEAST_CLOSING = 4
OWN = 2.0
STRANGE = -2.0
SURE = 3.0

CLOCKS = (*known_clocks(CALENDAR), *fixed_clocks())
BOGOTA = own_clock(CALENDAR)
SUNDAY = date(2024, 1, 14)
NAMES = [clock.name for clock in CLOCKS]
Told = tuple[Clock, ...]


def evidence(frame: pl.DataFrame, label: str = "utc") -> DayEvidence:
    labelled = frame.with_columns(label=pl.lit(label))
    return day_evidence(half_hours(labelled), Overlap(nothing_stored, CLOCKS), CLOCKS, CALENDAR)


def found(frame: pl.DataFrame, told: Told = (), label: str = "utc") -> tuple[ClockStretch, ...]:
    return stretches(evidence(frame, label), told)


def doubt(frame: pl.DataFrame, told: Told = (), label: str = "utc") -> str | None:
    return next((one.doubt for one in found(frame, told, label) if one.doubt), None)


@pytest.mark.parametrize("clock", known_clocks(CALENDAR), ids=lambda clock: clock.name)
@pytest.mark.parametrize("sunday", [SUNDAY, date(2024, 3, 3), date(2024, 6, 9)])
def test_every_known_clock_is_found(clock: Clock, sunday: date) -> None:
    """In winter, over the change in the United States, and in summer; clocks that move the rows alike are the same."""
    last = sunday + timedelta(days=12)
    for frame in (around_the_clock(sunday, 2), sessions_only(sunday, last)):
        stamped = by_clock(frame, clock)
        (one,) = found(stamped, label="none")
        assert one.doubt is None
        moved = stamped.select(pl.col("time") + pl.duration(minutes=one.clock.shift(pl.col("time"))))
        assert moved["time"].equals(frame["time"])


def test_a_stretch_says_what_shows_it() -> None:
    (one,) = found(by_clock(around_the_clock(SUNDAY, 2), BOGOTA))
    assert (one.clock, one.around, one.days, one.edges) == (BOGOTA, True, 12, 4)
    assert (one.first, one.last, one.rows) == (SUNDAY, date(2024, 1, 26), 2880)
    assert one.margin > 10 * SURE


def test_a_change_of_clock_at_a_weekend_is_found() -> None:
    feed = around_the_clock(SUNDAY, 4)
    early = pl.col("time").dt.date() >= date(2024, 1, 28)
    mixed = pl.concat([feed.filter(~early), by_clock(feed.filter(early), BOGOTA)])
    assert [(one.clock.name, one.days, one.rows, one.doubt) for one in found(mixed)] == [
        ("utc", 12, 2880, None),
        ("bogota", 12, 2880, None),
    ]


def test_a_change_while_the_market_is_open_is_a_doubt() -> None:
    feed = around_the_clock(SUNDAY, 4)
    early = pl.col("time").dt.date() >= date(2024, 1, 31)
    mixed = pl.concat([feed.filter(~early), by_clock(feed.filter(early), BOGOTA)])
    assert "the clock changes while the market is open" in (doubt(mixed) or "")


def test_a_feed_of_sessions_may_change_its_clock_over_a_night() -> None:
    bars = sessions_only(date(2024, 1, 15), date(2024, 2, 2))
    early = pl.col("time").dt.date() >= date(2024, 1, 24)
    paris = next(clock for clock in CLOCKS if clock.name == "Europe/Paris")
    mixed = pl.concat([bars.filter(~early), by_clock(bars.filter(early), paris)])
    assert [(one.clock.name, one.doubt) for one in found(mixed)] == [("utc", None), ("Europe/Paris", None)]


def test_a_feed_without_a_profile_and_without_ends_tells_nothing() -> None:
    flat = around_the_clock(SUNDAY, 2, quiet=1.0)
    cut = flat.filter(pl.col("time").dt.weekday().is_between(2, 4))
    for label in ("none", "utc"):
        assert "fit it alike" in (doubt(cut, label=label) or "")


def test_ends_of_the_week_alone_move_nothing() -> None:
    flat = around_the_clock(SUNDAY, 4, quiet=1.0)
    assert "only the ends of its week say" in (doubt(by_clock(flat, BOGOTA)) or "")
    assert doubt(flat) is None  # they agree with the word UTC


def test_ends_and_profile_that_contradict_each_other() -> None:
    feed = around_the_clock(SUNDAY, 4)
    turned = by_clock(feed, BOGOTA).with_columns(feed["time"])
    # The liveliest hours stand five hours later than by the ends of the week.
    close = turned["close"]
    lively = pl.concat([close[-60:], close[:-60]])
    assert "do not agree" in (doubt(turned.with_columns(close=lively)) or "")


def test_a_clock_that_nobody_keeps_is_asked_about() -> None:
    east = Clock("x", "Etc/GMT-9")
    for frame in (around_the_clock(SUNDAY, 3), sessions_only(SUNDAY, date(2024, 2, 2))):
        assert "its stamps look like UTC+9, which no known clock keeps" in (
            doubt(by_clock(frame, east)) or ""
        )


def test_rows_that_no_clock_puts_into_the_session() -> None:
    weekend = sessions_only(date(2024, 1, 15), date(2024, 1, 15)).with_columns(
        pl.col("time") + timedelta(days=5)
    )
    assert "no known clock puts its rows into the session" in (doubt(weekend) or "")


def test_part_of_a_session_is_believed_by_its_label_only() -> None:
    morning = sessions_only(date(2024, 1, 15), date(2024, 1, 15)).slice(24, 12)
    assert doubt(morning) is None
    assert "fit it alike" in (doubt(morning, label="none") or "")
    assert doubt(morning, told=(UTC,), label="none") is None


def test_a_hint_of_the_file_decides_where_its_rows_do_not() -> None:
    morning = by_clock(sessions_only(date(2024, 1, 15), date(2024, 1, 15)).slice(24, 12), MT5_EU)
    hints = (MT5_US, MT5_EU)
    (one,) = stretches(evidence(morning, "none"), hinted=hints)
    assert (one.clock, one.doubt) == (MT5_US, None)  # in winter both are one
    whole = sessions_only(date(2024, 1, 15), date(2024, 1, 15))
    assert stretches(evidence(whole, "none"), hinted=hints)[0].clock == UTC


def test_what_was_told_is_judged_all_the_same() -> None:
    feed = by_clock(around_the_clock(SUNDAY, 2), BOGOTA)
    assert doubt(feed, told=(BOGOTA,)) is None
    assert "told mt5-eu, but bogota fits it better" in (doubt(feed, told=(MT5_EU,)) or "")
    sessions = by_clock(sessions_only(SUNDAY, date(2024, 1, 26)), BOGOTA)
    assert doubt(sessions, told=(BOGOTA,)) is None
    assert "told utc, but bogota fits it better" in (doubt(sessions, told=(UTC,)) or "")


def test_a_clock_told_for_a_file_of_two_is_contradicted_by_the_part_that_has_the_other() -> None:
    feed = around_the_clock(SUNDAY, 4)
    late = pl.col("time").dt.date() >= date(2024, 1, 28)
    mixed = pl.concat([feed.filter(~late), by_clock(feed.filter(late), BOGOTA)])
    assert doubt(mixed, told=(UTC,)) == "2024-01-28 to 2024-02-09: told utc, but bogota fits it better"
    assert doubt(mixed, told=(BOGOTA,)) == "2024-01-14 to 2024-01-26: told bogota, but utc fits it better"
    (whole,) = found(mixed, told=(UTC,))
    assert (whole.days, whole.rows) == (24, 5760)


def test_days_of_another_clock_than_the_one_told_are_counted() -> None:
    bars = sessions_only(date(2024, 1, 15), date(2024, 3, 22))
    days = bars["time"].dt.date().unique().sort()
    for count, contradicted in ((0, False), (1, False), (2, True)):
        other = pl.col("time").dt.date().is_in(days[10 : 10 + count * 5 : 5].implode())
        for told, beside in ((UTC, BOGOTA), (BOGOTA, UTC)):
            mixed = pl.concat(
                [by_clock(bars.filter(~other), told), by_clock(bars.filter(other), beside)]
            ).sort("time")
            said = f"told {told.name}, but another clock puts the rows of {count} days into the session"
            assert (doubt(mixed, told=(told,)) or "").endswith(said) == contradicted
            assert (doubt(mixed, told=(told,)) is None) == (not contradicted)


def test_a_doubt_that_stored_bars_cause_says_so() -> None:
    bars = sessions_only(SUNDAY, date(2024, 1, 26))
    early = bars.select(at=pl.col("time") - timedelta(hours=4), close="close")
    labelled = bars.with_columns(label=pl.lit("utc"))
    overlap = Overlap(lambda _first, _last: early, CLOCKS)
    overlap.add(labelled)
    of_both = day_evidence(half_hours(labelled), overlap, CLOCKS, CALENDAR)
    for told in ((), (UTC,)):
        (one,) = stretches(of_both, told)
        assert one.doubt is not None
        assert "(by the bars stored for these days it is UTC+4; if those are wrong" in one.doubt
        assert "usdcop import --undo ID" in one.doubt
    assert doubt(bars, told=(BOGOTA,)) == "2024-01-15 to 2024-01-26: told bogota, but utc fits it better"


def test_what_was_told_and_nothing_confirms() -> None:
    flat = around_the_clock(SUNDAY, 2, quiet=1.0).filter(pl.col("time").dt.weekday() < 5)
    days = flat.filter(pl.col("time").dt.weekday().is_between(2, 3))
    assert "nothing in the file confirms it" in (doubt(days, told=(BOGOTA,)) or "")
    strangers = sessions_only(date(2024, 1, 15), date(2024, 1, 15)).with_columns(
        pl.col("time") + timedelta(days=5)
    )
    assert "which does not put its rows into the session" in (doubt(strangers, told=(UTC,)) or "")


def test_of_a_brokers_two_clocks_the_file_shows_which() -> None:
    for clock in (MT5_US, MT5_EU):
        for frame in (
            around_the_clock(date(2024, 3, 3), 3),
            sessions_only(date(2024, 3, 3), date(2024, 3, 22)),
        ):
            (one,) = found(by_clock(frame, clock), told=(MT5_US, MT5_EU), label="none")
            assert (one.clock, one.doubt) == (clock, None)


def test_bars_stamped_at_their_close_are_found() -> None:
    late = pl.col("time") + timedelta(minutes=5)
    for days, closing in ((LEAST_CLOSING, True), (LEAST_CLOSING - 1, False)):
        bars = sessions_only(date(2024, 1, 15), date(2024, 1, 14) + timedelta(days=days))
        assert [one.closing for one in found(bars.with_columns(late))] == [closing]
        assert not found(bars)[0].closing
    feed = around_the_clock(SUNDAY, 2)
    assert found(by_clock(feed.with_columns(late), MT5_US))[0].closing
    assert not found(by_clock(feed, MT5_US))[0].closing


def test_half_of_the_sessions_must_show_it_and_the_others_nothing() -> None:
    bars = sessions_only(date(2024, 1, 15), date(2024, 1, 26)).with_columns(
        pl.col("time") + timedelta(minutes=5)
    )
    first = pl.int_range(pl.len()).over(pl.col("time").dt.date()) == 0
    for odd, closing in ((1, True), (5, True), (6, False)):
        days = bars["time"].dt.date().unique().sort()[:odd]
        part = bars.filter(~(first & pl.col("time").dt.date().is_in(days.implode())))
        (one,) = found(part)
        assert one.closing == closing
        assert (one.doubt is None) == closing


def made(days: int, **scores: dict[str, float]) -> DayEvidence:
    """Evidence of consecutive days around the clock with the same scores, by kind and clock."""
    base = evidence(around_the_clock(SUNDAY, 1))

    def scored(kind: str) -> Scores:
        row = [scores.get(kind, {}).get(name, 0.0) for name in NAMES]
        return np.tile(np.array(row), (days, 1))

    dates = pl.Series([SUNDAY + timedelta(days=n) for n in range(days)])
    return replace(
        base, days=dates, first=base.first[:1].new_from_index(0, days), last=base.last[:1].new_from_index(0, days),
        begins=base.begins[:1].new_from_index(0, days), ends=base.begins[:1].new_from_index(0, days),
        rows=np.full(days, 10), labelled=np.zeros(days, np.int64), around=np.ones(days, np.bool_),
        shift=np.repeat(base.shift[1:2], days, axis=0), inside=np.ones((days, len(CLOCKS))),
        hours=scored("hours"), profile=scored("profile"), liveliness=scored("liveliness"), edges=scored("edges"),
        stored=scored("stored"),
    )  # fmt: skip


OTHERS = {name: -1.0 for name in NAMES if name not in {"bogota", "America/New_York"}}


def test_how_far_the_next_clock_must_be_behind() -> None:
    def one(score: float) -> ClockStretch:
        return stretches(made(1, profile=OTHERS | dict.fromkeys(OTHERS, -score)))[0]

    assert one(SURE).doubt is None
    assert one(SURE - 0.01).doubt is not None


def test_how_far_one_kind_must_be_against_the_others() -> None:
    edges = {"bogota": 20.0, "America/New_York": 20.0}
    for against, agree in ((AGAINST - 0.01, True), (AGAINST, False)):
        (one,) = stretches(
            made(
                1,
                edges=edges,
                stored={"utc": 4.0},
                profile={"bogota": -against, "America/New_York": -against},
            )
        )
        assert (one.clock.name, "do not agree" in (one.doubt or "")) == ("bogota", not agree)


def test_a_change_of_clock_has_its_price() -> None:
    for score, changes in ((CHANGE - 0.01, 1), (CHANGE + 0.01, 2)):
        base = made(2)
        base.edges[0, NAMES.index("bogota")] = 50.0
        base.edges[1, NAMES.index("mt5-eu")] = score
        assert len(stretches(base)) == changes


def test_what_the_label_and_the_own_clock_are_worth() -> None:
    base = made(1)
    assert stretches(base)[0].clock == BOGOTA
    assert stretches(replace(base, labelled=np.array([10])))[0].clock == UTC
    for ahead, name in ((OWN - 0.01, "bogota"), (OWN + 0.01, "Europe/Paris")):
        assert stretches(made(1, edges={"Europe/Paris": ahead}))[0].clock.name == name
    for ahead, name in ((LABEL - 0.01, "utc"), (LABEL + 0.01, "Europe/Paris")):
        labelled = replace(made(1, edges={"Europe/Paris": ahead}), labelled=np.array([10]))
        assert stretches(labelled)[0].clock.name == name


def test_what_a_hint_is_worth_and_what_a_clock_that_nobody_keeps_lacks() -> None:
    paris = next(clock for clock in CLOCKS if clock.name == "Europe/Paris")
    for ahead, name in ((HINT - OWN - 0.01, "Europe/Paris"), (HINT - OWN + 0.01, "bogota")):
        assert stretches(made(1, edges={"bogota": ahead}), hinted=(paris,))[0].clock.name == name
    for ahead, name in ((OWN - STRANGE - 0.01, "bogota"), (OWN - STRANGE + 0.01, "UTC+9")):
        assert stretches(made(1, edges={"UTC+9": ahead}))[0].clock.name == name
