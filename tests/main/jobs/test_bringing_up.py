from pathlib import Path

from support.homes import TINY, settings_of, usdcop
from usdcop.core.layers import Layer
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


def test_a_file_that_is_not_there_is_one_sentence(empty_home: Path) -> None:
    told = usdcop(empty_home, "up", "--once", "--data", empty_home / "none.csv", code=1)
    assert "none.csv" in told.err


def test_reset_starts_over_but_not_under_somebody_elses_feet(own_home: Path) -> None:
    again = ("up", "--once", "--data", own_home / "none.csv", "--reset")
    with open_system(settings_of(own_home)):
        told = usdcop(own_home, *again, code=2)
        assert "Another command is using" in told.err
    assert open_lake(settings_of(own_home), "USDCOP").days(Layer.L4)
