"""Inventory: what is stored of one layer, and whether every byte of it is what it is said to be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from usdcop.core.catalogs import (
    Catalog,
    Pack,
    Partition,
    catalog_of,
    files_named,
    files_of,
    partitions_of,
    unreferenced,
)
from usdcop.core.errors import CorruptPartitionError, MissingPartitionError
from usdcop.core.layers import Manifest
from usdcop.core.manifests import MANIFEST_NAME, checksum, manifests_of
from usdcop.core.partitions import CATALOG_NAME, Layout
from usdcop.core.ports import Objects

REPAIR: Final = "Run 'usdcop verify --repair', then 'usdcop run': what cannot be restored is made again."
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
    COURT = "court"
    """The court's record differs from the audit trail, or a trial from its session returns."""
    UNREFERENCED = "unreferenced"
    NOT_YET_STORED = "not_yet_stored"

    @property
    def is_note(self) -> bool:
        """Whether nothing is wrong: left-overs that will be collected, live bars no run has stored yet."""
        return self in {Fault.UNREFERENCED, Fault.NOT_YET_STORED}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, where, and its cure."""

    fault: Fault
    where: str
    what: str
    cure: str = REPAIR


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is stored of one layer, as far as it can be read."""

    layout: Layout
    keys: tuple[str, ...]
    catalog: Catalog | None
    """None where it is damaged; empty where there is none."""
    members: Mapping[str, tuple[Manifest, ...]]
    """Readable manifests of the symbol, by key."""
    garbled: Mapping[str, str]
    """What is wrong with each manifest or catalog that cannot be read, by key."""
    named: frozenset[str]
    """Keys of the files that manifests name, those of other symbols included."""

    @property
    def manifests(self) -> list[Manifest]:
        """The manifest of every partition and document."""
        return [one for members in self.members.values() for one in members]

    @property
    def partitions(self) -> dict[date, Partition]:
        """Every partition, as the manifests have it."""
        return partitions_of(self.manifests)

    @property
    def packs(self) -> Mapping[str, Pack]:
        """The packs of the catalog."""
        return self.catalog.packs if self.catalog else {}

    def holds_sessions(self, key: str) -> bool:
        """Whether ``key`` lies where the sessions do, not in a folder of documents."""
        return key.startswith(self.layout.key(f"{self.layout.root}/"))

    @property
    def stated(self) -> dict[str, tuple[int, str]]:
        """Size and checksum of every single file that is named, by path."""
        parts = self.catalog.partitions.values() if self.catalog else ()
        by_catalog = {part.path: (part.size_bytes, part.checksum) for part in parts}
        by_manifest = {
            f"{one.prefix}/{entry.filename}": (entry.size_bytes, entry.checksum)
            for one in self.manifests
            for entry in one.files
        }
        return by_catalog | by_manifest


def take_inventory(objects: Objects, layout: Layout) -> Inventory:
    """Read the catalog and every manifest of ``layout``."""
    keys = tuple(objects.keys(layout.layer.bucket))
    naming = [key for key in keys if key.endswith(f"/{MANIFEST_NAME}")]
    members: dict[str, tuple[Manifest, ...]] = {}
    garbled: dict[str, str] = {}
    named: set[str] = set()
    for key, data in zip(naming, read_many(objects, naming), strict=True):
        try:
            found = manifests_of(data or b"", key)
        except CorruptPartitionError as error:
            garbled[key] = error.sentence
        else:
            named |= files_of(found)
            own = tuple(one for one in found if one.metadata.get("symbol") == layout.symbol)
            members |= {key: own} if own else {}
    try:
        catalog: Catalog | None = read_catalog(objects, layout)
    except CorruptPartitionError as error:
        catalog, garbled[layout.catalog_key] = None, error.sentence
    return Inventory(layout, keys, catalog, members, garbled, frozenset(named))


def read_catalog(objects: Objects, layout: Layout) -> Catalog:
    """The catalog of ``layout``; an empty one where there is none.

    Raises:
        CorruptPartitionError: it was altered or torn.
    """
    try:
        return catalog_of(objects.get(layout.catalog_key), layout.catalog_key)
    except MissingPartitionError:
        return Catalog(layout.layer, layout.symbol)


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
    packs = {pack.path: (pack.size_bytes, pack.checksum) for pack in inventory.packs.values()}
    stated = inventory.stated | packs
    keys = [inventory.layout.key(path) for path in stated]
    for done, (path, data) in enumerate(zip(stated, read_many(objects, keys), strict=True), 1):
        finding = _judge(inventory.layout.key(path), data, *stated[path])
        if finding:
            yield _of_a_pack(finding) if path in packs else finding
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


def _of_a_pack(finding: Finding) -> Finding:
    what = f"{finding.what} Readers take the single files of the quarter, which is slower."
    return Finding(Fault.PACK, finding.where, what, "Run 'usdcop verify --repair': the pack is made anew.")


def disagreements(inventory: Inventory) -> Iterator[Finding]:
    """Manifests that are missing or garbled, and where the catalog says something else than they do."""
    for key, why in inventory.garbled.items():
        fault = Fault.GARBLED_CATALOG if key == inventory.layout.catalog_key else Fault.GARBLED_MANIFEST
        yield Finding(fault, key, why)
    if inventory.catalog is None:
        return
    by_manifest, by_catalog = inventory.partitions, inventory.catalog.partitions
    for day in sorted(by_manifest.keys() | by_catalog.keys()):
        key = inventory.layout.manifest_key(inventory.layout.folder(day))
        if key not in inventory.garbled and by_manifest.get(day) != by_catalog.get(day):
            yield _disagreement(key, day, day in by_manifest, day in by_catalog)


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
    """Files that nothing names; none can be told while a manifest or catalog is garbled."""
    if inventory.garbled:
        return
    catalogs = [key for key in inventory.keys if key.endswith(f"/{CATALOG_NAME}")]
    texts = zip(catalogs, read_many(objects, catalogs), strict=True)
    in_catalogs = set().union(*(files_named(key, data) for key, data in texts if data is not None))
    for key in unreferenced(inventory.keys, inventory.named | in_catalogs):
        yield _orphan(key) if _has_no_manifest(key, inventory) else _left_over(key)


def _has_no_manifest(key: str, inventory: Inventory) -> bool:
    """Whether documents lie at ``key`` and no manifest beside them (sessions may be dropped, documents stay)."""
    folder = key.rpartition("/")[0]
    return not inventory.holds_sessions(key) and f"{folder}/{MANIFEST_NAME}" not in inventory.keys


def _orphan(key: str) -> Finding:
    what = "There is no manifest beside this document: it was lost, or its writing did not end."
    cure = (
        "Run 'usdcop run': the document is written again. The old file is removed a day after it was noticed."
    )
    return Finding(Fault.MISSING_MANIFEST, key, what, cure)


def _left_over(key: str) -> Finding:
    cure = "None is needed: it is removed a day after it was noticed."
    return Finding(Fault.UNREFERENCED, key, "Nothing names this file.", cure)
