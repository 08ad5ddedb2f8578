"""The model registry: which bundles exist, which are deployed as what, and how each came to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

MODEL_NAME: Final = "usdcop-policy"
"""The registered model; every bundle is a version of it."""

BUNDLES: Final = "usdcop-models"
"""Bucket of the bundles' files; each is called after its digest."""


def bundle_key(digest: str) -> str:
    """Where the object store keeps the bundle whose SHA-256 (hex) is ``digest``."""
    return f"{BUNDLES}/{digest}.onnx"


class Alias(StrEnum):
    """The deployed roles of a bundle."""

    CHAMPION = "champion"
    CHALLENGER = "challenger"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """How a bundle came to be: what is tracked of every training."""

    name: str
    params: Mapping[str, str] = field(default_factory=dict)
    """Settings of the training."""
    metrics: Mapping[str, float] = field(default_factory=dict)
    """Results; what is undefined is left out."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Seed, data hash, split and the like."""


@dataclass(frozen=True, slots=True)
class RegisteredBundle:
    """A version of the registered model."""

    version: int
    digest: str
    """SHA-256 (hex) of the bundle's file."""
    created_at: datetime
    aliases: tuple[Alias, ...]
    held_before: tuple[Alias, ...]
    """Roles that a roll-back would give to it again."""
    run_id: str
    run: TrainingRun


class ModelRegistry(Protocol):
    """Where bundles are kept. A version, once given, never changes."""

    def track(self, run: TrainingRun) -> str:
        """Keep how a training went, shipped or not; return the run's id."""

    def runs(self) -> list[tuple[str, TrainingRun]]:
        """Every tracked training with its id, newest first, shipped or not."""

    def register(self, bundle: bytes, run_id: str) -> int:
        """Keep ``bundle``, which came of the run ``run_id``; return its version.

        The same bytes get the version they have already.
        """

    def load(self, version: int) -> bytes:
        """The file of ``version``, checked against its digest.

        Raises:
            UsageError: there is no such version.
            CorruptPartitionError: the stored file was altered or is gone.
        """

    def set_alias(self, alias: Alias, version: int) -> None:
        """Deploy ``version`` as ``alias``; the holder before it is remembered.

        Raises:
            UsageError: there is no such version.
        """

    def clear_alias(self, alias: Alias) -> None:
        """Let nothing be deployed as ``alias``; its holder is remembered."""

    def by_alias(self, alias: Alias) -> tuple[int, bytes] | None:
        """Version and file of what is deployed as ``alias``, if anything is."""

    def rollback(self, alias: Alias) -> int:
        """Deploy again what held ``alias`` before; return its version.

        Raises:
            UsageError: nothing held it before.
        """

    def versions(self) -> list[RegisteredBundle]:
        """Every version, newest first."""
