from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from usdcop.adapters.postgres.orchestrator_status import PostgresFeedStatus
from usdcop.adapters.postgres.runs import PostgresRuns
from usdcop.core.feed import L0Run, StatusRow
from usdcop.core.layers import Layer
from usdcop.core.trading import OrchestratorState

MIDNIGHT = datetime(2024, 7, 10, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_newest_row_is_kept_whole(postgres: Engine) -> None:
    status = PostgresFeedStatus(postgres)
    assert status.read("USDCOP") is None
    for state in (OrchestratorState.COLLECTING, OrchestratorState.DEGRADED):
        row = StatusRow(state, MIDNIGHT, {"cause": "the vendor fails", "missing": 2}, MIDNIGHT + HOUR)
        status.put("USDCOP", row)
        assert status.read("USDCOP") == row


def test_l0_counts_where_it_started_on_the_day_and_completed(postgres: Engine) -> None:
    status, runs = PostgresFeedStatus(postgres), PostgresRuns(postgres)
    assert status.l0("USDCOP", MIDNIGHT) == L0Run(None, None, None, None)
    for started in (MIDNIGHT - HOUR, MIDNIGHT + timedelta(days=1)):
        runs.finish(runs.start(Layer.L0, "USDCOP", started), started, 1)
    assert status.l0("USDCOP", MIDNIGHT).completed_at is None
    runs.finish(runs.start(Layer.L0, "USDCOP", MIDNIGHT), MIDNIGHT + HOUR, 1)
    runs.finish(runs.start(Layer.L1, "USDCOP", MIDNIGHT), MIDNIGHT + 2 * HOUR, 1)
    runs.fail(runs.start(Layer.L0, "USDCOP", MIDNIGHT + 3 * HOUR), MIDNIGHT + 3 * HOUR, "no credits")
    found = L0Run("failed", MIDNIGHT + 3 * HOUR, MIDNIGHT + HOUR, "no credits")
    assert status.l0("USDCOP", MIDNIGHT) == found


def test_the_server_tells_its_time(postgres: Engine) -> None:
    status = PostgresFeedStatus(postgres)
    first, second = status.clock(), status.clock()
    assert first < second
    assert first.tzinfo is not None
