from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.clock.days import DayAccount, ScatteredAccount, day_facts
from usdcop.pipeline.importing.clock.early_rows import Window
from usdcop.pipeline.importing.clock.half_hours import half_hours

WINDOW = Window.of(Calendar())
MIDNIGHT = datetime(2025, 5, 5, tzinfo=UTC)


def rows(*given: tuple[str, float], label: str = "utc", day: int = 0, flat: bool = True) -> pl.DataFrame:
    times = [MIDNIGHT + timedelta(days=day, hours=int(at[:2]), minutes=int(at[3:])) for at, _ in given]
    close = pl.Series("close", [price for _, price in given], dtype=pl.Float64)
    return pl.DataFrame(
        {"time": pl.Series(times, dtype=pl.Datetime("us", "UTC")), "close": close}
    ).with_columns(
        label=pl.lit(label), open="close", low="close", high=pl.col("close") + (0.0 if flat else 1.0)
    )


def facts(frame: pl.DataFrame) -> dict[str, float]:
    return day_facts(frame, WINDOW).row(0, named=True)


def test_rows_are_counted_by_where_they_stand() -> None:
    found = facts(rows(("07:55", 1), ("08:00", 1), ("12:55", 1), ("13:00", 1), ("17:55", 1), ("18:00", 1)))
    assert (found["rows"], found["early"], found["session_rows"], found["other"]) == (6, 2, 2, 2)


def test_rows_with_an_offset_of_their_own_are_never_early() -> None:
    assert facts(rows(("08:00", 1), label="other"))["early"] == 0


def test_twins_agree_within_rounding() -> None:
    found = facts(rows(("08:00", 4000.0), ("08:05", 4001.0), ("13:00", 4000.003), ("13:05", 4009.0)))
    assert (found["twins"], found["twins_agree"], found["twins_flat"], found["twin_closes"]) == (2, 1, 2, 1)
    assert round(found["twin_apart"]) == 20


def test_twins_are_flat_only_where_both_are() -> None:
    both = pl.concat([rows(("08:00", 1.0), flat=False), rows(("13:00", 1.0))])
    assert facts(both)["twins_flat"] == 0


def test_what_stands_beside_the_grid_belongs_to_the_bar_it_begins_in() -> None:
    found = facts(rows(("08:04", 1.0), ("13:04", 1.0), ("13:05", 1.0)))
    assert (found["early"], found["session_rows"], found["twins"]) == (1, 2, 1)


def test_the_opening_moves_more_than_later() -> None:
    early = [
        ("08:00", 4000.0),
        ("08:05", 4008.0),
        *((f"08:{m}", 4008.0 + 0.4 * i) for i, m in enumerate(range(30, 60, 5))),
    ]
    found = facts(rows(*early))
    assert round(found["opening_move"]) == 20
    assert round(found["later_move"]) == 1


def test_the_opening_has_calmed_down_half_an_hour_later() -> None:
    """Moves of 1 and 3 bps from there on have the mean 2; one more bar before or one less would have another."""
    price = [4000.0, 4000.0, 4000.0, 4000.0, 4000.0, 4004.0, 4004.4004, 4005.60172012]
    found = facts(rows(*((f"08:{5 * n:02}", value) for n, value in enumerate(price))))
    assert round(found["later_move"], 3) == 2.0


def captures(error: float, step: float = 2.0) -> pl.DataFrame:
    """A session whose bars stand a second time, early, their closes ``error`` basis points above or below."""
    price = [4000.0 + step * n for n in range(24)]
    early = [(f"{8 + n // 12:02}:{n % 12 * 5:02}", price[n]) for n in range(24)]
    again = [
        (f"{13 + n // 12:02}:{n % 12 * 5:02}", price[n] * (1 + (-1) ** n * error / 1e4)) for n in range(24)
    ]
    return rows(*early, *again)


def test_captures_of_one_bar_are_near_by_ten_points() -> None:
    assert facts(captures(9.9))["twins_near"] == 24
    assert facts(captures(10.1))["twins_near"] == 0


