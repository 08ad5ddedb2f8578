"""Files by other clocks than UTC that were once taken in wrong: what is right is known of each."""

from pathlib import Path

import polars as pl
import pytest

from support.real_files import NOW, case_path
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.clock.wall_clocks import AUTO
from usdcop.pipeline.importing.read import ImportFile, read_file
from usdcop.pipeline.l1_standardise import Standardised, StandardiseSettings, standardise

pytestmark = pytest.mark.real_data


def read(name: str, clock: str = AUTO) -> ImportFile:
    return read_file(case_path(name), "USDCOP", NOW, clock)


def judged(file: ImportFile) -> Standardised:
    return standardise(pl.concat(file.chunks()), Calendar(), NOW, StandardiseSettings())


def refused(done: Standardised) -> dict[str, int]:
    return dict(done.quarantine["reason"].value_counts().iter_rows())


def plain() -> pl.DataFrame:
    return pl.read_csv(case_path("00-plain/bars.csv"), try_parse_dates=True).sort("time")


def assert_plain(done: Standardised) -> None:
    """The bars are those of the plain file, to its rounding."""
    assert (
        done.bars["time"]
        .cast(pl.Datetime("us", "UTC"))
        .equals(plain()["time"].cast(pl.Datetime("us", "UTC")))
    )
    apart = (done.bars["close"] - plain()["close"]).abs().max()
    assert isinstance(apart, float)
    assert apart <= 0.0051
    assert done.sessions["grade"].to_list() == ["A"] * 20


@pytest.mark.parametrize(("name", "early"), [("shifted-24h.csv.gz", 5_760), ("mixed-24h.csv.gz", 2_880)])
def test_a_feed_around_the_clock_that_stands_five_hours_early(name: str, early: int) -> None:
    file = read(name)
    assert (file.findings.shifted, file.findings.uncertain) == (early, None)
    made = pl.concat(file.chunks())
    assert (
        made["clock_shift_minutes"]
        .value_counts()
        .filter(pl.col("clock_shift_minutes") == 300)["count"]
        .item()
        == early
    )
    done = judged(file)
    assert done.bars.height == 1_200
    assert done.sessions["grade"].to_list() == ["A"] * 20
    assert refused(done) == {"out_of_session": 4_560} == dict(file.findings.refused)


def test_both_have_the_same_sessions() -> None:
    one, other = (
        judged(read(name)).bars.select("time", "close") for name in ("shifted-24h.csv.gz", "mixed-24h.csv.gz")
    )
    assert one.equals(other)


def test_captures_that_differ_are_one_bar_and_the_true_range_wins() -> None:
    file = read("near-twins.csv.gz")
    assert dict(file.findings.shifted_by) == {"near_twins": 360}
    done = judged(file)
    assert done.sessions["grade"].to_list() == ["A"] * 10
    assert refused(done) == {"shifted_twin": 360} == dict(file.findings.refused)
    assert (done.bars["high"] > done.bars["low"]).all()
    assert done.quarantine["detail"].str.contains(r"by another clock, [1-6]\.\d+ bps away").all()


@pytest.mark.parametrize(
    ("name", "clock"),
    [
        ("02-broker-clock/new_york_naive.csv", AUTO),
        ("02-broker-clock/new_york_naive.csv", "America/New_York"),
        ("02-broker-clock/mt5_renamed_session_only.csv", AUTO),
        ("02-broker-clock/mt5_renamed_session_only.csv", "mt5"),
        ("02-broker-clock/mt5_renamed_session_only.csv", "Europe/Athens"),
        ("07-twelvedata/time_series.csv", AUTO),
        ("07-twelvedata/time_series_bogota.csv", AUTO),
        ("07-twelvedata/time_series_bogota.csv", "bogota"),
    ],
)
def test_sessions_by_any_clock_are_found_and_may_be_told(name: str, clock: str) -> None:
    file = read(name, clock)
    assert file.findings.uncertain is None
    assert_plain(judged(file))


@pytest.mark.parametrize("zone", ["new_york", "bogota"])
def test_a_feed_that_tells_nothing_of_its_clock_is_uncertain(zone: str) -> None:
    assert read(f"02-broker-clock/{zone}_naive_around_clock.csv").findings.uncertain is not None


def test_told_its_clock_it_is_read_right_and_stays_in_doubt() -> None:
    pair = [("new_york", "America/New_York"), ("bogota", "bogota")]
    files = [read(f"02-broker-clock/{name}_naive_around_clock.csv", clock) for name, clock in pair]
    one, other = (judged(file).bars.select("time", "close") for file in files)
    assert one.equals(other)
    assert one.height == 1_200
    assert all(file.findings.uncertain for file in files)


def test_a_clock_that_is_told_wrongly_is_said_to_be() -> None:
    told = read("02-broker-clock/new_york_naive.csv", "bogota").findings.uncertain
    assert told is not None
    assert "America/New_York fits it better" in told


def test_bars_stamped_at_their_close_are_moved(tmp_path: Path) -> None:
    late = plain().with_columns(pl.col("time") + pl.duration(minutes=5))
    late.write_csv(tmp_path / "late.csv")
    assert_plain(judged(read_file(tmp_path / "late.csv", "USDCOP", NOW)))
