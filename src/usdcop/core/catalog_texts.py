"""The texts of a catalog, its own checksum first in each, and which files every naming object names."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any, Final

from usdcop.core.catalogs import Index, Pack, Part, Partition, Quarter, by_quarter
from usdcop.core.document_files import files_of_documents
from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import Layer
from usdcop.core.manifests import MANIFEST_NAME, checksum, files_of_manifest, instant_text
from usdcop.core.partitions import CATALOG_NAME, PARTS_FOLDER, Layout

UNREFERENCED_NAME: Final = "unreferenced.json"
"""Per bucket: files nobody names, with the instant they were first seen so."""

_HEAD: Final = b'{"checksum": "%s",\n"catalog": '
_TAIL: Final = b"}\n"


def index_bytes(index: Index) -> bytes:
    """Text of ``index``; what stands inline must have become parts."""
    rows = {name: [part.path, part.checksum, part.alone] for name, part in sorted(index.parts.items())}
    return _guarded({"layer": index.layer.value, "symbol": index.symbol, "parts": rows})


def index_of(data: bytes, where: str) -> Index:
    """The index in ``data``, or the whole catalog that an earlier version wrote in its place.

    Raises:
        CorruptPartitionError: it was altered or torn.
    """
    fields = _checked(data, where)
    layer, symbol = Layer(fields["layer"]), fields["symbol"]
    if "parts" in fields:
        return Index(layer, symbol, {name: Part(*row) for name, row in fields["parts"].items()})
    rows = {date.fromisoformat(day): _partition(row) for day, row in fields["partitions"].items()}
    inline = {
        name: _earlier({day: rows[day] for day in days}, fields["packs"].get(name), layer)
        for name, days in by_quarter(rows).items()
    }
    return Index(layer, symbol, {}, inline)


def _earlier(rows: Mapping[date, Partition], pack: Mapping[str, Any] | None, layer: Layer) -> Quarter:
    """A quarter as an earlier version kept it: every session alone, and a second copy of them all in a pack.

    Of a layer that can be made again the copy is let go of; its quarter is packed anew.
    """
    if layer.made_again or pack is None or pack["members"] != [part.checksum for part in rows.values()]:
        return Quarter(rows)
    starts = dict(zip(rows, accumulate((part.records for part in rows.values()), initial=0), strict=False))
    return Quarter(rows, Pack(pack["path"], pack["size_bytes"], pack["checksum"], starts))


def part_bytes(layer: Layer, symbol: str, quarter: Quarter) -> bytes:
    """Text of the part about ``quarter``."""
    rows = {day.isoformat(): _row(part) for day, part in sorted(quarter.partitions.items())}
    pack = _pack_row(quarter.pack) if quarter.pack else None
    return _guarded({"layer": layer.value, "symbol": symbol, "partitions": rows, "pack": pack})


@dataclass(frozen=True, slots=True)
class CatalogTexts:
    """What is put to let a catalog be seen: its ``parts`` by key first, and the ``index`` when all of them are there."""

    parts: Mapping[str, bytes]
    index: bytes


def catalog_texts(layout: Layout, kept: Mapping[str, Part], quarters: Mapping[str, Quarter]) -> CatalogTexts:
    """The texts of a catalog of the parts ``kept``, as they are, and of ``quarters``; empty ones are left out."""
    texts: dict[str, bytes] = {}
    parts = dict(kept)
    for name, quarter in quarters.items():
        parts.pop(name, None)
        if quarter.partitions:
            data = part_bytes(layout.layer, layout.symbol, quarter)
            digest = checksum(data)
            parts[name] = Part(layout.part_path(name, digest), digest, len(quarter.alone))
            texts[layout.key(parts[name].path)] = data
    return CatalogTexts(texts, index_bytes(Index(layout.layer, layout.symbol, parts)))


def part_of(data: bytes, where: str) -> Quarter:
    """The quarter in the part ``data``.

    Raises:
        CorruptPartitionError: it was altered or torn.
    """
    return _quarter(_checked(data, where))


def is_catalog(key: str) -> bool:
    """Whether the object at ``key`` is the index of a catalog."""
    return key.endswith(f"/{CATALOG_NAME}")


def is_part(key: str) -> bool:
    """Whether the object at ``key`` is a part of a catalog."""
    return key.split("/")[-2] == PARTS_FOLDER and key.endswith(".json")


def names_files(key: str) -> bool:
    """Whether the object at ``key`` is a manifest or the index of a catalog: whether it names other objects.

    The parts of a catalog name some too, as long as an index names them.
    """
    return is_catalog(key) or key.rpartition("/")[2] == MANIFEST_NAME


def files_named(key: str, data: bytes) -> set[str]:
    """Keys of the files that the manifest, or the index or part of a catalog, ``data`` at ``key`` names.

    Raises:
        CorruptPartitionError: it is damaged, so nobody knows what it names.
    """
    bucket = key.partition("/")[0]
    if is_catalog(key):
        index = index_of(data, key)
        inline = [part.path for one in index.inline.values() for part in one.partitions.values()]
        inline += [one.pack.path for one in index.inline.values() if one.pack]
        return {f"{bucket}/{path}" for path in [*inline, *(part.path for part in index.parts.values())]}
    if is_part(key):
        fields = _checked(data, key)
        quarter, layer = _quarter(fields), Layer(fields["layer"])
        paths = [quarter.partitions[day].path for day in quarter.single(layer)]
        paths += [quarter.pack.path] if quarter.pack else []
        return {f"{bucket}/{path}" for path in paths}
    return files_of_manifest(data, key)


@dataclass(frozen=True, slots=True)
class Named:
    """What the catalogs of a bucket name, those of all its symbols."""

    files: frozenset[str]
    """Keys of parts, of files of sessions and of packs."""
    garbled: Mapping[str, str]
    """What is wrong with each index or part that cannot be read, by key; what it names is not known."""


def named_by_catalogs(keys: Iterable[str], read: Callable[[Sequence[str]], Iterable[bytes | None]]) -> Named:
    """What the catalogs among the ``keys`` of a bucket name: their indices first, then the parts that those name.

    ``read`` gives the bytes of keys, in order; None for one that is not there.
    """
    files: set[str] = set()
    garbled: dict[str, str] = {}
    naming = sorted(filter(is_catalog, keys))
    while naming:
        found: set[str] = set()
        for key, data in zip(naming, read(naming), strict=True):
            try:
                found |= files_named(key, data or b"")
            except CorruptPartitionError as error:
                garbled[key] = f"The catalog {key} is not there." if data is None else error.sentence
        files |= found
        naming = sorted(filter(is_part, found))
    return Named(frozenset(files), garbled)


def unreferenced(layout: Layout, keys: Sequence[str], named: AbstractSet[str]) -> list[str]:
    """Those of a bucket's ``keys`` that are not ``named`` by any of its manifests and catalogs.

    Documents without a manifest beside them are not among them: they can be told by their files, and repair does.
    """
    there = set(keys)
    documents = files_of_documents(layout, keys)
    headless = {key for manifest, files in documents.items() if manifest not in there for key in files}
    return [key for key in keys if key not in named and key not in headless and not _stays(key)]


def _stays(key: str) -> bool:
    return names_files(key) or key.endswith(f"/{UNREFERENCED_NAME}")


def _guarded(fields: Mapping[str, Any]) -> bytes:
    body = json.dumps(fields).encode()
    return _HEAD % checksum(body).encode() + body + _TAIL


def _checked(data: bytes, where: str) -> dict[str, Any]:
    body = data.partition(b"\n")[2].removeprefix(b'"catalog": ').removesuffix(_TAIL)
    if data != _HEAD % checksum(body).encode() + body + _TAIL:
        raise CorruptPartitionError(
            f"The catalog {where} was altered or torn.",
            "Run 'usdcop verify --repair': it is rebuilt from the manifests.",
        )
    fields: dict[str, Any] = json.loads(body)
    return fields


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
    rows = {day.isoformat(): row for day, row in sorted(pack.rows.items())}
    return {"path": pack.path, "size_bytes": pack.size_bytes, "checksum": pack.checksum, "rows": rows}


def _quarter(fields: Mapping[str, Any]) -> Quarter:
    partitions = {date.fromisoformat(day): _partition(row) for day, row in fields["partitions"].items()}
    pack = fields["pack"]
    if pack is None:
        return Quarter(partitions)
    rows = {date.fromisoformat(day): row for day, row in pack["rows"].items()}
    return Quarter(partitions, Pack(pack["path"], pack["size_bytes"], pack["checksum"], rows))
