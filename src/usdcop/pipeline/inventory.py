"""Inventory: what is stored of one layer, and whether every byte of it is what it is said to be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Final

from usdcop.core.catalog_texts import (
    index_of,
    is_catalog,
    is_part,
    named_by_catalogs,
    part_of,
    unreferenced,
)
from usdcop.core.catalogs import Catalog, Index, Partition, Quarter, partition_of
from usdcop.core.document_files import files_of_documents, is_of_blocks, unnamed_documents
from usdcop.core.errors import CorruptPartitionError, MissingPartitionError
from usdcop.core.examination import Kind
from usdcop.core.layers import Manifest, quarter_of
from usdcop.core.manifests import (
    MANIFEST_NAME,
    PackedManifest,
    checksum,
    day_of,
    files_of_manifest,
    manifests_of,
    packed_manifest_of,
)
from usdcop.core.partitions import Layout, proven
from usdcop.core.ports import Objects

REPAIR: Final = "Run 'usdcop verify --repair', then 'usdcop run': what cannot be restored is made again."
_FROM_FILES: Final = (
    "Run 'usdcop verify --repair': it is made anew from the files, each of which proves itself."
)
OnChecked = Callable[[int, int], None]
"""Called with the number of things checked and to check."""

_AT_ONCE: Final = 256


class Fault(StrEnum):
    """What kind of thing is wrong."""

    ALTERED = "altered"
    MISSING_FILE = "missing_file"
    MISSING_MANIFEST = "missing_manifest"
    GARBLED_MANIFEST = "garbled_manifest"
    GARBLED_CATALOG = "garbled_catalog"
    CATALOG_DIFFERS = "catalog_differs"
    PACK = "pack"
    UNREADABLE = "unreadable"
    ROW_MISSING = "row_missing"
    ROW_EXTRA = "row_extra"
    ROW_DIFFERS = "row_differs"
    UNKNOWN_IMPORT = "unknown_import"
    """Raw rows are of an import that the ledger does not have."""
    UNREFERENCED = "unreferenced"
    NOT_YET_STORED = "not_yet_stored"

    @property
    def is_note(self) -> bool:
        """Whether nothing is wrong: left-overs that will be collected, live bars no run has stored yet."""
        return self in {Fault.UNREFERENCED, Fault.NOT_YET_STORED}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, where, and its cure."""

    fault: Fault | Kind
    """Of what is stored, or of what is kept against the audit trail."""
    where: str
    what: str
    cure: str = REPAIR


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is stored of one layer, as far as it can be read."""

    layout: Layout
    keys: tuple[str, ...]
    catalog: Catalog | None
    """None where its index is damaged; empty where there is none; without the quarters ``unread``."""
    unread: frozenset[str]
    """Quarters whose part of the catalog is damaged or gone."""
    members: Mapping[str, tuple[Manifest, ...]]
    """Readable manifests of the symbol, by key, those of sessions in a pack left out."""
    packs: Mapping[str, PackedManifest]
    """Readable manifests of packs of the symbol, by quarter."""
    garbled: Mapping[str, str]
    """What is wrong with each manifest or text of the catalog that cannot be read, by key."""
    foreign: Mapping[str, str]
    """The same of other symbols in the bucket, as far as it has been read."""
    named: frozenset[str]
    """Keys of the files that manifests name, those of other symbols included."""
    unnamed: Mapping[str, tuple[str, ...]]
    """Whole files of documents that no manifest names, of any symbol, by the key of the manifest beside them."""

    @property
    def manifests(self) -> list[Manifest]:
        """The manifest of every document, and of every partition that lies alone."""
        return [one for members in self.members.values() for one in members]

    @property
    def quarters(self) -> Mapping[str, Quarter]:
        """The quarters of the catalog, as far as it can be read."""
        return self.catalog.quarters if self.catalog else {}

    @property
    def told(self) -> dict[date, list[Manifest]]:
        """What the manifests say of every session: of one that lies alone first."""
        found: dict[date, list[Manifest]] = {}
        packed = (one for pack in self.packs.values() for one in pack.members)
        for manifest in (*self.manifests, *packed):
            if (day := day_of(manifest)) is not None:
                found.setdefault(day, []).append(manifest)
        return found

    @property
    def headless(self) -> dict[str, tuple[str, ...]]:
        """Files of documents beside which no manifest can be read, by the key where it should be."""
        found = files_of_documents(self.layout, self.keys)
        there = set(self.keys) - self.garbled.keys()
        return {key: files for key, files in found.items() if key not in there and self.owns(key)}

    def owns(self, key: str) -> bool:
        """Whether ``key`` is of the inventory's symbol."""
        return self.layout.owns(key.partition("/")[2])

    def holds_sessions(self, key: str) -> bool:
        """Whether ``key`` lies where the sessions do, not in a folder of documents."""
        return key.startswith(self.layout.key(f"{self.layout.root}/"))

    def manifest_key(self, day: date) -> str:
        """Key of the manifest that tells of ``day``."""
        quarter = quarter_of(day)
        by_catalog = self.quarters.get(quarter, Quarter())
        packed = day in (by_catalog.packed if day in by_catalog.partitions else self._packed_days(quarter))
        if self.layout.layer.made_again and packed:
            return self.pack_key(quarter)
        return self.layout.manifest_key(self.layout.folder(day))

    def pack_key(self, quarter: str) -> str:
        """Key of the manifest of the pack of ``quarter``."""
        return self.layout.manifest_key(self.layout.quarter_folder(quarter))

    @property
    def single(self) -> dict[str, tuple[int, str]]:
        """Size and checksum of every single file that is named, by path."""
        layer = self.layout.layer
        parts = [one.partitions[day] for one in self.quarters.values() for day in one.single(layer)]
        by_catalog = {part.path: (part.size_bytes, part.checksum) for part in parts}
        by_manifest = {
            f"{one.prefix}/{entry.filename}": (entry.size_bytes, entry.checksum)
            for one in self.manifests
            for entry in one.files
        }
        return by_catalog | by_manifest

    @property
    def packed(self) -> dict[str, tuple[int, str]]:
        """Size and checksum of every pack that is named, by path."""
        packs = (one.pack for one in self.quarters.values() if one.pack)
        by_catalog = {pack.path: (pack.size_bytes, pack.checksum) for pack in packs}
        by_manifest = {
            f"{one.folder}/{one.file.filename}": (one.file.size_bytes, one.file.checksum)
            for one in self.packs.values()
        }
        return by_catalog | by_manifest

    def _packed_days(self, quarter: str) -> set[date | None]:
        return {day_of(one) for one in self.packs[quarter].members} if quarter in self.packs else set()


