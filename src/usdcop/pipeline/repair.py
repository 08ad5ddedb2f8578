"""Repair: bring manifests, catalog and packs of a layer to agree again, and restore files from packs.

Nothing readable is given up: of each session the newest state whose bytes match their checksum stays. A pack of
which manifest, catalog and bytes agree stays as it is. A session whose file is gone, or whose pack is not whole in
that sense, is cut out of a pack that has it and proven by its checksum; the next run packs it again. A manifest of
documents that is lost is made anew from the files beside it, and names those of documents it does not know. What can be restored from nowhere is taken out of the
layer. Where documents were lost or found again, or sessions lost, the marks that blocks were finished go too, so that
the next run makes the blocks again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from usdcop.core.catalog_texts import catalog_texts, is_catalog, is_part
from usdcop.core.catalogs import (
    Partition,
    Quarter,
    bare_manifest,
    by_quarter,
    packed,
    partition_of,
)
from usdcop.core.document_files import is_of_blocks
from usdcop.core.layers import Layer, Manifest, quarter_of
from usdcop.core.manifests import (
    MANIFEST_NAME,
    day_of,
    empty_manifest,
    logical_name,
    manifest_bytes,
)
from usdcop.core.partitions import Layout, bytes_as_stored, frame_of
from usdcop.core.ports import Objects
from usdcop.pipeline.document_repair import DocumentsFound, documents_found
from usdcop.pipeline.inventory import Inventory, agrees, damaged, disagreements, take_inventory


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
    rebuilt: tuple[str, ...] = ()
    """Documents whose manifest was lost, and that were found again by their files."""
    unsure: tuple[str, ...] = ()
    """Those of them of which another version may be the newest: it is damaged, or was put at the same instant."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the rows of a session begin in a pack."""

    path: str
    row: int


def repair(objects: Objects, layer: Layer, symbol: str) -> Repaired | None:
    """Repair ``layer``; None where nothing was wrong."""
    inventory = take_inventory(objects, Layout(layer, symbol))
    bad = frozenset(finding.where for finding in damaged(objects, inventory))
    if not bad and not any(disagreements(inventory)):
        return None
    kept = _whole_packs(inventory, bad)
    candidates = _candidates(inventory, kept)
    sound = dict(_sound(objects, inventory, candidates, bad))
    restored = dict(_from_packs(objects, inventory, candidates, sound, bad))
    found = documents_found(objects, inventory, bad)
    documents, lost_documents = _documents(inventory, bad, found)
    lost = tuple(sorted(candidates.keys() - sound.keys() - restored.keys()))
    if lost or lost_documents or found.members:
        documents = [one for one in documents if not is_of_blocks(one.prefix)]
    alone = {**sound, **restored}
    _put_manifests(objects, inventory, [*alone.values(), *documents], kept)
    _put_catalog(objects, inventory, alone, kept, bad)
    rebuilt = tuple(map(_document, found.members))
    return Repaired(layer, tuple(sorted(restored)), lost, tuple(lost_documents), rebuilt, found.unsure)


def _whole_packs(inventory: Inventory, bad: frozenset[str]) -> dict[str, Quarter]:
    """Of each quarter whose pack is where its sessions are, and is whole: the sessions in it, and it."""
    if not inventory.layout.layer.made_again:
        return {}
    return {
        name: Quarter({day: quarter.partitions[day] for day in sorted(quarter.packed)}, quarter.pack)
        for name, quarter in inventory.quarters.items()
        if name in inventory.packs
        and agrees(quarter, inventory.packs[name])
        and quarter.pack is not None
        and inventory.layout.key(quarter.pack.path) not in bad
        and not _told_otherwise(inventory, quarter)
    }


def _told_otherwise(inventory: Inventory, quarter: Quarter) -> bool:
    """Whether a session in the pack of ``quarter`` has a manifest of its own that says something else."""
    told = inventory.told
    return any(
        partition_of(one) != quarter.partitions[day] for day in quarter.packed for one in told.get(day, ())
    )


