import math
from datetime import date, timedelta

import polars as pl
import pytest

from support.feeds import CALENDAR, sessions_only
from usdcop.pipeline.session_clock import Shifted, look_shifted

# In figures, so that a changed threshold fails a test.
LEAST_MOVES = 30
NEIGHBOURS = 20
QUIET = 1 / 3
RUN = 5

FIRST = date(2024, 1, 15)
MADE = sessions_only(FIRST, FIRST + timedelta(days=90), seed=5)
BARS = MADE.select(
    session=pl.col("time").dt.date(),
    slot=(pl.int_range(pl.len()) % CALENDAR.hours.slots).cast(pl.Int16),
    close="close",
)
DAYS = BARS["session"].unique().sort().to_list()


def looks(bars: pl.DataFrame) -> tuple[Shifted, ...]:
    return look_shifted(bars.sort("session", "slot"), CALENDAR.hours)


def on(days: list[date], changed: pl.Expr, name: str) -> pl.DataFrame:
    chosen = pl.col("session").is_in(days)
    return BARS.with_columns(pl.when(chosen).then(changed).otherwise(pl.col(name)).alias(name))


def as_lively(share: float) -> pl.Expr:
    first = pl.col("close").first().over("session")
    return first * ((pl.col("close") / first).log() * share).exp()


def test_a_plain_history_looks_right() -> None:
    assert len(DAYS) > RUN + 2 * NEIGHBOURS
    assert looks(BARS) == ()
    assert looks(BARS.head(0)) == ()


def test_a_week_of_bars_from_outside_of_sessions_is_quiet() -> None:
    week = DAYS[30:35]
    (found,) = looks(on(week, as_lively(0.1), "close"))
    assert found.first <= week[0] <= week[-1] <= found.last
    assert "move far less" in found.why


@pytest.mark.parametrize(("share", "seen"), [(QUIET * 0.6, True), (QUIET * 1.8, False)])
def test_how_quiet_is_quiet(share: float, seen: bool) -> None:
    assert bool(looks(on(DAYS[30:35], as_lively(share), "close"))) == seen


def test_two_quiet_sessions_are_not_a_run() -> None:
    assert looks(on(DAYS[30:32], as_lively(0.1), "close")) == ()


@pytest.mark.parametrize("hours", [1, 2, 4])
def test_sessions_whose_last_hours_stand_first_are_torn(hours: int) -> None:
    weeks = DAYS[30:40]
    moved = ((pl.col("slot").cast(pl.Int32) + 12 * hours) % 60).cast(pl.Int16)
    found = looks(on(weeks, moved, "slot"))
    assert found
    assert all(one.first >= DAYS[26] and one.last <= DAYS[43] for one in found)
    assert any(f"{8 + hours:02}:00" in one.why for one in found)


def test_sessions_of_few_bars_are_not_looked_at() -> None:
    short = BARS.filter(pl.col("slot") <= LEAST_MOVES - 1)
    assert looks(short) == ()
    quiet = on(DAYS[30:35], as_lively(0.1), "close")
    assert looks(quiet.filter(pl.col("slot") <= LEAST_MOVES - 1)) == ()
    assert looks(quiet.filter(pl.col("slot") <= LEAST_MOVES)) != ()


def steady(*levels: float, joint: float = 1.0) -> pl.DataFrame:
    """Sessions of one size of move each (bps); the one into the second hour is ``joint`` times as large."""
    days = CALENDAR.sessions(FIRST, FIRST + timedelta(days=150))[: len(levels)]
    moves = [
        [0.0, *(level * (joint if slot == 12 else 1.0) for slot in range(1, CALENDAR.hours.slots))]
        for level in levels
    ]
    return pl.DataFrame(
        [
            (day, slot, 4000.0 * math.exp(sum(one[: slot + 1]) / 1e4))
            for day, one in zip(days, moves, strict=True)
            for slot in range(CALENDAR.hours.slots)
        ],
        schema={"session": pl.Date, "slot": pl.Int16, "close": pl.Float64},
        orient="row",
    )


def last_is_quiet(*levels: float) -> bool:
    bars = steady(*levels)
    return bool(found := looks(bars)) and found[-1].last == bars["session"][-1]


def test_a_third_of_the_neighbours_moves_is_quiet() -> None:
    assert last_is_quiet(*[1.0] * 20, *[0.33] * 5)
    assert not last_is_quiet(*[1.0] * 20, *[0.34] * 5)


def test_ten_neighbours_are_enough_and_twenty_are_looked_at() -> None:
    assert last_is_quiet(*[1.0] * 10, *[0.1] * 5)
    assert not last_is_quiet(*[1.0] * 9, *[0.1] * 5)
    # Of the twenty before, ten move by a tenth: they move by 0.55 in the middle, and one more or less decides.
    mixed = [*[0.1] * 20, *[1.0] * 10]
    assert last_is_quiet(*mixed, *[0.15] * 5)
    assert not last_is_quiet(*mixed, *[0.25] * 5)


def test_a_run_is_five_sessions() -> None:
    bars = steady(*[1.0] * 20, *[0.1] * 5, *[1.0] * 20)
    (found,) = looks(bars)
    days = bars["session"].unique().sort()
    assert found.first >= days[20 - 2]
    assert found.last <= days[24 + 2]
    assert looks(steady(*[1.0] * 20, *[0.1] * 2, *[1.0] * 20)) == ()
    assert looks(steady(*[1.0] * 20, *[0.1] * 3, *[1.0] * 20)) != ()


def test_parts_that_do_not_belong_together_are_more_than_five_and_a_half_moves_apart() -> None:
    (found,) = looks(steady(*[1.0] * 10, joint=5.6))
    assert "before and after 09:00" in found.why
    assert looks(steady(*[1.0] * 10, joint=5.4)) == ()
    assert looks(steady(*[1.0] * 3, joint=5.6)) == ()


@pytest.mark.parametrize("sessions", [4, 5])
def test_a_history_that_begins_with_torn_sessions_is_named_from_its_first(sessions: int) -> None:
    bars = steady(*[1.0] * sessions, joint=5.6)
    (found,) = looks(bars)
    assert (found.first, found.last) == (bars["session"][0], bars["session"][-1])
