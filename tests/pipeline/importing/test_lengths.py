"""Bars of another length than five minutes: told, put together, or refused by name; never taken as they are."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.real_files import case_path
from usdcop.core.errors import DataError
from usdcop.pipeline.importing import tables
from usdcop.pipeline.importing.lengths import bar_length
from usdcop.pipeline.importing.read import ImportFile, read_file

# In figures, so that a changed threshold fails a test.
LEAST_GAPS = 20

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OPENS = datetime(2024, 3, 5, 13, tzinfo=UTC)
PRICES = ("open", "high", "low", "close")


def bars(minutes: int, count: int, start: datetime = OPENS) -> pl.DataFrame:
    """Bars of ``minutes`` whose prices tell where each stands."""
    times = [start + timedelta(minutes=minutes * number) for number in range(count)]
    close = pl.Series("close", [4000.0 + 0.25 * number + number % 3 for number in range(count)])
    frame = pl.DataFrame({"time": times, "close": close}).with_columns(
        open=pl.col("close").shift(1).fill_null(4000.0)
    )
    return frame.with_columns(
        high=pl.max_horizontal("open", "close") + 0.5, low=pl.min_horizontal("open", "close") - 0.5
    ).select("time", *PRICES)


def written(path: Path, frame: pl.DataFrame) -> Path:
    frame.with_columns(pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_csv(path)
    return path


def read(path: Path) -> ImportFile:
    return read_file(path, "USDCOP", NOW)


def rows(found: ImportFile) -> pl.DataFrame:
    return pl.concat(found.chunks()).select("time", *PRICES)


def five(frame: pl.DataFrame) -> pl.DataFrame:
    """The same bars put together by hand."""
    made = []
    for start in frame["time"].dt.truncate("5m").unique().sort():
        part = frame.filter((pl.col("time") >= start) & (pl.col("time") < start + timedelta(minutes=5)))
        highs, lows = part["high"].to_list(), part["low"].to_list()
        made.append((start, part["open"][0], max(highs), min(lows), part["close"][-1]))
    return pl.DataFrame(made, schema=frame.schema, orient="row")


@pytest.mark.parametrize("block", [400, 1 << 20])
def test_shorter_bars_are_put_together_wherever_the_file_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    """Each bar of a minute was taken for one of five: grade A, and 1,197 of 1,200 closes wrong."""
    monkeypatch.setattr(tables, "BLOCK_BYTES", block)
    minutes = bars(1, 603)
    found = read(written(tmp_path / "m1.csv", minutes))
    assert_frame_equal(rows(found), five(minutes).with_columns(pl.col("time").dt.cast_time_unit("us")))
    assert "bars of 1 minute(s): 603 rows are put together to 121 of 5 minutes" in found.findings.lines()


def test_a_minute_that_is_missing_is_no_hindrance(tmp_path: Path) -> None:
    minutes = bars(1, 300).filter(pl.col("time").dt.minute() % 7 != 3)
    found = read(written(tmp_path / "m1.csv", minutes))
    assert_frame_equal(rows(found), five(minutes).with_columns(pl.col("time").dt.cast_time_unit("us")))


def test_a_price_that_cannot_be_read_leaves_its_five_minutes_unread(tmp_path: Path) -> None:
    path = written(tmp_path / "m1.csv", bars(1, 100))
    lines = path.read_text().splitlines()
    lines[13] = lines[13].rpartition(",")[0] + ",n/a"
    path.write_text("\n".join(lines))
    raw = pl.concat(read(path).chunks())
    unread = raw.filter(pl.col("close").is_null())
    assert unread["time"].to_list() == [OPENS + timedelta(minutes=10)]
    assert unread["raw"].to_list() == [lines[13]]


@pytest.mark.parametrize(
    ("minutes", "words"), [(15, "15 minutes"), (60, "60 minutes"), (1440, "1440 minutes"), (2, "2 minutes")]
)
def test_other_lengths_are_refused_by_name(tmp_path: Path, minutes: int, words: str) -> None:
    with pytest.raises(DataError, match=rf"holds bars of {words} \(from line 2\).*have 5 minutes") as caught:
        read(written(tmp_path / "bars.csv", bars(minutes, 200)))
    assert "Give bars of 5 minutes" in caught.value.cure


def test_a_file_of_two_lengths_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BLOCK_BYTES", 4_000)
    later = bars(1, 400, OPENS + timedelta(days=1))
    for first in (bars(5, 400), bars(1, 400)):
        second = (
            later
            if first["time"][1] - first["time"][0] == timedelta(minutes=5)
            else bars(5, 400, later["time"][0])
        )
        with pytest.raises(DataError, match=r"changes to bars of \d minute"):
            read(written(tmp_path / "two.csv", pl.concat([first, second])))


def test_short_bars_in_no_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not in order of time"):
        read(written(tmp_path / "m1.csv", bars(1, 200).reverse()))


def test_few_rows_or_gaps_of_all_lengths_say_nothing() -> None:
    assert bar_length(bars(60, LEAST_GAPS)["time"]) is None
    assert bar_length(bars(60, LEAST_GAPS + 1)["time"]) == timedelta(hours=1)
    odd = pl.Series([OPENS + timedelta(minutes=number * number) for number in range(60)])
    assert bar_length(odd) is None
    twice = pl.concat([bars(5, 40), bars(5, 40)]).sort("time")
    assert bar_length(twice["time"]) == timedelta(minutes=5)


def test_the_minutes_of_the_case_give_the_right_bars() -> None:
    right = pl.concat(read(case_path("00-plain/bars.csv")).chunks())
    found = pl.concat(read(case_path("13-wrong-timeframe/m1.csv")).chunks())
    both = found.join(right, on="time", suffix="_right")
    assert (found.height, both.height) == (right.height, 1_200)
    for price in PRICES:
        assert ((both[price] - both[f"{price}_right"]).abs() < 1e-3).all(), price


@pytest.mark.parametrize(("name", "words"), [("m15", "15 minutes"), ("h1", "60 minutes")])
def test_the_longer_bars_of_the_cases_are_refused(name: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read(case_path(f"13-wrong-timeframe/{name}.csv"))


def test_real_dates_have_their_gaps() -> None:
    nights = [datetime.combine(date(2024, 3, 4) + timedelta(days=day), OPENS.time(), UTC) for day in range(5)]
    times = pl.concat([bars(5, 60, night)["time"] for night in nights])
    assert bar_length(times) == timedelta(minutes=5)
