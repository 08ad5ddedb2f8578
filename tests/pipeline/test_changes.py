from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from support.lakes import lake_at
from usdcop.core.layers import Layer
from usdcop.pipeline.changes import Change, changed_since, note_change, read_changes, told_since

WALL = datetime(2026, 4, 1, tzinfo=UTC)
DAYS = (date(2024, 3, 4), date(2024, 3, 6))
CHANGE = Change("I-0002 imported", "cli:ana", datetime(2024, 4, 1, tzinfo=UTC), WALL, DAYS)
LATER = replace(CHANGE, cause="I-0002 undone", recorded_at=WALL + timedelta(hours=1))


def test_changes_come_back_in_order(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert read_changes(lake) == []
    for one in (CHANGE, LATER):
        note_change(lake, one)
    assert read_changes(lake_at(tmp_path)) == [CHANGE, LATER]
    assert lake.documents(Layer.L0, "changes") == ["changes/000001.json", "changes/000002.json"]


def test_what_changes_nothing_is_not_noted(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    note_change(lake, replace(CHANGE, sessions=()))
    assert lake.documents(Layer.L0, "changes") == []


def test_what_was_made_before_a_change_of_its_sessions_is_told_of_it() -> None:
    both = [CHANGE, LATER]
    before, between = WALL - timedelta(hours=1), WALL + timedelta(minutes=1)
    assert changed_since(both, DAYS[0], DAYS[0], before) == both
    assert changed_since(both, DAYS[1], date(2024, 5, 1), between) == [LATER]
    assert changed_since(both, DAYS[0], DAYS[0], LATER.recorded_at) == []
    assert changed_since(both, date(2024, 3, 5), date(2024, 3, 5), before) == []
    assert changed_since(both, date(2024, 3, 7), date(2024, 3, 9), before) == []


def test_a_change_is_told_in_words() -> None:
    assert told_since([CHANGE, LATER], DAYS[0], DAYS[0], WALL) == (
        "I-0002 undone (2024-04-01 00:00 UTC, by cli:ana)",
    )
