"""What a change of bars does to what was made of them: said before, and marked after."""

from datetime import date
from pathlib import Path

import pytest

from support.homes import market_file, other_file, settings_of, usdcop
from usdcop.core.layers import Layer
from usdcop.main.serve.studio import SystemStudio
from usdcop.main.wiring import open_system
from usdcop.pipeline.changes import read_changes


class Home:
    """A finished home, and what stands in it."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.file = market_file(folder / "bars.csv")
        with open_system(settings_of(root)) as system:
            (trained,) = system.court.trained().values()
            days = list(system.lake.days(Layer.L1))
        self.split, self.digest = trained.split, trained.bundle_hash[:12]
        self.in_training = next(day for day in days if day > self.split.train[0])
        self.in_test = next(day for day in days if day > self.split.test[0])

    def wrong_on(self, day: date) -> Path:
        return other_file(self.file, f"{day}.csv", 1.0, day)

    def marks(self) -> list[str | None]:
        """What changed the bars of the report, and those that the model was trained and judged on."""
        with open_system(settings_of(self.root)) as system:
            studio = SystemStudio(system)
            standing = studio.standing(studio.models()[0])
            found = [*studio.stale_reports().values(), standing.trained_on, standing.judged_on]
        return [None if mark is None else mark.newest.cause for mark in found]

    def changes(self) -> list[tuple[str, tuple[date, ...]]]:
        with open_system(settings_of(self.root)) as system:
            return [(change.cause, change.sessions) for change in read_changes(system.lake)]


@pytest.fixture
def home(own_home: Path, tmp_path: Path) -> Home:
    return Home(own_home, tmp_path)


def test_what_was_trained_on_the_bars_is_named_before_they_change(home: Home) -> None:
    told = usdcop(home.root, "import", home.wrong_on(home.in_training), "--dry-run", "--json")
    used = told.json["used_by"]
    assert used["bundles"] == [home.digest]
    assert used["verdicts"] == []
    assert used["reports"] == [f"split {home.split.split_id}"]
    assert told.json["bars"]["changed"] >= 55
    assert f"used by 1 bundles trained on them: {home.digest}" in told.err


def test_what_was_judged_on_the_bars_is_named_and_stale_until_they_are_back(home: Home) -> None:
    wrong = home.wrong_on(home.in_test)
    dry = usdcop(home.root, "import", wrong, "--dry-run", "--json").json
    assert dry["used_by"]["bundles"] == []
    assert dry["used_by"]["verdicts"] == [home.digest]
    assert len(dry["used_by"]["reports"]) == 2
    done = usdcop(home.root, "import", wrong, "--json").json
    assert (done["used_by"], done["bars"]) == (dry["used_by"], dry["bars"])
    usdcop(home.root, "run", "l1-l4")
    assert "STALE: " in usdcop(home.root, "models", "list").out
    assert home.marks() == ["I-0002 imported", None, "I-0002 imported"]
    assert "its episodes have changed" in " ".join(usdcop(home.root, "models", "list").out.split())
    back = usdcop(home.root, "import", "--undo", "I-0002", "--dry-run", "--json").json
    assert (back["used_by"], back["bars"]) == (dry["used_by"], dry["bars"])
    usdcop(home.root, "import", "--undo", "I-0002")
    models = " ".join(usdcop(home.root, "models", "list").out.split())
    assert "STALE: " not in models, "the bars it was judged on are back"
    assert "have changed" not in models
    assert home.marks() == [None, None]
    first, *others = home.changes()
    assert first[0] == "I-0001 imported"
    assert others == [("I-0002 imported", (home.in_test,)), ("I-0002 undone", (home.in_test,))]
