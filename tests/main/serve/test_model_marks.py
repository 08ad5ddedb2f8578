"""Bundles, verdicts and reports over a lake without episodes, whose hash is known."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.changes import WALL, a_change
from support.lakes import STAMP, lake_at
from usdcop.adapters.objects import open_objects
from usdcop.core.episodes import Split
from usdcop.core.layers import Layer
from usdcop.core.partitions import Layout
from usdcop.core.ports import Lake
from usdcop.core.registry import RegisteredBundle, TrainingRun
from usdcop.core.trials import TrainedBundle
from usdcop.court.binding import Binding
from usdcop.main.jobs.verdict import StoredVerdict
from usdcop.main.serve.model_marks import ModelMarks, StoredReport, document_times
from usdcop.pipeline.changes import Change, ChangeRecord, Deed, Mark, note_change
from usdcop.pipeline.history import data_hash, split_document, split_fields

SPLIT = Split(
    "s1", (date(2024, 1, 1), date(2024, 1, 31)), (date(2024, 2, 5), date(2024, 2, 9)),
    (date(2024, 2, 12), date(2024, 2, 16)), 1,
)  # fmt: skip
TRAINED, CHOSEN, JUDGED = date(2024, 1, 8), date(2024, 2, 6), date(2024, 2, 13)
NOW_HASH = data_hash({}, SPLIT)
MODEL = RegisteredBundle(1, "ab" * 32, WALL - timedelta(days=1), (), (), "run", TrainingRun("n", {}, {}, {}))
MADE = TrainedBundle("ab" * 32, "USDCOP", SPLIT, "of other episodes", "r", "{}", "1")
REPORT_ID = "abababababab-20240216"
MADE_AT = WALL - timedelta(days=1)
VERDICT = StoredVerdict(
    Binding.from_fields({}), (), "", SPLIT.test[0], SPLIT.test[1], "2024-03-01T00:00:00+00:00"
)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = lake_at(tmp_path)
    made.put_document(Layer.L4, split_document("s1"), json.dumps(split_fields(SPLIT)).encode())
    return made


def marks_after(lake: Lake, *changes: Change) -> ModelMarks:
    for change in changes:
        note_change(lake, change)
    return ModelMarks(lake, ChangeRecord(lake))


def report(data: str | None) -> StoredReport:
    told = {"evaluation": {"split_id": "s1"}, "data": None if data is None else {"data_hash": data}}
    return StoredReport(REPORT_ID, json.dumps(told).encode(), MADE_AT)


@pytest.mark.parametrize("day", [TRAINED, CHOSEN])
def test_a_bundle_is_marked_by_a_change_of_bars_it_was_trained_or_chosen_on(lake: Lake, day: date) -> None:
    change = a_change(day)
    assert marks_after(lake, change).bundle(MODEL, MADE) == Mark(change, 1)


def test_a_bundle_is_not_marked_by_what_it_never_saw_knew_already_or_has_again(lake: Lake) -> None:
    before = a_change(TRAINED, recorded_at=MODEL.created_at)
    marks = marks_after(lake, a_change(JUDGED), before)
    assert marks.bundle(MODEL, MADE) is None
    assert marks.bundle(MODEL, None) is None, "trained elsewhere"
    marks = marks_after(lake, a_change(TRAINED))
    assert marks.bundle(MODEL, MADE) is not None
    assert marks.bundle(MODEL, replace(MADE, data_hash=NOW_HASH)) is None, "its bars came back"


def test_a_verdict_is_marked_by_a_change_of_the_judged_bars_after_it(lake: Lake) -> None:
    change = a_change(JUDGED)
    marks = marks_after(lake, a_change(JUDGED, recorded_at=MADE_AT), a_change(TRAINED), change)
    assert marks.verdict(VERDICT, ("costs", "data"), MADE_AT) == Mark(change, 1)
    assert marks.verdict(VERDICT, ("costs",), MADE_AT) is None, "the bars it was judged on are back"
    assert marks.verdict(VERDICT, ("data",), WALL) is None, "it was made after the change"
    assert marks.verdict(None, ("data",), MADE_AT) is None
    assert marks.verdict(replace(VERDICT, first=None), ("data",), MADE_AT) is None


def test_a_verdict_and_a_report_on_doubted_bars_are_marked_though_the_bars_are_the_same(lake: Lake) -> None:
    doubt = replace(a_change(JUDGED), deed=Deed.DOUBTED, why="its volatility peaks at noon")
    marks = marks_after(lake, doubt)
    assert marks.verdict(VERDICT, (), MADE_AT) == Mark(doubt, 1)
    assert marks.stale([report(NOW_HASH)]) == {REPORT_ID: Mark(doubt, 1)}
    believed = replace(doubt, deed=Deed.BELIEVED, recorded_at=WALL + timedelta(hours=1))
    marks = marks_after(lake, believed)
    assert (marks.verdict(VERDICT, (), MADE_AT), marks.stale([report(NOW_HASH)])) == (None, {})


def test_a_report_of_other_episodes_is_stale_with_the_change_where_one_explains_it(lake: Lake) -> None:
    others = [report("of other episodes")]
    assert marks_after(lake, a_change(TRAINED, recorded_at=MADE_AT)).stale(others) == {REPORT_ID: None}
    change = a_change(TRAINED)
    assert marks_after(lake, change).stale(others) == {REPORT_ID: Mark(change, 1)}
    assert marks_after(lake).stale([report(NOW_HASH), report(None)]) == {}


def test_when_a_document_was_written_is_kept_beside_it(tmp_path: Path) -> None:
    lake, objects, layout = lake_at(tmp_path), open_objects(tmp_path.as_uri()), Layout(Layer.L6, "USDCOP")
    assert document_times(objects, layout, "reports") == {}
    lake.put_document(Layer.L6, "reports/one.json", b"{}")
    assert document_times(objects, layout, "reports") == {"reports/one.json": STAMP}
