"""Partitions: where each session's file lies in the lake, and its bytes.

Keys are the seed's, with the first 12 hex digits of the checksum in the file's name, so that a new content
never overwrites the one a reader is reading. The bytes are Parquet (zstd) and equal for equal frames.
"""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from usdcop.core.errors import CorruptPartitionError, MissingPartitionError, UsageError
from usdcop.core.layers import Layer
from usdcop.core.manifests import MANIFEST_NAME, checksum, content_name

CATALOG_NAME: Final = "catalog.json"
PARTS_FOLDER: Final = "catalog"
TIMEFRAME: Final = "5m"
_FOLDER_AND_NAME: Final = 2
_STEMS: Final = {
    Layer.L0: "ohlcv_{day:%Y%m%d}",
    Layer.L1: "standardized_{day:%Y%m%d}",
    Layer.L2: "prepared_{day:%Y%m%d}",
    Layer.L3: "features_{day:%Y%m%d}",
    Layer.L4: "episode_{day:%Y%m%d}_session1",
    Layer.L5: "predictions_{day:%Y%m%d}",
    Layer.L6: "trades_{day:%Y%m%d}",
}
_MONTHLY: Final = {Layer.L4: "episodes", Layer.L5: "predictions", Layer.L6: "results"}
_FIRST_SYMBOL: Final = "USDCOP"
"""The symbol whose name the buckets carry; another one's months get a folder of its own."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of one layer and symbol, relative to the layer's bucket unless they are called keys."""

    layer: Layer
    symbol: str

    @property
    def root(self) -> str:
        """Folder of all partitions: ``USDCOP/M5`` or ``episodes``."""
        if self.layer not in _MONTHLY:
            return f"{self.symbol}/M5"
        return self._own + _MONTHLY[self.layer]

    @property
    def shared(self) -> bool:
        """Whether the sessions of a month share one folder and its manifest."""
        return self.layer in _MONTHLY

    def folder(self, day: date) -> str:
        """Folder of the session's file and manifest."""
        return f"{self.root}/{day:%Y/%m}" if self.shared else f"{self.root}/{day:%Y/%m/%d}"

    def path(self, day: date, digest: str) -> str:
        """The session's file, for content of checksum ``digest``."""
        name = _STEMS[self.layer].format(day=day)
        return f"{self.folder(day)}/{content_name(f'{name}.parquet', digest)}"

    def quarter_folder(self, quarter: str) -> str:
        """Folder of the pack of a quarter and of its manifest: ``USDCOP/M5/2025/Q2``."""
        return f"{self.root}/{quarter[:4]}/{quarter[4:]}"

    def pack_path(self, quarter: str, digest: str) -> str:
        """The packed file of a quarter, for content of checksum ``digest``."""
        stem = _STEMS[self.layer].partition("_")[0]
        return f"{self.quarter_folder(quarter)}/{content_name(f'{stem}_{quarter}.parquet', digest)}"

    def part_path(self, quarter: str, digest: str) -> str:
        """The part of the catalog about a quarter, for content of checksum ``digest``."""
        return f"{self.root}/{PARTS_FOLDER}/{content_name(f'{quarter}.json', digest)}"

    def lies_with_sessions(self, path: str) -> bool:
        """Whether ``path`` lies in the folder of all partitions, of this or of another symbol."""
        root = _MONTHLY.get(self.layer)
        return f"/{root}/" in f"/{path}" if root else "/M5/" in path

    def owns(self, path: str) -> bool:
        """Whether ``path`` is of this symbol; folders of others begin with their name, in capitals."""
        first = path.partition("/")[0]
        return first == self.symbol or (not self._own and not first.isupper())

    def key(self, path: str) -> str:
        """Key of ``path`` in the object store."""
        return f"{self.layer.bucket}/{path}"

    def manifest_key(self, folder: str) -> str:
        """Key of the manifest of ``folder``."""
        return self.key(f"{folder}/{MANIFEST_NAME}")

    @property
    def catalog_key(self) -> str:
        """Key of the catalog: the index of its parts."""
        return self.key(f"{self.root}/{CATALOG_NAME}")

    def document(self, path: str) -> tuple[str, str]:
        """Folder and name of the document ``path``.

        Raises:
            UsageError: it has no folder, or would leave the layer.
        """
        parts = PurePosixPath(path)
        if len(parts.parts) < _FOLDER_AND_NAME or parts.is_absolute() or ".." in parts.parts:
            raise UsageError(f"{path!r} is no path of a document.", "Write it as folder/name.")
        return self._own + str(parts.parent), parts.name

    @property
    def _own(self) -> str:
        return "" if self.symbol == _FIRST_SYMBOL else f"{self.symbol}/"


def frame_bytes(frame: pl.DataFrame, *, statistics: bool = False) -> bytes:
    """``frame`` as Parquet; equal frames give equal bytes, however they were put together.

    Without ``statistics``: a session is read whole or not at all, and they are a sixth of such a small file. An
    earlier version wrote them.
    """
    buffer = io.BytesIO()
    rows = max(frame.height, 1)
    frame.rechunk().write_parquet(buffer, compression="zstd", row_group_size=rows, statistics=statistics)
    return buffer.getvalue()


def bytes_as_stored(frame: pl.DataFrame, digest: str) -> bytes | None:
    """``frame`` as the Parquet bytes of checksum ``digest``, by this version or the one before; None if it is no such."""
    texts = (frame_bytes(frame, statistics=with_them) for with_them in (False, True))
    return next((text for text in texts if checksum(text) == digest), None)


def frame_of(data: bytes, where: str) -> pl.DataFrame:
    """The frame in the Parquet bytes ``data`` of ``where``.

    Raises:
        CorruptPartitionError: they are not Parquet.
    """
    try:
        return pl.read_parquet(io.BytesIO(data))
    except pl.exceptions.PolarsError as error:
        raise CorruptPartitionError(
            f"{where} is not a Parquet file ({error}).", "Run 'usdcop verify' to see what is damaged."
        ) from error


def proven(data: bytes, expected: str, where: str) -> bytes:
    """``data`` if its checksum is ``expected``.

    Raises:
        CorruptPartitionError: the bytes were altered or torn.
    """
    if checksum(data) != expected:
        raise CorruptPartitionError(
            f"{where} differs from its checksum: it was altered or torn.",
            "Run 'usdcop verify --repair', then 'usdcop run': what cannot be restored is made again.",
        )
    return data


def missing_partition(where: str) -> MissingPartitionError:
    """The error for a file that is named but not there."""
    return MissingPartitionError(
        f"{where} is not there.",
        "Run 'usdcop verify --repair', then 'usdcop run': what cannot be restored is made again.",
    )
