"""Repair: bring manifests, catalog and packs of a layer to agree again, and restore files from packs.

Nothing readable is given up: of each session the newest state whose bytes match their checksum stays. A
session whose file is gone is cut out of its quarter's pack and proven by its checksum. What can be restored
from nowhere is taken out of the layer, together with the marks that blocks were finished, so that the next
run makes it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from usdcop.core.catalogs import (
    Catalog,
    Pack,
    bare_manifest,
    catalog_bytes,
    packed,
    partition_of,
    sessions_in,
)
from usdcop.core.layers import Layer, Manifest, quarter_of
from usdcop.core.manifests import (
    MANIFEST_NAME,
    checksum,
    day_of,
    empty_manifest,
    logical_name,
    manifest_bytes,
)
from usdcop.core.partitions import Layout, frame_bytes, frame_of
from usdcop.core.ports import Objects
from usdcop.pipeline.inventory import Inventory, damaged, disagreements, take_inventory

FINISHED_BLOCKS: Final = "blocks"
"""Folder of the documents that say which blocks of a layer were finished, from which input."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was done to one layer."""

    layer: Layer
    restored: tuple[date, ...]
    """Sessions whose file was cut out of a pack."""
    lost: tuple[date, ...]
    """Sessions that have to be made again."""
    lost_documents: tuple[str, ...]
    """Documents, or folders of them, that have to be made again."""


def repair(objects: Objects, layer: Layer, symbol: str) -> Repaired | None:
    """Repair ``layer``; None where nothing was wrong."""
    inventory = take_inventory(objects, Layout(layer, symbol))
    bad = frozenset(finding.where for finding in damaged(objects, inventory))
    if not bad and not any(disagreements(inventory)):
        return None
    candidates = _candidates(inventory)
    sound = dict(_sound(objects, inventory, candidates, bad))
    restored = dict(_from_packs(objects, inventory, candidates.keys() - sound.keys(), bad))
    documents, lost_documents = _documents(inventory, bad)
    lost = tuple(sorted(candidates.keys() - sound.keys() - restored.keys()))
    if lost or lost_documents:
        documents = [one for one in documents if one.prefix.rpartition("/")[2] != FINISHED_BLOCKS]
    partitions = {**sound, **restored}
    _put_manifests(objects, inventory, [*partitions.values(), *documents])
    _put_catalog(objects, inventory, partitions, bad)
    return Repaired(layer, tuple(sorted(restored)), lost, tuple(lost_documents))


def _candidates(inventory: Inventory) -> dict[date, list[Manifest]]:
    """What each session may be, the newest first: what its manifest says, and what the catalog says."""
    own = {day: one for one in inventory.manifests if (day := day_of(one)) is not None}
    candidates = {day: [manifest] for day, manifest in own.items()}
    for day, part in (inventory.catalog.partitions if inventory.catalog else {}).items():
        if day not in own or partition_of(own[day]) != part:
            candidates.setdefault(day, []).append(bare_manifest(inventory.layout, day, part))
    return candidates


def _sound(
    objects: Objects, inventory: Inventory, candidates: Mapping[date, list[Manifest]], bad: frozenset[str]
) -> Iterator[tuple[date, Manifest]]:
    """The first candidate of each session whose file is whole and as long as the manifest says."""
    for day, manifests in candidates.items():
        for manifest in manifests:
            if _key(manifest) not in bad and _counts(objects, inventory, day, manifest):
                yield day, manifest
                break


def _counts(objects: Objects, inventory: Inventory, day: date, manifest: Manifest) -> bool:
    """Whether the manifest's number of records is true; it is where the catalog says the same."""
    part = partition_of(manifest)
    if inventory.catalog and inventory.catalog.partitions.get(day) == part:
        return True
    return frame_of(objects.get(_key(manifest)), part.path).height == part.records


