"""Lineage: from a partition down to the raw rows it was made of, by the checksums of the manifests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol, TypeAlias

import polars as pl

from usdcop.core.layers import Layer, Manifest

BEFORE: Final = "before"
"""Name of the input that stands for all that was read of earlier sessions, as one hash."""


class LineageSource(Protocol):
    """What lineage reads of a lake."""

    def days(self, layer: Layer, first: date | None = None, last: date | None = None) -> dict[date, str]:
        """Checksum of every partition of ``layer`` from ``first`` to ``last``."""

    def manifest(self, layer: Layer, day: date) -> Manifest | None:
        """Manifest of one partition."""

    def read(self, layer: Layer, days: Sequence[date]) -> pl.DataFrame | None:
        """Rows of ``days``, checked against their checksums."""


@dataclass(frozen=True, slots=True)
class Input:
    """What a partition says it was made from."""

    name: str
    """``L1/2024-03-05``, ``bundle/champion``, or ``before``: all earlier sessions read, as one hash."""
    checksum: str
    current: bool | None
    """Whether the lake holds exactly this content now; None where it keeps no such partition."""


@dataclass(frozen=True, slots=True)
class Node:
    """One partition of the lineage."""

    layer: Layer
    session: date
    key: str
    checksum: str
    size_bytes: int
    records: int
    created_at: datetime
    """Real time."""
    code_version: str
    calendar_version: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class RawSource:
    """Where raw rows of the session came from."""

    source: str
    run_id: str
    rows: int
    first_known_at: datetime
    last_known_at: datetime


@dataclass(frozen=True, slots=True)
class Lineage:
    """A partition, all it was made of, and where the raw rows at the bottom came from."""

    nodes: tuple[Node, ...]
    """From the partition asked for down to L0."""
    sources: tuple[RawSource, ...]

    @property
    def complete(self) -> bool:
        """Whether it reaches down to raw rows, and every partition named is the one the lake holds."""
        whole = all(one.current is not False for node in self.nodes for one in node.inputs)
        return whole and bool(self.sources)


Held: TypeAlias = Mapping[Layer, Mapping[date, str]]
"""Checksum of every partition of every layer."""


def held_in(lake: LineageSource) -> Held:
    """What ``lake`` holds now: read it once where many lineages are traced."""
    return {layer: lake.days(layer) for layer in Layer}


def trace(lake: LineageSource, layer: Layer, day: date, held: Held | None = None) -> Lineage | None:
    """Lineage of the partition of ``layer`` on ``day``; None where there is none.

    Args:
        lake: where manifests and raw rows are read.
        layer: of the partition.
        day: its session.
        held: what the lake holds, where the caller knows it.

    Raises:
        CorruptPartitionError: the raw rows at the bottom were altered.
    """
    held = held or held_in(lake)
    nodes: dict[tuple[Layer, date], Node] = {}
    waiting = [(layer, day)]
    while waiting:
        place = waiting.pop(0)
        manifest = lake.manifest(*place) if place not in nodes else None
        if manifest is not None:
            nodes[place] = _node(*place, manifest, held)
            waiting += [found for one in nodes[place].inputs if (found := partition_named(one.name))]
    raw = lake.read(Layer.L0, [day]) if (Layer.L0, day) in nodes else None
    return Lineage(tuple(nodes.values()), _sources(raw)) if nodes else None


def partition_named(name: str) -> tuple[Layer, date] | None:
    """The partition that an input called ``L1/2024-03-05`` is; None for anything else."""
    layer, _, day = name.partition("/")
    try:
        return Layer(layer), date.fromisoformat(day)
    except ValueError:
        return None


def _node(layer: Layer, day: date, manifest: Manifest, held: Held) -> Node:
    entry = manifest.files[0]
    return Node(
        layer=layer,
        session=day,
        key=f"{manifest.bucket}/{manifest.prefix}/{entry.filename}",
        checksum=entry.checksum,
        size_bytes=entry.size_bytes,
        records=entry.records,
        created_at=entry.created_at,
        code_version=manifest.code_version,
        calendar_version=manifest.calendar_version,
        inputs=tuple(_input(name, digest, held) for name, digest in manifest.inputs.items()),
    )


def _input(name: str, digest: str, held: Held) -> Input:
    place = partition_named(name)
    return Input(name, digest, None if place is None else held[place[0]].get(place[1]) == digest)


def _sources(raw: pl.DataFrame | None) -> tuple[RawSource, ...]:
    if raw is None:
        return ()
    grouped = raw.group_by("source", "run_id", maintain_order=True).agg(
        rows=pl.len(), first=pl.col("known_at").min(), last=pl.col("known_at").max()
    )
    return tuple(RawSource(*row) for row in grouped.iter_rows())
