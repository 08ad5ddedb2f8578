"""Manifests: the text that makes a partition exist, in the seed's format, and names that follow content.

A folder of the lake holds one ``manifest.json``. Where the folder is one session's (layers L0 to L3) the
manifest is the seed's, with code version, calendar version and input checksums added. Where several
sessions or documents share a folder (L4 to L6) ``files`` lists them all, ``members`` says which of them
belong together and what each was made from, and ``checksum`` guards the text. Where the sessions of a quarter
lie in one pack, ``packed`` is that file, and each of the ``members`` is the manifest that the session would
have alone, with the ``first_row`` of its rows.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any, Final

from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import FileEntry, Manifest

MANIFEST_NAME: Final = "manifest.json"
SHARED_BY_ALL: Final = ("symbol", "timeframe", "layer")
"""Metadata that stand at the top of a shared manifest too."""

_HASH_IN_NAME: Final = re.compile(r"_[0-9a-f]{12}$")


def checksum(data: bytes) -> str:
    """SHA-256 of ``data``, written ``sha256:<64 hex digits>``."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def content_name(name: str, digest: str) -> str:
    """``name`` with the first 12 hex digits of its checksum before the suffix: ``a.json`` → ``a_0f….json``."""
    path = PurePosixPath(name)
    return f"{path.stem}_{digest.removeprefix('sha256:')[:12]}{path.suffix}"


def logical_name(filename: str) -> str:
    """The name that ``content_name`` was given: ``a_0123456789ab.json`` → ``a.json``."""
    path = PurePosixPath(filename)
    return _HASH_IN_NAME.sub("", path.stem) + path.suffix


def day_of(manifest: Manifest) -> date | None:
    """Session of a partition's manifest; None for a document."""
    text = manifest.metadata.get("date")
    return date.fromisoformat(text) if text else None


def member_checksum(manifest: Manifest) -> str:
    """Checksum of everything one partition's manifest says, whoever shares its folder."""
    return checksum(json.dumps(_flat(manifest), sort_keys=True).encode())


def manifest_bytes(members: Sequence[Manifest], *, shared: bool) -> bytes:
    """Text of the manifest of a folder that holds ``members``; ``shared`` folders may hold many."""
    first = members[0]
    fields = _shared(first.bucket, first.prefix, members) if shared else _flat(first)
    return f"{json.dumps(fields, indent=2)}\n".encode()


@dataclass(frozen=True, slots=True)
class PackedManifest:
    """The manifest of a pack: the file, and the manifest and first row of every session in use."""

    folder: str
    file: FileEntry
    members: tuple[Manifest, ...]
    rows: tuple[int, ...]


def packed_manifest_bytes(one: PackedManifest) -> bytes:
    """Text of the manifest of a pack that holds at least one session."""
    first = one.members[0]
    fields = {
        "bucket": first.bucket,
        "prefix": one.folder,
        "packed": _file(one.file),
        "metadata": {name: first.metadata[name] for name in SHARED_BY_ALL if name in first.metadata},
        "members": [
            {**_flat(member), "first_row": row} for member, row in zip(one.members, one.rows, strict=True)
        ],
    }
    return f"{json.dumps({**fields, 'checksum': _own_checksum(fields)}, indent=1)}\n".encode()


def packed_manifest_of(data: bytes, where: str) -> PackedManifest | None:
    """The manifest of a pack in ``data`` found at the key ``where``; None where it is a manifest of another kind.

    Raises:
        CorruptPartitionError: it is not a manifest, or that of another place.
    """
    with _readable(where):
        fields = json.loads(data)
        if "packed" not in fields:
            return None
        _check_place(fields, where)
        _check(fields)
        members = tuple(_manifest(member) for member in fields["members"])
        rows = tuple(int(member["first_row"]) for member in fields["members"])
        return PackedManifest(fields["prefix"], _entry(fields["packed"]), members, rows)


def files_of_manifest(data: bytes, where: str) -> set[str]:
    """Keys of the files that the manifest ``data`` at the key ``where`` names.

    Raises:
        CorruptPartitionError: it is not a manifest, or that of another place.
    """
    packed = packed_manifest_of(data, where)
    if packed is not None:
        return {f"{packed.members[0].bucket}/{packed.folder}/{packed.file.filename}"}
    members = manifests_of(data, where)
    return {f"{one.bucket}/{one.prefix}/{entry.filename}" for one in members for entry in one.files}


