"""Catalogs: one small text per layer and symbol that says which content every session has.

Replacing the catalog is the commit of a write: a reader takes one catalog and then reads only files named
after their content, so it sees the state before a write or the one after it, never a mix. Quarters before
the newest are also kept packed in one file each, for reading the whole history fast; a pack counts only
while its members are those of the catalog.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import FileEntry, Layer, Manifest, quarter_of
from usdcop.core.manifests import MANIFEST_NAME, checksum, day_of, instant_text, manifests_of, member_checksum
from usdcop.core.partitions import CATALOG_NAME, TIMEFRAME, Layout, frame_bytes

_HEAD: Final = b'{"checksum": "%s",\n"catalog": '
FEW: Final = 3
"""Up to so many sessions of a quarter are read one by one rather than from its pack."""

UNREFERENCED_NAME: Final = "unreferenced.json"
"""Per bucket: files nobody names, with the instant they were first seen so."""

_TAIL: Final = b"}\n"


@dataclass(frozen=True, slots=True)
class Partition:
    """The content of one session: ``path`` in the bucket, checksums of the file and of its manifest."""

    path: str
    size_bytes: int
    created_at: datetime
    records: int
    checksum: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Pack:
    """The sessions of one quarter in one file; ``members`` are their checksums in order of date."""

    path: str
    size_bytes: int
    checksum: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every session of one layer and symbol, in order of date, and the packs by quarter."""

    layer: Layer
    symbol: str
    partitions: Mapping[date, Partition] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)

    def quarters(self, days: Iterable[date] | None = None) -> dict[str, tuple[date, ...]]:
        """Stored sessions among ``days`` (default: all) by calendar quarter, in order."""
        chosen = self.partitions if days is None else self.partitions.keys() & set(days)
        grouped: dict[str, list[date]] = {}
        for day in sorted(chosen):
            grouped.setdefault(quarter_of(day), []).append(day)
        return {quarter: tuple(of_quarter) for quarter, of_quarter in grouped.items()}

    def members(self, days: Iterable[date]) -> tuple[str, ...]:
        """Checksums of ``days``, in that order."""
        return tuple(self.partitions[day].checksum for day in days)

    def pack_of(self, quarter: str, days: Iterable[date]) -> Pack | None:
        """The pack of ``quarter`` if it holds exactly ``days`` as they are now."""
        pack = self.packs.get(quarter)
        return pack if pack is not None and pack.members == self.members(days) else None

    def to_pack(self, at_hand: AbstractSet[date]) -> dict[str, tuple[date, ...]]:
        """Quarters to be packed anew, with their sessions.

        Those whose pack is not of today's members. The newest quarter changes with each session, so it is
        packed only when much of it is written at once, all of it ``at_hand``.
        """
        quarters = self.quarters()
        newest = max(quarters, default="")
        return {
            quarter: days
            for quarter, days in quarters.items()
            if self.pack_of(quarter, days) is None
            and (quarter != newest or (len(days) > FEW and at_hand >= set(days)))
        }


def packed(layout: Layout, quarter: str, rows: pl.DataFrame, members: tuple[str, ...]) -> tuple[Pack, bytes]:
    """The pack of ``rows``, which are those of ``members`` in order, and its bytes."""
    data = frame_bytes(rows)
    digest = checksum(data)
    return Pack(layout.pack_path(quarter, digest), len(data), digest, members), data


def sessions_in(
    pack: pl.DataFrame, catalog: Catalog, held: Sequence[date], wanted: Sequence[date]
) -> pl.DataFrame:
    """Rows of the sessions ``wanted`` in ``pack``, which holds those of ``held`` one after the other."""
    if len(wanted) == len(held):
        return pack
    pieces, start, chosen = [], 0, set(wanted)
    for day in held:
        records = catalog.partitions[day].records
        if day in chosen:
            pieces.append(pack.slice(start, records))
        start += records
    return pl.concat(pieces)


def names_files(key: str) -> bool:
    """Whether the object at ``key`` is a manifest or a catalog, that is, names other objects."""
    return key.rpartition("/")[2] in {MANIFEST_NAME, CATALOG_NAME}


def files_named(key: str, data: bytes) -> set[str]:
    """Keys of the files that the manifest or catalog ``data`` at ``key`` names.

    Raises:
        CorruptPartitionError: it is damaged, so nobody knows what it names.
    """
    if not key.endswith(f"/{CATALOG_NAME}"):
        return files_of(manifests_of(data, key))
    catalog, bucket = catalog_of(data, key), key.partition("/")[0]
    paths = [part.path for part in catalog.partitions.values()]
    paths += [pack.path for pack in catalog.packs.values()]
    return {f"{bucket}/{path}" for path in paths}


def files_of(manifests: Iterable[Manifest]) -> set[str]:
    """Keys of the files of ``manifests``."""
    return {f"{one.bucket}/{one.prefix}/{entry.filename}" for one in manifests for entry in one.files}


def unreferenced(keys: Iterable[str], named: AbstractSet[str]) -> list[str]:
    """Those of a bucket's ``keys`` that are not ``named`` by any of its manifests and catalogs."""
    return [key for key in keys if key not in named and not _stays(key)]


def _stays(key: str) -> bool:
    return names_files(key) or key.endswith(f"/{UNREFERENCED_NAME}")


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


def catalog_bytes(catalog: Catalog) -> bytes:
    """Text of ``catalog``, its own checksum first."""
    body = json.dumps(
        {
            "layer": catalog.layer.value,
            "symbol": catalog.symbol,
            "partitions": {day.isoformat(): _row(part) for day, part in sorted(catalog.partitions.items())},
            "packs": {quarter: _pack_row(pack) for quarter, pack in sorted(catalog.packs.items())},
        }
    ).encode()
    return _HEAD % checksum(body).encode() + body + _TAIL


def catalog_of(data: bytes, where: str) -> Catalog:
    """The catalog in ``data``.

    Raises:
        CorruptPartitionError: it was altered or torn.
    """
    body = data.partition(b"\n")[2].removeprefix(b'"catalog": ').removesuffix(_TAIL)
    if data != _HEAD % checksum(body).encode() + body + _TAIL:
        raise CorruptPartitionError(
            f"The catalog {where} was altered or torn.",
            "Run 'usdcop verify --repair': it is rebuilt from the manifests.",
        )
    fields = json.loads(body)
    return Catalog(
        layer=Layer(fields["layer"]),
        symbol=fields["symbol"],
        partitions={date.fromisoformat(day): _partition(row) for day, row in fields["partitions"].items()},
        packs={quarter: _pack(row) for quarter, row in fields["packs"].items()},
    )


def _row(part: Partition) -> list[Any]:
    return [
        part.path,
        part.size_bytes,
        instant_text(part.created_at),
        part.records,
        part.checksum,
        part.manifest,
    ]


def _partition(row: list[Any]) -> Partition:
    path, size, created, records, digest, manifest = row
    return Partition(path, size, datetime.fromisoformat(created), records, digest, manifest)


def _pack_row(pack: Pack) -> dict[str, Any]:
    return {
        "path": pack.path,
        "size_bytes": pack.size_bytes,
        "checksum": pack.checksum,
        "members": list(pack.members),
    }


def _pack(fields: Mapping[str, Any]) -> Pack:
    return Pack(fields["path"], fields["size_bytes"], fields["checksum"], tuple(fields["members"]))
