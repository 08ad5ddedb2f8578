"""Train, judge and correlate a small example; print what came out as JSON: ``python FILE``."""

import hashlib
import json
import sys
from dataclasses import replace

import numpy as np
import polars as pl

from support.bundles import make_contract
from support.episodes import Plant, make_episodes
from support.evaluations import judged
from support.training import COSTS, small_data
from usdcop.backtest.serialise import canonical_json
from usdcop.pipeline.correlation import correlations
from usdcop.policy.bundle import Bundle
from usdcop.rl.settings import PpoSettings
from usdcop.rl.training import train

SETTINGS = PpoSettings(steps=30_000, evaluations=4)
"""The sizes of a real training: those of the smallest examples are not split among threads."""


def outcome() -> dict[str, str]:
    """SHA-256 (hex) of what is stored of a training, and the decision hash."""
    policies = train(small_data(), COSTS, SETTINGS, [0, 1])
    contract = make_contract()
    bundles = [Bundle.build(policy.last, replace(contract, name=f"seed{policy.seed}")) for policy in policies]
    market = make_episodes(160, 2, plant=Plant(8.0))
    evaluation = judged(market, bundles[0].policy)
    names = market.feature_names
    rows = pl.DataFrame(np.ascontiguousarray(market.features[market.decides]), schema=list(names))
    return {
        "bundles": " ".join(bundle.digest for bundle in bundles),
        "history": _digest(repr([policy.history for policy in policies]).encode()),
        "evaluation": _digest(canonical_json(evaluation)),
        "decisions": evaluation.decision_hash,
        "correlations": _digest(correlations(rows, names).matrix.tobytes()),
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(outcome()))
