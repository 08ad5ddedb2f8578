"""Document repair: the manifests of documents that are lost, made anew from the files that lie where they were."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial

from usdcop.core.document_files import (
    DocumentFile,
    Rebuilt,
    document_manifest,
    is_of_blocks,
    rebuilt,
    unnamed_documents,
)
from usdcop.core.layers import Manifest
from usdcop.core.manifests import MANIFEST_NAME, logical_name, place_told
from usdcop.core.ports import Objects
from usdcop.pipeline.inventory import Inventory, read_many


@dataclass(frozen=True, slots=True)
class DocumentsFound:
    """Documents that were found again by their files: no manifest can be read, or it does not name them."""

    members: tuple[Manifest, ...]
    unsure: tuple[str, ...]
    """Paths of documents of which another version may be the newest."""
    lost: tuple[str, ...]
    """Paths of documents of which no version is whole; the manifest's key where nobody knows what it named."""


def documents_found(objects: Objects, inventory: Inventory, bad: AbstractSet[str]) -> DocumentsFound:
    """The documents of every folder whose manifest is garbled or gone, and those that theirs does not name.

    Of a document whose named file is among the keys ``bad`` another whole version counts. Marks that blocks were finished are not looked for: an old one that is believed would leave a block unmade.
    """
    members: list[Manifest] = []
    unsure: list[str] = []
    lost: list[str] = []
    for key, keys in sorted(inventory.headless.items()):
        folder = key.partition("/")[2].removesuffix(f"/{MANIFEST_NAME}")
        if is_of_blocks(folder):
            lost.append(key)
            continue
        found = _rebuilt(objects, inventory, key, keys)
        members += [document_manifest(inventory.layout, folder, file) for file in found.files]
        unsure += [f"{folder}/{name}" for name in found.unsure]
        lost += [f"{folder}/{name}" for name in found.lost]
    for key, keys in sorted(_unnamed(objects, inventory, bad).items()):
        folder = key.partition("/")[2].removesuffix(f"/{MANIFEST_NAME}")
        found = rebuilt(list(_files(objects, keys)), b"")
        members += [document_manifest(inventory.layout, folder, file) for file in found.files]
        damaged = {
            logical_name(name.rpartition("/")[2])
            for name in bad
            if name.rpartition("/")[0] == inventory.layout.key(folder)
        }
        unsure += [f"{folder}/{file.name}" for file in found.files if file.name in damaged | {*found.unsure}]
    return DocumentsFound(tuple(members), tuple(unsure), tuple(lost))


def _unnamed(objects: Objects, inventory: Inventory, bad: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
    """As ``Inventory.unnamed``, where what the keys ``bad`` hold is not named."""
    named, read = inventory.named - bad, partial(read_many, objects)
    found = unnamed_documents(inventory.layout, inventory.keys, named, read)
    return {
        key: files for key, files in found.items() if key not in inventory.garbled and inventory.owns(key)
    }


def _rebuilt(objects: Objects, inventory: Inventory, key: str, keys: tuple[str, ...]) -> Rebuilt:
    torn = objects.get(key) if key in inventory.garbled else b""
    of_another = place_told(torn) not in {None, key}
    return rebuilt(list(_files(objects, keys)), b"" if of_another else torn)


def _files(objects: Objects, keys: tuple[str, ...]) -> Iterator[DocumentFile]:
    for key, data in zip(keys, read_many(objects, keys), strict=True):
        if data is not None:
            yield DocumentFile(key.rpartition("/")[2], data, objects.written_at(key))
