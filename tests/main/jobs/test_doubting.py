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
