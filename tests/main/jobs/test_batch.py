from pathlib import Path

import pytest

from support.homes import SESSIONS, market_file, settings_of, usdcop
from usdcop.core.errors import UsageError
from usdcop.core.layers import Layer
from usdcop.main.jobs.batch import layers_of
from usdcop.main.wiring import open_lake


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("all", list(Layer)),
        ("l2", [Layer.L2]),
        ("L1-l3", [Layer.L1, Layer.L2, Layer.L3]),
        ("l0-l0", [Layer.L0]),
    ],
)
def test_layers_by_name_and_range(text: str, layers: list[Layer]) -> None:
    assert list(layers_of(text)) == layers


@pytest.mark.parametrize("text", ["", "l7", "l3-l1", "l1-", "-l2", "l1-l2-l3", "everything"])
def test_what_names_no_layer_is_refused(text: str) -> None:
    if text == "l1-":
        assert layers_of(text) == (Layer.L1,)
        return
    with pytest.raises(UsageError, match="names no layer"):
        layers_of(text)


def test_layers_run_one_by_one_and_a_second_run_finds_them_up_to_date(
    empty_home: Path, tmp_path: Path
) -> None:
    file = market_file(tmp_path / "bars.csv")
    first = usdcop(empty_home, "run", "l0-l2", "--data", file, "--json").json
    assert [one["layer"] for one in first] == ["L0", "L1", "L2"]
    assert [gate["name"] for gate in first[0]["gates"]] == ["coverage", "rows in stale sessions"]
    assert first[1]["sessions_changed"] == first[2]["sessions_changed"] == SESSIONS
    again = usdcop(empty_home, "run", "l1-l2", "--json").json
    assert [(one["note"], one["sessions_changed"]) for one in again] == [("up to date", 0)] * 2
    rest = usdcop(empty_home, "run", "l3-l5").out
    assert "training episodes" in rest
    assert "no bundle is deployed" in rest


def test_a_gate_that_refuses_ends_with_code_3_and_stands_in_the_status(
    empty_home: Path, tmp_path: Path
) -> None:
    file = market_file(tmp_path / "bars.csv")
    told = usdcop(empty_home, "run", "--data", file, code=3, USDCOP_L0_MIN_COVERAGE="0.999")
    assert "L0 is not fit for use: coverage" in told.err
    layers = usdcop(empty_home, "status", "--json").json["layers"]
    assert layers[0]["run"]["status"] == "failed"
    assert "coverage" in layers[0]["run"]["error_message"]
    assert layers[1]["run"] is None
    assert len(open_lake(settings_of(empty_home), "USDCOP").days(Layer.L0)) > 80, "the bars are kept"
    assert usdcop(empty_home, "run", "l1", "--json").json[0]["sessions_changed"] == SESSIONS


def test_layers_without_anything_to_read_say_what_is_missing(empty_home: Path) -> None:
    told = usdcop(empty_home, "run", "l4", code=1)
    assert "usdcop" in told.err
    assert usdcop(empty_home, "status", "--json").json["layers"][4]["run"]["status"] == "failed"


def test_everything_again_changes_nothing(own_home: Path) -> None:
    before = {layer: open_lake(settings_of(own_home), "USDCOP").days(layer) for layer in Layer}
    usdcop(own_home, "run", "l0-l5")
    assert {layer: open_lake(settings_of(own_home), "USDCOP").days(layer) for layer in Layer} == before
