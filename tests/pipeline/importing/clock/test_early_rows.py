from datetime import date, timedelta

import polars as pl

from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.clock.early_rows import Evidence, Window, doubtful_days, shifted_days

# In figures, so that a changed threshold fails a test.
ALMOST_ALL = 0.9
LEAST_TWINS = 3
MOST = 0.5
NEIGHBOURS = timedelta(days=7)
PROFILE_DAYS = 20
PROFILE_RATIO = 1.2
SURE_TWINS = 10

DAY = date(2025, 5, 5)
NOTHING: dict[str, float | None] = {
    "early": 0, "session_rows": 60, "other": 0, "twins": 0, "twins_agree": 0, "twins_near": 0, "twin_closes": 0,
    "opening_move": None, "later_move": None, "near": 0, "unbroken": 0,
}  # fmt: skip


Day = dict[str, float | None]


def table(*days: Day) -> pl.DataFrame:
    """Consecutive days, given what differs from a plain day of session rows."""
    schema = {name: pl.Float64 if "move" in name else pl.Int64 for name in NOTHING}
    frame = pl.DataFrame([NOTHING | day for day in days], schema=schema)
    dates = pl.Series([DAY + timedelta(days=n) for n in range(len(days))])
    return frame.with_columns(pl.col("near", "unbroken").cast(pl.Boolean), day=dates)


def found(*days: Day) -> list[str | None]:
    """Evidence of each day."""
    frame = table(*days)
    named = dict(shifted_days(frame).iter_rows())
    return [named.get(day) for day in frame["day"]]


def test_the_window_of_bogota() -> None:
    assert Window.of(Calendar()) == Window(opens=780, closes=1080, shift=300)


def test_a_day_of_session_rows_is_right() -> None:
    assert found({}) == [None]


def test_early_rows_that_fill_an_empty_session_are_shifted() -> None:
    assert found({"early": 60, "session_rows": 0}) == [Evidence.WINDOW]
    assert found({"early": 40, "session_rows": 20}) == [Evidence.FILLS]


def test_twins_prove_it() -> None:
    assert found({"early": 60, "twins": 1, "twins_agree": 1}) == [Evidence.TWINS]


def test_early_rows_that_disagree_with_the_session_are_bars_of_their_own() -> None:
    assert found({"early": 60, "twins": 60, "twins_agree": 2}) == [None]


def test_a_vendor_around_the_clock_is_not_shifted() -> None:
    around: Day = {
        "early": 60,
        "other": 168,
        "twins": 60,
        "twins_agree": 3,
        "twin_closes": 2,
    }
    assert found(*[around] * 5) == [None] * 5


def test_nor_is_a_short_day_of_his() -> None:
    around: Day = {"early": 60, "other": 168}
    cut: Day = {"early": 60, "session_rows": 0}
    assert found(*[cut] * 4, around) == [None] * 5
    # Eight days away the feed may have been another one.
    assert found(cut, *[{}] * 8, around)[0] == Evidence.WINDOW


def test_many_agreeing_twins_prove_it_even_there() -> None:
    mixed: Day = {"early": 60, "other": 168, "twins": 55, "twins_agree": 55}
    assert found(mixed | {"twin_closes": 50}) == [Evidence.TWINS]
    # A quote that stands still agrees with itself at any distance.
    assert found(mixed | {"twin_closes": 1}) == [None]


def test_a_stray_row_out_of_hours_keeps_the_day_and_spares_its_neighbours() -> None:
    assert found({"early": 60, "other": 1}, {"early": 60}) == [None, Evidence.FILLS]


def test_days_on_the_window_alone_must_show_a_sessions_opening() -> None:
    alone: Day = {"early": 60, "session_rows": 0, "later_move": 4.0}
    opens, does_not = alone | {"opening_move": 8.0}, alone | {"opening_move": 4.0}
    assert found(*[opens] * PROFILE_DAYS) == [Evidence.WINDOW] * PROFILE_DAYS
    assert found(*[does_not] * PROFILE_DAYS) == [None] * PROFILE_DAYS
    assert found(*[does_not] * (PROFILE_DAYS - 1)) == [Evidence.WINDOW] * (PROFILE_DAYS - 1)


