import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.walk import raw_walk
from usdcop.core.bars import RAW_BAR
from usdcop.core.errors import UnreadableFileError
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing import tables
from usdcop.pipeline.importing.clock.wall_clocks import AUTO
from usdcop.pipeline.importing.read import ImportFile, read_file
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise

CALENDAR = Calendar()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WALK = raw_walk(CALENDAR, date(2025, 5, 5), date(2025, 5, 23), seed=9, missing=0.02).select(
    "time", "open", "high", "low", "close"
)
HOURS = timedelta(hours=5)


def read(path: Path, clock: str = AUTO) -> ImportFile:
    return read_file(path, "USDCOP", NOW, clock)


def rows(file: ImportFile) -> pl.DataFrame:
    return pl.concat(file.chunks())


def as_csv(path: Path, frame: pl.DataFrame, form: str = "%Y-%m-%dT%H:%M:%SZ") -> Path:
    frame.with_columns(pl.col("time").dt.strftime(form)).write_csv(path)
    return path


def as_gzip(path: Path, frame: pl.DataFrame) -> Path:
    plain = as_csv(path.with_suffix(".plain"), frame)
    path.write_bytes(gzip.compress(plain.read_bytes()))
    return path


def as_parquet(path: Path, frame: pl.DataFrame) -> Path:
    frame.write_parquet(path)
    return path


@pytest.mark.parametrize("write", [as_csv, as_gzip, as_parquet])
def test_every_format_gives_the_same_rows(
    tmp_path: Path, write: Callable[[Path, pl.DataFrame], Path]
) -> None:
    found = read(write(tmp_path / "bars", WALK))
    made = rows(found)
    assert dict(made.schema) == dict(RAW_BAR)
    assert_frame_equal(made.select(WALK.columns), WALK)
    assert set(made["source"]) == {"import:bars"}
    assert set(made["run_id"]) == {""}
    assert (made["known_at"] - made["time"]).unique().to_list() == [timedelta(minutes=5)]
    assert found.findings.tally.rows == WALK.height
    assert found.findings.tally.ordered


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%S-05:00", "%Y-%m-%dT%H:%M:%SZ"])
def test_closes_stamped_with_an_offset_are_moved_like_any_other(tmp_path: Path, form: str) -> None:
    shift = timedelta(minutes=5) - (timedelta(hours=5) if form.endswith("-05:00") else timedelta(0))
    late = WALK.with_columns(pl.col("time") + shift)
    found = read(as_csv(tmp_path / "late.csv", late, form))
    assert found.findings.uncertain is None
    assert found.findings.shifted == WALK.height
    moved = rows(found).select(pl.col("time") + pl.duration(minutes=pl.col("clock_shift_minutes")))
    assert moved["time"].to_list() == WALK["time"].to_list()
    right = read(
        as_csv(tmp_path / "right.csv", late.with_columns(pl.col("time") - timedelta(minutes=5)), form)
    )
    assert (right.findings.uncertain, right.findings.shifted) == (None, 0)


