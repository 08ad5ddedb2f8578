"""The bundles behind the roles: loaded once, checked against the features; one that does not fit is silent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from usdcop.core.errors import DataError
from usdcop.core.policy_book import Holder
from usdcop.core.registry import Alias
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.live.session import BundleStore
from usdcop.policy.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Seats:
    """The bundles that can decide by role, and why the others cannot."""

    bundles: dict[Alias, Bundle]
    silent: dict[Alias, str]


@dataclass(frozen=True, slots=True)
class Roles:
    """Bundles in memory, by their hash."""

    store: BundleStore
    _loaded: dict[str, Bundle] = field(default_factory=dict)

    def seat(self, holders: Sequence[Holder]) -> Seats:
        """The bundles of ``holders``.

        Raises:
            StorageError, ServerError: the store is away; that is no reason to be silent for a session.
        """
        seats = Seats({}, {})
        for one in holders:
            try:
                seats.bundles[one.alias] = self._bundle(one.bundle_hash)
            except DataError as error:  # the other roles go on
                seats.silent[one.alias] = str(error)
        return seats

    def _bundle(self, bundle_hash: str) -> Bundle:
        if bundle_hash not in self._loaded:
            bundle = Bundle.load(self.store.load(bundle_hash))
            bundle.check_features(FEATURE_NAMES, feature_hash())
            self._loaded[bundle_hash] = bundle
        return self._loaded[bundle_hash]
