"""Document repair: the manifests of documents that are lost, made anew from the files that lie where they were."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from usdcop.core.document_files import DocumentFile, Rebuilt, document_manifest, rebuilt
from usdcop.core.layers import Manifest
from usdcop.core.manifests import MANIFEST_NAME
from usdcop.core.ports import Objects
from usdcop.pipeline.inventory import Inventory, read_many

FINISHED_BLOCKS: Final = "blocks"
"""Folder of the documents that say which blocks of a layer were finished, from which input."""


@dataclass(frozen=True, slots=True)
class DocumentsFound:
    """What the folders of documents without a readable manifest hold."""

    members: tuple[Manifest, ...]
    unsure: tuple[str, ...]
    """Paths of documents of which another version may be the newest."""
    lost: tuple[str, ...]
    """Paths of documents of which no version is whole; the manifest's key where nobody knows what it named."""


def documents_found(objects: Objects, inventory: Inventory) -> DocumentsFound:
    """The documents of every folder whose manifest is garbled or gone.

    Marks that blocks were finished are not looked for: an old one that is believed would leave a block unmade.
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
    return DocumentsFound(tuple(members), tuple(unsure), tuple(lost))


def is_of_blocks(folder: str) -> bool:
    """Whether ``folder`` holds marks that blocks were finished."""
    return FINISHED_BLOCKS in PurePosixPath(folder).parts


def _rebuilt(objects: Objects, inventory: Inventory, key: str, keys: tuple[str, ...]) -> Rebuilt:
    torn = objects.get(key) if key in inventory.garbled else b""
    return rebuilt(list(_files(objects, keys)), torn)


def _files(objects: Objects, keys: tuple[str, ...]) -> Iterator[DocumentFile]:
    for key, data in zip(keys, read_many(objects, keys), strict=True):
        if data is not None:
            yield DocumentFile(key.rpartition("/")[2], data, objects.written_at(key))
