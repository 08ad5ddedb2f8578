from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from support.walk import raw_walk
from usdcop.core.bars import QUARANTINE, RAW_BAR
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.importing.read import read_file
from usdcop.pipeline.intake import LINE, Intake, Laid

MARKET = MARKETS["USDCOP"]
MONDAY = date(2025, 5, 5)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WALK = raw_walk(MARKET.calendar, MONDAY, date(2025, 5, 9), seed=9).select(
    "time", "open", "high", "low", "close"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Five sessions and a row of 1925."""
    wrong = WALK.tail(1).with_columns(pl.col("time").dt.offset_by("-100y"))
    pl.concat([wrong, WALK]).write_csv(tmp_path / "bars.csv")
    return tmp_path / "bars.csv"


def laid(file: Path, folder: Path, today: date, before: date | None = None) -> Laid:
    folder.mkdir()
    return Intake(read_file(file, "USDCOP", NOW), MARKET, today, before).laid_out(folder)


def test_what_is_kept_is_of_the_past_and_carries_the_id(file: Path, tmp_path: Path) -> None:
    found = laid(file, tmp_path / "aside", MONDAY + timedelta(days=1))
    assert found.quarters == ["2025Q2"]
    rows = found.rows("2025Q2", "I-0007")
    assert rows.schema == pl.Schema(RAW_BAR)
    assert set(rows["run_id"]) == {"I-0007"}
    assert rows.select(WALK.columns).equals(WALK.head(120))
    assert found.days.rows() == [(MONDAY, 60), (MONDAY + timedelta(days=1), 60)]


def test_rows_are_laid_out_by_quarter_in_the_order_of_the_file(tmp_path: Path) -> None:
    walk = raw_walk(MARKET.calendar, date(2025, 3, 27), date(2025, 4, 3), seed=9).select(WALK.columns)
    walk.write_csv(tmp_path / "bars.csv")
    found = laid(tmp_path / "bars.csv", tmp_path / "aside", date(2025, 5, 1))
    assert found.quarters == ["2025Q1", "2025Q2"]
    both = pl.concat([found.rows(quarter, "I-0001") for quarter in found.quarters])
    assert both.select(WALK.columns).equals(walk)


def test_what_is_refused_says_why(file: Path, tmp_path: Path) -> None:
    refused = laid(file, tmp_path / "aside", MONDAY + timedelta(days=1)).refused
    assert refused.schema == pl.Schema(QUARANTINE)
    assert dict(refused["reason"].value_counts().iter_rows()) == {"far": 1, "future": 180}
    assert refused.filter(pl.col("reason") == "far")["time"].dt.year().to_list() == [1925]


def test_what_a_replay_brings_later_is_not_refused(file: Path, tmp_path: Path) -> None:
    found = laid(file, tmp_path / "aside", MONDAY, before=MONDAY + timedelta(days=1))
    assert found.days["day"].to_list() == [MONDAY]
    assert found.refused["reason"].to_list() == ["far"]


@pytest.mark.parametrize(("today", "before", "days"), [(4, 1, 1), (4, 3, 3), (1, 4, 2), (2, 2, 2), (2, 3, 3)])
def test_a_replay_lays_out_what_is_before_its_first_session_and_known(
    file: Path, tmp_path: Path, today: int, before: int, days: int
) -> None:
    found = laid(
        file, tmp_path / "aside", MONDAY + timedelta(days=today), before=MONDAY + timedelta(days=before)
    )
    assert found.days["day"].to_list() == [MONDAY + timedelta(days=n) for n in range(days)]


def test_a_mistyped_date_says_why(tmp_path: Path) -> None:
    walk = raw_walk(MARKET.calendar, date(2025, 4, 7), date(2025, 6, 13), seed=9).select(WALK.columns)
    wrong = pl.when(pl.int_range(pl.len()) == 200).then(pl.col("time").dt.offset_by("1mo")).otherwise("time")
    walk.with_columns(wrong).write_csv(tmp_path / "bars.csv")
    found = laid(tmp_path / "bars.csv", tmp_path / "aside", date(2025, 12, 31))
    assert found.refused.select("reason", "row", "detail").rows() == [
        ("far", 202, "its date leaves those of the rows before and after it")
    ]
    assert int(found.days["rows"].sum()) == walk.height - 1


def test_a_line_that_is_no_row_has_no_time(file: Path, tmp_path: Path) -> None:
    lines = pl.DataFrame({"row": [3], "raw": ["x;y"], "why": ["its time cannot be read"]}, schema=LINE)
    (tmp_path / "aside").mkdir()
    intake = Intake(read_file(file, "USDCOP", NOW), MARKET, date(2025, 5, 9))
    refused = intake.laid_out(tmp_path / "aside", lines=lines).refused
    assert refused.schema == pl.Schema(QUARANTINE)
    shown = refused.filter(pl.col("reason") == "unreadable").select("time", "row", "raw", "detail", "source")
    assert shown.rows() == [(None, 3, "x;y", "its time cannot be read", "import:bars.csv")]
