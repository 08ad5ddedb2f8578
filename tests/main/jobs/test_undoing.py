"""An import is taken back: what was there before it comes back, whatever came between."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from support.dying import DyingObjects
from support.homes import market_file, other_file, settings_of, usdcop
from support.live_homes import CALENDAR, NEXT, live_home
from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import LocalObjects
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.errors import ConflictError
from usdcop.core.imports import ImportState
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR
from usdcop.main.jobs.importing import ImportJob, import_file
from usdcop.main.jobs.reconciling import reconcile_vendor
from usdcop.main.jobs.undoing import UndoJob, undo
from usdcop.main.scheduling.bars import BarRuns
from usdcop.main.wiring import System, open_lake, open_system
from usdcop.pipeline.import_ledger import ASIDE, get_rows, read_entries
from usdcop.simulator.faults import Fault, FaultKind

WEEK = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))
QUARTERS = (datetime(2024, 3, 25, tzinfo=UTC), datetime(2024, 4, 6, tzinfo=UTC))
Checksums = dict[Layer, dict[date, str]]


@pytest.fixture
def week(tmp_path: Path) -> Path:
    return market_file(tmp_path / "week.csv", *WEEK)


def made(root: Path) -> Checksums:
    """Checksums of all that is stored after the layers have run."""
    usdcop(root, "run", "l1-l3")
    return stored(root)


def stored(root: Path) -> Checksums:
    lake = open_lake(settings_of(root), "USDCOP")
    return {layer: lake.days(layer) for layer in (Layer.L0, Layer.L1, Layer.L2, Layer.L3)}


def test_the_bars_before_an_import_come_back_and_the_layers_are_made_again(
    empty_home: Path, week: Path
) -> None:
    usdcop(empty_home, "import", week)
    before = made(empty_home)
    report = usdcop(empty_home, "quality", "--json").json
    usdcop(empty_home, "import", other_file(week, "other.csv", 100.0))
    assert made(empty_home)[Layer.L1] != before[Layer.L1]
    done = usdcop(empty_home, "import", "--undo", "i-2", "--json").json
    assert (done["id"], done["rows"], done["sessions_changed"], done["sessions_gone"]) == (
        "I-0002",
        300,
        5,
        0,
    )
    assert stored(empty_home) == before
    assert usdcop(empty_home, "quality", "--json").json == report
    assert usdcop(empty_home, "verify", "--json").json["sound"] is True
    entry = read_entries(open_lake(settings_of(empty_home), "USDCOP"))[1]
    assert entry.state is ImportState.UNDONE
    aside = get_rows(open_lake(settings_of(empty_home), "USDCOP"), ASIDE, entry)
    assert aside is not None
    assert set(aside["run_id"]) == {"I-0002"}
    assert aside.height == 300
    assert "undone by cli:" in " ".join(usdcop(empty_home, "imports").out.split())


def test_the_bars_of_an_older_import_may_be_taken_from_under_a_newer_one(
    empty_home: Path, week: Path
) -> None:
    other = other_file(week, "other.csv", 100.0)
    usdcop(empty_home, "import", week)
    usdcop(empty_home, "import", other)
    both = made(empty_home)
    usdcop(empty_home, "import", "--undo", "I-0001")
    assert stored(empty_home)[Layer.L1] == both[Layer.L1]
    usdcop(empty_home, "import", "--undo", "I-0002")
    assert stored(empty_home) == {layer: {} for layer in both}
    usdcop(empty_home, "import", other)
    assert made(empty_home)[Layer.L1] == both[Layer.L1]


def test_a_home_without_bars_is_left_and_the_plan_asks_for_them_again(
    empty_home: Path, tmp_path: Path
) -> None:
    file = market_file(tmp_path / "quarters.csv", *QUARTERS)
    span = ("--from", "2024-03-25", "--to", "2024-04-05")
    usdcop(empty_home, "import", file)
    made(empty_home)
    had = usdcop(empty_home, "acquire", *span, "--dry-run", "--json").json
    usdcop(empty_home, "import", "--undo", "I-0001")
    assert all(not days for days in stored(empty_home).values())
    plan = usdcop(empty_home, "acquire", *span, "--dry-run", "--json").json
    assert plan["missing_before"] == plan["expected_bars"] == had["expected_bars"]
    assert had["missing_before"] < had["expected_bars"]
    assert usdcop(empty_home, "verify", "--json").json["sound"] is True
    told = usdcop(empty_home, "quality", code=1)
    assert "There is no layer L1 yet." in told.err


def test_sessions_that_only_the_import_had_leave_every_layer_and_the_table(
    empty_home: Path, week: Path, tmp_path: Path
) -> None:
    usdcop(empty_home, "import", week)
    before = made(empty_home)
    usdcop(empty_home, "import", market_file(tmp_path / "later.csv", *QUARTERS))
    assert len(made(empty_home)[Layer.L1]) > 5
    done = usdcop(empty_home, "import", "--undo", "I-0002", "--json").json
    assert (done["sessions_changed"], done["sessions_gone"]) == (0, 10)
    assert stored(empty_home) == before
    assert usdcop(empty_home, "verify", "--json").json["sound"] is True
    assert usdcop(empty_home, "quality", "--json").json["expected_sessions"] == 5
    with open_system(settings_of(empty_home)) as system:
        rows = system.quality.read("USDCOP", date(2024, 1, 1), date(2024, 12, 31))
    assert rows["session"].to_list() == sorted(before[Layer.L1])


def test_an_id_that_is_unknown_or_was_undone_is_told(empty_home: Path, week: Path) -> None:
    told = usdcop(empty_home, "import", "--undo", "I-0001", code=1)
    assert "There is no import 'I-0001'." in told.err
    assert "usdcop imports" in told.err
    usdcop(empty_home, "import", week)
    usdcop(empty_home, "import", "--undo", "I-0001")
    told = usdcop(empty_home, "import", "--undo", "I-0001", code=1)
    assert "I-0001 (week.csv) was undone before" in told.err
    told = usdcop(empty_home, "import", week, "--undo", "I-0001", code=2)
    assert "Give a file to import, or --undo" in told.err
    usdcop(empty_home, "import", code=2)


def test_an_undoing_is_in_the_trail_and_takes_nothing_out_of_it(empty_home: Path, week: Path) -> None:
    usdcop(empty_home, "import", week)
    usdcop(empty_home, "import", "--undo", "I-0001")
    with open_system(settings_of(empty_home)) as system:
        trail = [row for row in PostgresAudit(system.engine).rows() if row.action.startswith("import.")]
    assert [row.action for row in trail] == ["import.begun", "import.kept", "import.undone"]
    assert trail[-1].detail["rows"] == 300


def test_a_dry_run_takes_nothing_out(empty_home: Path, week: Path) -> None:
    usdcop(empty_home, "import", week)
    before = made(empty_home)
    assert usdcop(empty_home, "import", "--undo", "I-0001", "--dry-run", "--json").json["dry_run"] is True
    assert stored(empty_home) == before


@pytest.fixture
def two_imports(empty_home: Path, week: Path) -> Iterator[System]:
    """A home with two imports, the second of which is to be undone, and its layer L1."""
    usdcop(empty_home, "import", week)
    usdcop(empty_home, "import", other_file(week, "other.csv", 100.0))
    usdcop(empty_home, "run", "l1-l3")
    with open_system(settings_of(empty_home), writes=True) as system:
        yield system


def dying(system: System, changes: int) -> System:
    """``system`` whose lake ends after so many changes."""
    assert isinstance(system.objects, LocalObjects)
    versions = Versions("test", system.market.calendar.version)
    objects = DyingObjects(system.objects, changes)
    return replace(system, lake=ParquetLake(objects, "USDCOP", versions, system.wall.now))


def test_an_undoing_that_is_killed_at_any_write_is_ended_by_the_next(two_imports: System, week: Path) -> None:
    system, changes, killed = two_imports, 0, 0
    while True:
        try:
            undo(dying(system, changes), UndoJob("I-0002"))
            break
        except KeyboardInterrupt:
            killed += 1
            entry = read_entries(system.lake)[1]
            assert entry.state in {ImportState.KEPT, ImportState.UNDOING}
            if entry.state is ImportState.UNDOING:
                with pytest.raises(ConflictError, match="did not end"):
                    import_file(system, ImportJob(week, clock="utc"))
        changes += 2
    assert killed > 5
    assert read_entries(system.lake)[1].state is ImportState.UNDONE
    bars = system.lake.read(Layer.L1)
    assert bars is not None
    assert set(bars["source"]) == {"import:week.csv"}
    raw = system.lake.read(Layer.L0)
    assert raw is not None
    assert set(raw["run_id"]) == {"I-0001"}
    aside = get_rows(system.lake, ASIDE, read_entries(system.lake)[1])
    assert aside is not None
    assert aside.height == 300


def test_an_import_that_is_killed_at_any_write_goes_on_under_its_id(two_imports: System, week: Path) -> None:
    system, killed, done = two_imports, 0, None
    third = other_file(week, "third.csv", 50.0)
    while done is None:
        try:
            done = import_file(dying(system, killed), ImportJob(third))
        except KeyboardInterrupt:
            killed += 1
    assert killed > 5
    assert done.id == "I-0003"
    entries = read_entries(system.lake)
    assert [entry.state for entry in entries] == [ImportState.KEPT] * 3
    raw = system.lake.read(Layer.L0)
    assert raw is not None
    assert dict(raw["run_id"].value_counts().iter_rows()) == {"I-0001": 300, "I-0002": 300, "I-0003": 300}


def test_the_vendors_bars_win_over_a_file_and_a_file_that_supersedes_wins_over_its_revisions(
    own_home: Path, tmp_path: Path
) -> None:
    with live_home(own_home, CALENDAR.closes_at(NEXT) + BAR) as home:
        system, runs, at = home.system, BarRuns(home.system), CALENDAR.opens_at(NEXT) + 10 * BAR
        runs.bring(NEXT, thorough=False)
        home.faults.add(Fault(FaultKind.REVISED_BARS, start=at, end=at + BAR))
        assert reconcile_vendor(system, 1).revised == ()
        home.clock.advance(12 * BAR)
        assert reconcile_vendor(system, 1).revised == (at,)
        runs.bring(NEXT, thorough=False)
        vendor = closes_of(system)
        span = (CALENDAR.opens_at(NEXT), CALENDAR.closes_at(NEXT))
        file = other_file(market_file(tmp_path / "day.csv", *span), "other.csv", 100.0, NEXT)
        import_file(system, ImportJob(file))
        runs.bring(NEXT, thorough=False)
        assert closes_of(system) == vendor
        import_file(system, ImportJob(file, supersede=True))
        runs.bring(NEXT, thorough=False)
        above = {time: close - vendor[time] for time, close in closes_of(system).items()}
        assert len(above) >= 55
        assert {round(value) for time, value in above.items() if time != at} == {100}
        assert served(system)[at] == "final"
        undo(system, UndoJob("S-0003"))
        assert closes_of(system) == vendor
        assert served(system)[at] == "revised"


def closes_of(system: System) -> dict[datetime, float]:
    """Closes of L1 of the next session, which must be those that are served."""
    bars = system.lake.read(Layer.L1, [NEXT])
    assert bars is not None
    rows = system.bars.read("USDCOP", CALENDAR.opens_at(NEXT), CALENDAR.closes_at(NEXT))
    assert rows["time"].to_list() == bars["time"].to_list()
    apart = (rows["close"].cast(pl.Float64) - bars["close"]).abs().max()
    assert isinstance(apart, float)
    assert apart < 1e-4
    return dict(zip(bars["time"], bars["close"], strict=True))


def served(system: System) -> dict[datetime, str]:
    rows = system.bars.read("USDCOP", CALENDAR.opens_at(NEXT), CALENDAR.closes_at(NEXT))
    return dict(zip(rows["time"], rows["state"].cast(pl.String), strict=True))
