"""What was measured on the real files (their README) is what the import and L1 find."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from support.real_files import MIXED, REBUILT, real_file
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.findings import ImportFindings
from usdcop.pipeline.l1_standardise import Standardised, StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature
from usdcop.pipeline.quality import QualityReport, quality_report

pytestmark = pytest.mark.real_data

Judged = tuple[ImportFindings, Standardised, QualityReport]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def judged(name: str) -> Judged:
    file = real_file(name)
    raw = pl.concat(file.chunks())
    assert raw.height == file.findings.tally.rows
    done = standardise(raw, Calendar(), NOW, StandardiseSettings())
    assert done.bars.height + done.quarantine.height == raw.height
    return file.findings, done, quality_report(done.sessions, done.quarantine)


@pytest.fixture(scope="module")
def rebuilt() -> Judged:
    return judged(REBUILT)


@pytest.fixture(scope="module")
def mixed() -> Judged:
    return judged(MIXED)


def test_the_rebuilt_series_as_the_import_sees_it(rebuilt: Judged) -> None:
    seen = rebuilt[0]
    assert seen.tally.rows == 82_206
    assert (seen.holiday_rows, seen.holiday_days) == (4_037, 85)
    assert (seen.stale_sessions, seen.stale_rows) == (17, 675)
    assert (seen.shifted, seen.twins) == (0, 0)
    assert (dict(seen.refused), seen.uncertain) == ({"holiday": 4_037}, None)
    assert (seen.tally.partial, seen.tally.unreadable) == (0, 0)
    assert seen.volume_absent
    assert seen.tally.ordered
    assert round(seen.tally.reconstructed / seen.tally.rows, 2) == 0.94


def test_rows_of_the_rebuilt_series_are_accepted_or_lie_on_holidays(rebuilt: Judged) -> None:
    done = rebuilt[1]
    assert done.bars.height == 78_169
    assert done.quarantine["reason"].value_counts().rows() == [("holiday", 4_037)]


def test_sessions_and_grades_of_the_rebuilt_series(rebuilt: Judged) -> None:
    report = rebuilt[2]
    assert (report.expected_sessions, report.expected_bars, report.sessions) == (1_345, 80_700, 1_341)
    assert report.missing_sessions == (
        date(2020, 1, 20), date(2021, 7, 9), date(2024, 12, 24), date(2024, 12, 31)
    )  # fmt: skip
    assert report.grades == {"A": 1_095, "B": 98, "C": 77, "D": 54}
    assert (len(report.stale_sessions), report.stale_bars) == (17, 675)
    assert (report.without_first, report.without_last) == (82, 14)
    assert report.coverage == pytest.approx(0.969, abs=5e-4)


def test_suspect_bars_of_the_rebuilt_series_and_none_reverts(rebuilt: Judged) -> None:
    done, report = rebuilt[1:]
    assert report.suspect_bars == 33
    jumps = dict(_moves(done.bars).filter("suspect").select("session", pl.col("move").round()).iter_rows())
    named = {date(2020, 3, 9): 697.0, date(2022, 6, 1): -484.0, date(2022, 6, 21): 215.0}
    assert {day: jumps[day] for day in named} == named


def test_the_two_largest_moves_follow_a_doubtful_quote(rebuilt: Judged) -> None:
    """Frozen quotes and holes catching up: no new risk could be taken at the bar before."""
    moves = _moves(rebuilt[1].bars).with_columns(doubt_before=pl.col("doubtful").shift(1).over("session"))
    largest = moves.sort(pl.col("move").abs(), descending=True, nulls_last=True).head(2)
    assert set(largest["session"]) == {date(2020, 3, 9), date(2022, 6, 1)}
    assert largest["doubt_before"].all()


def test_moves_in_whole_sessions_and_over_the_night(rebuilt: Judged) -> None:
    done = rebuilt[1]
    whole = done.sessions.filter(pl.col("grade").is_in(["A", "B"]), ~pl.col("stale"))
    moves = _moves(done.bars).filter(pl.col("slot") == pl.col("slot").shift(1).over("session") + 1)
    steady = moves.join(whole, on="session", how="semi")["move"]
    assert steady.std() == pytest.approx(9.6, abs=0.05)
    opening = moves.filter(pl.col("slot") == 1)["move"].std()
    assert opening == pytest.approx(18.9, abs=0.5)
    moving = done.bars.join(done.sessions.filter(~pl.col("stale")), on="session", how="semi")
    ends = moving.group_by("session", maintain_order=True).agg(
        opened=pl.col("close").first(), closed=pl.col("close").last()
    )
    gaps = ends.select((pl.col("opened") / pl.col("closed").shift(1) - 1).abs() * 1e4).to_series()
    assert gaps.mean() == pytest.approx(31, abs=1)


def _moves(bars: pl.DataFrame) -> pl.DataFrame:
    """Adds the move of each close against the one before in its session, in bps."""
    return bars.with_columns(move=(pl.col("close") / pl.col("close").shift(1).over("session") - 1) * 1e4)


def test_shifted_clocks_are_found_by_their_own_evidence(mixed: Judged) -> None:
    seen = mixed[0]
    assert seen.tally.rows == 82_842
    assert seen.shifted == 1_567
    assert (seen.twins, seen.twins_flat) == (636, 283)
    assert seen.twins_apart_bps is not None
    assert seen.twins_apart_bps < 0.01
    assert round(seen.tally.flat / seen.tally.rows, 2) == 0.94
    assert len(seen.stretches) > 50
    assert seen.uncertain is None


def test_the_import_and_l1_count_alike(rebuilt: Judged, mixed: Judged) -> None:
    for seen, done, report in (rebuilt, mixed):
        assert dict(seen.refused) == dict(report.quarantine)
        assert seen.holiday_rows == done.quarantine.filter(pl.col("reason") == "holiday").height
        assert (seen.stale_sessions, seen.stale_rows) == (len(report.stale_sessions), report.stale_bars)


def test_the_dirty_export_ends_in_the_same_bars_as_the_rebuilt_series(rebuilt: Judged, mixed: Judged) -> None:
    assert (mixed[1].bars.height, mixed[1].quarantine.height) == (78_169, 4_673)
    assert set(mixed[1].quarantine["reason"]) == {"holiday", "shifted_twin"}
    assert mixed[1].bars["time"].equals(rebuilt[1].bars["time"])
    apart = (mixed[1].bars["close"] / rebuilt[1].bars["close"] - 1).abs().max()
    assert isinstance(apart, float)
    assert apart * 1e4 < 0.01
    assert mixed[2].grades == rebuilt[2].grades


def test_indicators_and_features_of_the_real_history_are_whole(rebuilt: Judged) -> None:
    bars = rebuilt[1].bars
    prepared = prepare(bars, Calendar()).frame
    assert prepared["ema_50"].null_count() == 49
    made = feature(prepared, Calendar())
    assert bars.height - made.height == 33 + 49
