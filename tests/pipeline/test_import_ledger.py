from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from support.import_entries import entry
from support.lakes import lake_at
from support.raw_rows import raw_of
from usdcop.core.errors import ConflictError, UnknownError
from usdcop.core.imports import ImportState
from usdcop.pipeline.import_ledger import (
    ASIDE,
    entry_named,
    get_rows,
    put_rows,
    read_entries,
    turn_of,
    write_entry,
)

KEPT = replace(entry(1), state=ImportState.KEPT)
OTHER = replace(entry(2), sha256="b")


def test_a_home_without_a_ledger_has_no_entries(tmp_path: Path) -> None:
    assert read_entries(lake_at(tmp_path)) == []


def test_an_entry_is_replaced_by_what_is_said_of_it_later(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    for one in (entry(2), entry(1), KEPT):
        write_entry(lake, one)
    assert read_entries(lake_at(tmp_path)) == [KEPT, entry(2)]


def test_a_new_file_is_begun_and_the_same_one_told() -> None:
    assert turn_of([KEPT], OTHER).entry is OTHER
    told = turn_of([KEPT], entry(2))
    assert (told.entry, told.repeated) == (KEPT, True)


def test_an_import_that_was_killed_goes_on_with_its_own_file_only() -> None:
    begun = [KEPT, OTHER]
    assert turn_of(begun, replace(OTHER, number=3)).entry is OTHER
    with pytest.raises(ConflictError, match=r"import of bars\.csv \(I-0002\) did not end.*--undo I-0002"):
        turn_of(begun, replace(entry(3), sha256="c"))
    with pytest.raises(ConflictError, match=r"undoing of bars\.csv \(I-0001\) did not end"):
        turn_of([replace(KEPT, state=ImportState.UNDOING)], OTHER)


def test_an_entry_is_found_by_what_people_type() -> None:
    entries = [KEPT, OTHER]
    assert [entry_named(entries, name) for name in ("I-0002", "i-2", "2")] == [OTHER] * 3
    for name in ("I-0003", "S-0002", "bars.csv"):
        with pytest.raises(UnknownError, match="There is no import"):
            entry_named(entries, name)


def test_rows_are_kept_beside_an_entry(tmp_path: Path) -> None:
    lake, rows = lake_at(tmp_path), raw_of(date(2024, 3, 4), {0: 4000.0, 1: 4001.0})
    assert get_rows(lake, ASIDE, KEPT) is None
    put_rows(lake, ASIDE, KEPT, rows)
    found = get_rows(lake, ASIDE, KEPT)
    assert found is not None
    assert found.equals(rows)
    assert get_rows(lake, ASIDE, OTHER) is None
