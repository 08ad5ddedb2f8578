from pathlib import Path

from support.feeds import quiet_feed
from support.foreign import foreign_bundle
from support.homes import TINY, settings_of, usdcop
from usdcop.core.layers import Layer
from usdcop.core.registry import Alias, TrainingRun
from usdcop.main.jobs import bringing_up
from usdcop.main.jobs.bringing_up import UpJob
from usdcop.main.jobs.registering import registry_of
from usdcop.main.wiring import open_lake, open_system


def test_a_second_time_nothing_is_trained_and_nothing_changes(own_home: Path) -> None:
    lake = open_lake(settings_of(own_home), "USDCOP")
    before = {layer: lake.days(layer) for layer in Layer}
    told = usdcop(own_home, "up", "--once", "--data", own_home / "bars.csv", *TINY)
    assert "Mode REPLAY" in told.err
    assert "Training" not in told.err
    assert "Walk-forward:" in told.out
    assert "challenger v1" in told.out
    assert "usdcop status --mode replay" in told.err
    assert {layer: lake.days(layer) for layer in Layer} == before
    assert len(usdcop(own_home, "models", "list", "--json").json) == 1


def test_options_that_contradict_each_other_are_refused(empty_home: Path) -> None:
    file = empty_home / "bars.csv"
    told = usdcop(empty_home, "up", "--once", "--data", file, "--mode", "synthetic", code=2)
    assert "--data replays a file, --mode synthetic does not." in told.err
    assert not (empty_home / "synthetic").exists()
    told = usdcop(empty_home, "up", "--once", "--mode", "real", code=2)
    assert "TWELVEDATA_API_KEYS" in told.err


def test_the_clock_of_a_file_is_asked_for_by_the_command_that_was_typed(
    empty_home: Path, tmp_path: Path
) -> None:
    file = quiet_feed(tmp_path / "feed.csv")
    told = " ".join(usdcop(empty_home, "up", "--once", "--data", file, code=1).err.split())
    assert "By which clock feed.csv was written is uncertain" in told
    assert "make run DATA=feed.csv CLOCK=ZONE, or usdcop up --data feed.csv --clock ZONE (utc," in told
    told = " ".join(usdcop(empty_home, "run", "l0", "--data", file, mode="replay", code=1).err.split())
    assert "Say it: usdcop run l0 --data feed.csv --clock ZONE (utc," in told
    usdcop(
        empty_home, "run", "l0", "--data", file, "--clock", "utc", mode="replay", USDCOP_L0_MIN_COVERAGE="0"
    )
    (entry,) = usdcop(empty_home, "imports", "--json", mode="replay").json
    assert entry["clock_told"] == "utc"


def test_a_clock_without_a_file_is_refused(empty_home: Path) -> None:
    told = usdcop(empty_home, "up", "--once", "--clock", "utc", "--mode", "synthetic", code=2)
    assert "Give the file: --data FILE." in told.err


def test_a_file_that_is_not_there_is_one_sentence(empty_home: Path) -> None:
    told = usdcop(empty_home, "up", "--once", "--data", empty_home / "none.csv", code=1)
    assert "none.csv" in told.err


def test_reset_starts_over_but_not_under_somebody_elses_feet(own_home: Path) -> None:
    again = ("up", "--once", "--data", own_home / "none.csv", "--reset")
    with open_system(settings_of(own_home)):
        told = usdcop(own_home, *again, code=2)
        assert "Another command is using" in told.err
    assert open_lake(settings_of(own_home), "USDCOP").days(Layer.L4)


def test_where_the_deployed_bundle_knows_other_features_the_one_trained_anew_is_deployed(
    own_home: Path, tmp_path: Path
) -> None:
    file = foreign_bundle(tmp_path / "before.onnx", features="0" * 64)
    job = UpJob(True, own_home / "bars.csv", steps=3000, seeds=2, reset=False, mode=None)
    with open_system(settings_of(own_home), writes=True) as system:
        registry = registry_of(system)
        before = registry.register(file.read_bytes(), registry.track(TrainingRun("before", tags={})))
        for alias in (Alias.CHAMPION, Alias.CHALLENGER):
            registry.set_alias(alias, before)
        bringing_up._ensure_bundle(system, job)
        held = {alias: found[0] for alias in Alias if (found := registry.by_alias(alias)) is not None}
        assert held == {Alias.CHAMPION: before, Alias.CHALLENGER: 1}
        bringing_up._ensure_bundle(system, job)
        assert len(registry.versions()) == 2
