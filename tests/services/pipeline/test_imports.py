from dataclasses import replace
from datetime import UTC, date, datetime

from support.changes import a_change
from support.import_entries import entry
from support.pipeline_desk import Desk
from usdcop.core.imports import ImportState
from usdcop.pipeline.changes import Deed, note_change
from usdcop.pipeline.import_ledger import write_entry

UNDONE = replace(
    entry(4),
    state=ImportState.UNDONE,
    undone_by="cli:eva",
    undone_at=datetime(2024, 4, 2, tzinfo=UTC),
)


def test_a_home_without_imports_has_none(bare_desk: Desk) -> None:
    assert bare_desk.get("imports") == {"data": [], "next_cursor": None}
    assert bare_desk.get("imports/I-0001", 404)["code"] == "UNKNOWN"


def test_imports_are_told_with_what_became_of_each(bare_desk: Desk) -> None:
    kept = replace(entry(1), state=ImportState.KEPT)
    doubted = replace(
        entry(2),
        state=ImportState.KEPT,
        uncertain="noon is loud",
        first=date(2023, 1, 2),
        last=date(2023, 1, 3),
    )
    newer = replace(
        entry(3), state=ImportState.KEPT, supersede=True, refused=2, clock_told="America/New_York"
    )
    for one in (kept, doubted, newer, UNDONE, entry(5)):
        write_entry(bare_desk.lake, one)
    rows = bare_desk.get("imports")["data"]
    assert [(row["id"], row["state"]) for row in rows] == [
        ("I-0005", "begun"),
        ("I-0004", "undone"),
        ("S-0003", "standing"),
        ("I-0002", "uncertain"),
        ("I-0001", "superseded"),
    ]
    assert [row["superseded_by"] for row in rows] == [[], [], [], [], ["S-0003"]]
    assert [row["clock_found"] for row in rows] == ["right", "right", "right", "uncertain", "right"]
    assert (rows[1]["undone_by"], rows[1]["undone_at"]) == ("cli:eva", "2024-04-02T00:00:00Z")
    assert rows[2] == {
        "id": "S-0003", "symbol": "USDCOP", "file": "bars.csv", "size_bytes": 1000, "sha256": "a",
        "clock_told": "America/New_York", "clock_found": "right", "rows": 300, "refused": 2, "first": "2024-03-04",
        "last": "2024-03-08", "before": None, "by": "home", "at": "2024-04-01T00:00:00Z",
        "recorded_at": "2026-04-01T00:00:00Z", "state": "standing", "superseded_by": [], "uncertain": None,
        "undone_by": None, "undone_at": None,
    }  # fmt: skip
    first = bare_desk.get("imports", limit=3)
    assert [row["id"] for row in first["data"]] == ["I-0005", "I-0004", "S-0003"]
    rest = bare_desk.get("imports", limit=3, cursor=first["next_cursor"])
    assert ([row["id"] for row in rest["data"]], rest["next_cursor"]) == (["I-0002", "I-0001"], None)
    assert bare_desk.get("imports", 422, cursor="nonsense")["code"] == "INVALID"


def test_one_import_tells_what_it_changed(bare_desk: Desk) -> None:
    write_entry(bare_desk.lake, UNDONE)
    made = replace(a_change(date(2024, 3, 4), date(2024, 3, 6)), import_id="I-0004")
    for change in (made, replace(made, deed=Deed.UNDONE, by="cli:eva"), replace(made, import_id="I-0001")):
        note_change(bare_desk.lake, change)
    one = bare_desk.get("imports/i-4")
    assert one.items() >= bare_desk.get("imports")["data"][0].items()
    assert [(change["deed"], change["by"]) for change in one["changes"]] == [
        ("imported", "cli:ana"),
        ("undone", "cli:eva"),
    ]
    assert one["changes"][0]["sessions"] == ["2024-03-04", "2024-03-06"]
    assert bare_desk.get("imports/S-0004", 404)["cure"]
