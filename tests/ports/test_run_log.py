"""What every ``RunLog`` must do."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from support.tables import OPEN
from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.runs import PostgresRuns
from usdcop.core.errors import SourceError
from usdcop.core.layers import Layer
from usdcop.core.ports import RunLog, RunRow

Opened = Callable[[], RunLog]


@pytest.fixture
def opened(postgres_url: str) -> Iterator[Opened]:
    """Opens the log as another process would."""
    engines: list[Engine] = []

    def open_log() -> RunLog:
        engines.append(open_database(postgres_url))
        return PostgresRuns(engines[-1])

    yield open_log
    for engine in engines:
        engine.dispose()


def test_a_run_is_running_then_completed(opened: Opened) -> None:
    log = opened()
    run = log.start(Layer.L0, "USDCOP", OPEN)
    name = "usdcop_m5__01_l0_acquire"
    assert opened().latest("USDCOP") == [RunRow(name, Layer.L0, "running", OPEN, None, None, None)]
    log.finish(run, OPEN + timedelta(minutes=1), 60)
    done = RunRow(name, Layer.L0, "completed", OPEN, OPEN + timedelta(minutes=1), 60, None)
    assert opened().latest("USDCOP") == [done]


def test_a_failed_run_says_why(opened: Opened) -> None:
    log = opened()
    log.fail(log.start(Layer.L4, "USDCOP", OPEN), OPEN, "No space left. Free some disk.")
    (row,) = log.latest("USDCOP")
    assert (row.pipeline_name, row.status) == ("usdcop_m5__05_l4_rl_ready", "failed")
    assert (row.error_message, row.records_processed) == ("No space left. Free some disk.", None)


def test_latest_is_the_newest_run_of_each_layer_of_the_symbol(opened: Opened) -> None:
    log = opened()
    for layer, records in ((Layer.L1, 5), (Layer.L0, 1), (Layer.L1, 6)):
        log.finish(log.start(layer, "USDCOP", OPEN), OPEN, records)
    log.finish(log.start(Layer.L0, "EURUSD", OPEN), OPEN, 99)
    latest = [(row.layer, row.records_processed) for row in log.latest("USDCOP")]
    assert latest == [(Layer.L0, 1), (Layer.L1, 6)]


def test_a_layer_that_runs_is_not_started_again_and_the_error_names_who_runs_it(opened: Opened) -> None:
    one, other = opened(), opened()
    run = one.start(Layer.L0, "USDCOP", OPEN)
    for log in (other, one):
        with pytest.raises(
            SourceError, match=r"L0 of USDCOP is already being run by process \d+ on .+, since"
        ):
            log.start(Layer.L0, "USDCOP", OPEN)
    assert [row.status for row in one.latest("USDCOP")] == ["running"]
    one.finish(run, OPEN, 1)
    other.finish(other.start(Layer.L0, "USDCOP", OPEN), OPEN, 2)
    assert one.latest("USDCOP")[0].records_processed == 2


def test_other_layers_and_other_symbols_may_run_beside_it(opened: Opened) -> None:
    log = opened()
    runs = [
        log.start(Layer.L0, "USDCOP", OPEN),
        log.start(Layer.L1, "USDCOP", OPEN),
        log.start(Layer.L0, "EURUSD", OPEN),
    ]
    for run in runs:
        log.finish(run, OPEN, 1)
    assert [row.status for row in log.latest("USDCOP")] == ["completed", "completed"]


def test_many_runs_in_a_row_do_not_use_up_the_connections(opened: Opened) -> None:
    log = opened()
    for records in range(12):
        log.finish(log.start(Layer.L0, "USDCOP", OPEN), OPEN, records)
        run = log.start(Layer.L1, "USDCOP", OPEN)
        with pytest.raises(SourceError):
            log.start(Layer.L1, "USDCOP", OPEN)
        log.fail(run, OPEN, "refused")
    assert log.latest("USDCOP")[0].records_processed == 11
