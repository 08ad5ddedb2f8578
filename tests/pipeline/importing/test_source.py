from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from support.walk import raw_walk
from usdcop.core.errors import UnreadableFileError
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.read import ImportFile, read_file

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WALK = raw_walk(Calendar(), date(2024, 9, 2), date(2025, 5, 23), seed=9).select(
    "time", "open", "high", "low", "close"
)
FAR, STRAY = "far from all other rows of its file", "its date leaves those of the rows before and after it"


def typed(frame: pl.DataFrame, changes: dict[int, str]) -> pl.DataFrame:
    """``frame`` with the stamps of some rows (from 0) moved."""
    time = pl.col("time")
    for row, by in changes.items():
        time = pl.when(pl.int_range(pl.len()) == row).then(pl.col("time").dt.offset_by(by)).otherwise(time)
    return frame.with_columns(time=time)


def read(frame: pl.DataFrame, folder: Path) -> ImportFile:
    path = folder / "bars.csv"
    frame.write_csv(path)
    return read_file(path, "USDCOP", NOW)


def test_a_month_that_lands_in_the_files_own_span_is_kept_aside_and_no_bar_of_another_day(
    tmp_path: Path,
) -> None:
    right = read(WALK, tmp_path)
    found = read(typed(WALK, {3_000: "1mo"}), tmp_path)
    tally = found.findings.tally
    assert (tally.rows, tally.far, tally.ordered) == (WALK.height - 1, 1, True)
    assert found.findings.refused == right.findings.refused
    assert found.aside().select("time", "row", "detail").rows() == [
        (WALK["time"].dt.offset_by("1mo")[3_000], 3_002, STRAY)
    ]
    assert pl.concat(found.chunks())["row"].to_list() == [n + 2 for n in range(WALK.height) if n != 3_000]


def test_far_rows_and_mistyped_ones_are_told_apart(tmp_path: Path) -> None:
    found = read(typed(WALK, {0: "-1y", 3_000: "1mo", 4_000: "-3y", WALK.height - 1: "-5y"}), tmp_path)
    assert found.findings.tally.far == 4
    assert found.aside().select("row", "detail").sort("row").rows() == [
        (2, FAR), (3_002, STRAY), (4_002, STRAY), (WALK.height + 1, FAR)
    ]  # fmt: skip
    assert found.findings.tally.first == WALK["time"][1]
    assert found.findings.tally.last == WALK["time"][-2]


def test_the_newest_first_is_an_order_too(tmp_path: Path) -> None:
    found = read(typed(WALK, {3_000: "1mo"})[::-1], tmp_path)
    assert found.findings.tally.far == 1
    assert found.aside()["detail"].to_list() == [STRAY]


def test_in_a_file_in_no_order_every_stamp_is_believed(tmp_path: Path) -> None:
    found = read(WALK.sample(fraction=1.0, shuffle=True, seed=3), tmp_path)
    assert (found.findings.tally.rows, found.findings.tally.far) == (WALK.height, 0)
    assert found.aside().is_empty()
    assert pl.concat(found.chunks()).height == WALK.height


def test_bars_of_a_minute_with_one_bad_stamp_are_put_together(tmp_path: Path) -> None:
    session = WALK.tail(120)
    minutes = pl.concat(
        [session.with_columns(pl.col("time") + pl.duration(minutes=minute)) for minute in range(5)]
    ).sort("time")
    for by in ("-1y", "-2mo"):
        found = read(typed(minutes, {200: by}), tmp_path)
        assert (found.findings.tally.read, found.findings.tally.rows, found.findings.tally.far) == (599, 120, 1)  # fmt: skip


def test_a_file_that_changes_is_not_read_on(tmp_path: Path) -> None:
    found = read(WALK, tmp_path)
    (tmp_path / "bars.csv").write_text("time,open,high,low,close\n2025-05-05 13:00,1,2,1,2\n")
    with pytest.raises(UnreadableFileError, match="changed while it was read"):
        list(found.chunks())
