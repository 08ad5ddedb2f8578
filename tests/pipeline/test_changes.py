import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.changes import WALL, a_change
from support.lakes import lake_at
from usdcop.adapters.objects import open_objects
from usdcop.core.layers import Layer
from usdcop.pipeline.changes import (
    Change,
    ChangeRecord,
    Deed,
    Mark,
    Marks,
    changed_since,
    note_change,
    read_changes,
)
from usdcop.pipeline.repair import repair

DAYS = (date(2024, 3, 4), date(2024, 3, 6))
CHANGE = a_change(*DAYS)
LATER = replace(CHANGE, deed=Deed.UNDONE, recorded_at=WALL + timedelta(hours=1))


@pytest.mark.parametrize("deed", Deed)
def test_a_change_comes_back_as_it_was_noted(tmp_path: Path, deed: Deed) -> None:
    """Whatever was done, its import and its reason stay with it."""
    change = replace(CHANGE, deed=deed, import_id=None if deed is Deed.CORRECTED else "S-0012")
    lake = lake_at(tmp_path)
    note_change(lake, change)
    assert read_changes(lake) == [change]


def test_changes_come_back_in_order(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert read_changes(lake) == []
    for one in (CHANGE, LATER):
        note_change(lake, one)
    assert read_changes(lake_at(tmp_path)) == [CHANGE, LATER]
    assert lake.documents(Layer.L0, "changes") == ["changes/000001.json", "changes/000002.json"]


def test_a_change_of_the_first_homes_with_a_ledger_has_no_reason(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    note_change(lake, CHANGE)
    told = json.loads(lake.get_document(Layer.L0, "changes/000001.json"))
    del told["why"]
    lake.put_document(Layer.L0, "changes/000001.json", json.dumps(told).encode())
    assert read_changes(lake) == [replace(CHANGE, why="")]


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


def test_the_mark_is_the_newest_change_since_and_their_number() -> None:
    marks, day = Marks((CHANGE, LATER)), DAYS[0]
    assert marks.since(day, day, WALL - timedelta(hours=1)) == Mark(LATER, 2)
    assert marks.since(day, day, WALL) == Mark(LATER, 1)
    assert marks.since(day, day, LATER.recorded_at) is None
    assert marks.since(date(2024, 3, 5), date(2024, 3, 5), WALL - timedelta(hours=1)) is None
    assert marks.since(day, day, None) == Mark(LATER, 2), "when it was made was not kept"
    assert Marks().since(day, day, None) is None


def test_what_has_its_data_again_is_marked_by_a_doubt_that_stands_only() -> None:
    day, before = DAYS[0], WALL - timedelta(hours=1)
    doubt = replace(CHANGE, deed=Deed.DOUBTED, recorded_at=WALL + timedelta(hours=2))
    believed = replace(doubt, deed=Deed.BELIEVED, recorded_at=WALL + timedelta(hours=3))
    other = replace(believed, import_id="I-0008")

    def told(*changes: Change, same: bool = True) -> Mark | None:
        return Marks(changes).of_data(day, day, before, same=same)

    assert told(CHANGE, LATER) is None
    assert told(CHANGE, LATER, same=False) == Mark(LATER, 2)
    assert told(CHANGE, doubt) == Mark(doubt, 1)
    assert told(CHANGE, doubt, believed) is None
    assert told(doubt, replace(believed, deed=Deed.UNDONE)) is None
    assert told(doubt, other) == Mark(doubt, 1)
    assert Marks((doubt,)).of_data(date(2024, 3, 9), date(2024, 3, 9), None, same=True) is None


def test_a_doubt_marks_while_it_stands_and_to_believe_again_marks_nothing() -> None:
    day, before = DAYS[0], WALL - timedelta(hours=1)
    doubt = replace(CHANGE, deed=Deed.DOUBTED)
    believed = replace(LATER, deed=Deed.BELIEVED)
    assert Marks((doubt,)).since(day, day, before) == Mark(doubt, 1)
    assert Marks((doubt, believed)).since(day, day, before) is None
    assert Marks((doubt, believed)).since(day, day, WALL) is None, "made while it was doubted"
    assert Marks((CHANGE, doubt, believed)).since(day, day, before) == Mark(CHANGE, 1)


def test_a_record_sees_what_is_noted_later_and_reads_each_change_once(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    record = ChangeRecord(lake_at(tmp_path))
    assert record.marks() == Marks()
    note_change(lake, CHANGE)
    assert record.marks() == Marks((CHANGE,))
    lake.put_document(Layer.L0, "changes/000001.json", b"torn")
    note_change(lake, LATER)
    assert record.marks() == Marks((CHANGE, LATER)), "the first was not read again"


def test_a_change_after_a_loss_takes_no_number_again_and_a_record_sees_both(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    for one in (CHANGE, LATER):
        note_change(lake, one)
    record = ChangeRecord(lake)
    assert record.marks() == Marks((CHANGE, LATER))
    (first,) = (tmp_path / Layer.L0.bucket / "changes").glob("000001_*")
    first.unlink()
    repair(open_objects(tmp_path.as_uri()), Layer.L0, "USDCOP")
    third = replace(LATER, why="the third", recorded_at=WALL + timedelta(hours=2))
    note_change(lake, third)
    assert lake.documents(Layer.L0, "changes") == ["changes/000002.json", "changes/000003.json"]
    assert read_changes(lake) == [LATER, third]
    assert record.marks() == Marks((LATER, third)), "as many as before, and not the same"
