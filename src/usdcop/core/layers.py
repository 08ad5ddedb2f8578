"""Layers L0 to L6: where each lives, and the manifest that makes a partition exist."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum


class Layer(StrEnum):
    """A layer of the pipeline."""

    L0 = "L0"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    L6 = "L6"

    @property
    def bucket(self) -> str:
        """Bucket of the layer."""
        return _BUCKETS[self]

    @property
    def deed(self) -> str:
        """What the layer does, in one word."""
        return _DEEDS[self]

    @property
    def made_again(self) -> bool:
        """Whether what is lost of it can be made again from the layers before it."""
        return self in {Layer.L1, Layer.L2, Layer.L3, Layer.L4}


_BUCKETS = {
    Layer.L0: "00-raw-usdcop-marketdata",
    Layer.L1: "01-l1-ds-usdcop-standardize",
    Layer.L2: "02-l2-ds-usdcop-prepare",
    Layer.L3: "03-l3-ds-usdcop-feature",
    Layer.L4: "04-l4-ds-usdcop-rlready",
    Layer.L5: "05-l5-ds-usdcop-serving",
    Layer.L6: "usdcop-l6-backtest",
}
_DEEDS = {
    Layer.L0: "acquire",
    Layer.L1: "standardise",
    Layer.L2: "prepare",
    Layer.L3: "feature",
    Layer.L4: "rl-ready",
    Layer.L5: "serve",
    Layer.L6: "backtest",
}


def quarter_of(day: date) -> str:
    """Calendar quarter of ``day``, written ``2025Q2``."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def quarter_start(day: date) -> date:
    """First day of the calendar quarter that holds ``day``."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_named(name: str) -> date:
    """First day of the quarter written ``2025Q2``."""
    year, _, number = name.partition("Q")
    return date(int(year), 3 * int(number) - 2, 1)


def quarter_end(day: date) -> date:
    """Last day of the calendar quarter that holds ``day``."""
    start = quarter_start(day)
    return quarter_start(start + timedelta(days=100)) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a partition; ``checksum`` is ``sha256:<hex>`` of its bytes."""

    filename: str
    size_bytes: int
    created_at: datetime
    records: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a partition's files. The partition exists once its manifest does."""

    bucket: str
    prefix: str
    files: tuple[FileEntry, ...]
    metadata: Mapping[str, str]
    code_version: str
    calendar_version: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Checksum of each input partition, by ``layer/prefix``."""