def take_inventory(objects: Objects, layout: Layout) -> Inventory:
    """Read the catalog and every manifest of ``layout``."""
    keys = tuple(objects.keys(layout.layer.bucket))
    naming = [key for key in keys if key.endswith(f"/{MANIFEST_NAME}")]
    members: dict[str, tuple[Manifest, ...]] = {}
    packs: dict[str, PackedManifest] = {}
    garbled: dict[str, str] = {}
    foreign: dict[str, str] = {}
    named: set[str] = set()
    for key, data in zip(naming, read_many(objects, naming), strict=True):
        try:
            pack, found = packed_manifest_of(data or b"", key), manifests_of(data or b"", key)
            named |= files_of_manifest(data or b"", key)
        except CorruptPartitionError as error:
            told = garbled if layout.owns(key.partition("/")[2]) else foreign
            told[key] = error.sentence
            continue
        own = tuple(one for one in found if one.metadata.get("symbol") == layout.symbol)
        if own and pack:
            packs[quarter_of(day_of(own[0]) or date.min)] = pack
        elif own:
            members[key] = own
    whole = unnamed_documents(layout, keys, named, partial(read_many, objects))
    unnamed = {key: files for key, files in whole.items() if key not in garbled and key not in foreign}
    catalog, unread = _catalog(objects, layout, garbled)
    return Inventory(
        layout, keys, catalog, unread, members, packs, garbled, foreign, frozenset(named), unnamed
    )


