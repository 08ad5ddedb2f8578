"""Object stores: folders on this machine (``file://``) and S3-compatible servers (``s3://``), by obstore.

A put writes beside its goal and renames (S3: one PUT), so nobody sees half an object, and a put that fails
leaves what was there. Local reads go straight to the file: four times as fast as through obstore for the
thousands of small files of the lake.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from errno import EACCES, EDQUOT, EFBIG, ENOSPC, EPERM, EROFS
from io import FileIO
from pathlib import Path
from typing import Final, final
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from usdcop.core.errors import StorageError, UsageError
from usdcop.core.partitions import missing_partition

PRIVATE: Final = 0o700
"""Mode of the directories we make: the owner's only."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_S3_WORKERS: Final = 16
_FULL: Final = frozenset({ENOSPC, EDQUOT, EFBIG})
_REFUSED: Final = frozenset({EACCES, EPERM, EROFS})
_OS_ERROR: Final = re.compile(r"\(os error (\d+)\)")


@dataclass(frozen=True, slots=True)
class S3Settings:
    """How to reach an S3-compatible server."""

    endpoint: str | None = None
    """Address of MinIO or another server; None means AWS itself."""
    region: str = "us-east-1"
    access_key: str | None = None
    """None means that obstore looks for credentials where AWS puts them."""
    secret_key: str | None = field(default=None, repr=False)
    allow_http: bool = False
    """Whether the endpoint may be plain HTTP (a MinIO on one's own network)."""
    timeout: timedelta = timedelta(seconds=10)
    """How long one request may take, and how long retries may go on."""


