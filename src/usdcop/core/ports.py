"""Ports: what the system needs from the outside, each as small as its callers allow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeAlias

import polars as pl

from usdcop.core.bars import Quote, VendorBar
from usdcop.core.layers import Layer, Manifest


class Clock(Protocol):
    """Market time: sessions, bars, credits, the age of a quote. Real or simulated."""

    def now(self) -> datetime:
        """Current market instant, in UTC."""

    async def sleep(self, duration: timedelta) -> None:
        """Wait until market time has advanced by ``duration``."""


class Wall(Protocol):
    """Real time: time-outs, retries, latencies, cache lifetimes."""

    def now(self) -> datetime:
        """Current real instant, in UTC."""

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""

    async def sleep(self, duration: timedelta) -> None:
        """Wait for ``duration`` of real time."""


class Objects(Protocol):
    """An object store. Keys are ``bucket/path``; a put is atomic."""

    def get(self, key: str) -> bytes:
        """Bytes of ``key``. Raises ``MissingPartitionError`` where there is none."""

    def get_many(self, keys: Sequence[str]) -> list[bytes]:
        """Bytes of each of ``keys``, in order."""

    def put(self, key: str, data: bytes) -> None:
        """Store ``data`` under ``key``, whole or not at all. Raises ``StorageError`` on a full disk."""

    def put_many(self, objects: Mapping[str, bytes]) -> None:
        """Store each of ``objects`` under its key; each is whole or not there, in no given order."""

    def keys(self, prefix: str) -> list[str]:
        """All keys under the folder ``prefix``, sorted."""

    def delete(self, keys: Iterable[str]) -> None:
        """Remove ``keys``; those that do not exist are passed over."""

    def exists(self, key: str) -> bool:
        """Whether ``key`` is there."""

    def written_at(self, key: str) -> datetime:
        """Real instant of the last put of ``key``, in UTC. Raises ``MissingPartitionError`` where there is none."""


OnWritten: TypeAlias = Callable[[int, int], None]
"""Called with the number of partitions done and to do."""


@dataclass(frozen=True, slots=True)
class PartitionWrite:
    """One partition to be stored: its frame and the checksums of what it was made from."""

    day: date
    frame: pl.DataFrame
    inputs: Mapping[str, str]
    metadata: Mapping[str, str]


class Lake(Protocol):
    """Layer partitions, one a session, in the object store; readers see complete partitions only."""

    def quarters(self, layer: Layer) -> list[date]:
        """First days of the calendar quarters in which ``layer`` has partitions, in order."""

    def days(self, layer: Layer, first: date | None = None, last: date | None = None) -> dict[date, str]:
        """Checksum of every partition of ``layer`` from ``first`` to ``last``, by session, in order of date."""

    def read(self, layer: Layer, days: Iterable[date] | None = None) -> pl.DataFrame | None:
        """Rows of ``days`` (default: all), in order of date; None where the layer has no such partition.

        Raises:
            CorruptPartitionError: bytes do not match their checksum.
            MissingPartitionError: a manifest names a file that is not there.
        """

    def write(
        self, layer: Layer, partitions: Sequence[PartitionWrite], on_progress: OnWritten | None = None
    ) -> list[date]:
        """Store ``partitions``; return the sessions whose content changed. All become visible at once."""

    def drop(self, layer: Layer, days: Iterable[date]) -> None:
        """Forget the partitions of ``days``."""

    def manifest(self, layer: Layer, day: date) -> Manifest | None:
        """Manifest of one partition."""

    def put_document(
        self, layer: Layer, path: str, data: bytes, inputs: Mapping[str, str] | None = None
    ) -> str:
        """Store what is not a frame (a split, a report) as ``path`` in the layer; return the key of its bytes.

        Raises:
            CorruptPartitionError: the manifest of its folder is damaged or gone, so that others would be lost with it.
        """

    def get_document(self, layer: Layer, path: str) -> bytes:
        """Bytes of the document ``path``, checked like a partition.

        Raises:
            NoDocumentError: there is none.
            MissingPartitionError: there is one, and its file is gone.
            CorruptPartitionError: its bytes do not match their checksum.
        """

    def documents(self, layer: Layer, folder: str) -> list[str]:
        """Paths of the documents directly in ``folder``, sorted.

        Raises:
            CorruptPartitionError: the folder's manifest is damaged or gone.
        """

    def folders(self, layer: Layer, folder: str) -> list[str]:
        """Folders of documents directly in ``folder``, sorted."""


class MarketFeed(Protocol):
    """A market data vendor."""

    async def bars(self, symbol: str, start: datetime, end: datetime) -> list[VendorBar]:
        """Bars that open in ``[start, end)``, oldest first.

        Raises:
            VendorError: the vendor refused, failed or answered nonsense, after all retries.
            CreditsError: no key has credits left.
        """

    async def quote(self, symbol: str) -> Quote:
        """The newest price."""


class BarTable(Protocol):
    """The serving view of bars and indicators: rounded, upserted, never read for features."""

    def upsert(self, symbol: str, bars: pl.DataFrame) -> int:
        """Insert or update ``bars`` (``BAR`` columns and, where present, indicators); return rows touched.

        The state of a stored bar is never lowered.
        """

    def prune(self, symbol: str, days: Mapping[date, tuple[datetime, datetime]], bars: pl.DataFrame) -> int:
        """Remove stored bars inside the intervals of ``days`` that are not in ``bars``; return how many."""

    def remove(self, symbol: str, times: Sequence[datetime]) -> int:
        """Remove the stored bars that open at ``times``; return how many."""

    def read(self, symbol: str, start: datetime, end: datetime) -> pl.DataFrame:
        """Stored rows that open in ``[start, end)``, oldest first; prices as Decimal."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of a layer, as the operator sees it."""

    pipeline_name: str
    layer: Layer
    status: str
    started_at: datetime
    completed_at: datetime | None
    records_processed: int | None
    error_message: str | None


class RunLog(Protocol):
    """The table ``pipeline_status``."""

    def start(self, layer: Layer, symbol: str, at: datetime) -> int:
        """Record that a run of ``layer`` began; runs left ``running`` by dead processes become interrupted."""

    def finish(self, run: int, at: datetime, records: int) -> None:
        """Record that ``run`` completed."""

    def fail(self, run: int, at: datetime, error: str) -> None:
        """Record that ``run`` failed, and why."""

    def latest(self, symbol: str) -> list[RunRow]:
        """The newest run of each layer."""


class QualityTable(Protocol):
    """The table ``sessions_quality``."""

    def upsert(self, symbol: str, sessions: pl.DataFrame) -> int:
        """Insert or update one row per session."""


class Cache(Protocol):
    """Short-lived answers shared by all processes."""

    def put(self, key: str, value: bytes, lifetime: timedelta | None) -> None:
        """Keep ``value`` under ``key``."""

    def get(self, key: str) -> bytes | None:
        """What is kept under ``key``, if anything."""


class CreditLedger(Protocol):
    """Vendor credits of every key, shared by all processes; time is the market's and is passed in."""

    def reserve(self, credits_needed: int, now: datetime) -> str:
        """Reserve credits and return the key to call with. Raises ``CreditsError`` where none has enough."""

    def bench(self, key: str, until: datetime, why: str = "") -> None:
        """Take ``key`` out of the round robin until ``until``, because of ``why`` (a clause)."""

    def observe(self, key: str, used_today: int, now: datetime) -> None:
        """Learn from the vendor how many credits ``key`` has used today."""
