import numpy as np
import pytest

from support.episodes import make_episodes
from usdcop.core.errors import DataError
from usdcop.policy.scaler import Scaler, fit_scaler


def test_a_fitted_scaler_normalises_decisions_only() -> None:
    episodes = make_episodes(30, 1)
    scaler = fit_scaler(episodes)
    rows = (episodes.features[episodes.decides] - scaler.mean[:4]) / scaler.std[:4]
    assert rows.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)
    assert rows.std(axis=0) == pytest.approx(np.ones(4))


def test_a_feature_that_never_varies_becomes_zero_not_infinite() -> None:
    episodes = make_episodes(5, 1)
    episodes.features[:, :, 2] = 7.0
    scaler = fit_scaler(episodes)
    assert (scaler.mean[2], scaler.std[2]) == (7.0, 1.0)


def test_the_position_part_has_scales_of_its_own() -> None:
    scaler = fit_scaler(make_episodes(5, 1))
    assert scaler.mean[4:].tolist() == [0.0, 0.0, 0.5]
    assert scaler.std[4:].tolist() == [1.0, 25.0, 0.29]


def test_nothing_to_fit_on_is_an_error() -> None:
    episodes = make_episodes(5, 1)
    episodes.decides[:] = False
    with pytest.raises(DataError, match="no decision"):
        fit_scaler(episodes)


@pytest.mark.parametrize(
    ("mean", "std"),
    [([0.0], [0.0]), ([0.0], [-1.0]), ([np.nan], [1.0]), ([0.0], [np.inf]), ([0.0, 1.0], [1.0])],
)
def test_a_scaler_that_cannot_scale_is_refused(mean: list[float], std: list[float]) -> None:
    with pytest.raises(DataError):
        Scaler(np.array(mean), np.array(std))


def test_the_digest_follows_the_numbers() -> None:
    one = Scaler(np.zeros(2), np.ones(2))
    assert one.digest == Scaler(np.zeros(2), np.ones(2)).digest
    assert one.digest != Scaler(np.zeros(2), np.full(2, 2.0)).digest
