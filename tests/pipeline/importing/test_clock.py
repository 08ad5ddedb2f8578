from datetime import date, timedelta

import polars as pl

from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.clock import PROFILE_DAYS, Evidence, Window, shifted_days

DAY = date(2025, 5, 5)
NOTHING: dict[str, float | None] = {
    "early": 0, "session_rows": 60, "other": 0, "twins": 0, "twins_agree": 0, "twin_closes": 0,
    "opening_move": None, "later_move": None,
}  # fmt: skip


def found(*days: dict[str, float | None]) -> list[str | None]:
    """Evidence of consecutive days, given what differs from a plain day of session rows."""
    schema = {name: pl.Float64 if "move" in name else pl.Int64 for name in NOTHING}
    frame = pl.DataFrame([NOTHING | day for day in days], schema=schema).with_columns(
        day=pl.Series([DAY + timedelta(days=n) for n in range(len(days))])
    )
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
    around: dict[str, float | None] = {
        "early": 60,
        "other": 168,
        "twins": 60,
        "twins_agree": 3,
        "twin_closes": 2,
    }
    assert found(*[around] * 5) == [None] * 5


def test_nor_is_a_short_day_of_his() -> None:
    around: dict[str, float | None] = {"early": 60, "other": 168}
    cut: dict[str, float | None] = {"early": 60, "session_rows": 0}
    assert found(*[cut] * 4, around) == [None] * 5
    # Eight days away the feed may have been another one.
    assert found(cut, *[{}] * 8, around)[0] == Evidence.WINDOW


def test_many_agreeing_twins_prove_it_even_there() -> None:
    mixed: dict[str, float | None] = {"early": 60, "other": 168, "twins": 55, "twins_agree": 55}
    assert found(mixed | {"twin_closes": 50}) == [Evidence.TWINS]
    # A quote that stands still agrees with itself at any distance.
    assert found(mixed | {"twin_closes": 1}) == [None]


def test_a_stray_row_out_of_hours_keeps_the_day_and_spares_its_neighbours() -> None:
    assert found({"early": 60, "other": 1}, {"early": 60}) == [None, Evidence.FILLS]


def test_days_on_the_window_alone_must_show_a_sessions_opening() -> None:
    alone: dict[str, float | None] = {"early": 60, "session_rows": 0, "later_move": 4.0}
    opens, does_not = alone | {"opening_move": 8.0}, alone | {"opening_move": 4.0}
    assert found(*[opens] * PROFILE_DAYS) == [Evidence.WINDOW] * PROFILE_DAYS
    assert found(*[does_not] * PROFILE_DAYS) == [None] * PROFILE_DAYS
    assert found(*[does_not] * (PROFILE_DAYS - 1)) == [Evidence.WINDOW] * (PROFILE_DAYS - 1)
