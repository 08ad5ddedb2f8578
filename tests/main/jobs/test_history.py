from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from support.clocks import HandClock
from support.planted_homes import opened
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.audit import AuditFilter
from usdcop.core.layers import Layer
from usdcop.main.jobs.history import SPLIT_MADE, history_of
from usdcop.pipeline.history import split_document
from usdcop.pipeline.splits import SplitSettings


def test_a_new_split_is_said_and_told_in_the_trail(
    own_planted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The dates of a test set changed without a word, whoever read the history first."""
    with opened(own_planted) as system:
        trail = PostgresAudit(system.engine)
        first = history_of(system)
        assert history_of(system).split == first.split
        assert "new split" not in capsys.readouterr().err
        assert list(trail.page(AuditFilter(action=SPLIT_MADE), None, 10)) == []

        last = first.expected[len(first.expected) // 2]
        early = replace(system, clock=HandClock(system.market.calendar.closes_at(last) + timedelta(hours=1)))
        renewing = replace(early.settings, splits=SplitSettings(renew_below=1.1))
        made = history_of(replace(early, settings=renewing))
        assert made.split != first.split
        assert split_document(made.split.split_id) in system.lake.documents(Layer.L4, "splits")
        told = capsys.readouterr().err
        assert f"the test set is {made.split.test[0]}" in told
        (row,) = trail.page(AuditFilter(action=SPLIT_MADE), None, 10)
        assert row.subject == f"split:{made.split.split_id}"
        assert row.detail["test"] == [day.isoformat() for day in made.split.test]