def _candidates(inventory: Inventory, kept: Mapping[str, Quarter]) -> dict[date, list[Manifest]]:
    """What each session outside the packs ``kept`` may be, the newest first: by its manifests, then by the catalog."""
    in_packs = {day for quarter in kept.values() for day in quarter.partitions}
    candidates = {day: list(told) for day, told in inventory.told.items() if day not in in_packs}
    for quarter in inventory.quarters.values():
        for day, part in quarter.partitions.items():
            if day not in in_packs and part not in map(partition_of, candidates.get(day, ())):
                candidates.setdefault(day, []).append(bare_manifest(inventory.layout, day, part))
    return candidates


def _sound(
    objects: Objects, inventory: Inventory, candidates: Mapping[date, list[Manifest]], bad: frozenset[str]
) -> Iterator[tuple[date, Manifest]]:
    """The first candidate of each session whose own file is whole and as long as the manifest says."""
    stated = inventory.single.keys()
    for day, manifests in candidates.items():
        for manifest in manifests:
            there = partition_of(manifest).path in stated and _key(manifest) not in bad
            if there and _counts(objects, inventory, day, manifest):
                yield day, manifest
                break


def _counts(objects: Objects, inventory: Inventory, day: date, manifest: Manifest) -> bool:
    """Whether the manifest's number of records is true; it is where the catalog says the same."""
    part = partition_of(manifest)
    if inventory.quarters.get(quarter_of(day), Quarter()).partitions.get(day) == part:
        return True
    return frame_of(objects.get(_key(manifest)), part.path).height == part.records


def _from_packs(
    objects: Objects,
    inventory: Inventory,
    candidates: Mapping[date, list[Manifest]],
    sound: Mapping[date, Manifest],
    bad: frozenset[str],
) -> Iterator[tuple[date, Manifest]]:
    """The first candidate of each session that is not ``sound`` whose very bytes can be made from a pack.

    Their files are put back.
    """
    layout = inventory.layout
    frames: dict[str, pl.DataFrame] = {}
    for day in sorted(candidates.keys() - sound.keys()):
        cuts = [cut for cut in _cuts(inventory, day) if layout.key(cut.path) not in bad]
        frames = {
            cut.path: frames[cut.path]
            if cut.path in frames
            else frame_of(objects.get(layout.key(cut.path)), cut.path)
            for cut in cuts
        }
        for manifest in candidates[day]:
            part = partition_of(manifest)
            texts = (
                bytes_as_stored(frames[cut.path].slice(cut.row, part.records), part.checksum) for cut in cuts
            )
            data = next((text for text in texts if text is not None), None)
            if data is not None:
                objects.put(layout.key(part.path), data)
                yield day, manifest
                break


def _cuts(inventory: Inventory, day: date) -> list[_Cut]:
    """Where the rows of ``day`` may lie in packs, as the manifest and the catalog say."""
    name = quarter_of(day)
    found: list[_Cut] = []
    told = inventory.packs.get(name)
    if told is not None:
        path = f"{told.folder}/{told.file.filename}"
        found += [
            _Cut(path, row) for one, row in zip(told.members, told.rows, strict=True) if day_of(one) == day
        ]
    pack = inventory.quarters.get(name, Quarter()).pack
    if pack is not None and day in pack.rows:
        found.append(_Cut(pack.path, pack.rows[day]))
    return found


def _documents(
    inventory: Inventory, bad: frozenset[str], found: DocumentsFound
) -> tuple[list[Manifest], list[str]]:
    """The documents that are whole, those ``found`` again among them, and the names of those that are not."""
    documents = [one for one in inventory.manifests if day_of(one) is None]
    again = {_document(one) for one in found.members}
    lost = [name for one in documents if _key(one) in bad and (name := _document(one)) not in again]
    told = inventory.headless.keys()
    lost += sorted(key for key in inventory.garbled if key not in told and not _of_sessions(inventory, key))
    return [*(one for one in documents if _key(one) not in bad), *found.members], [*lost, *found.lost]


