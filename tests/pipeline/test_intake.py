from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from support.walk import raw_walk
from usdcop.core.bars import QUARANTINE
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.importing.read import read_file
from usdcop.pipeline.intake import LINE, Intake

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


def intake(file: Path, today: date, before: date | None = None) -> Intake:
    return Intake(read_file(file, "USDCOP", NOW), MARKET, today, before).of("I-0007")


def test_what_is_kept_is_of_the_past_and_carries_the_id(file: Path) -> None:
    taken = intake(file, MONDAY + timedelta(days=1))
    rows = pl.concat(list(taken.chunks()))
    assert set(rows["run_id"]) == {"I-0007"}
    assert taken.days().rows() == [(MONDAY, 60), (MONDAY + timedelta(days=1), 60)]
    assert rows.height == 120


def test_what_is_refused_says_why(file: Path) -> None:
    refused = intake(file, MONDAY + timedelta(days=1)).refused()
    assert refused.schema == pl.Schema(QUARANTINE)
    assert dict(refused["reason"].value_counts().iter_rows()) == {"far": 1, "future": 180}
    assert refused.filter(pl.col("reason") == "far")["time"].dt.year().to_list() == [1925]
    assert set(refused["run_id"]) == {"I-0007"}


def test_what_a_replay_brings_later_is_not_refused(file: Path) -> None:
    taken = intake(file, MONDAY, before=MONDAY + timedelta(days=1))
    assert taken.days()["day"].to_list() == [MONDAY]
    assert taken.refused()["reason"].to_list() == ["far"]


def test_a_line_that_is_no_row_has_no_time(file: Path) -> None:
    lines = pl.DataFrame({"row": [3], "raw": ["x;y"], "why": ["its time cannot be read"]}, schema=LINE)
    refused = intake(file, date(2025, 5, 9)).refused(lines)
    assert refused.schema == pl.Schema(QUARANTINE)
    shown = refused.filter(pl.col("reason") == "unreadable").select("time", "row", "raw", "detail", "source")
    assert shown.rows() == [(None, 3, "x;y", "its time cannot be read", "import:bars.csv")]
