"""Disk use: what a home's bytes on the disk are taken by."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from usdcop.core.layers import Layer

_BLOCK: Final = 512
"""Bytes of the blocks that ``stat`` counts in, whatever the file system's own are."""

_BUCKETS: Final = {layer.bucket: layer.value for layer in Layer}
_LOG_OF_POSTGRES: Final = ("postgres", "data", "pg_wal")


def disk_use(home: Path) -> Mapping[str, int]:
    """Bytes that ``home`` occupies, by what takes them, the most first: layers, PostgreSQL, its log, others.

    Files that are removed meanwhile are passed over.
    """
    taken: Counter[str] = Counter()
    for path, occupied in _occupied(home, ()):
        taken[_part(path)] += occupied
    return dict(taken.most_common())


def _occupied(folder: Path, below: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            path = (*below, entry.name)
            with suppress(FileNotFoundError):
                yield path, entry.stat(follow_symlinks=False).st_blocks * _BLOCK
                if entry.is_dir(follow_symlinks=False):
                    yield from _occupied(Path(entry.path), path)


def _part(path: tuple[str, ...]) -> str:
    if path[0] == "objects":
        return _BUCKETS.get("".join(path[1:2]), "other objects")
    if path[0] == "postgres":
        return "PostgreSQL's log" if path[: len(_LOG_OF_POSTGRES)] == _LOG_OF_POSTGRES else "PostgreSQL"
    return "Redis" if path[0] == "redis" else "other files"
