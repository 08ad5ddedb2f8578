import json
from dataclasses import replace
from pathlib import Path

import pytest

from support.homes import usdcop
from support.import_entries import entry
from support.lakes import lake_at
from usdcop.core.imports import ImportEntry, ImportState
from usdcop.main.jobs.import_list import show_imports, state_of
from usdcop.pipeline.import_ledger import write_entry

KEPT = replace(entry(1), state=ImportState.KEPT)
LATER = replace(entry(2), state=ImportState.KEPT)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (entry(1), "did not end: import it again, or 'usdcop import --undo I-0001'"),
        (replace(KEPT, state=ImportState.UNDOING), "undoing did not end: 'usdcop import --undo I-0001'"),
        (replace(KEPT, state=ImportState.UNDONE, undone_by="cli:ana"), "undone by cli:ana"),
        (KEPT, "kept, partly superseded by I-0002"),
        (replace(KEPT, uncertain="a doubt"), "kept, partly superseded by I-0002; uncertain: a doubt"),
        (LATER, "kept"),
    ],
)
def test_the_state_of_an_import_is_told_in_words(one: ImportEntry, words: str) -> None:
    assert state_of(one, [one, LATER] if one.number == 1 else [KEPT, one]) == words


def test_the_list_needs_no_server(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lake = lake_at(tmp_path)
    write_entry(lake, KEPT)
    show_imports(lake, as_json=False)
    assert "I-0001" in capfd.readouterr().out


def test_a_doubted_clock_is_not_called_right(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lake = lake_at(tmp_path)
    write_entry(lake, replace(KEPT, uncertain="a doubt"))
    show_imports(lake, as_json=False)
    shown = capfd.readouterr().out
    show_imports(lake, as_json=True)
    told = json.loads(capfd.readouterr().out)
    assert "right" not in shown
    assert told[0]["clock_found"] == "uncertain"


def test_a_home_without_imports_says_so(empty_home: Path) -> None:
    assert "No file was imported" in usdcop(empty_home, "imports").out
    assert usdcop(empty_home, "imports", "--json").json == []
