from pathlib import Path

from support.homes import market_file
from support.live_homes import CALENDAR, NEXT, live_home
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR
from usdcop.main.jobs.importing import ImportJob, import_file
from usdcop.main.jobs.reconciling import reconcile_vendor
from usdcop.main.scheduling.bars import BarRuns
from usdcop.pipeline.changes import read_changes
from usdcop.simulator.faults import Fault, FaultKind


def test_a_correction_of_the_vendor_is_a_revision_counted_and_in_the_trail(own_home: Path) -> None:
    with live_home(own_home, CALENDAR.closes_at(NEXT) + BAR) as home:
        runs = BarRuns(home.system)
        runs.bring(NEXT, thorough=False)
        first = reconcile_vendor(home.system, 1)
        assert (len(first.revised), first.sessions_changed) == (0, 0)
        assert first.compared >= 55

        at = CALENDAR.opens_at(NEXT) + 10 * BAR
        home.faults.add(Fault(FaultKind.REVISED_BARS, start=at, end=at + BAR))
        assert reconcile_vendor(home.system, 1).revised == ()  # it is as it was, for the last time
        home.clock.advance(12 * BAR)
        found = reconcile_vendor(home.system, 1)
        assert found.revised == (at,)
        runs.bring(NEXT, thorough=False)
        bars = home.system.lake.read(Layer.L1, [NEXT])
        assert bars is not None
        assert bars.filter(bars["state"] == "revised")["time"].to_list() == [at]
        trail = [row for row in PostgresAudit(home.system.engine).rows() if row.action == "bar.revised"]
        assert len(trail) == 1
        assert trail[0].detail["before"] != trail[0].detail["after"]
        assert reconcile_vendor(home.system, 1).revised == ()
        changes = [one for one in read_changes(home.system.lake) if one.by == "scheduler"]
        assert [(one.cause, one.sessions) for one in changes] == [("corrected by the vendor", (NEXT,))]


def test_bars_of_a_file_are_never_revised(own_home: Path) -> None:
    with live_home(own_home, CALENDAR.opens_at(NEXT)) as home:
        home.faults.add(Fault(FaultKind.REVISED_BARS))
        done = reconcile_vendor(home.system)
        assert (done.compared, done.revised) == (0, ())


def test_a_correction_of_what_an_import_supersedes_changes_no_bar(own_home: Path, tmp_path: Path) -> None:
    with live_home(own_home, CALENDAR.closes_at(NEXT) + BAR) as home:
        BarRuns(home.system).bring(NEXT, thorough=False)
        span = (CALENDAR.opens_at(NEXT), CALENDAR.closes_at(NEXT))
        file = market_file(tmp_path / "day.csv", *span)
        import_file(home.system, ImportJob(file, supersede=True))
        at = CALENDAR.opens_at(NEXT) + 10 * BAR
        home.faults.add(Fault(FaultKind.REVISED_BARS, start=at, end=at + BAR))
        assert reconcile_vendor(home.system, 1).revised == ()
        home.clock.advance(12 * BAR)
        assert reconcile_vendor(home.system, 1).revised == (at,)
        causes = [one.cause for one in read_changes(home.system.lake)]
        assert "corrected by the vendor" not in causes
