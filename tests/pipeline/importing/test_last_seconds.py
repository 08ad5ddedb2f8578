from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.walk import raw_walk
from usdcop.core.bars import Reason
from usdcop.core.sessions import BAR, Calendar
from usdcop.pipeline.importing import tables
from usdcop.pipeline.importing.last_seconds import lead_of
from usdcop.pipeline.importing.read import ImportFile, read_file

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WALK = raw_walk(Calendar(), date(2025, 5, 5), date(2025, 5, 23), seed=9, missing=0.02).select(
    "time", "open", "high", "low", "close"
)


def times(*texts: str) -> pl.Series:
    stamps = [datetime.fromisoformat(f"2025-05-05T{text}+00:00") for text in texts]
    return pl.Series(stamps, dtype=pl.Datetime("us", "UTC"))


def read(folder: Path, frame: pl.DataFrame, form: str, zone: str = "UTC") -> ImportFile:
    path = folder / "a.csv"
    frame.with_columns(pl.col("time").dt.convert_time_zone(zone).dt.strftime(form)).write_csv(path)
    return read_file(path, "USDCOP", NOW)


@pytest.mark.parametrize(
    ("stamps", "lead"),
    [
        (("13:04:59", "13:09:59", "13:59:59"), timedelta(seconds=1)),
        (("13:04:59.999", "13:09:59.999"), timedelta(milliseconds=1)),
        (("13:05:00", "13:10:00"), None),
        (("13:04:59", "13:10:00"), None),
        (("13:04:59", "13:09:58"), None),
        (("13:04:58", "13:09:58"), None),
        (("13:00:59", "13:01:59", "13:04:59"), None),
        ((), None),
    ],
)
def test_a_lead_is_the_same_of_every_stamp_and_a_second_at_most(
    stamps: tuple[str, ...], lead: timedelta | None
) -> None:
    assert lead_of([times(*stamps)]) == lead
    assert lead_of([times(one) for one in stamps]) == lead
    assert lead_of([times(), times(*stamps), times()]) == lead


@pytest.mark.parametrize(
    ("before", "form", "zone", "last"),
    [
        (timedelta(seconds=1), "%Y-%m-%dT%H:%M:%SZ", "UTC", "59"),
        (timedelta(milliseconds=1), "%Y-%m-%dT%H:%M:%S%.3fZ", "UTC", "59.999"),
        (timedelta(seconds=1), "%Y-%m-%d %H:%M:%S%:z", "America/Bogota", "59"),
        (timedelta(seconds=1), "%Y-%m-%d %H:%M:%S", "America/Bogota", "59"),
    ],
)
@pytest.mark.parametrize("rows", [WALK.height, 50])
def test_a_file_of_last_instants_gives_the_bars_that_ended_then(
    tmp_path: Path, before: timedelta, form: str, zone: str, last: str, rows: int
) -> None:
    whole = WALK.head(rows)
    found = read(tmp_path, whole.with_columns(pl.col("time") + BAR - before), form, zone)
    made = pl.concat(found.chunks())
    corrected = made.with_columns(time=pl.col("time") + pl.duration(minutes="clock_shift_minutes"))
    assert_frame_equal(corrected.select(whole.columns), whole)
    assert any(f"as 13:04:{last}: they are its close" in line for line in found.findings.lines())
    assert Reason.OFF_GRID not in found.findings.refused


def test_where_one_stamp_far_behind_is_not_so_they_stay_as_they_are_and_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "BLOCK_BYTES", 4096)
    monkeypatch.setattr("usdcop.pipeline.importing.lines.SAMPLE_BYTES", 4096)
    last = pl.int_range(pl.len()) == WALK.height - 1
    stamp = pl.col("time") + BAR - pl.duration(seconds=pl.when(last).then(0).otherwise(1))
    found = read(tmp_path, WALK.with_columns(time=stamp), "%Y-%m-%dT%H:%M:%SZ").findings
    off = f"rows off the grid of five minutes: {WALK.height - 1:,}"
    assert off in found.lines()
    assert found.notes == ()