def read_catalog(objects: Objects, layout: Layout) -> Catalog:
    """The catalog of ``layout``; an empty one where there is none.

    Raises:
        CorruptPartitionError: its index, or a part of it, was altered, torn or lost.
    """
    garbled: dict[str, str] = {}
    catalog, _ = _catalog(objects, layout, garbled)
    if catalog is None or garbled:
        raise CorruptPartitionError(next(iter(garbled.values())), REPAIR)
    return catalog


def _catalog(
    objects: Objects, layout: Layout, garbled: dict[str, str]
) -> tuple[Catalog | None, frozenset[str]]:
    """The catalog, and the quarters of it that cannot be read; what is wrong is added to ``garbled``."""
    try:
        index = index_of(objects.get(layout.catalog_key), layout.catalog_key)
    except MissingPartitionError:
        index = Index(layout.layer, layout.symbol)
    except CorruptPartitionError as error:
        garbled[layout.catalog_key] = error.sentence
        return None, frozenset()
    quarters = dict(index.inline)
    texts = read_many(objects, [layout.key(part.path) for part in index.parts.values()])
    for (name, part), data in zip(index.parts.items(), texts, strict=True):
        key = layout.key(part.path)
        try:
            quarters[name] = part_of(proven(data or b"", part.checksum, key), key)
        except CorruptPartitionError as error:
            garbled[key] = f"The part of the catalog is not there: {key}." if data is None else error.sentence
    return Catalog(layout.layer, layout.symbol, quarters), frozenset(index.parts.keys() - quarters.keys())


def read_many(objects: Objects, keys: Sequence[str]) -> Iterator[bytes | None]:
    """Bytes of each of ``keys``, in order; None for one that is not there."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        try:
            yield from objects.get_many(some)
        except MissingPartitionError:
            for key in some:
                yield objects.get(key) if objects.exists(key) else None


def damaged(objects: Objects, inventory: Inventory, on_checked: OnChecked | None = None) -> Iterator[Finding]:
    """Every file and pack that is missing or differs from its stated size or checksum."""
    packs = inventory.packed
    stated = inventory.single | packs
    copies = set() if inventory.layout.layer.made_again else packs.keys()
    keys = [inventory.layout.key(path) for path in stated]
    for done, (path, data) in enumerate(zip(stated, read_many(objects, keys), strict=True), 1):
        finding = _judge(inventory.layout.key(path), data, *stated[path])
        if finding:
            yield _of_a_copy(finding) if path in copies else finding
        if on_checked and (done % _AT_ONCE == 0 or done == len(stated)):
            on_checked(done, len(stated))


def _judge(key: str, data: bytes | None, size: int, digest: str) -> Finding | None:
    if data is None:
        return Finding(Fault.MISSING_FILE, key, "The file is named but not there.")
    if len(data) != size:
        return Finding(Fault.ALTERED, key, f"The file has {len(data)} bytes, not {size}.")
    if checksum(data) != digest:
        return Finding(Fault.ALTERED, key, "The file's bytes differ from their checksum.")
    return None


def _of_a_copy(finding: Finding) -> Finding:
    what = f"{finding.what} Readers take the single files of the quarter, which is slower."
    return Finding(Fault.PACK, finding.where, what, "Run 'usdcop verify --repair': the pack is made anew.")


def disagreements(inventory: Inventory) -> Iterator[Finding]:
    """Manifests that are missing or garbled, and where the catalog says something else than they do."""
    for key, why in inventory.garbled.items():
        of_catalog = is_catalog(key) or is_part(key)
        cure = _FROM_FILES if key in inventory.headless and not is_of_blocks(key) else REPAIR
        yield Finding(Fault.GARBLED_CATALOG if of_catalog else Fault.GARBLED_MANIFEST, key, why, cure)
    yield from _of_documents(inventory)
    if inventory.catalog is None:
        return
    by_manifest, by_catalog = inventory.told, inventory.catalog.partitions
    packs = {inventory.pack_key(quarter_of(day)) for day in by_manifest.keys() | by_catalog.keys()}
    said: set[str] = set()
    for day in sorted(by_manifest.keys() | by_catalog.keys()):
        key = inventory.manifest_key(day)
        if key in inventory.garbled or key in said or quarter_of(day) in inventory.unread:
            continue
        told = {partition_of(one) for one in by_manifest.get(day, ())}
        if told != ({by_catalog[day]} if day in by_catalog else set[Partition]()):
            said |= {key} & packs  # once is enough for the many sessions of a pack
            yield _disagreement(key, day, bool(told), day in by_catalog)
    yield from (one for one in _packs_that_differ(inventory) if one.where not in said)


def _of_documents(inventory: Inventory) -> Iterator[Finding]:
    """Files of documents without a manifest, or beside one that names no version of theirs."""
    for key, files in inventory.headless.items():
        if key not in inventory.garbled:
            what = f"There is no manifest beside {len(files)} files of documents: it was lost, or the first writing did not end."
            yield Finding(Fault.MISSING_MANIFEST, key, what, _FROM_FILES)
    for key, files in inventory.unnamed.items():
        if inventory.owns(key):
            what = f"The manifest names none of {len(files)} whole files of documents beside it: it was emptied, or a write did not end."
            yield Finding(Fault.MISSING_MANIFEST, key, what, _FROM_FILES)


def _packs_that_differ(inventory: Inventory) -> Iterator[Finding]:
    """Packs of which manifest and catalog do not say the same, though they do of each session in them."""
    if not inventory.layout.layer.made_again:
        return
    for name, quarter in inventory.quarters.items():
        key = inventory.pack_key(name)
        if (
            key not in inventory.garbled
            and name in inventory.packs
            and not agrees(quarter, inventory.packs[name])
        ):
            what = f"The manifest and the catalog differ about the pack of {name}: a write did not end."
            yield Finding(Fault.CATALOG_DIFFERS, key, what)


def agrees(quarter: Quarter, told: PackedManifest) -> bool:
    """Whether the catalog's ``quarter`` and the manifest of its pack say the same of the pack."""
    pack = quarter.pack
    days = [day_of(one) for one in told.members]
    return (
        pack is not None
        and pack.path == f"{told.folder}/{told.file.filename}"
        and pack.checksum == told.file.checksum
        and dict(pack.rows) == dict(zip(days, told.rows, strict=True))
        and all(
            quarter.partitions.get(day) == partition_of(one)
            for day, one in zip(days, told.members, strict=True)
            if day is not None
        )
    )


