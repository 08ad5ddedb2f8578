from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from support.feeds import around_the_clock
from support.homes import SPAN, market_file, settings_of, usdcop
from usdcop.core.layers import Layer
from usdcop.main.wiring import open_lake

WEEK = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))


@pytest.fixture
def week(tmp_path: Path) -> Path:
    return market_file(tmp_path / "week.csv", *WEEK)


def raw_days(root: Path) -> dict[date, str]:
    return open_lake(settings_of(root), "USDCOP").days(Layer.L0)


def test_a_dry_run_says_what_was_found_and_writes_nothing(empty_home: Path, week: Path) -> None:
    told = usdcop(empty_home, "import", week, "--dry-run")
    assert "300 rows of USDCOP" in told.err
    assert "nothing (dry run)" in told.out
    assert raw_days(empty_home) == {}


def test_a_dry_run_shows_the_first_bars_in_utc_and_bogota(empty_home: Path, week: Path) -> None:
    told = usdcop(empty_home, "import", week, "--dry-run")
    first = pl.read_csv(week).row(0, named=True)
    assert "first bars as understood:" in told.err
    line = next(line for line in told.err.splitlines() if "13:00 UTC" in line)
    assert "2024-03-04 13:00 UTC = 2024-03-04 08:00 Bogota" in line
    assert f"close {first['close']:.10g}" in line


def test_columns_and_symbol_may_be_told(empty_home: Path, week: Path) -> None:
    rows = pl.read_csv(week).with_columns(symbol=pl.lit("EURUSD")).rename({"time": "when", "close": "last"})
    rows.write_csv(week)
    told = usdcop(empty_home, "import", week, "--dry-run", code=1)
    assert "--columns time=NAME" in told.err
    columns = ("--columns", "time=when,close=last")
    told = usdcop(empty_home, "import", week, "--dry-run", *columns, code=2)
    assert "'EURUSD' is not configured" in told.err
    told = usdcop(empty_home, "import", week, "--dry-run", *columns, "--symbol", "USD/COP")
    assert "EURUSD is taken for USDCOP, as told" in told.err
    assert "300 rows of USDCOP" in told.err
    told = usdcop(empty_home, "import", week, "--columns", "when=time", code=2)
    assert "says of no column what it is" in told.err


def test_importing_twice_changes_nothing_the_second_time(empty_home: Path, week: Path) -> None:
    first = usdcop(empty_home, "import", week, "--json").json
    assert (first["findings"]["tally"]["rows"], first["sessions_changed"]) == (300, 5)
    assert "clock: no row is shifted" in first["lines"]
    kept = raw_days(empty_home)
    assert len(kept) == 5
    again = usdcop(empty_home, "import", week, "--json").json
    assert (again["sessions_changed"], again["dry_run"]) == (0, False)
    assert raw_days(empty_home) == kept


@pytest.mark.parametrize(("clock", "hours"), [("utc", 0), ("bogota", 5)])
def test_a_clock_that_is_named_is_believed(empty_home: Path, week: Path, clock: str, hours: int) -> None:
    usdcop(empty_home, "import", week, "--clock", clock)
    frame = open_lake(settings_of(empty_home), "USDCOP").read(Layer.L0)
    assert frame is not None
    assert frame["clock_shift_minutes"].unique().to_list() == [60 * hours]


def test_a_clock_five_hours_early_is_found_out(empty_home: Path, tmp_path: Path) -> None:
    file = market_file(tmp_path / "early.csv", *SPAN)
    early = pl.read_csv(file, try_parse_dates=True).with_columns(pl.col("time") - pl.duration(hours=5))
    early.write_csv(file)
    told = usdcop(empty_home, "import", file, "--dry-run", "--json").json
    assert any("rows stand early or late and are corrected" in line for line in told["lines"])


def test_a_file_whose_clock_is_uncertain_takes_nothing_in(empty_home: Path, tmp_path: Path) -> None:
    feed = around_the_clock(date(2024, 1, 14), 2, quiet=1.0)
    quiet = feed.filter(pl.col("time").dt.weekday().is_between(2, 4))
    file = tmp_path / "feed.csv"
    quiet.with_columns(pl.col("time").dt.strftime("%Y-%m-%d %H:%M:%S")).write_csv(file)
    told = usdcop(empty_home, "import", file, code=1)
    assert "By which clock feed.csv was written is uncertain" in told.err
    assert "--clock" in told.err
    assert raw_days(empty_home) == {}
    assert "clock: uncertain" in usdcop(empty_home, "import", file, "--dry-run").err
    usdcop(empty_home, "import", file, "--clock", "utc")
    assert len(raw_days(empty_home)) == 8  # by local date, which begins at 05:00 UTC


def test_a_clock_is_known_by_the_bars_that_are_stored(empty_home: Path, week: Path, tmp_path: Path) -> None:
    usdcop(empty_home, "import", week)
    usdcop(empty_home, "run", "l1")
    bars = pl.read_csv(week, try_parse_dates=True)
    part = bars.filter(pl.col("time").dt.hour().is_between(14, 15)).with_columns(
        pl.col("time") - pl.duration(hours=6)
    )
    part.with_columns(pl.col("time").dt.strftime("%Y-%m-%d %H:%M:%S")).write_csv(tmp_path / "part.csv")
    found = usdcop(empty_home, "import", tmp_path / "part.csv", "--dry-run", "--json").json["findings"]
    assert found["uncertain"] is None
    assert list(found["shifted_by"]) == ["America/Chicago"]


def test_another_clock_and_another_symbol_are_refused(empty_home: Path, week: Path) -> None:
    told = usdcop(empty_home, "import", week, "--clock", "nowhere", code=2)
    assert "'nowhere' is not a clock." in told.err
    assert "auto, utc, bogota" in told.err
    told = usdcop(empty_home, "import", week, "--symbol", "EURUSD", code=2)
    assert "EURUSD" in told.err
