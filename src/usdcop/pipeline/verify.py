"""Verify: re-check every checksum of the lake, and what PostgreSQL serves against the layers.

Nothing is changed here; ``pipeline/repair`` does that.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from usdcop.core.layers import Layer
from usdcop.core.partitions import Layout
from usdcop.core.ports import BarTable, Lake, Objects
from usdcop.pipeline.inventory import (
    Finding,
    Inventory,
    damaged,
    disagreements,
    left_over,
    take_inventory,
)
from usdcop.pipeline.reconcile import reconcile

OnVerified = Callable[[Layer, int, int], None]
"""Called with the layer, and the number of its files checked and to check."""


@dataclass(frozen=True, slots=True)
class Served:
    """What PostgreSQL serves: ``bars`` older than ``hot_from`` were taken out of it."""

    bars: BarTable
    hot_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What ``verify`` looked at and found."""

    findings: tuple[Finding, ...]
    """What is wrong."""
    notes: tuple[Finding, ...]
    """What is worth knowing and not wrong."""
    files: int
    size_bytes: int
    rows_compared: int

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(
    objects: Objects,
    lake: Lake,
    symbol: str,
    served: Served | None = None,
    on_verified: OnVerified | None = None,
) -> VerifyReport:
    """Check every layer of ``symbol`` in ``objects``, and ``served`` (if given) against ``lake``, its frames."""
    found: list[Finding] = []
    files = size = 0
    for layer in Layer:
        inventory = take_inventory(objects, Layout(layer, symbol))
        found += _layer(objects, inventory, on_verified)
        stated = {**inventory.single, **inventory.packed}
        files += len(stated)
        size += sum(size_bytes for size_bytes, _ in stated.values())
    compared = reconcile(lake, served.bars, symbol, served.hot_from) if served else None
    found += compared.findings if compared else ()
    return VerifyReport(
        findings=tuple(one for one in found if not one.fault.is_note),
        notes=tuple(one for one in found if one.fault.is_note),
        files=files,
        size_bytes=size,
        rows_compared=compared.rows if compared else 0,
    )


def _layer(objects: Objects, inventory: Inventory, on_verified: OnVerified | None) -> Iterator[Finding]:
    layer = inventory.layout.layer
    yield from disagreements(inventory)
    on_checked = (lambda done, total: on_verified(layer, done, total)) if on_verified else None
    yield from damaged(objects, inventory, on_checked)
    yield from left_over(objects, inventory)
