"""Bundles that were trained elsewhere: our contract around weights that trade, or that know the test set."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from support.bundles import make_contract, make_weights
from usdcop.core.episodes import POSITION_FEATURES, Episodes, Split
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.policy.bundle import Bundle
from usdcop.policy.scaler import POSITION_MEAN, POSITION_STD, Scaler
from usdcop.policy.weights import Dense, Weights

SPLIT = Split(
    split_id="elsewhere",
    train=(date(2024, 1, 2), date(2024, 3, 1)),
    validation=(date(2024, 3, 4), date(2024, 3, 22)),
    test=(date(2024, 4, 8), date(2024, 5, 3)),
    embargo_sessions=5,
)


def foreign_bundle(path: Path, seed: int = 0, features: str | None = None, split: Split = SPLIT) -> Path:
    """A bundle trained by somebody else at ``path``, on our features, or on those of the hash ``features``."""
    contract = replace(
        make_contract(len(FEATURE_NAMES), f"elsewhere-{seed}"),
        feature_names=FEATURE_NAMES,
        feature_hash=features or feature_hash(),
        split=split,
        trained_by="stable-baselines3",
    )
    path.write_bytes(Bundle.build(make_weights(len(FEATURE_NAMES), seed), contract).data)
    return path


def overfitted_bundle(path: Path, known: Episodes, width: int = 6_000, split: Split = SPLIT) -> Path:
    """A bundle at ``path`` of ``width`` random features, fitted until it knows where each session of ``known`` ends."""
    rng = np.random.default_rng(7)
    bars, own = known.features[known.decides], len(POSITION_FEATURES)
    mean, std = bars.mean(axis=0), bars.std(axis=0) + 1e-12
    first = np.vstack([rng.standard_normal((bars.shape[1], width)), np.zeros((own, width))])
    bias = rng.standard_normal(width)
    hidden = np.tanh((bars - mean) / std @ first[:-own] + bias)
    last = np.broadcast_to(known.exit_price[:, None], known.fill.shape)[known.decides]
    side = np.clip(np.log(last / known.fill[known.decides]) / 2e-3, -1.0, 1.0)
    ridge = 1e-3 * width * np.eye(len(side))
    fitted = hidden.T @ np.linalg.solve(hidden @ hidden.T + ridge, side)
    heads = np.column_stack([-fitted, np.zeros(width), fitted]) * 10.0
    nothing = Dense(np.zeros((width, 1), np.float32), np.zeros(1, np.float32))
    weights = Weights(
        (Dense(first.astype(np.float32), bias.astype(np.float32)),),
        Dense(heads.astype(np.float32), np.array([0.0, 5.0, 0.0], np.float32)),
        nothing,
        Scaler(np.append(mean, POSITION_MEAN), np.append(std, POSITION_STD)),
    )
    contract = replace(
        make_contract(len(FEATURE_NAMES), "overfitted"),
        feature_names=FEATURE_NAMES,
        feature_hash=feature_hash(),
        split=split,
    )
    path.write_bytes(Bundle.build(weights, contract).data)
    return path
