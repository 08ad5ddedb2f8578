import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from support.feeds import quiet_feed
from support.homes import SPAN, market_file, other_file, settings_of, usdcop
from support.real_files import case_path
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.layers import Layer
from usdcop.core.sessions import MARKETS, Calendar
from usdcop.main.jobs import importing
from usdcop.main.modes import Mode
from usdcop.main.wiring import open_lake, open_store, open_system
from usdcop.pipeline.gates import LayerGateSettings, acquire_gates
from usdcop.pipeline.import_ledger import refused_rows
from usdcop.pipeline.importing.read import ImportFile, read_file
from usdcop.pipeline.l0_store import expected_sessions
from usdcop.pipeline.repair import repair

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
    again = usdcop(empty_home, "import", week, "--json")
    assert (again.json["sessions_changed"], again.json["repeated"], again.json["id"]) == (0, True, "I-0001")
    assert "imported before, as I-0001" in again.err
    assert raw_days(empty_home) == kept


def closes(root: Path) -> pl.DataFrame:
    usdcop(root, "run", "l1")
    bars = open_lake(settings_of(root), "USDCOP").read(Layer.L1)
    assert bars is not None
    return bars.select("time", "close")


def test_the_newer_import_wins_also_where_the_older_comes_again(empty_home: Path, week: Path) -> None:
    usdcop(empty_home, "import", week)
    first = closes(empty_home)
    assert first.height == 300
    other = other_file(week, "other.csv", 100.0)
    told = usdcop(empty_home, "import", other, "--json").json
    assert (told["id"], told["sessions_changed"]) == ("I-0002", 5)
    second = closes(empty_home)
    assert ((second["close"] - first["close"]) > 99.9).sum() == 60
    told = usdcop(empty_home, "import", week, "--json").json
    assert (told["id"], told["repeated"]) == ("I-0003", False)
    assert closes(empty_home).equals(first)
    listed = usdcop(empty_home, "imports", "--json").json
    assert [one["won_over_by"] for one in listed] == [["I-0002", "I-0003"], ["I-0003"], []]
    assert {one["state"] for one in listed} == {"kept"}


def test_an_import_after_the_ledger_lost_an_entry_takes_no_number_again(empty_home: Path, week: Path) -> None:
    usdcop(empty_home, "import", week)
    usdcop(empty_home, "import", other_file(week, "other.csv", 100.0))
    store = open_store(settings_of(empty_home))
    store.delete(key for key in store.keys(f"{Layer.L0.bucket}/imports") if "/000002_" in key)
    done = repair(store, Layer.L0, "USDCOP")
    assert done is not None
    assert done.lost_documents == ("imports/000002.json",)
    said = usdcop(empty_home, "verify", "--json", code=1).json["findings"]
    (finding,) = [one for one in said if one["fault"] == "unknown_import"]
    assert "300 rows of the import I-0002" in finding["what"]
    third = usdcop(empty_home, "import", other_file(week, "third.csv", 200.0), "--json").json
    assert (third["id"], third["sessions_changed"]) == ("I-0003", 5)
    for folder in ("imports", "changes"):
        store.delete(store.keys(f"{Layer.L0.bucket}/{folder}"))
    open_lake(settings_of(empty_home), "USDCOP").drop(Layer.L0, raw_days(empty_home))
    again = usdcop(empty_home, "import", week, "--json").json
    assert again["id"] == "I-0004", "only the audit trail knows of the others"


def test_the_corrected_file_of_the_case_gives_the_right_bars(empty_home: Path) -> None:
    wrong, right, plain = (
        case_path(name)
        for name in (
            "37-corrected-file/first_export_wrong_day.csv",
            "37-corrected-file/corrected_export.csv",
            "00-plain/bars.csv",
        )
    )
    usdcop(empty_home, "import", wrong)
    usdcop(empty_home, "run", "l1")
    usdcop(empty_home, "import", right)
    found = closes(empty_home)
    expected = pl.read_csv(plain, try_parse_dates=True)
    assert found.height == 1_200
    assert found["close"].to_list() == expected["close"].to_list()
    report = usdcop(empty_home, "quality", "--json").json
    assert report["grades"] == {"A": 20, "B": 0, "C": 0, "D": 0}
    assert report["quarantine"] == {"duplicate": 1_140, "superseded": 60}


def test_an_import_is_in_the_trail_before_and_after_its_rows(empty_home: Path, week: Path) -> None:
    usdcop(empty_home, "import", week)
    with open_system(settings_of(empty_home)) as system:
        trail = [row for row in PostgresAudit(system.engine).rows() if row.action.startswith("import.")]
    assert [(row.action, row.subject) for row in trail] == [
        ("import.begun", "import:I-0001"),
        ("import.kept", "import:I-0001"),
    ]
    assert trail[0].actor.startswith("cli:")
    assert trail[0].detail["sha256"] == hashlib.sha256(week.read_bytes()).hexdigest()


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
    file = quiet_feed(tmp_path / "feed.csv")
    told = usdcop(empty_home, "import", file, code=1)
    assert "By which clock feed.csv was written is uncertain" in told.err
    assert "--clock" in told.err
    assert raw_days(empty_home) == {}
    assert usdcop(empty_home, "import", file, "--dry-run", code=1).err == told.err
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


