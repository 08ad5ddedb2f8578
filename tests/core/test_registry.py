from dataclasses import FrozenInstanceError

import pytest

from usdcop.core.registry import Alias, TrainingRun, bundle_key


def test_aliases_read_as_they_are_written() -> None:
    assert [f"{alias}" for alias in Alias] == ["champion", "challenger", "shadow"]
    assert Alias("champion") is Alias.CHAMPION


def test_a_run_cannot_be_changed_afterwards() -> None:
    run = TrainingRun("seed 1")
    with pytest.raises(FrozenInstanceError):
        run.name = "seed 2"  # type: ignore[misc]


def test_a_bundle_is_kept_under_its_digest() -> None:
    assert bundle_key("ab12") == "usdcop-models/ab12.onnx"