def manifests_of(data: bytes, where: str) -> tuple[Manifest, ...]:
    """The members of the manifest ``data`` found at the key ``where``.

    Raises:
        CorruptPartitionError: it is not a manifest, or that of another place.
    """
    with _readable(where):
        fields = json.loads(data)
        _check_place(fields, where)
        if "members" not in fields:
            return (_manifest(fields),)
        _check(fields)
        if "packed" in fields:
            return tuple(_manifest(member) for member in fields["members"])
        files = {entry["filename"]: entry for entry in fields["files"]}
        return tuple(_member(fields, member, files) for member in fields["members"])


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """Whatever goes wrong in reading a manifest, as the error of a damaged one."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorruptPartitionError(
            f"The manifest {where} cannot be read ({type(error).__name__}: {error}).",
            "Run 'usdcop verify --repair': it is made anew, of sessions from the catalog, of documents from their files.",
        ) from error


def place_told(data: bytes) -> str | None:
    """The key at which the manifest ``data`` says that it lies; None where it is no whole text."""
    try:
        fields = json.loads(data)
        return f"{fields['bucket']}/{fields['prefix']}/{MANIFEST_NAME}"
    except (ValueError, KeyError, TypeError):
        return None


def empty_manifest(bucket: str, prefix: str) -> bytes:
    """Text of the manifest of a folder that holds no document any more."""
    return f"{json.dumps(_shared(bucket, prefix, ()), indent=2)}\n".encode()


def _check_place(fields: Mapping[str, Any], where: str) -> None:
    told = f"{fields['bucket']}/{fields['prefix']}/{MANIFEST_NAME}"
    if told != where:
        raise ValueError(f"it is that of {told}")


def _check(fields: dict[str, Any]) -> None:
    if fields.pop("checksum") != _own_checksum(fields):
        raise ValueError("it differs from its own checksum")


def _flat(manifest: Manifest) -> dict[str, Any]:
    return {
        "bucket": manifest.bucket,
        "prefix": manifest.prefix,
        "files": [_file(entry) for entry in manifest.files],
        "metadata": dict(manifest.metadata),
        "code_version": manifest.code_version,
        "calendar_version": manifest.calendar_version,
        "inputs": dict(manifest.inputs),
    }


def _shared(bucket: str, prefix: str, members: Sequence[Manifest]) -> dict[str, Any]:
    about = members[0].metadata if members else {}
    fields = {
        "bucket": bucket,
        "prefix": prefix,
        "files": [_file(entry) for member in members for entry in member.files],
        "metadata": {name: about[name] for name in SHARED_BY_ALL if name in about},
        "members": [
            {
                "files": [entry.filename for entry in member.files],
                "metadata": dict(member.metadata),
                "code_version": member.code_version,
                "calendar_version": member.calendar_version,
                "inputs": dict(member.inputs),
            }
            for member in members
        ],
    }
    return {**fields, "checksum": _own_checksum(fields)}


def _own_checksum(fields: Mapping[str, Any]) -> str:
    """Checksum of a shared manifest's fields; that of a session's own manifest stands in the catalog."""
    return checksum(json.dumps(fields, sort_keys=True).encode())


def _file(entry: FileEntry) -> dict[str, Any]:
    return {
        "filename": entry.filename,
        "size_bytes": entry.size_bytes,
        "created_at": instant_text(entry.created_at),
        "records": entry.records,
        "checksum": entry.checksum,
    }


def _member(
    fields: Mapping[str, Any], member: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]]
) -> Manifest:
    own = [files[name] for name in member["files"]]
    return _manifest({**member, "files": own, "bucket": fields["bucket"], "prefix": fields["prefix"]})


def _manifest(fields: Mapping[str, Any]) -> Manifest:
    return Manifest(
        bucket=fields["bucket"],
        prefix=fields["prefix"],
        files=tuple(_entry(entry) for entry in fields["files"]),
        metadata=dict(fields["metadata"]),
        code_version=fields["code_version"],
        calendar_version=fields["calendar_version"],
        inputs=dict(fields["inputs"]),
    )


def _entry(fields: Mapping[str, Any]) -> FileEntry:
    return FileEntry(
        filename=str(fields["filename"]),
        size_bytes=int(fields["size_bytes"]),
        created_at=datetime.fromisoformat(fields["created_at"]),
        records=int(fields["records"]),
        checksum=str(fields["checksum"]),
    )


def instant_text(at: datetime) -> str:
    """``at`` in UTC, to the second, as the seed writes it: ``2025-10-22T08:05:00Z``."""
    return f"{at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"