def _document(manifest: Manifest) -> str:
    return f"{manifest.prefix}/{logical_name(manifest.files[0].filename)}"


def _of_sessions(inventory: Inventory, key: str) -> bool:
    """Whether what cannot be read at ``key`` only tells of sessions, so that no document is lost with it."""
    if is_catalog(key) or is_part(key):
        return True
    quarters = {*inventory.quarters, *inventory.packs, *inventory.unread}
    if key in map(inventory.pack_key, quarters):
        return True
    layout = inventory.layout
    days = {*inventory.told, *(inventory.catalog.partitions if inventory.catalog else ())}
    return not layout.shared and key in {layout.manifest_key(layout.folder(day)) for day in days}


def _put_manifests(
    objects: Objects, inventory: Inventory, manifests: Sequence[Manifest], kept: Mapping[str, Quarter]
) -> None:
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
    packs = {inventory.pack_key(name) for name in inventory.packs}
    stay = {inventory.pack_key(name) for name in kept}
    known = inventory.members.keys() | inventory.garbled.keys() | inventory.headless.keys() | packs
    for key in sorted(known - wanted.keys() - stay):
        if is_catalog(key) or is_part(key):
            continue
        if inventory.holds_sessions(key):
            objects.delete([key])
        else:
            bucket, _, path = key.partition("/")
            objects.put(key, empty_manifest(bucket, path.removesuffix(f"/{MANIFEST_NAME}")))


def _put_catalog(
    objects: Objects,
    inventory: Inventory,
    alone: Mapping[date, Manifest],
    kept: Mapping[str, Quarter],
    bad: frozenset[str],
) -> None:
    """Write a catalog of the sessions ``alone`` and in the packs ``kept``, with copies of closed quarters."""
    layout = inventory.layout
    grouped = by_quarter(alone)
    quarters: dict[str, Quarter] = {}
    for name in sorted({*grouped, *kept}):
        own = {day: partition_of(alone[day]) for day in grouped.get(name, ())}
        whole = kept.get(name, Quarter())
        quarters[name] = Quarter(dict(sorted({**own, **whole.partitions}.items())), whole.pack)
    if not layout.layer.made_again:
        newest = max(quarters, default="")
        quarters = {
            name: _with_copy(objects, inventory, name, quarter, bad, newest=name == newest)
            for name, quarter in quarters.items()
        }
    texts = catalog_texts(layout, {}, quarters)
    objects.put_many(texts.parts)
    objects.put(layout.catalog_key, texts.index)


def _with_copy(
    objects: Objects,
    inventory: Inventory,
    name: str,
    quarter: Quarter,
    bad: frozenset[str],
    *,
    newest: bool,
) -> Quarter:
    """``quarter`` with the second copy that it has, or with a new one; as it is where its columns differ."""
    layout = inventory.layout
    before = inventory.quarters.get(name, Quarter())
    if before.pack is not None and layout.key(before.pack.path) not in bad:
        changed = [day for day, part in before.partitions.items() if quarter.partitions.get(day) != part]
        copy = replace(quarter, pack=before.pack.without(changed))
        if newest or not copy.alone:
            return copy
    if newest:
        return quarter
    rows = _rows(objects, layout, quarter.partitions.values())
    if rows is None:
        return quarter
    pack, data = packed(layout, name, quarter.partitions, rows)
    objects.put(layout.key(pack.path), data)
    return replace(quarter, pack=pack)


def _rows(objects: Objects, layout: Layout, parts: Iterable[Partition]) -> pl.DataFrame | None:
    """Rows of the files of ``parts``; None where their columns differ, so that they cannot be packed."""
    paths = [part.path for part in parts]
    data = objects.get_many([layout.key(path) for path in paths])
    frames = [frame_of(content, path) for path, content in zip(paths, data, strict=True)]
    return pl.concat(frames) if len({tuple(frame.schema.items()) for frame in frames}) == 1 else None


def _key(manifest: Manifest) -> str:
    return f"{manifest.bucket}/{manifest.prefix}/{manifest.files[0].filename}"
