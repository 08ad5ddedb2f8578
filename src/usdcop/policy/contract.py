"""The contract a bundle carries: everything needed to know whether it fits the data, and where it came from."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final

from usdcop.core.accounting import CostModel
from usdcop.core.episodes import POSITION_FEATURES, Split
from usdcop.core.errors import ContractError
from usdcop.core.units import Bps

SCHEMA_VERSION: Final = 1

ACTIONS: Final = (-1.0, 0.0, 1.0)
"""Target position of each logit: short, flat, long."""

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class BundleContract:
    """What a bundle promises; stored as JSON inside the bundle's file."""

    name: str
    """How reports call the policy."""
    feature_names: tuple[str, ...]
    """The features of an observation, in order; ``POSITION_FEATURES`` follow them."""
    feature_hash: str
    """Hash of the features' definitions; data with another hash are refused."""
    costs: CostModel
    """What it was trained to pay."""
    calendar_version: str
    split: Split
    data_hash: str
    """Hash of the episodes it was trained on and chosen by."""
    code_version: str
    created_at: datetime
    trained_by: str
    """The trainer, for instance ``usdcop.rl.ppo`` or the name of another library."""
    actions: tuple[float, ...] = ACTIONS
    manifests: Mapping[str, str] = field(default_factory=dict)
    """Checksum of each layer the data came from."""
    training: Mapping[str, Scalar] = field(default_factory=dict)
    """Settings of the training, the seed among them."""
    metrics: Mapping[str, float | None] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION

    def __post_init__(self) -> None:
        if self.schema_version != SCHEMA_VERSION:
            raise ContractError(
                f"The bundle's contract has version {self.schema_version}, this program reads {SCHEMA_VERSION}.",
                "Train it again, or use the program that made it.",
            )
        if self.actions != ACTIONS:
            raise ContractError(
                f"The bundle maps its logits to {self.actions}, not to short, flat and long.",
                f"Its contract must say actions = {ACTIONS}.",
            )
        if not self.feature_names or len(set(self.feature_names)) < len(self.feature_names):
            raise ContractError("The bundle's features are missing or not distinct.", "Name each one once.")

    @property
    def inputs(self) -> int:
        """Length of an observation."""
        return len(self.feature_names) + len(POSITION_FEATURES)

    def to_json(self) -> str:
        """The contract as JSON with sorted keys: the same contract gives the same text."""
        return json.dumps(asdict(self), sort_keys=True, default=_text)

    @classmethod
    def from_json(cls, text: str) -> "BundleContract":
        """The contract in ``text``.

        Raises:
            ContractError: it is no contract, or one this program does not read.
        """
        try:
            return _contract(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ContractError(
                f"The bundle's contract cannot be read ({type(error).__name__}: {error}).",
                "Attach a complete contract with usdcop.policy.bundle.attach_contract.",
            ) from error


def hash_of_names(names: Sequence[str]) -> str:
    """A feature hash for data that have no feature spec: SHA-256 (hex) of the names in order."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _contract(found: dict[str, Any]) -> BundleContract:
    costs, split = found["costs"], found["split"]
    return BundleContract(
        name=str(found["name"]),
        feature_names=tuple(map(str, found["feature_names"])),
        feature_hash=str(found["feature_hash"]),
        costs=CostModel(Bps(float(costs["half_spread"])), Bps(float(costs["slippage"]))),
        calendar_version=str(found["calendar_version"]),
        split=Split(
            split_id=str(split["split_id"]),
            train=_dates(split["train"]),
            validation=_dates(split["validation"]),
            test=_dates(split["test"]),
            embargo_sessions=int(split["embargo_sessions"]),
        ),
        data_hash=str(found["data_hash"]),
        code_version=str(found["code_version"]),
        created_at=datetime.fromisoformat(found["created_at"]),
        trained_by=str(found["trained_by"]),
        actions=tuple(map(float, found["actions"])),
        manifests=dict(found["manifests"]),
        training=dict(found["training"]),
        metrics=dict(found["metrics"]),
        schema_version=int(found["schema_version"]),
    )


def _dates(pair: Sequence[str]) -> tuple[date, date]:
    first, last = map(date.fromisoformat, pair)
    return first, last


def _text(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong in a contract")