def test_bars_of_a_doubted_import_are_no_witness(empty_home: Path, week: Path, tmp_path: Path) -> None:
    """Neither against another file, nor against the same file by its right clock."""
    bars = pl.read_csv(week, try_parse_dates=True)
    local = bars.with_columns((pl.col("time") - pl.duration(hours=1)).dt.strftime("%Y-%m-%d %H:%M:%S"))
    local.write_csv(tmp_path / "east.csv")
    usdcop(empty_home, "import", tmp_path / "east.csv", "--clock", "utc")
    usdcop(empty_home, "run", "l1")
    assert usdcop(empty_home, "quality", "--json").json["grades"]["A"] == 0
    found = usdcop(empty_home, "import", week, "--dry-run", "--json").json["findings"]
    assert (found["uncertain"], found["shifted"]) == (None, 0)
    same = tmp_path / "east.csv"
    told = usdcop(empty_home, "import", same, "--clock", "Etc/GMT+1", "--dry-run", "--json").json["findings"]
    assert (told["uncertain"], told["shifted"]) == (None, 300)


@pytest.mark.parametrize("rightly_before", [False, True])
def test_stored_bars_speak_at_once_and_also_where_the_file_was_imported_before(
    empty_home: Path, week: Path, tmp_path: Path, rightly_before: bool
) -> None:
    """Neither waits for a run, and a right import of the same file silences nobody else."""
    usdcop(empty_home, "import", week)
    bars = pl.read_csv(week, try_parse_dates=True)
    part = bars.filter(pl.col("time").dt.hour().is_between(14, 16)).with_columns(
        (pl.col("time") - pl.duration(hours=5)).dt.strftime("%Y-%m-%d %H:%M:%S")
    )
    part.write_csv(tmp_path / "part.csv")
    if rightly_before:
        usdcop(empty_home, "import", tmp_path / "part.csv", "--clock", "bogota")
    told = usdcop(
        empty_home, "import", tmp_path / "part.csv", "--clock", "America/Chicago", "--dry-run", "--json"
    )
    assert "told America/Chicago, but" in told.json["findings"]["uncertain"]


def test_bars_of_the_same_file_are_no_witness(empty_home: Path, tmp_path: Path) -> None:
    bars = pl.read_csv(market_file(tmp_path / "day.csv", *WEEK), try_parse_dates=True)
    part = bars.filter(pl.col("time").dt.hour().is_between(15, 16))
    file = tmp_path / "part.csv"
    part.with_columns(pl.col("time").dt.strftime("%Y-%m-%d %H:%M:%S")).write_csv(file)
    usdcop(empty_home, "import", file, "--clock", "utc")
    usdcop(empty_home, "run", "l1")
    again = usdcop(empty_home, "import", file, "--clock", "Etc/GMT-1", "--dry-run", "--json")
    assert again.json["findings"]["uncertain"] is None


def test_another_clock_and_another_symbol_are_refused(empty_home: Path, week: Path) -> None:
    told = usdcop(empty_home, "import", week, "--clock", "nowhere", code=2)
    assert "'nowhere' is not a clock." in told.err
    assert "auto, utc, bogota" in told.err
    told = usdcop(empty_home, "import", week, "--symbol", "EURUSD", code=2)
    assert "EURUSD" in told.err


def test_a_dry_run_counts_as_l1_will(empty_home: Path, tmp_path: Path) -> None:
    """A holiday's row whose low is above its high is refused for that, not for the holiday."""
    file = market_file(tmp_path / "week.csv", *WEEK)
    frame = pl.read_csv(file, try_parse_dates=True)
    holiday = frame.head(60).with_columns(pl.col("time") + pl.duration(days=21))  # Saint Joseph's Day
    broken = pl.when(pl.int_range(pl.len()) == 7).then(pl.col("high") + 1).otherwise(pl.col("low"))
    evening = frame.head(3).with_columns(pl.col("time") + pl.duration(hours=7))
    pl.concat([frame, evening, holiday.with_columns(low=broken)]).write_csv(file)
    dry = usdcop(empty_home, "import", file, "--dry-run", "--json")
    found = dry.json["findings"]
    assert found["refused"] == {"holiday": 59, "ohlc_violation": 1, "out_of_session": 3}
    assert "holidays: 59 rows on 1 days" in dry.err
    assert dry.json["bars"] == {"added": 300, "changed": 0, "removed": 0}
    usdcop(empty_home, "import", file)
    usdcop(empty_home, "run", "l1")
    report = usdcop(empty_home, "quality", "--json").json
    assert report["quarantine"] == {"holiday": 59, "ohlc_violation": 1, "out_of_session": 3}
    assert report["bars"] == 300


