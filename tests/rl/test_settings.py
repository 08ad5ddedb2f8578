from dataclasses import replace

import pytest

from usdcop.core.errors import UsageError
from usdcop.rl.settings import PpoSettings


def test_the_digest_follows_every_setting() -> None:
    assert PpoSettings().digest == PpoSettings().digest
    assert PpoSettings(entropy=0.02).digest != PpoSettings().digest
    assert PpoSettings(hidden=(32,)).digest != PpoSettings().digest


@pytest.mark.parametrize("name", ["steps", "sessions_per_update", "epochs", "minibatches", "evaluations"])
def test_counts_below_one_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        replace(PpoSettings(), **{name: 0})  # type: ignore[arg-type] # all counts


@pytest.mark.parametrize("hidden", [(), (64, 0)])
def test_a_network_without_units_is_refused(hidden: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="hidden layer"):
        PpoSettings(hidden=hidden)


def test_more_minibatches_than_sessions_are_refused() -> None:
    with pytest.raises(UsageError, match="minibatches"):
        PpoSettings(sessions_per_update=4, minibatches=8)
