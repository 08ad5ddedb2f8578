"""Contracts and weights for tests of bundles."""

from datetime import UTC, date, datetime

import numpy as np

from usdcop.core.accounting import CostModel
from usdcop.core.episodes import POSITION_FEATURES, Split
from usdcop.policy.contract import BundleContract, hash_of_names
from usdcop.policy.scaler import POSITION_MEAN, POSITION_STD, Scaler
from usdcop.policy.weights import Dense, Weights

SPLIT = Split(
    split_id="chrono-test",
    train=(date(2021, 1, 4), date(2021, 6, 30)),
    validation=(date(2021, 7, 1), date(2021, 7, 30)),
    test=(date(2021, 8, 9), date(2021, 9, 30)),
    embargo_sessions=5,
)


def make_contract(features: int = 4, name: str = "policy") -> BundleContract:
    names = ("signal", *(f"noise_{index}" for index in range(1, features)))
    return BundleContract(
        name=name,
        feature_names=names,
        feature_hash=hash_of_names(names),
        costs=CostModel(),
        calendar_version="co-0800-1300-1",
        split=SPLIT,
        data_hash="d" * 64,
        code_version="0.1.0",
        created_at=datetime(2025, 7, 1, 12, 30, tzinfo=UTC),
        trained_by="usdcop.rl.ppo",
        manifests={"L4": "sha256:abc"},
        training={"steps": 1_000_000, "seed": 3, "learning_rate": 0.001},
        metrics={"validation_return_bps": 1.5, "validation_sharpe": None},
    )


def make_weights(features: int = 4, seed: int = 0, hidden: tuple[int, ...] = (64, 64)) -> Weights:
    """Random weights, large enough that the three actions all occur."""
    rng = np.random.default_rng(seed)
    sizes = [features + len(POSITION_FEATURES), *hidden]

    def dense(inputs: int, outputs: int, gain: float) -> Dense:
        weight = rng.standard_normal((inputs, outputs)) * gain / np.sqrt(inputs)
        return Dense(weight.astype(np.float32), rng.standard_normal(outputs).astype(np.float32) * 0.1)

    scaler = Scaler(
        mean=np.append(rng.standard_normal(features) * 1e-4, POSITION_MEAN),
        std=np.append(np.full(features, 1e-3), POSITION_STD),
    )
    trunk = tuple(dense(sizes[index], sizes[index + 1], 1.5) for index in range(len(hidden)))
    return Weights(trunk, dense(sizes[-1], 3, 3.0), dense(sizes[-1], 1, 1.0), scaler)


def diverged_weights(features: int) -> Weights:
    """Weights whose answer overflows where the first feature and the last have opposite signs, and only there."""
    inputs = features + len(POSITION_FEATURES)
    first = np.zeros((inputs, 2), np.float32)
    first[0, 0], first[features - 1, 1] = 10.0, -10.0
    scaler = Scaler(
        mean=np.append(np.zeros(features), POSITION_MEAN),
        std=np.append(np.full(features, 1e-3), POSITION_STD),
    )
    heads = np.zeros((2, 3), np.float32)
    heads[:, 0] = 3e38
    return Weights(
        (Dense(first, np.zeros(2, np.float32)),),
        Dense(heads, np.zeros(3, np.float32)),
        Dense(np.zeros((2, 1), np.float32), np.zeros(1, np.float32)),
        scaler,
    )
