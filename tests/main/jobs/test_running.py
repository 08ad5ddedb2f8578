"""Runs of a layer are recorded as what they were."""

from pathlib import Path

import pytest

from support.homes import settings_of
from usdcop.core.errors import DataError, GateRefusedError
from usdcop.core.layers import Layer
from usdcop.main.jobs.running import Done, run_layer
from usdcop.main.wiring import System, open_system
from usdcop.pipeline.gates import at_least


class UnexpectedError(Exception):
    """Something nobody foresaw."""


def _refuse() -> Done:
    return Done(7, 1, (at_least(Layer.L0, "coverage", 0.2, 0.95),))


def _break() -> Done:
    raise DataError("The rows are wrong.", "Bring better ones.")


def _fall_over() -> Done:
    raise UnexpectedError("oh")


def _row(system: System) -> tuple[str, int | None, str | None]:
    newest = next(row for row in system.runs.latest("USDCOP") if row.layer is Layer.L0)
    return newest.status, newest.records_processed, newest.error_message


def test_a_run_ends_as_completed_or_failed_with_its_reason(own_home: Path) -> None:
    with open_system(settings_of(own_home)) as system:
        report = run_layer(system, Layer.L0, lambda: Done(7, 1, note="seven"))
        assert (report.records, report.sessions_changed, report.note) == (7, 1, "seven")
        assert _row(system) == ("completed", 7, None)
        with pytest.raises(GateRefusedError):
            run_layer(system, Layer.L0, _refuse)
        assert _row(system)[0] == "failed"
        assert "coverage 0.2" in str(_row(system)[2])
        with pytest.raises(DataError):
            run_layer(system, Layer.L0, _break)
        assert _row(system) == ("failed", None, "The rows are wrong. Bring better ones.")
        with pytest.raises(UnexpectedError):
            run_layer(system, Layer.L0, _fall_over)
        assert _row(system) == ("failed", None, "UnexpectedError: oh")
