"""Histories of planted episodes that carry the names of the real features, and bundles that fit them."""

from support.bundles import make_weights
from support.episodes import Plant, make_episodes
from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes, Split
from usdcop.core.sessions import MARKETS
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.history import History
from usdcop.pipeline.learning import Recipe, bundle_of
from usdcop.policy.bundle import Bundle
from usdcop.policy.scaler import fit_scaler
from usdcop.policy.weights import Weights
from usdcop.rl.settings import PpoSettings
from usdcop.rl.training import TrainedPolicy

SMALL = PpoSettings(steps=2_000, sessions_per_update=16, minibatches=2, epochs=2, hidden=(16,), evaluations=2)
RECIPE = Recipe(MARKETS["USDCOP"], CostModel(), SMALL, "test")


def planted_history(sessions: int = 60, seed: int = 1) -> History:
    """A history with a signal in the feature that is named first; the last 15 sessions are the test part."""
    made = make_episodes(sessions, seed, len(FEATURE_NAMES), plant=Plant(8.0))
    days = made.sessions
    split = Split("planted", (days[0], days[-31]), (days[-30], days[-21]), (days[-15], days[-1]), 5)
    return History(_named(made), days, split, "d" * 64)


def restless_bundle(episodes: Episodes, split: Split, seed: int = 0, data_hash: str = "d" * 64) -> Bundle:
    """A bundle of random weights, its scaler fitted on the training part: it wants everything now and then."""
    made = make_weights(len(FEATURE_NAMES), seed, hidden=(16,))
    scaler = fit_scaler(episodes.trainable(*split.train))
    weights = Weights(made.trunk, made.policy, made.value, scaler)
    policy = TrainedPolicy(
        seed, weights, weights, abstains=False, validation_return=1.0, validation_error=0.5, history=()
    )
    return bundle_of(policy, RECIPE, split, data_hash)


def _named(episodes: Episodes) -> Episodes:
    fields = {name: getattr(episodes, name) for name in Episodes.__dataclass_fields__}
    return Episodes(**{**fields, "feature_names": FEATURE_NAMES})
