from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from support.import_entries import entry
from usdcop.core.imports import (
    Doubt,
    ImportEntry,
    ImportState,
    Standing,
    already_kept,
    doubts_of,
    import_number,
    import_of,
    next_number,
    number_of,
    outranks_vendor,
    standing_of,
    superseded_by,
    undone,
)

KEPT = replace(entry(1), state=ImportState.KEPT)


@pytest.mark.parametrize(
    ("text", "number"),
    [("I-0007", 7), ("i-7", 7), (" S-0012 ", 12), ("7", 7), ("I0007", None), ("-7", None), ("", None), ("X-1", None)],
)  # fmt: skip
def test_an_id_is_read_as_people_type_it(text: str, number: int | None) -> None:
    assert number_of(text) == number


def test_an_id_says_its_number_and_whether_it_supersedes() -> None:
    assert (entry(7).id, entry(12_345).id) == ("I-0007", "I-12345")
    assert replace(entry(7), supersede=True).id == "S-0007"
    assert (next_number([]), next_number([3, 2])) == (1, 4)


def test_an_entry_comes_back_from_its_fields() -> None:
    told = undone(replace(entry(7), uncertain="a doubt", before=date(2024, 3, 1)), "cli:ana", datetime(2024, 5, 1, tzinfo=UTC))  # fmt: skip
    assert ImportEntry.from_fields(told.to_fields()) == told
    assert ImportEntry.from_fields(entry(1).to_fields()) == entry(1)
    assert told.to_fields()["id"] == "I-0007"


def test_the_same_file_is_not_imported_twice_while_nothing_later_won_over_it() -> None:
    again = entry(2)
    assert already_kept([KEPT], again) is KEPT
    assert already_kept([entry(1)], again) is None  # it did not end
    assert already_kept([KEPT], replace(again, supersede=True)) is None
    assert already_kept([KEPT], replace(again, clock_found="other")) is None
    other = replace(entry(2), sha256="b", state=ImportState.KEPT)
    assert already_kept([KEPT, other], entry(3)) is None
    assert already_kept([KEPT, replace(other, state=ImportState.UNDONE)], entry(3)) is KEPT
    elsewhere = replace(other, first=date(2024, 4, 2), last=date(2024, 4, 3))
    assert already_kept([KEPT, elsewhere], entry(3)) is KEPT


def test_imports_overlap_where_their_sessions_meet() -> None:
    assert entry(1).overlaps(replace(entry(2), first=entry(1).last))
    assert not entry(1).overlaps(replace(entry(2), first=date(2024, 3, 30)))
    assert not entry(1).overlaps(replace(entry(2), first=None, last=None))


def test_a_row_tells_its_import() -> None:
    rows = pl.DataFrame(
        {
            "source": ["L0", "import:a.csv", "import:a.csv", "import:a.csv"],
            "run_id": ["I-0009", "0d3f", "I-0009", "S-0010"],
        }
    ).select(import_of().alias("id"), number=import_number(), outranks=outranks_vendor())
    assert rows.rows() == [
        (None, None, False),
        (None, 0, False),
        ("I-0009", 9, False),
        ("S-0010", 10, True),
    ]


def test_doubts_are_those_about_imports_that_were_not_undone() -> None:
    doubted = replace(KEPT, uncertain="weak evidence")
    assert doubts_of([doubted, entry(2)]) == (
        Doubt("I-0001", date(2024, 3, 4), date(2024, 3, 8), "weak evidence"),
    )
    assert doubts_of([replace(doubted, state=ImportState.UNDONE), replace(doubted, first=None)]) == ()


def test_what_became_of_an_import_is_one_word() -> None:
    kept, later = replace(entry(1), state=ImportState.KEPT), replace(entry(2), state=ImportState.KEPT)
    both = [kept, later]
    assert (standing_of(kept, both), superseded_by(kept, both)) == (Standing.SUPERSEDED, ("I-0002",))
    assert (standing_of(later, both), superseded_by(later, both)) == (Standing.STANDING, ())
    assert standing_of(replace(kept, uncertain="a doubt"), both) is Standing.UNCERTAIN
    assert standing_of(kept, [kept, replace(later, state=ImportState.UNDONE)]) is Standing.STANDING
    for state in (ImportState.BEGUN, ImportState.UNDOING, ImportState.UNDONE):
        one = replace(kept, state=state, uncertain="a doubt")
        assert (standing_of(one, both).value, superseded_by(one, both)) == (state.value, ())


def test_the_clock_of_a_doubted_import_is_not_called_right() -> None:
    assert KEPT.clock_in_words == "right"
    assert replace(KEPT, uncertain="why").clock_in_words == "uncertain"
    corrected = replace(KEPT, clock_found="bogota 960", uncertain="why")
    assert corrected.clock_in_words == "bogota 960"
