from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from support.homes import settings_of
from usdcop.adapters.postgres.backfills import PostgresBackfills
from usdcop.adapters.postgres.runs import PostgresRuns
from usdcop.core.backfills import Backfill, BackfillPlan, BackfillStatus
from usdcop.core.layers import Layer
from usdcop.main.jobs.backfilling import work_backfills
from usdcop.main.modes import Mode
from usdcop.main.wiring import System, open_system
from usdcop.pipeline.l0_acquire import AcquireSettings, plan
from usdcop.pipeline.l0_store import read_absent, stored_bars

AT = datetime(2024, 6, 3, 15, tzinfo=UTC)


@pytest.fixture
def system(empty_home: Path) -> Iterator[System]:
    with open_system(settings_of(empty_home, Mode.SYNTHETIC)) as opened:
        yield opened


def ask(system: System, first: date, last: date) -> Backfill:
    have, absent = stored_bars(system.lake), read_absent(system.lake)
    found = plan(system.market, (first, last), have, absent, system.clock.now(), AcquireSettings())
    wanted = BackfillPlan("USDCOP", first, last, found.missing, len(found.requests), found.credits)
    return PostgresBackfills(system.engine).request(wanted, "operator", AT)


def now_is(system: System, asked: Backfill) -> Backfill:
    found = PostgresBackfills(system.engine).get(asked.id)
    assert found is not None
    return found


def test_the_queue_is_worked_through_l4_and_what_a_dead_worker_left_is_interrupted(system: System) -> None:
    assert work_backfills(system) == 0
    dead = ask(system, date(2024, 1, 2), date(2024, 1, 5))
    with system.engine.begin() as connection:
        connection.execute(text("UPDATE backfills SET status = 'running', requests_done = 1"))
    asked = ask(system, date(2024, 3, 4), date(2024, 3, 15))
    assert (asked.bars_missing, asked.requests) == (600, 1)

    other = PostgresRuns(system.engine)
    run = other.start(Layer.L0, "USDCOP", AT)  # somebody else is at it: the backfill waits
    assert work_backfills(system) == 0
    assert now_is(system, asked).status is BackfillStatus.QUEUED
    assert now_is(system, dead).status is BackfillStatus.INTERRUPTED
    assert "Ask again" in (now_is(system, dead).error or "")
    other.finish(run, AT + timedelta(minutes=1), 0)

    assert work_backfills(system) == 1
    done = now_is(system, asked)
    stored = stored_bars(system.lake)
    assert (done.status, done.requests_done, done.error) == (BackfillStatus.COMPLETED, 1, None)
    assert done.bars_found == len(stored) > 560
    assert len(stored) + len(read_absent(system.lake)) == 600
    for layer in (Layer.L0, Layer.L1, Layer.L2, Layer.L4):
        assert len(system.lake.days(layer)) == 10, layer
    newest = {row.layer: row.status for row in system.runs.latest("USDCOP")}
    assert {newest[layer] for layer in (Layer.L0, Layer.L1, Layer.L2, Layer.L3, Layer.L4)} == {"completed"}

    again = ask(system, date(2024, 3, 4), date(2024, 3, 15))  # what the vendor never had is given up
    assert (again.status, again.requests, again.bars_found) == (BackfillStatus.COMPLETED, 0, 0)
    assert work_backfills(system) == 0


def test_a_home_without_a_vendor_fails_each_with_the_cure_and_goes_on(empty_home: Path) -> None:
    with open_system(settings_of(empty_home, Mode.REPLAY)) as system:
        asked = [ask(system, date(2024, month, 4), date(2024, month, 8)) for month in (3, 4)]
        assert work_backfills(system) == 2
        for one in asked:
            found = now_is(system, one)
            assert found.status is BackfillStatus.FAILED
            assert "no vendor" in (found.error or "")
            assert found.ended_at is not None
        runs = {row.layer: row for row in system.runs.latest("USDCOP")}
        assert runs[Layer.L0].status == "failed"