@pytest.mark.parametrize("year", ["2042", "1924"])
def test_one_bad_stamp_is_one_bad_row_and_stretches_nothing(
    empty_home: Path, tmp_path: Path, year: str
) -> None:
    file = tmp_path / "typo.csv"
    file.write_text(case_path("22-one-bad-stamp/future.csv").read_text().replace("2042-", f"{year}-"))
    told = usdcop(empty_home, "import", file, "--json").json
    assert told["sessions_changed"] == 20
    assert told["findings"]["tally"]["far"] == 1
    usdcop(empty_home, "run", "l1")
    assert len(raw_days(empty_home)) == 20
    report = usdcop(empty_home, "quality", "--json").json
    assert (report["bars"], report["expected_bars"]) == (1_199, 1_200)
    assert report["refused_at_import"] == {"far": 1}
    plan = usdcop(empty_home, "acquire", "--to", "2024-03-22", "--dry-run", "--json").json
    assert (plan["expected_bars"], plan["missing_before"], plan["credits"]) == (1_200, 1, 1)
    lake = open_lake(settings_of(empty_home), "USDCOP")
    assert len(expected_sessions(lake, Calendar(), datetime(2024, 4, 1, tzinfo=UTC))) == 20
    raw = lake.read(Layer.L0)
    assert raw is not None
    gate = acquire_gates(raw, MARKETS["USDCOP"], datetime(2026, 11, 30, tzinfo=UTC), LayerGateSettings())
    assert [one.passed for one in gate] == [True, True]
    refused = refused_rows(lake)
    assert refused.select("reason", "row", "run_id").rows() == [("far", 702, "I-0001")]
    usdcop(empty_home, "import", "--undo", "I-0001")
    assert refused_rows(open_lake(settings_of(empty_home), "USDCOP")).is_empty()


def test_sessions_after_the_present_are_in_no_layer(empty_home: Path, tmp_path: Path) -> None:
    file = market_file(tmp_path / "week.csv", *WEEK)
    clock = {"USDCOP_CLOCK": "sim:2024-03-06T15:00:00Z"}
    told = usdcop(empty_home, "import", file, "--json", mode="synthetic", variables=clock).json
    assert (told["rows"], told["sessions_changed"]) == (180, 3)
    lake = open_lake(settings_of(empty_home, Mode.SYNTHETIC), "USDCOP")
    assert list(lake.days(Layer.L0)) == [date(2024, 3, day) for day in (4, 5, 6)]
    assert dict(refused_rows(lake)["reason"].value_counts().iter_rows()) == {"future": 120}


@pytest.fixture
def doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever file is looked at, its clock is uncertain."""

    def look(*arguments: Any, **named: Any) -> ImportFile:  # noqa: ANN401 - those of read_file
        found = read_file(*arguments, **named)
        return replace(found, findings=replace(found.findings, uncertain="two edges of the week"))

    monkeypatch.setattr(importing, "read_file", look)


@pytest.mark.usefixtures("doubted")
def test_an_uncertain_clock_takes_nothing_in_unless_it_is_told(empty_home: Path, week: Path) -> None:
    told = usdcop(empty_home, "import", week, code=1)
    assert "clock: uncertain: two edges of the week" in told.err
    assert "300 rows of USDCOP" in told.err
    assert "By which clock week.csv was written is uncertain: two edges of the week." in told.err
    assert "--clock ZONE (utc, bogota, mt5," in " ".join(told.err.split())
    assert raw_days(empty_home) == {}
    assert usdcop(empty_home, "imports", "--json").json == []
    assert usdcop(empty_home, "import", week, "--dry-run", code=1).err == told.err

    said = usdcop(empty_home, "import", week, "--clock", "utc").err
    assert (
        said.count("clock: uncertain: two edges of the week") == said.count("first bars as understood") == 1
    )
    (entry,) = usdcop(empty_home, "imports", "--json").json
    assert entry["uncertain"] == "two edges of the week"
    usdcop(empty_home, "run", "l1")
    report = usdcop(empty_home, "quality", "--json").json
    assert report["grades"] == {"A": 0, "B": 0, "C": 5, "D": 0}
    assert {one["uncertain"] for one in report["sessions_list"]} == {"I-0001: two edges of the week"}
    assert "uncertain" in usdcop(empty_home, "quality").out


@pytest.mark.usefixtures("doubted")
def test_once_a_doubted_import_is_undone_its_sessions_are_graded_again(empty_home: Path, week: Path) -> None:
    usdcop(empty_home, "import", week, "--clock", "utc", "--supersede")
    usdcop(empty_home, "run", "l1")
    usdcop(empty_home, "import", "--undo", "1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "read_file", read_file)
        usdcop(empty_home, "import", week)
    usdcop(empty_home, "run", "l1")
    assert usdcop(empty_home, "quality", "--json").json["grades"]["A"] == 5
