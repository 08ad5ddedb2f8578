"""Document files: which document the content of a file is, as its own name proves, and which version is the newest.

The name of a document's file carries the checksum of its content, so that where the manifest beside it is lost
each file tells by itself what it is and whether it is whole.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from usdcop.core.layers import FileEntry, Manifest
from usdcop.core.manifests import MANIFEST_NAME, checksum, content_name, logical_name
from usdcop.core.partitions import TIMEFRAME, Layout

_NAMED: Final = re.compile(rb'"([^"/]+_[0-9a-f]{12}(?:\.\w+)?)"')
"""A content name in the text of a manifest."""
_FINISHED_BLOCKS: Final = "blocks"
"""Folder of the documents that say which blocks of a layer were finished, from which input."""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file in a folder of documents."""

    filename: str
    data: bytes
    written_at: datetime
    """Real time of its last put."""

    @property
    def name(self) -> str:
        """The document that it is a version of."""
        return logical_name(self.filename)

    @property
    def whole(self) -> bool:
        """Whether its bytes are those that its name was made of."""
        return _is_whole(self.filename, self.data)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The documents of a folder, as far as its files and what is legible of its manifest tell."""

    files: tuple[DocumentFile, ...]
    """The newest whole version of each document, in order of their names."""
    unsure: tuple[str, ...]
    """Names of those of which another version may be the newest: it is damaged, or was put at the same instant."""
    lost: tuple[str, ...]
    """Names of documents of which no version is whole."""


def files_of_documents(layout: Layout, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Those of the ``keys`` of a layer that may be files of documents, by the key of the manifest beside them.

    Documents of all symbols are among them; what lies with sessions is not.
    """
    found: dict[str, list[str]] = {}
    for key in keys:
        folder, _, filename = key.rpartition("/")
        of_sessions = layout.lies_with_sessions(key.partition("/")[2])
        if "/" in folder and not of_sessions and logical_name(filename) != filename:
            found.setdefault(f"{folder}/{MANIFEST_NAME}", []).append(key)
    return {manifest: tuple(files) for manifest, files in found.items()}


def unnamed_documents(
    layout: Layout,
    keys: Sequence[str],
    named: AbstractSet[str],
    read: Callable[[Sequence[str]], Iterable[bytes | None]],
) -> dict[str, tuple[str, ...]]:
    """Whole files of documents of which the manifest beside them names no version, by the key of that manifest.

    They are of a write that was killed before it named them, or of a manifest that was emptied. Marks that blocks
    were finished are not among them: an old one that is believed would leave a block unmade.

    Args:
        layout: of the layer.
        keys: all keys of its bucket.
        named: those that some manifest names.
        read: gives the bytes of keys, in order; None for one that is not there.
    """
    there, known = set(keys), {_document(key) for key in named}
    found: dict[str, tuple[str, ...]] = {}
    for manifest, files in files_of_documents(layout, keys).items():
        if manifest not in there or is_of_blocks(manifest):
            continue
        unknown = [key for key in files if _document(key) not in known]
        whole = tuple(key for key, data in zip(unknown, read(unknown), strict=True) if _proves(key, data))
        if whole:
            found[manifest] = whole
    return found


def is_of_blocks(path: str) -> bool:
    """Whether ``path`` lies among, or holds, marks that blocks were finished."""
    return _FINISHED_BLOCKS in PurePosixPath(path).parts


def rebuilt(files: Sequence[DocumentFile], torn: bytes) -> Rebuilt:
    """What the ``files`` of a folder and the text ``torn`` of its manifest (empty where it is gone) tell of it.

    Of several whole versions of a document that counts which is named in the text; else the one put last; of those
    put at the same instant the last by name.
    """
    legible = {_read(name) for name in _NAMED.findall(torn)}
    versions: dict[str, list[DocumentFile]] = {}
    for file in files:
        versions.setdefault(file.name, []).append(file)
    newest: dict[str, DocumentFile] = {}
    unsure: list[str] = []
    for name, some in sorted(versions.items()):
        ranks = {file.filename: (file.filename in legible, file.written_at) for file in some}
        whole = [file for file in some if file.whole]
        if whole:
            newest[name] = max(whole, key=lambda one: (ranks[one.filename], one.filename))
            rivals = sum(rank >= ranks[newest[name].filename] for rank in ranks.values())
            unsure += [name] if rivals > 1 else []
    lost = ({logical_name(name) for name in legible} | versions.keys()) - newest.keys()
    return Rebuilt(tuple(newest.values()), tuple(unsure), tuple(sorted(lost)))


def document_manifest(layout: Layout, folder: str, file: DocumentFile) -> Manifest:
    """A manifest for a document whose own was lost: what it was made from, and by what, is no longer known."""
    about: Mapping[str, str] = {
        "symbol": layout.symbol,
        "timeframe": TIMEFRAME,
        "layer": layout.layer.value,
        "document": file.name,
        "restored": "from its file",
    }
    at = file.written_at.replace(microsecond=0)
    entry = FileEntry(file.filename, len(file.data), at, 1, checksum(file.data))
    return Manifest(layout.layer.bucket, folder, (entry,), about, "unknown", "unknown")


def _document(key: str) -> tuple[str, str]:
    folder, _, filename = key.rpartition("/")
    return folder, logical_name(filename)


def _proves(key: str, data: bytes | None) -> bool:
    return data is not None and _is_whole(key.rpartition("/")[2], data)


def _is_whole(filename: str, data: bytes) -> bool:
    return content_name(logical_name(filename), checksum(data)) == filename


def _read(name: bytes) -> str:
    """A name as it stands in JSON."""
    try:
        return str(json.loads(b'"%s"' % name))
    except ValueError:
        return name.decode(errors="replace")
