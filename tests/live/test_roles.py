from collections.abc import Sequence
from dataclasses import replace

import pytest

from support.bundles import make_contract, make_weights
from support.trading import Shelf
from usdcop.core.errors import ServerError
from usdcop.core.policy_book import Holder
from usdcop.core.registry import Alias
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.live.roles import Roles
from usdcop.policy.bundle import Bundle

WEIGHTS = make_weights(len(FEATURE_NAMES), hidden=(8,))
FITTING = Bundle.build(
    WEIGHTS, replace(make_contract(), feature_names=FEATURE_NAMES, feature_hash=feature_hash())
)
OTHER_FEATURES = Bundle.build(
    WEIGHTS, replace(make_contract(), feature_names=FEATURE_NAMES, feature_hash="0" * 64)
)


class Away:
    """A store that does not answer."""

    def held(self) -> Sequence[Holder]:
        return []

    def load(self, bundle_hash: str) -> bytes:
        raise ServerError(f"The store of {bundle_hash} does not answer.")


def test_a_bundle_is_loaded_once() -> None:
    shelf = Shelf()
    shelf.deploy(Alias.CHALLENGER, FITTING)
    roles = Roles(shelf)
    first = roles.seat(shelf.held()).bundles[Alias.CHALLENGER]
    shelf.bundles.clear()
    assert roles.seat(shelf.held()).bundles[Alias.CHALLENGER] is first


def test_a_bundle_of_other_features_or_none_is_silent_with_the_reason() -> None:
    shelf = Shelf()
    shelf.deploy(Alias.CHAMPION, OTHER_FEATURES)
    shelf.deploy(Alias.CHALLENGER, FITTING)
    shelf.roles[Alias.SHADOW] = Holder(Alias.SHADOW, 9, "f" * 64)
    seats = Roles(shelf).seat(shelf.held())
    assert set(seats.bundles) == {Alias.CHALLENGER}
    assert "other features" in seats.silent[Alias.CHAMPION]
    assert "There is no bundle" in seats.silent[Alias.SHADOW]


def test_a_store_that_is_away_silences_nobody_for_the_session() -> None:
    with pytest.raises(ServerError):
        Roles(Away()).seat([Holder(Alias.CHALLENGER, 1, "a" * 64)])
