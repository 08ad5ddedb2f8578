from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from support.homes import settings_of
from support.planted_homes import FREE, follower, opened
from usdcop.core.errors import MissingInputError, UnknownError
from usdcop.core.registry import Alias
from usdcop.core.trials import NewEntry
from usdcop.main.jobs.judging import EvaluateJob, evaluate
from usdcop.main.serve.studio import SystemStudio
from usdcop.main.wiring import System, open_system
from usdcop.services.analytics.ports import Basis


@pytest.fixture
def system(shared_home: Path) -> Iterator[System]:
    with open_system(settings_of(shared_home), as_service=True) as opened:
        yield opened


def test_the_backtest_record_agrees_with_the_report_of_the_same_bundle(system: System) -> None:
    studio = SystemStudio(system)
    model = studio.models()[0]
    assert Alias.CHALLENGER in model.aliases
    report = studio.evaluation(model.digest)
    assert report is not None
    told, judged = report["evaluation"], studio.standing(model).sessions
    record = studio.record(model, Basis.BACKTEST).between(judged[0], judged[-1])
    assert [day.isoformat() for day in record.expected] == told["sessions"]
    np.testing.assert_allclose(record.returns, told["returns"], atol=1e-12)
    assert len(record.trades) == told["metrics"]["trades"]
    named = {rival["name"]: rival["returns"] for rival in told["rivals"]}
    whole = studio.record(model, Basis.BACKTEST).expected
    kept = [index for index, day in enumerate(whole) if day in set(record.expected)]
    for line in studio.lines(model):
        if line.name in {"flat", "long", "short"}:
            np.testing.assert_allclose(line.returns[kept], named[line.name], atol=1e-12)


def test_a_second_look_costs_no_second_run(system: System) -> None:
    studio = SystemStudio(system)
    model = studio.models()[0]
    assert studio.record(model, Basis.BACKTEST) is studio.record(model, Basis.BACKTEST)
    assert studio.lines(model) is studio.lines(model)
    filling = studio.filling(model, Basis.BACKTEST)
    assert filling.fills == len(studio.record(model, Basis.BACKTEST).fills)
    assert filling.shortest_delay is None or filling.shortest_delay >= 1


def test_a_model_that_never_decided_has_no_paper_record(system: System) -> None:
    studio = SystemStudio(system)
    with pytest.raises(MissingInputError, match="paper account"):
        studio.record(studio.models()[0], Basis.PAPER)


def test_reports_are_found_by_their_id_and_others_are_unknown(system: System) -> None:
    studio = SystemStudio(system)
    (report_id,) = studio.reports()
    assert studio.report(report_id, "pdf").startswith(b"%PDF")
    assert b'"verdict"' in studio.report(report_id, "json")
    with pytest.raises(UnknownError):
        studio.report("0" * 12 + "-20240101", "json")


def test_an_entry_and_a_look_change_what_is_shown_at_once(own_planted: Path) -> None:
    """It stayed as it was until the next session came."""
    bundle, at = follower(), datetime(2024, 3, 1, tzinfo=UTC)
    with opened(own_planted, FREE) as system:
        studio = SystemStudio(system)
        (model,) = studio.models()
        with pytest.raises(MissingInputError, match="before a look"):
            studio.record(model, Basis.BACKTEST)
        evaluate(system, EvaluateJob(versions=("1",), folds=0))
        looked, lines = studio.record(model, Basis.BACKTEST), studio.lines(model)
        assert looked.expected == tuple(studio.judging(model))
        new = NewEntry(
            "USDCOP", bundle.digest, 1e-5, trained_here=True, entered_at=at, vendor_at=at, actor="me"
        )
        system.court.enter(new, at)
        entered = studio.record(model, Basis.BACKTEST)
        assert entered.expected[0] == date(2024, 3, 1)
        own = [day in set(entered.expected) for day in looked.expected]
        assert not np.array_equal(looked.returns[own], entered.returns), "its stop is in force"
        assert studio.lines(model) is not lines