def _from_packs(
    objects: Objects, inventory: Inventory, days: AbstractSet[date], bad: frozenset[str]
) -> Iterator[tuple[date, Manifest]]:
    """Those of ``days`` whose very bytes can be made from a pack; their files are put back."""
    catalog, layout = inventory.catalog, inventory.layout
    whole = catalog.quarters() if catalog else {}
    for day in sorted(days):
        held = whole.get(quarter_of(day), ())
        pack = catalog.pack_of(quarter_of(day), held) if catalog else None
        if catalog is None or pack is None or day not in held or layout.key(pack.path) in bad:
            continue
        rows = frame_of(objects.get(layout.key(pack.path)), pack.path)
        data = frame_bytes(sessions_in(rows, catalog, held, [day]))
        part = catalog.partitions[day]
        if checksum(data) == part.checksum:
            objects.put(layout.key(part.path), data)
            own = [one for one in inventory.manifests if day_of(one) == day and partition_of(one) == part]
            yield day, own[0] if own else bare_manifest(layout, day, part)


def _documents(inventory: Inventory, bad: frozenset[str]) -> tuple[list[Manifest], list[str]]:
    """The documents that are whole, and the names of those that are not."""
    documents = [one for one in inventory.manifests if day_of(one) is None]
    lost = [f"{one.prefix}/{logical_name(one.files[0].filename)}" for one in documents if _key(one) in bad]
    layout = inventory.layout
    days = () if layout.shared else _candidates(inventory)
    known = {layout.catalog_key, *(layout.manifest_key(layout.folder(day)) for day in days)}
    lost += sorted(inventory.garbled.keys() - known)
    return [one for one in documents if _key(one) not in bad], lost


def _put_manifests(objects: Objects, inventory: Inventory, manifests: Sequence[Manifest]) -> None:
    """Write the manifests that are to change; remove those that have nothing left to say."""
    layout = inventory.layout
    wanted: dict[str, list[Manifest]] = {}
    for manifest in sorted(manifests, key=lambda one: one.files[0].filename):
        wanted.setdefault(layout.manifest_key(manifest.prefix), []).append(manifest)
    objects.put_many(
        {
            key: manifest_bytes(members, shared=layout.shared or day_of(members[0]) is None)
            for key, members in wanted.items()
            if inventory.members.get(key) != tuple(members)
        }
    )
    for key in sorted(
        (inventory.members.keys() | inventory.garbled.keys()) - wanted.keys() - {layout.catalog_key}
    ):
        if inventory.holds_sessions(key):
            objects.delete([key])
        else:
            bucket, _, path = key.partition("/")
            objects.put(key, empty_manifest(bucket, path.removesuffix(f"/{MANIFEST_NAME}")))


def _put_catalog(
    objects: Objects, inventory: Inventory, manifests: Mapping[date, Manifest], bad: frozenset[str]
) -> None:
    """Write a catalog of ``manifests``, with a whole pack for every quarter but the newest."""
    layout = inventory.layout
    partitions = {day: partition_of(manifests[day]) for day in sorted(manifests)}
    kept = {quarter: pack for quarter, pack in inventory.packs.items() if layout.key(pack.path) not in bad}
    catalog = Catalog(layout.layer, layout.symbol, partitions, kept)
    packs: dict[str, Pack] = {
        quarter: pack for quarter, pack in kept.items() if quarter in catalog.quarters()
    }
    for quarter, days in catalog.to_pack(frozenset()).items():
        rows = _rows(objects, layout, [partitions[day].path for day in days])
        if rows is None:
            packs.pop(quarter, None)
            continue
        packs[quarter], data = packed(layout, quarter, rows, catalog.members(days))
        objects.put(layout.key(packs[quarter].path), data)
    objects.put(layout.catalog_key, catalog_bytes(Catalog(layout.layer, layout.symbol, partitions, packs)))


def _rows(objects: Objects, layout: Layout, paths: Sequence[str]) -> pl.DataFrame | None:
    """Rows of the files at ``paths``; None where their columns differ, so that they cannot be packed."""
    data = objects.get_many([layout.key(path) for path in paths])
    frames = [frame_of(content, path) for path, content in zip(paths, data, strict=True)]
    return pl.concat(frames) if len({tuple(frame.schema.items()) for frame in frames}) == 1 else None


def _key(manifest: Manifest) -> str:
    return f"{manifest.bucket}/{manifest.prefix}/{manifest.files[0].filename}"