def test_importing_twice_gives_the_same_rows(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", WALK)
    assert_frame_equal(rows(read(path)), rows(read(path)))


@pytest.mark.parametrize("order", ["descending", "shuffled"])
def test_rows_out_of_order_are_found_out_and_kept(
    tmp_path: Path, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "BLOCK_BYTES", 4096)
    turned = WALK.reverse() if order == "descending" else WALK.sample(fraction=1.0, shuffle=True, seed=2)
    straight, other = read(as_csv(tmp_path / "a.csv", WALK)), read(as_csv(tmp_path / "b.csv", turned))
    assert not other.findings.tally.ordered
    assert other.findings.lines()[1:-1] == straight.findings.lines()[1:]
    assert_frame_equal(rows(other).select(WALK.columns).sort("time"), WALK)


def test_stamps_without_offset_that_are_local_are_found_out(tmp_path: Path) -> None:
    local = WALK.with_columns(pl.col("time") - HOURS)
    found = read(as_csv(tmp_path / "a.csv", local, "%Y-%m-%d %H:%M:%S"))
    made = rows(found)
    assert set(made["clock_shift_minutes"]) == {300}
    assert found.findings.tally.without_offset == local.height
    assert found.findings.shifted == local.height
    assert_frame_equal((made["time"] + HOURS).to_frame(), WALK.select("time"))


def test_local_stamps_with_their_offset_are_right(tmp_path: Path) -> None:
    text = WALK.with_columns(
        pl.col("time").dt.convert_time_zone("America/Bogota").dt.strftime("%Y-%m-%d %H:%M:%S%:z")
    )
    text.write_csv(tmp_path / "a.csv")
    for clock in (AUTO, "utc", "bogota", "mt5", "America/New_York"):
        made = rows(read(tmp_path / "a.csv", clock))
        assert set(made["clock_shift_minutes"]) == {0}
        assert made["time"].to_list() == WALK["time"].to_list()


def test_the_clock_may_be_told(tmp_path: Path) -> None:
    local = as_csv(tmp_path / "a.csv", WALK.with_columns(pl.col("time") - HOURS))
    told = read(local, "bogota")
    assert set(rows(told)["clock_shift_minutes"]) == {300}
    assert "clock: taken as bogota, as told" in told.findings.lines()
    assert told.findings.uncertain is None
    assert "out_of_session" not in told.findings.refused
    utc = read(local, "utc")
    assert set(rows(utc)["clock_shift_minutes"]) == {0}
    assert utc.findings.refused == {"out_of_session": WALK.height}
    assert utc.findings.uncertain is not None
    assert "told utc, but bogota fits it better" in utc.findings.uncertain


def test_a_mixed_file_is_put_right_and_its_twins_are_one_bar(tmp_path: Path) -> None:
    """Some days stand early with true ranges, one of them again, flat, under the right clock."""
    days = CALENDAR.sessions(date(2025, 5, 5), date(2025, 5, 23))
    day = pl.col("time").dt.date()
    early = WALK.filter(day.is_in(days[3:5])).with_columns(pl.col("time") - HOURS)
    flat = WALK.filter(day == days[4]).with_columns(
        pl.col("close").alias(name) for name in ("open", "high", "low")
    )
    mixed = pl.concat([WALK.filter(~day.is_in(days[3:5])), early, flat]).sort("time")
    found = read(as_csv(tmp_path / "a.csv", mixed))
    assert found.findings.shifted == early.height
    assert (found.findings.twins, found.findings.twins_flat) == (flat.height, 0)
    done = standardise(rows(found), CALENDAR, NOW, StandardiseSettings())
    assert set(done.quarantine["reason"]) == {"shifted_twin"}
    assert done.quarantine.height == flat.height
    assert_frame_equal(done.bars.select(WALK.columns), WALK)


def test_a_feed_around_the_clock_is_left_alone(tmp_path: Path) -> None:
    start = datetime(2025, 12, 1, tzinfo=UTC)
    times = pl.datetime_range(start, start + timedelta(days=10), "5m", eager=True, time_zone="UTC").alias(
        "time"
    )
    close = pl.Series("close", [4000.0 + (n * 43 % 101) / 10 for n in range(times.len())])
    frame = pl.DataFrame([times, close]).with_columns(open="close", high="close", low="close")
    found = read(as_csv(tmp_path / "a.csv", frame))
    assert found.findings.shifted == 0
    assert set(rows(found)["clock_shift_minutes"]) == {0}
    # Nor is a part of it that covers the session and the hours before it.
    part = frame.filter(pl.col("time").dt.hour().is_between(8, 17))
    assert read(as_csv(tmp_path / "b.csv", part)).findings.shifted == 0


def test_volume_is_null_where_no_row_has_any_and_kept_where_one_has(tmp_path: Path) -> None:
    none = read(as_csv(tmp_path / "a.csv", WALK.with_columns(volume=pl.lit(0))))
    assert none.findings.volume_absent
    assert rows(none)["volume"].null_count() == WALK.height
    one = WALK.with_columns(volume=pl.when(pl.int_range(pl.len()) == 7).then(5).otherwise(0))
    some = read(as_csv(tmp_path / "b.csv", one))
    assert not some.findings.volume_absent
    assert rows(some)["volume"].sum() == 5.0


def test_partial_rows_are_forming_and_reconstructed_opens_are_marked(tmp_path: Path) -> None:
    frame = WALK.with_columns(
        partial=pl.int_range(pl.len()) == 3, open_reconstructed=pl.int_range(pl.len()) < 5
    )
    found = read(as_csv(tmp_path / "a.csv", frame))
    made = rows(found)
    assert made["state"].cast(pl.String).value_counts().sort("state").rows() == [
        ("final", WALK.height - 1), ("forming", 1)
    ]  # fmt: skip
    assert (found.findings.tally.partial, found.findings.tally.reconstructed) == (1, 5)
    assert made["open_reconstructed"].sum() == 5


def test_a_file_that_changes_between_the_looks_is_not_believed(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", WALK)
    found = read(path)
    as_csv(path, WALK.head(100))
    with pytest.raises(UnreadableFileError, match="changed while it was read"):
        rows(found)


def test_progress_is_told_for_every_look(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", WALK)
    seen: list[tuple[int, int]] = []
    found = read_file(path, "USDCOP", NOW, on_read=lambda done, size: seen.append((done, size)))
    looked = len(seen)
    list(found.chunks(lambda done, size: seen.append((done, size))))
    assert (looked, len(seen)) == (2, 3)
    assert seen[-1][0] == seen[-1][1] == path.stat().st_size
