from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.homes import market_file, settings_of, usdcop
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.main.wiring import open_system
from usdcop.pipeline.changes import read_changes

WEEK = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))
WHY = "its volatility peaks at noon"


@pytest.fixture
def imported(empty_home: Path, tmp_path: Path) -> Path:
    usdcop(empty_home, "import", market_file(tmp_path / "week.csv", *WEEK))
    usdcop(empty_home, "run", "l1-l4")
    return empty_home


def grades(root: Path) -> dict[str, int]:
    found: dict[str, int] = usdcop(root, "quality", "--json").json["grades"]
    return {grade: count for grade, count in found.items() if count}


def test_a_doubted_import_is_graded_c_until_it_is_believed_again(imported: Path) -> None:
    assert grades(imported) == {"A": 5}
    told = usdcop(imported, "imports", "--doubt", "I-0001", "--why", WHY, "--json")
    assert (told.json["uncertain"], told.json["sessions"]) == (WHY, 5)
    assert "I-0001 is doubted: 5 sessions are graded anew." in told.err
    assert "nothing that is kept used those bars" in told.err
    assert grades(imported) == {"C": 5}
    assert f"uncertain: {WHY}" in " ".join(usdcop(imported, "imports").out.split())
    usdcop(imported, "imports", "--doubt", "I-0001", "--why", WHY)
    usdcop(imported, "imports", "--believe", "1")
    assert grades(imported) == {"A": 5}
    with open_system(settings_of(imported)) as system:
        causes = [change.cause for change in read_changes(system.lake)]
        trail = [row.detail for row in PostgresAudit(system.engine).rows() if row.action == "import.doubted"]
    assert causes == ["I-0001 imported", "I-0001 doubted", "I-0001 believed again"]
    assert [(one["before"], one["after"]) for one in trail] == [(None, WHY), (WHY, None)]


def test_what_is_not_in_force_is_not_doubted(imported: Path) -> None:
    usdcop(imported, "import", "--undo", "I-0001")
    told = usdcop(imported, "imports", "--doubt", "I-0001", "--why", WHY, code=1)
    assert "I-0001 (week.csv) is not in force: it is undone." in told.err
    usdcop(imported, "imports", "--doubt", "I-0009", "--why", WHY, code=1)


@pytest.mark.parametrize(
    "given", [("--doubt", "I-1"), ("--why", WHY), ("--doubt", "I-1", "--believe", "I-1", "--why", WHY)]
)
def test_a_doubt_needs_its_reason(empty_home: Path, given: tuple[str, ...]) -> None:
    assert "Give --doubt with an id and --why" in usdcop(empty_home, "imports", *given, code=2).err


@pytest.fixture
def two_files(imported: Path, tmp_path: Path) -> Path:
    """A home where a second import has won the bars of the fourth and fifth sessions of the week."""
    later = market_file(tmp_path / "later.csv", datetime(2024, 3, 7, tzinfo=UTC), WEEK[1])
    usdcop(imported, "import", later)
    usdcop(imported, "run", "l1-l4")
    return imported


def changes_of(root: Path) -> list[tuple[str, list[int]]]:
    """What was done, and the days of March whose sessions it bore on."""
    with open_system(settings_of(root)) as system:
        found = read_changes(system.lake)
    return [(change.cause, [day.day for day in change.sessions]) for change in found]


def test_only_sessions_with_a_bar_that_counts_are_doubted(two_files: Path) -> None:
    told = usdcop(two_files, "imports", "--doubt", "I-0001", "--why", WHY, "--json")
    assert told.json["sessions"] == 3
    assert "I-0001 is doubted: 3 sessions are graded anew." in told.err
    assert grades(two_files) == {"A": 2, "C": 3}
    again = usdcop(two_files, "imports", "--doubt", "I-0001", "--why", WHY, "--json")
    assert again.json["sessions"] == 3
    usdcop(two_files, "imports", "--believe", "I-0001")
    assert changes_of(two_files)[-2:] == [
        ("I-0001 doubted", [4, 5, 6]),
        ("I-0001 believed again", [4, 5, 6]),
    ]


def test_an_undoing_that_brings_back_doubted_bars_says_which_grades_fall(two_files: Path) -> None:
    usdcop(two_files, "imports", "--doubt", "I-0001", "--why", WHY)
    fall = "doubted: no better than grade C in 2 sessions, 2024-03-07 to 2024-03-08"
    dry = usdcop(two_files, "import", "--undo", "I-0002", "--dry-run")
    assert fall in " ".join(dry.err.split())
    told = usdcop(two_files, "import", "--undo", "I-0002")
    assert fall in " ".join(told.err.split())
    assert grades(two_files) == {"C": 5}
    assert changes_of(two_files)[-1] == ("I-0002 undone", [7, 8])


def test_an_import_that_wins_doubted_bars_says_that_they_are_graded_anew(
    two_files: Path, tmp_path: Path
) -> None:
    usdcop(two_files, "imports", "--doubt", "I-0002", "--why", WHY)
    assert grades(two_files) == {"A": 3, "C": 2}
    again = market_file(tmp_path / "again.csv", datetime(2024, 3, 8, tzinfo=UTC), WEEK[1])
    told = usdcop(two_files, "import", again, "--dry-run")
    assert "no longer doubted: graded anew on 2024-03-08" in " ".join(told.err.split())
