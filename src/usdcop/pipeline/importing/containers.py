"""Containers of files: plain, or packed by gzip, bzip2, xz or zip; told apart by their first bytes."""

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Final, Protocol

from usdcop.core.errors import UnreadableFileError

_TORN: Final = (EOFError, OSError, RuntimeError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What the unpackers raise where bytes are not what they should be."""
_MAGICS: Final = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
}
MOST_MEMORY: Final = 256 << 20
"""Bytes that unpacking xz may take: what ``xz -9`` packs takes 65 MiB."""
_PACKED_BYTES: Final = 1 << 16
_PADDING: Final = b"\0"
"""What may stand between and behind the streams of an xz."""
_BESIDE: Final = (".txt", ".md", ".html", ".htm", ".pdf", ".xml")
"""Endings of what vendors lay into a zip beside the data."""


class Packing(StrEnum):
    """How a file is packed."""

    NONE = "none"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZIP = "zip"


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


class _Xz:
    """The unpacked bytes of xz, with no more memory than ``MOST_MEMORY``, whatever the file asks for."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._open = self._new()

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        while True:
            if self._open.eof:
                rest = self._open.unused_data.lstrip(_PADDING)
                while not rest and (part := self._packed.read(_PACKED_BYTES)):
                    rest = part.lstrip(_PADDING)
                if not rest:
                    return b""
                self._open, more = self._new(), rest
            else:
                more = self._packed.read(_PACKED_BYTES) if self._open.needs_input else b""
                if self._open.needs_input and not more:
                    raise EOFError("it ends too early")
            if part := self._open.decompress(more, size):
                return part

    @staticmethod
    def _new() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_MEMORY)


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """The unpacked bytes of a file, read in parts."""

    path: Path
    packed: IO[bytes]
    unpacked: _Bytes

    @property
    def done(self) -> int:
        """Bytes of the file read so far, as packed."""
        return self.packed.tell()

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; fewer only at the end.

        Raises:
            UnreadableFileError: the file is torn.
        """
        parts, wanted = list[bytes](), size
        while wanted and (part := self._part(wanted)):
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def _part(self, size: int) -> bytes:
        try:
            return self.unpacked.read(size)
        except _TORN as error:
            raise _torn(self.path, error) from error


@dataclass(frozen=True, slots=True)
class Container:
    """A file that exists, and how its bytes are packed."""

    path: Path
    packing: Packing
    size: int
    """Bytes, as packed."""
    member: str = ""
    """Name of the one file with data inside a zip."""

    @contextmanager
    def opened(self) -> Iterator[Stream]:
        """The unpacked bytes from the beginning."""
        with self.path.open("rb") as packed:
            yield Stream(self.path, packed, self._unpacked(packed))

    def _unpacked(self, packed: IO[bytes]) -> _Bytes:
        match self.packing:
            case Packing.GZIP:
                return gzip.GzipFile(fileobj=packed)
            case Packing.BZIP2:
                return bz2.BZ2File(packed)
            case Packing.XZ:
                return _Xz(packed)
            case Packing.ZIP:
                return self._of_zip(packed)
            case _:
                return packed

    def _of_zip(self, packed: IO[bytes]) -> _Bytes:
        try:
            return zipfile.ZipFile(packed).open(self.member)
        except (KeyError, *_TORN) as error:
            raise _torn(self.path, error) from error


def container_of(path: Path) -> Container:
    """Look at the first bytes of ``path``.

    Raises:
        UnreadableFileError: it is missing, a folder, empty, locked, or packed in a way that cannot be unpacked.
    """
    size, magic = _size(path), _magic(path)
    packing = next(
        (Packing(name) for start, name in _MAGICS.items() if magic.startswith(start)), Packing.NONE
    )
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        raise UnreadableFileError(f"{path} is packed with zstd.", "Unpack it, or pack it with gzip.")
    return Container(path, packing, size, _member(path) if packing is Packing.ZIP else "")


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            raise UnreadableFileError(f"{path} is a folder.", "Name one file of bars.")
        size = path.stat().st_size
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no file {path}.", "Check the path.") from None
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from None
    if size == 0:
        raise UnreadableFileError(f"{path} is empty.", "Give a file with bars.")
    return size


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        cure = "Check its permissions."
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.", cure) from None


def _member(path: Path) -> str:
    """Name of the one file with data in a zip; what vendors lay beside it is passed over."""
    try:
        with zipfile.ZipFile(path) as packed:
            files = [info for info in packed.infolist() if not _is_furniture(info)]
    except _TORN as error:
        raise _torn(path, error) from error
    if any(info.filename == "[Content_Types].xml" for info in files):
        raise UnreadableFileError(f"{path} is a workbook.", "Save its sheet of bars as CSV.")
    data = [info for info in files if not info.filename.lower().endswith(_BESIDE)] or files
    if len(data) != 1:
        names = ", ".join(info.filename for info in data[:5]) or "none"
        raise UnreadableFileError(
            f"{path} holds {len(data)} files: {names[:200]}.", "Give a zip with one file of bars."
        )
    if data[0].flag_bits & 1:
        raise UnreadableFileError(f"{path} is locked by a password.", "Unpack it first.")
    return data[0].filename


def _is_furniture(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder, or what a desktop leaves behind."""
    name = info.filename.rpartition("/")[2]
    return info.is_dir() or info.filename.startswith("__MACOSX/") or name.startswith(".")


def _torn(path: Path, error: Exception) -> UnreadableFileError:
    return UnreadableFileError(f"{path} is torn: {error}.", "Copy or download it again.")