def test_captures_are_nearer_than_bars_an_hour_apart() -> None:
    # An hour's move is 24 pesos, 60 bps: half of that is not yet far.
    assert facts(captures(29.0))["near"]
    assert not facts(captures(31.0))["near"]
    # A quote that hardly moves is near to itself at any distance.
    assert not facts(captures(3.0, step=0.05))["near"]
    assert not facts(rows(("08:00", 1.0), ("13:00", 1.0)))["near"]


def test_what_chance_makes_of_captures_is_looked_for_an_hour_later() -> None:
    """Ten bars at the opening: an hour later the session has others, an hour earlier it has none."""
    frame = captures(3.0)
    opening = pl.col("time") < MIDNIGHT + timedelta(hours=8, minutes=50)
    assert facts(frame.filter(opening | (pl.col("time").dt.hour() >= 13)))["near"]


def test_one_run_across_the_opening_is_told_from_rows_of_two_clocks() -> None:
    run = [(f"{h:02}:{m:02}", 1.0) for h in range(9, 14) for m in range(0, 60, 5)]
    assert facts(rows(*run))["unbroken"]
    assert not facts(rows(*run[:-13], *run[-12:]))["unbroken"]  # the bar before the opening is missing
    assert not facts(rows(*run, ("14:00", 1.0)))["unbroken"]  # 09:00 would stand where 14:00 does
    assert not facts(rows(*run[:48]))["unbroken"]
    assert not facts(rows(*run[48:]))["unbroken"]


def test_an_account_in_batches_equals_one_in_one_piece() -> None:
    frame = pl.concat(
        [
            rows(*((f"{h}:{m:02}", h + m / 60) for h in range(10, 16) for m in range(0, 60, 5)), day=d)
            for d in range(4)
        ]
    )
    whole, parts = DayAccount(WINDOW), DayAccount(WINDOW)
    whole.add(frame)
    for start in range(0, frame.height, 17):
        parts.add(frame[start : start + 17])
    assert not parts.scattered
    assert_frame_equal(parts.facts(), whole.facts())
    assert_frame_equal(parts.half_hours(), whole.half_hours())
    assert_frame_equal(whole.half_hours(), half_hours(frame))


def test_descending_files_are_not_scattered_and_shuffled_ones_are(tmp_path: Path) -> None:
    frame = pl.concat([rows(("13:00", 1.0), ("13:05", 2.0), day=day) for day in range(5)])
    descending, shuffled, laid_aside = (
        DayAccount(WINDOW),
        DayAccount(WINDOW),
        ScatteredAccount(WINDOW, tmp_path),
    )
    for start in range(0, 10, 3):
        descending.add(frame.reverse()[start : start + 3])
    mixed = frame.gather([0, 2, 4, 6, 8, 1, 3, 5, 7, 9])
    for start in range(0, 10, 3):
        shuffled.add(mixed[start : start + 3])
        laid_aside.add(mixed[start : start + 3])
    assert_frame_equal(descending.facts(), day_facts(frame, WINDOW))
    assert not descending.scattered
    shuffled.facts()
    assert shuffled.scattered
    assert_frame_equal(laid_aside.facts(), day_facts(frame, WINDOW))


def test_of_a_bar_that_stands_twice_the_first_of_the_file_counts(tmp_path: Path) -> None:
    account = ScatteredAccount(WINDOW, tmp_path)
    for frame in (rows(("08:00", 4000.0), ("13:00", 4000.0)), rows(("08:00", 1.0)), rows(("13:00", 2.0))):
        account.add(frame)
    assert account.facts()["twins_agree"].to_list() == [1]


def test_years_that_are_scattered_are_looked_at_one_by_one(tmp_path: Path) -> None:
    frame = pl.concat([rows(("13:00", 1.0), ("13:05", 2.0), day=day) for day in range(0, 1200, 100)])
    account = ScatteredAccount(WINDOW, tmp_path)
    for start in range(7):
        account.add(frame[start::7])
    assert len({path.name[:4] for path in tmp_path.iterdir()}) == 4
    assert_frame_equal(account.facts(), day_facts(frame, WINDOW))
