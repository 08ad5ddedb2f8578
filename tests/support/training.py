"""A small training whose result a test can wait for."""

import numpy as np

from support.episodes import Plant, make_episodes
from usdcop.core.accounting import CostModel
from usdcop.policy.scaler import fit_scaler
from usdcop.rl.settings import PpoSettings
from usdcop.rl.training import TrainingData

COSTS = CostModel()
SMALL = PpoSettings(steps=4_000, sessions_per_update=16, minibatches=2, epochs=2, hidden=(16,), evaluations=4)


def small_data(seed: int = 1) -> TrainingData:
    """Forty sessions to train on and ten to choose by, with a planted signal."""
    episodes = make_episodes(50, seed, plant=Plant(8.0))
    train = episodes.take(np.arange(40))
    return TrainingData(train, episodes.take(np.arange(40, 50)), fit_scaler(train))