def open_objects(url: str, s3: S3Settings | None = None) -> "LocalObjects | S3Objects":
    """The store at ``url``: ``file:///folder`` (made if absent) or ``s3://bucket/prefix``.

    Raises:
        UsageError: the address is of another kind.
        StorageError: the folder cannot be made.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"} and path.startswith("/"):
        return LocalObjects(Path(path))
    if parts.scheme == "s3" and parts.netloc:
        return S3Objects(parts.netloc, path.strip("/"), s3 or S3Settings())
    raise UsageError(
        f"{url!r} is no address of an object store.",
        "Write file:///absolute/folder or s3://bucket/prefix in USDCOP_OBJECT_STORE_URL.",
    )


@final
class LocalObjects:
    """Objects as files under one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        with _failures(str(root)):
            self._make(root)
            self._store = LocalStore(root)

    def get(self, key: str) -> bytes:
        """Bytes of ``key``. Raises ``MissingPartitionError`` where there is none."""
        with _failures(key), FileIO(self._where(key)) as file:
            return file.readall()

    def get_many(self, keys: Sequence[str]) -> list[bytes]:
        """Bytes of each of ``keys``, in order."""
        return [self.get(key) for key in keys]

    def put(self, key: str, data: bytes) -> None:
        """Store ``data`` under ``key``, whole or not at all. Raises ``StorageError`` on a full disk."""
        path = self._path(key)
        with _failures(str(path)):
            self._make(path.parent)
            obstore.put(self._store, key, data, use_multipart=False)

    def put_many(self, objects: Mapping[str, bytes]) -> None:
        """Store each of ``objects``, in order."""
        for key, data in objects.items():
            self.put(key, data)

    def keys(self, prefix: str) -> list[str]:
        """All keys under the folder ``prefix``, sorted."""
        with _failures(prefix):
            return sorted(_listed(self._store, prefix))

    def delete(self, keys: Iterable[str]) -> None:
        """Remove ``keys``; those that do not exist are passed over."""
        for key in keys:
            with _failures(key):
                self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """Whether ``key`` is there."""
        return self._path(key).is_file()

    def written_at(self, key: str) -> datetime:
        """Real instant of the last put of ``key``, in UTC. Raises ``MissingPartitionError`` where there is none."""
        with _failures(key):
            return _EPOCH + timedelta(microseconds=self._path(key).stat().st_mtime_ns // 1_000)

    def _path(self, key: str) -> Path:
        return Path(self._where(key))

    def _where(self, key: str) -> str:
        """The file of ``key``, as text: making a ``Path`` takes as long as reading a small file."""
        if key.startswith("/") or ".." in key.split("/"):
            raise UsageError(f"{key!r} is no key of an object.", "Keys are bucket/path, without '..'.")
        return f"{self._root}/{key}"

    def _make(self, folder: Path) -> None:
        """Make ``folder`` and what is missing above it, open to the owner only."""
        if folder.is_dir():
            return
        self._make(folder.parent)
        folder.mkdir(mode=PRIVATE, exist_ok=True)


@final
class S3Objects:
    """Objects in a bucket of an S3-compatible server; layer buckets are folders in it."""

    def __init__(self, bucket: str, prefix: str, settings: S3Settings) -> None:
        self._where = f"s3://{bucket}/{prefix}"
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=settings.endpoint,
            region=settings.region,
            access_key_id=settings.access_key,
            secret_access_key=settings.secret_key,
            client_options={"allow_http": settings.allow_http, "timeout": settings.timeout},
            retry_config={"max_retries": 3, "retry_timeout": settings.timeout},
        )

    def get(self, key: str) -> bytes:
        """Bytes of ``key``. Raises ``MissingPartitionError`` where there is none."""
        with _failures(key):
            return obstore.get(self._store, key).bytes().to_bytes()

    def get_many(self, keys: Sequence[str]) -> list[bytes]:
        """Bytes of each of ``keys``, in order, many at a time."""
        with ThreadPoolExecutor(_S3_WORKERS) as pool:
            return list(pool.map(self.get, keys))

    def put(self, key: str, data: bytes) -> None:
        """Store ``data`` under ``key``, whole or not at all. Raises ``StorageError`` where the server refuses."""
        with _failures(f"{self._where}/{key}"):
            try:
                obstore.put(self._store, key, data, use_multipart=False)
            except FileNotFoundError as error:
                raise StorageError(
                    f"The bucket of {self._where} does not exist.",
                    "Create it, or correct USDCOP_OBJECT_STORE_URL.",
                ) from error

    def put_many(self, objects: Mapping[str, bytes]) -> None:
        """Store each of ``objects``, many at a time."""
        with ThreadPoolExecutor(_S3_WORKERS) as pool:
            list(pool.map(self.put, objects.keys(), objects.values()))

    def keys(self, prefix: str) -> list[str]:
        """All keys under the folder ``prefix``, sorted."""
        with _failures(prefix):
            return sorted(_listed(self._store, prefix))

    def delete(self, keys: Iterable[str]) -> None:
        """Remove ``keys``; those that do not exist are passed over."""
        for key in keys:
            with _failures(key), suppress(FileNotFoundError):
                obstore.delete(self._store, key)

    def exists(self, key: str) -> bool:
        """Whether ``key`` is there."""
        with _failures(key):
            try:
                obstore.head(self._store, key)
            except FileNotFoundError:
                return False
            return True

    def written_at(self, key: str) -> datetime:
        """Real instant of the last put of ``key``, in UTC. Raises ``MissingPartitionError`` where there is none."""
        with _failures(key):
            return obstore.head(self._store, key)["last_modified"].astimezone(UTC)


def _listed(store: LocalStore | S3Store, prefix: str) -> Iterator[str]:
    for chunk in obstore.list(store, prefix=prefix.rstrip("/") or None):
        for found in chunk:
            yield found["path"]


@contextmanager
def _failures(where: str) -> Iterator[None]:
    """Turn what obstore and the system raise into our errors; ``where`` names the object."""
    try:
        yield
    except FileNotFoundError as error:
        raise missing_partition(where) from error
    except (BaseError, OSError, ValueError) as error:
        raise _storage_error(where, error) from error


def _storage_error(where: str, error: Exception) -> StorageError:
    number = _errno(error)
    if number in _FULL:
        return StorageError(
            f"The disk has no room for {where}.",
            "Free some space, or set USDCOP_HOME to a folder on another disk. Nothing stored was changed.",
        )
    if number in _REFUSED:
        return StorageError(
            f"{where} may not be written or read.",
            "Check that the folder belongs to you and that its disk is not read-only. Nothing stored was changed.",
        )
    return StorageError(
        f"The object store failed at {where}: {str(error).splitlines()[0]}",
        "Check that USDCOP_OBJECT_STORE_URL can be reached and that its credentials are right.",
    )


def _errno(error: Exception) -> int | None:
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    found = _OS_ERROR.search(str(error))
    return int(found[1]) if found else None
