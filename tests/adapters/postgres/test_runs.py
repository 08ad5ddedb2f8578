import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

import usdcop
from support.tables import OPEN
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.runs import INTERRUPTED, PostgresRuns, pipeline_name
from usdcop.core.errors import ServerError, SourceError
from usdcop.core.layers import Layer

RUNNER = """
import sys, time
from datetime import UTC, datetime
from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.runs import PostgresRuns
from usdcop.core.layers import Layer

runs = PostgresRuns(open_database(sys.argv[1]))
print(runs.start(Layer.L2, "USDCOP", datetime(2024, 3, 5, 12, tzinfo=UTC)), flush=True)
time.sleep(60)
"""


def test_a_run_of_a_killed_process_is_refused_while_it_lives_and_interrupted_after(
    postgres: Engine, postgres_url: str
) -> None:
    runs = PostgresRuns(postgres)
    path = str(Path(usdcop.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-c", RUNNER, postgres_url],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": path, "PATH": os.defpath},
    ) as other:
        assert other.stdout is not None
        left = int(other.stdout.readline())
        with pytest.raises(SourceError, match=f"by process {other.pid} on"):
            runs.start(Layer.L2, "USDCOP", OPEN)
        other.send_signal(signal.SIGKILL)
    run = _started_once_the_server_noticed(runs)
    with transaction(postgres) as connection:
        query = text("SELECT status, completed_at, error_message FROM pipeline_status WHERE id = :run")
        assert tuple(connection.execute(query, {"run": left}).one()) == ("interrupted", OPEN, INTERRUPTED)
    runs.finish(run, OPEN, 1)


def _started_once_the_server_noticed(runs: PostgresRuns) -> int:
    for _ in range(200):
        try:
            return runs.start(Layer.L2, "USDCOP", OPEN)
        except SourceError:
            with transaction(runs.engine) as connection:
                connection.execute(text("SELECT pg_sleep(0.01)"))
    pytest.fail("the lock of a dead process stays")


def test_a_run_that_lost_its_connection_and_was_taken_over_cannot_finish(postgres: Engine) -> None:
    one, other = PostgresRuns(postgres), PostgresRuns(postgres)
    run = one.start(Layer.L0, "USDCOP", OPEN)
    with transaction(postgres) as connection:
        others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
        connection.execute(text(others))
    newer = other.start(Layer.L0, "USDCOP", OPEN)
    with pytest.raises(ServerError, match="another run took over"):
        one.finish(run, OPEN, 60)
    other.finish(newer, OPEN, 61)
    assert [(row.status, row.records_processed) for row in one.latest("USDCOP")] == [("completed", 61)]


def test_a_run_whose_connection_was_lost_may_finish_if_nobody_took_over(postgres: Engine) -> None:
    runs = PostgresRuns(postgres)
    run = runs.start(Layer.L0, "USDCOP", OPEN)
    with transaction(postgres) as connection:
        others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
        connection.execute(text(others))
    runs.finish(run, OPEN, 60)
    assert [row.status for row in runs.latest("USDCOP")] == ["completed"]


def test_a_layer_may_run_again_as_soon_as_its_run_ended(postgres: Engine) -> None:
    runs = PostgresRuns(postgres)
    for _ in range(200):
        runs.finish(runs.start(Layer.L0, "USDCOP", OPEN), OPEN, 1)


def test_pipelines_are_called_as_in_the_architecture() -> None:
    names = [pipeline_name(layer) for layer in Layer]
    assert names[0] == "usdcop_m5__01_l0_acquire"
    assert names[6] == "usdcop_m5__07_l6_backtest"
