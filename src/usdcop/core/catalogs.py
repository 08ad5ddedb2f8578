"""Catalogs: which content every session of a layer has, in one part a quarter, and an index of the parts.

Replacing the index is the commit of a write: a reader takes one index and then reads only files named after
their content, so it sees the state before a write or the one after it, never a mix. A write touches the parts
of its own quarters, so it costs the same however long the history is.

Quarters before the newest are packed in one file each. Of a layer that can be made again the pack is where
its sessions are; of the others it is a second copy, for reading fast and for repair.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import accumulate
from typing import Final

import polars as pl

from usdcop.core.layers import FileEntry, Layer, Manifest, quarter_of
from usdcop.core.manifests import checksum, day_of, member_checksum
from usdcop.core.partitions import TIMEFRAME, Layout, frame_bytes

FEW: Final = 3
"""Up to so many sessions of a quarter are written, and copies read, one by one rather than packed."""


@dataclass(frozen=True, slots=True)
class Partition:
    """The content of one session: ``path`` of its own file, checksums of the file and of its manifest.

    Where the session lies in a pack only, its own file is what its rows would make, byte by byte.
    """

    path: str
    size_bytes: int
    created_at: datetime
    records: int
    checksum: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Sessions of one quarter in one file."""

    path: str
    size_bytes: int
    checksum: str
    rows: Mapping[date, int]
    """First row of each session that it holds as the quarter has it; rows that no session begins are dead."""

    def without(self, days: Iterable[date]) -> "Pack | None":
        """What is left of it when ``days`` have other content or are gone; None where that is nothing."""
        left = {day: row for day, row in self.rows.items() if day not in set(days)}
        return replace(self, rows=left) if left else None


@dataclass(frozen=True, slots=True)
class Quarter:
    """The sessions of one quarter, in order of date, and the pack that holds some or all of them."""

    partitions: Mapping[date, Partition] = field(default_factory=dict)
    pack: Pack | None = None

    @property
    def packed(self) -> Mapping[date, int]:
        """First row, in the pack, of each session that lies there."""
        return self.pack.rows if self.pack else {}

    @property
    def alone(self) -> tuple[date, ...]:
        """Sessions that lie in no pack."""
        return tuple(day for day in self.partitions if day not in self.packed)

    def single(self, layer: Layer) -> tuple[date, ...]:
        """Sessions that have a file of their own."""
        return self.alone if layer.made_again else tuple(self.partitions)


@dataclass(frozen=True, slots=True)
class Part:
    """What the index says of a quarter: where its part is, and how many of its sessions lie in no pack."""

    path: str
    checksum: str
    alone: int


@dataclass(frozen=True, slots=True)
class Index:
    """The parts of the catalog of one layer and symbol, by quarter, in order."""

    layer: Layer
    symbol: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    inline: Mapping[str, Quarter] = field(default_factory=dict)
    """Quarters whose sessions stand in the index itself, as an earlier version wrote them."""

    @property
    def quarters(self) -> list[str]:
        """Names of the quarters that hold sessions, oldest first."""
        return sorted({*self.parts, *self.inline})


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every session of one layer and symbol."""

    layer: Layer
    symbol: str
    quarters: Mapping[str, Quarter] = field(default_factory=dict)

    @property
    def partitions(self) -> dict[date, Partition]:
        """Every session, in order of date."""
        return {
            day: part
            for name in sorted(self.quarters)
            for day, part in self.quarters[name].partitions.items()
        }


def by_quarter(days: Iterable[date]) -> dict[str, list[date]]:
    """``days`` by calendar quarter, in order."""
    grouped: dict[str, list[date]] = {}
    for day in sorted(set(days)):
        grouped.setdefault(quarter_of(day), []).append(day)
    return grouped


def packs_now(layer: Layer, changed: int, stored: int, *, newest: bool) -> bool:
    """Whether a quarter of ``stored`` sessions is packed when ``changed`` of them are written.

    The newest quarter changes with each session, so it is packed only when much of it is written at once; a
    second copy of it only when all of it is.
    """
    much = changed > FEW and (layer.made_again or changed == stored)
    return much or not newest


def packed(
    layout: Layout, quarter: str, partitions: Mapping[date, Partition], rows: pl.DataFrame
) -> tuple[Pack, bytes]:
    """The pack of ``rows``, which are those of ``partitions`` below one another, and its bytes."""
    data = frame_bytes(rows)
    digest = checksum(data)
    ends = accumulate((part.records for part in partitions.values()), initial=0)
    return Pack(
        layout.pack_path(quarter, digest), len(data), digest, dict(zip(partitions, ends, strict=False))
    ), data


def sessions_in(pack: pl.DataFrame, quarter: Quarter, wanted: Sequence[date]) -> dict[date, pl.DataFrame]:
    """Rows of those of ``wanted`` that lie in the frame of the pack, by the first session of each frame.

    Sessions that are next to each other in ``wanted`` and in the pack are one frame.
    """
    pieces: dict[date, tuple[int, int]] = {}
    first, end = None, -1
    for day in wanted:
        start = quarter.packed.get(day)
        if start is None:
            first = None
            continue
        records = quarter.partitions[day].records
        if first is not None and start == end:
            pieces[first] = (pieces[first][0], pieces[first][1] + records)
        else:
            first = day
            pieces[day] = (start, records)
        end = start + records
    return {day: pack.slice(*piece) for day, piece in pieces.items()}


def partition_of(manifest: Manifest) -> Partition:
    """What the catalog says about the partition of ``manifest``."""
    entry = manifest.files[0]
    return Partition(
        path=f"{manifest.prefix}/{entry.filename}",
        size_bytes=entry.size_bytes,
        created_at=entry.created_at,
        records=entry.records,
        checksum=entry.checksum,
        manifest=member_checksum(manifest),
    )


def entry_of(part: Partition) -> FileEntry:
    """The manifest's entry for the file of ``part``."""
    name = part.path.rpartition("/")[2]
    return FileEntry(name, part.size_bytes, part.created_at, part.records, part.checksum)


def partitions_of(manifests: Iterable[Manifest]) -> dict[date, Partition]:
    """What the catalog says about every partition among ``manifests``; documents are passed over."""
    return {day: partition_of(one) for one in manifests if (day := day_of(one)) is not None}


def bare_manifest(layout: Layout, day: date, part: Partition) -> Manifest:
    """A manifest for ``part`` whose own was lost: what it was made from is no longer known."""
    return Manifest(
        bucket=layout.layer.bucket,
        prefix=layout.folder(day),
        files=(entry_of(part),),
        metadata={
            "symbol": layout.symbol,
            "timeframe": TIMEFRAME,
            "layer": layout.layer.value,
            "date": day.isoformat(),
            "restored": "from the catalog",
        },
        code_version="unknown",
        calendar_version="unknown",
    )