def test_three_twins_decide_and_two_do_not() -> None:
    apart: Day = {"early": 60, "twins_agree": 0}
    assert found(apart | {"twins": LEAST_TWINS - 1}) == [Evidence.FILLS]
    assert found(apart | {"twins": LEAST_TWINS}) == [None]


def test_half_of_the_twins_must_agree() -> None:
    day: Day = {"early": 60, "twins": 60}
    assert found(day | {"twins_agree": 60 * MOST}) == [Evidence.TWINS]
    assert found(day | {"twins_agree": 60 * MOST - 1}) == [None]


def test_what_agreeing_twins_need_around_the_clock() -> None:
    sure: Day = {"early": 60, "other": 168, "twins": 10, "twins_agree": 10, "twin_closes": 3}
    assert found(sure) == [Evidence.TWINS]
    assert found(sure | {"twins": SURE_TWINS - 1, "twins_agree": SURE_TWINS - 1}) == [None]
    assert found(sure | {"twin_closes": LEAST_TWINS - 1}) == [None]
    assert found(sure | {"twins": 20, "twins_agree": 20 * ALMOST_ALL}) == [Evidence.TWINS]
    assert found(sure | {"twins": 20, "twins_agree": 20 * ALMOST_ALL - 1}) == [None]


def test_captures_that_differ_are_twins_where_nearly_all_are_near() -> None:
    captures: Day = {"early": 60, "twins": 60, "twins_agree": 1, "twins_near": 60 * ALMOST_ALL, "near": 1}
    assert found(captures) == [Evidence.NEAR_TWINS]
    assert found(captures | {"twins_near": 60 * ALMOST_ALL - 1}) == [None]
    assert found(captures | {"near": 0}) == [None]
    assert found(captures | {"twins": 2, "twins_near": 2, "twins_agree": 0}) == [Evidence.FILLS]
    # Most are the same to the last digit: that is the stronger word.
    assert found(captures | {"twins_agree": 60 * MOST}) == [Evidence.TWINS]
    # In a feed around the clock only equal closes are believed.
    assert found(captures | {"other": 168}) == [None]


def test_one_run_that_crosses_the_opening_is_never_half_corrected() -> None:
    assert found({"early": 48, "session_rows": 12, "unbroken": 1}) == [None]


def test_a_week_beside_a_feed_around_the_clock_is_of_it() -> None:
    around: Day = {"early": 60, "other": 168}
    cut: Day = {"early": 60, "session_rows": 0}
    plain = [dict[str, float | None]()] * (NEIGHBOURS.days - 1)
    assert found(around, *plain, cut)[-1] is None
    assert found(around, *plain, {}, cut)[-1] == Evidence.WINDOW


def test_how_many_other_rows_make_a_feed_around_the_clock() -> None:
    cut: Day = {"early": 60, "session_rows": 0}
    assert found({"early": 4, "other": 5}, cut)[1] == Evidence.WINDOW
    assert found({"early": 4, "other": 6}, cut)[1] is None
    assert found({"early": 60, "other": 29}, cut)[1] == Evidence.WINDOW
    assert found({"early": 60, "other": 30}, cut)[1] is None


def test_the_opening_must_move_a_fifth_more() -> None:
    alone: Day = {"early": 60, "session_rows": 0, "later_move": 4.0}
    ratio = PROFILE_RATIO * 4.0
    assert found(*[alone | {"opening_move": ratio}] * PROFILE_DAYS) == [Evidence.WINDOW] * PROFILE_DAYS
    assert found(*[alone | {"opening_move": ratio - 0.01}] * PROFILE_DAYS) == [None] * PROFILE_DAYS
    # Days with other evidence stand for themselves.
    twins: Day = {"early": 60, "twins": 60, "twins_agree": 60, "opening_move": 1.0, "later_move": 4.0}
    assert found(twins, *[alone | {"opening_move": 4.0}] * PROFILE_DAYS)[0] == Evidence.TWINS


def test_days_whose_early_rows_stay_are_doubtful() -> None:
    frame = table(
        {}, {"early": 60}, {"early": 48, "session_rows": 12, "unbroken": 1}, {"early": 1, "unbroken": 1}
    )
    doubtful = [DAY + timedelta(days=2), DAY + timedelta(days=3)]
    assert doubtful_days(frame, shifted_days(frame))["day"].to_list() == doubtful
