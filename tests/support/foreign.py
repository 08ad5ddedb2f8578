"""A bundle that another library trained: our contract around weights that trade."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from support.bundles import make_contract, make_weights
from usdcop.core.episodes import Split
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.policy.bundle import Bundle

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
