from datetime import date

import polars as pl

from support.feeds import CALENDAR, by_clock, sessions_only
from usdcop.pipeline.importing.clock.overlap import Overlap
from usdcop.pipeline.importing.clock.wall_clocks import Clock, known_clocks, own_clock

# In figures, so that a changed threshold fails a test.
AGREE = 0.9
LEAST_PAIRS = 10
WORTH = 6.0

CLOCKS = known_clocks(CALENDAR)
OWN = own_clock(CALENDAR)
BARS = sessions_only(date(2024, 1, 15), date(2024, 1, 16))
STORED = BARS.select("close", at="time")


def scored(rows: pl.DataFrame, stored: pl.DataFrame = STORED, label: str = "utc") -> list[dict[str, float]]:
    overlap = Overlap(lambda _first, _last: stored, CLOCKS)
    labelled = rows.with_columns(label=pl.lit(label))
    for start in range(0, rows.height, 17):
        overlap.add(labelled[start : start + 17])
    table = overlap.scores(labelled["time"].dt.date().unique().sort())
    return [{clock.name: float(x) for clock, x in zip(CLOCKS, row, strict=True) if x} for row in table]


def test_the_right_clock_meets_what_is_stored() -> None:
    for day in scored(by_clock(BARS, OWN)):
        assert day["bogota"] == day["America/New_York"] == WORTH
        assert day["America/Chicago"] == -WORTH  # meets other bars' closes
        assert "utc" not in day  # meets none


def test_other_prices_tell_of_no_clock() -> None:
    assert scored(by_clock(BARS, OWN).with_columns(pl.col("close") * 1.025)) == [{}, {}]


def test_captures_may_differ() -> None:
    assert scored(BARS.with_columns(pl.col("close") * 1.00099))[0]["utc"] == WORTH
    assert scored(BARS.with_columns(pl.col("close") * 1.00101))[0].get("utc", 0.0) <= 0.0


def test_a_few_bars_and_a_quote_that_stands_still_say_nothing() -> None:
    assert scored(BARS.head(LEAST_PAIRS - 1)) == [{}]
    assert scored(BARS.head(LEAST_PAIRS))[0]["utc"] == WORTH
    still = BARS.with_columns(close=pl.lit(4000.0))
    assert scored(still, still.select("close", at="time")) == [{}, {}]


def test_nearly_all_must_agree() -> None:
    wrong = round(60 * (1 - AGREE))
    for more, worth in ((0, WORTH), (1, None)):
        off = BARS.head(60).with_columns(
            close=pl.when(pl.int_range(60) < wrong + more).then(pl.col("close") * 1.1).otherwise("close")
        )
        assert scored(off)[0].get("utc") == worth


def test_rows_with_an_offset_and_an_empty_store_are_left_alone() -> None:
    assert scored(BARS, label="other") == [{}, {}]
    assert scored(BARS, STORED.head(0)) == [{}, {}]
    assert scored(BARS, STORED.with_columns(pl.col("at") + pl.duration(days=30))) == [{}, {}]
    assert Clock("utc", "UTC") in CLOCKS


def test_less_than_half_speaks_against_a_clock() -> None:
    file = by_clock(BARS.head(60), OWN)
    for agreeing, score in ((30, None), (29, -WORTH)):
        off = pl.when(pl.int_range(60) < agreeing).then("close").otherwise(pl.col("close") * 1.1)
        stored = pl.concat([STORED, file.select(off, at="time").select("close", "at")])
        (day,) = scored(file, stored)
        assert (day["bogota"], day.get("utc")) == (WORTH, score)


def test_three_different_closes_are_enough() -> None:
    for closes, score in ((3, WORTH), (2, None)):
        bars = BARS.head(60).with_columns(close=4000.0 + 10.0 * (pl.int_range(60) % closes))
        (day,) = scored(bars, bars.select("close", at="time"))
        assert day.get("utc") == score