def _disagreement(key: str, day: date, in_manifest: bool, in_catalog: bool) -> Finding:  # noqa: FBT001 - a table of two flags
    if not in_manifest:
        return Finding(
            Fault.MISSING_MANIFEST, key, f"The session {day} is in the catalog but has no manifest."
        )
    if not in_catalog:
        what = f"The session {day} has a manifest but is not in the catalog: a write or drop did not end."
    else:
        what = f"The manifest and the catalog differ about {day}: a write did not end, or one was altered."
    return Finding(Fault.CATALOG_DIFFERS, key, what)


def left_over(objects: Objects, inventory: Inventory) -> Iterator[Finding]:
    """Files that nothing names, and what keeps them from being told: a garbled manifest or catalog, whoever's."""
    if inventory.garbled:
        return
    found = named_by_catalogs(inventory.keys, partial(read_many, objects))
    foreign = {**inventory.foreign, **found.garbled}
    yield from (_foreign(key, why) for key, why in foreign.items())
    if not foreign:
        kept = {key for files in inventory.unnamed.values() for key in files}
        for key in unreferenced(inventory.layout, inventory.keys, inventory.named | found.files | kept):
            yield _left_over(key)


def _foreign(key: str, why: str) -> Finding:
    of_catalog = is_catalog(key) or is_part(key)
    cure = "Repair the layer of the symbol that it is of; until then nobody knows which files are left over."
    return Finding(Fault.GARBLED_CATALOG if of_catalog else Fault.GARBLED_MANIFEST, key, why, cure)


def _left_over(key: str) -> Finding:
    cure = "None is needed: it is removed a day after it was noticed."
    return Finding(Fault.UNREFERENCED, key, "Nothing names this file.", cure)
