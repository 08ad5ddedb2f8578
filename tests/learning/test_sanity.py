"""DESIGN section 8: training finds what is there, and does not find what is not. Default settings."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from support.episodes import Plant, make_episodes
from support.oracle import oracle_targets, realised_returns
from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes
from usdcop.policy.scaler import fit_scaler
from usdcop.policy.weights import Weights
from usdcop.rl.environment import tape_of
from usdcop.rl.evaluation import Judgement, judge
from usdcop.rl.networks import network_of, normaliser_of
from usdcop.rl.settings import PpoSettings
from usdcop.rl.training import TrainedPolicy, TrainingData, pick, train

COSTS = CostModel()
FEATURES = 12
TRAIN, VALIDATION, TEST = 600, 80, 300
SEEDS = [0, 1]
SETTINGS = replace(PpoSettings(), steps=400_000)


@dataclass(frozen=True, eq=False)
class Trial:
    policies: list[TrainedPolicy]
    test: Episodes

    def judged(self, weights: Weights) -> Judgement:
        return judge(network_of(weights), normaliser_of(weights.scaler), tape_of(self.test, COSTS))


def trial(plant: Plant, seed: int) -> Trial:
    episodes = make_episodes(TRAIN + VALIDATION + TEST, seed, FEATURES, plant=plant)
    parts = np.split(np.arange(len(episodes)), [TRAIN, TRAIN + VALIDATION])
    learn, choose, test = (episodes.take(part) for part in parts)
    data = TrainingData(learn, choose, fit_scaler(learn))
    return Trial(train(data, COSTS, SETTINGS, SEEDS), test)


@pytest.fixture(scope="module")
def planted() -> Trial:
    return trial(Plant(strength_bps=8.0, persistence=0.8), seed=21)


@pytest.fixture(scope="module")
def noise() -> Trial:
    return trial(Plant(), seed=22)


def test_a_planted_signal_yields_nine_tenths_of_the_oracle_on_sessions_never_seen(planted: Trial) -> None:
    signal = planted.test.features[:, :, 0] * 1e4
    oracle = realised_returns(planted.test, oracle_targets(planted.test, signal, COSTS), COSTS)
    assert oracle.mean() > 100
    shares = [planted.judged(policy.weights).mean / oracle.mean() for policy in planted.policies]
    assert planted.judged(pick(planted.policies).weights).mean >= 0.9 * oracle.mean(), shares
    assert not any(policy.abstains for policy in planted.policies)


def test_on_noise_what_ships_is_flat_and_earns_nothing(noise: Trial) -> None:
    found = noise.judged(pick(noise.policies).weights)
    assert found.flat_share >= 0.9
    assert found.mean <= 2 * found.error


def test_on_noise_the_network_itself_learns_to_stay_flat(noise: Trial) -> None:
    for policy in noise.policies:
        found = noise.judged(policy.last)
        assert found.flat_share >= 0.9, f"seed {policy.seed}"
        assert found.mean <= 2 * found.error, f"seed {policy.seed}"
