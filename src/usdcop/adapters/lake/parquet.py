"""The lake: layer partitions in an object store, one a session, read whole or not at all.

A write puts the files first (named after their content, so nothing a reader holds is overwritten), then the
manifests, and replaces the index of the catalog last. Killed anywhere before that, the old state stands and is
readable; the next write of the same sessions completes it. One writer at a time per layer: the runs of a layer
see to that.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Final, final

import polars as pl

from usdcop.adapters.lake.catalogs import CatalogFiles
from usdcop.adapters.lake.manifests import ManifestFiles, text_of
from usdcop.adapters.lake.quarters import QuarterFiles, below_one_another
from usdcop.core.catalog_texts import UNREFERENCED_NAME, named_by_catalogs, unreferenced
from usdcop.core.catalogs import (
    Index,
    Partition,
    Quarter,
    bare_manifest,
    by_quarter,
    entry_of,
    packs_now,
    partition_of,
)
from usdcop.core.document_files import unnamed_documents
from usdcop.core.errors import CorruptPartitionError, NoDocumentError
from usdcop.core.layers import FileEntry, Layer, Manifest, quarter_named, quarter_start
from usdcop.core.manifests import MANIFEST_NAME, checksum, content_name, empty_manifest, files_of_manifest
from usdcop.core.partitions import TIMEFRAME, Layout, bytes_as_stored, frame_bytes, proven
from usdcop.core.ports import Objects, OnWritten, PartitionWrite

KEPT_UNREFERENCED: Final = timedelta(days=1)
"""How long a file nobody names any more is kept for those still reading it."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What goes into every manifest besides the content."""

    code: str
    calendar: str


@final
class ParquetLake:
    """The layers of ``symbol``; ``now`` gives the real time that files are stamped with."""

    def __init__(
        self, objects: Objects, symbol: str, versions: Versions, now: Callable[[], datetime]
    ) -> None:
        self._objects = objects
        self._symbol = symbol
        self._versions = versions
        self._now = now
        self._catalogs = CatalogFiles(objects, symbol)
        self._manifests = ManifestFiles(objects)

    def quarters(self, layer: Layer) -> list[date]:
        """First days of the calendar quarters in which ``layer`` has partitions, in order."""
        return [quarter_named(name) for name in self._catalogs.index(layer).quarters]

    def days(self, layer: Layer, first: date | None = None, last: date | None = None) -> dict[date, str]:
        """Checksum of every partition of ``layer`` from ``first`` to ``last``, by session, in order of date."""
        index = self._catalogs.index(layer)
        begin, end = first or date.min, last or date.max
        names = [name for name in index.quarters if quarter_start(begin) <= quarter_named(name) <= end]
        found = self._catalogs.quarters(index, names).values()
        parts = {day: part for quarter in found for day, part in quarter.partitions.items()}
        return {day: part.checksum for day, part in parts.items() if begin <= day <= end}

    def read(self, layer: Layer, days: Iterable[date] | None = None) -> pl.DataFrame | None:
        """Rows of ``days`` (default: all), in order of date; None where the layer has no such partition.

        Raises:
            CorruptPartitionError: bytes do not match their checksum.
            MissingPartitionError: the catalog names a file that is not there.
            ContractError: the partitions do not have the same columns.
        """
        index = self._catalogs.index(layer)
        wanted = by_quarter(days) if days is not None else dict.fromkeys(index.quarters)
        quarters = self._catalogs.quarters(index, wanted)
        files = QuarterFiles(self._objects, Layout(layer, self._symbol))
        frames: list[pl.DataFrame] = []
        for name, some in wanted.items():
            held = quarters[name].partitions
            chosen = list(held) if some is None else [day for day in some if day in held]
            frames += files.frames(quarters[name], chosen)
        return below_one_another(frames, layer) if frames else None

    def write(
        self, layer: Layer, partitions: Sequence[PartitionWrite], on_progress: OnWritten | None = None
    ) -> list[date]:
        """Store ``partitions``; return the sessions whose content changed. All become visible at once.

        What is stored already, made from the same inputs by the same versions, is not touched.

        Raises:
            StorageError: the disk is full or read-only; what was stored stands.
        """
        index = self._catalogs.index(layer)
        writes = {part.day: part for part in partitions}
        wanted = by_quarter(writes)
        newest = max([*index.quarters, *wanted], default="")
        old = self._catalogs.quarters(index, wanted)
        new: dict[str, Quarter] = {}
        done = 0
        for name, days in wanted.items():
            written = self._write_quarter(
                layer, name, old[name], [writes[day] for day in days], newest=name == newest
            )
            new |= {name: written} if written else {}
            done += len(days)
            if on_progress:
                on_progress(done, len(writes))
        if not new:
            return []
        new |= self._closed(index, [name for name in index.quarters if name < newest and name not in new])
        self._catalogs.commit(index, new)
        return [day for name in wanted if name in new for day in _changed(old[name], new[name])]

    def drop(self, layer: Layer, days: Iterable[date]) -> None:
        """Forget the partitions of ``days``; their files are collected a day later.

        The catalog is last here too: killed before it, the sessions are still there, to be dropped again.
        """
        index, layout = self._catalogs.index(layer), Layout(layer, self._symbol)
        wanted = by_quarter(days)
        new: dict[str, Quarter] = {}
        for name, quarter in self._catalogs.quarters(index, wanted).items():
            gone = quarter.partitions.keys() & set(wanted[name])
            if not gone:
                continue
            left = {day: part for day, part in quarter.partitions.items() if day not in gone}
            pack = quarter.pack.without(gone) if quarter.pack else None
            new[name] = Quarter(left, pack)
            if layer.made_again and pack != quarter.pack:
                said = self._said(layout, name, quarter)
                self._manifests.put_packed(layout, name, pack, said)
            self._manifests.replace(layout, (), gone)
        if new:
            self._catalogs.commit(index, new)

    def manifest(self, layer: Layer, day: date) -> Manifest | None:
        """Manifest of one partition."""
        return self._manifests.of(Layout(layer, self._symbol), day)

    def put_document(
        self, layer: Layer, path: str, data: bytes, inputs: Mapping[str, str] | None = None
    ) -> str:
        """Store what is not a frame (a split, a report) as ``path`` in the layer; return the key of its bytes.

        Raises:
            CorruptPartitionError: the manifest of its folder is damaged or gone, so that others would be lost with it.
            StorageError: the disk is full or read-only; what was stored stands.
        """
        layout = Layout(layer, self._symbol)
        folder, name = layout.document(path)
        members = self._manifests.documents(layout, folder)
        old = next((one for one in members if one.metadata.get("document") == name), None)
        entry = self._entry(content_name(name, checksum(data)), data, 1, old.files[0] if old else None)
        new = self._manifest_of(layout, folder, entry, {"document": name}, inputs or {})
        key = layout.key(f"{folder}/{entry.filename}")
        if new != old:
            if (
                not members
            ):  # a manifest that is not there is then one that was lost, never one that was not yet written
                self._objects.put(layout.manifest_key(folder), empty_manifest(layer.bucket, folder))
            self._objects.put(key, data)
            others = [one for one in members if one != old]
            self._objects.put(layout.manifest_key(folder), text_of([*others, new], shared=True))
        return key

    def get_document(self, layer: Layer, path: str) -> bytes:
        """Bytes of the document ``path``, checked like a partition.

        Raises:
            NoDocumentError: there is none.
            MissingPartitionError: there is one, and its file is gone.
            CorruptPartitionError: its bytes do not match their checksum.
        """
        layout = Layout(layer, self._symbol)
        folder, name = layout.document(path)
        for member in self._manifests.members(layout, folder):
            if member.metadata.get("document") == name:
                key = layout.key(f"{folder}/{member.files[0].filename}")
                return proven(self._objects.get(key), member.files[0].checksum, key)
        raise NoDocumentError(
            f"There is no document {layout.key(path)}.", "If there should be one, see 'usdcop verify'."
        )

    def documents(self, layer: Layer, folder: str) -> list[str]:
        """Paths of the documents directly in ``folder``, sorted."""
        layout = Layout(layer, self._symbol)
        members = self._manifests.documents(layout, layout.document(f"{folder}/any")[0])
        names = (member.metadata.get("document") for member in members)
        return sorted(f"{folder}/{name}" for name in names if name)

    def folders(self, layer: Layer, folder: str) -> list[str]:
        """Folders of documents directly in ``folder``, sorted."""
        layout = Layout(layer, self._symbol)
        above = layout.key(layout.document(f"{folder}/any")[0])
        keys = (key.removeprefix(f"{above}/").split("/") for key in self._objects.keys(above))
        return sorted({f"{folder}/{parts[0]}" for parts in keys if len(parts) == _FOLDER_AND_FILE})

    def collect(self, layer: Layer, now: datetime) -> list[str]:
        """Remove files that were unreferenced a day ago and still are; return their keys.

        What is unreferenced for the first time is noted with ``now``, not removed: somebody may be reading it. Whole
        documents of which no version is named stay: repair names them again.
        """
        noted_key = f"{layer.bucket}/{UNREFERENCED_NAME}"
        keys = self._objects.keys(layer.bucket)
        noted = json.loads(self._objects.get(noted_key)) if noted_key in keys else {}
        layout, named = Layout(layer, self._symbol), self._named(keys)
        unnamed = unnamed_documents(layout, keys, named, self._objects.get_many)
        idle = unreferenced(layout, keys, named.union(*unnamed.values()))
        since = {key: noted.get(key, now.isoformat()) for key in idle}
        old = [key for key, at in since.items() if now - datetime.fromisoformat(at) >= KEPT_UNREFERENCED]
        self._objects.delete(old)
        left = {key: at for key, at in since.items() if key not in old}
        if left != noted:
            self._objects.put(noted_key, json.dumps(left, indent=1).encode())
        return old

    def _named(self, keys: Sequence[str]) -> set[str]:
        """What the manifests and catalogs among ``keys`` name.

        Raises:
            CorruptPartitionError: one is damaged, so nobody knows what it names.
        """
        manifests = [key for key in keys if key.endswith(f"/{MANIFEST_NAME}")]
        texts = zip(manifests, self._objects.get_many(manifests), strict=True)
        named = {name for key, data in texts for name in files_of_manifest(data, key)}
        found = named_by_catalogs(keys, self._objects.get_many)
        for why in found.garbled.values():
            raise CorruptPartitionError(
                why, "Run 'usdcop verify --repair': it is rebuilt from the manifests."
            )
        return named | found.files

    def _write_quarter(
        self, layer: Layer, name: str, old: Quarter, writes: Sequence[PartitionWrite], *, newest: bool
    ) -> Quarter | None:
        """Put the files and manifests of what ``writes`` change in the quarter; None where they change nothing.

        What a killed write left behind is changed too, also where the catalog has what is written.
        """
        layout = Layout(layer, self._symbol)
        told = self._manifests.told(layout, name, [one.day for one in writes])
        made = {one.day: self._made(layout, one, old) for one in writes}
        new = {
            day: manifest
            for day, (manifest, _) in made.items()
            if {partition_of(one) for one in told.get(day, ())} != {partition_of(manifest)}
            or old.partitions.get(day) != partition_of(manifest)
        }
        closed = layer.made_again and not newest and bool(old.alone)
        if not new and not closed:
            return None
        rows = {**old.partitions, **{day: partition_of(one) for day, one in new.items()}}
        changed = _changed(old, Quarter(rows))
        pack = old.pack.without(changed) if old.pack else None
        after = Quarter(dict(sorted(rows.items())), pack)
        frames = {one.day: one.frame for one in writes}
        if packs_now(layer, len(changed), len(rows), newest=newest):
            after = QuarterFiles(self._objects, layout).pack(name, after, frames)
        if after == old and not new:
            return None
        single = set(after.single(layer))
        files = {day: data for day, (_, data) in made.items() if day in single and day in changed}
        self._objects.put_many({layout.key(after.partitions[day].path): data for day, data in files.items()})
        self._manifests.replace(layout, [new[day] for day in new if day in single], new.keys() & single)
        if layer.made_again and (after.pack != old.pack or new.keys() & after.packed.keys()):
            self._put_packed(layout, name, after, new)
        return after

    def _closed(self, index: Index, names: Sequence[str]) -> dict[str, Quarter]:
        """Those of ``names`` that are the newest no more and not yet packed, packed as far as they can be."""
        layout = Layout(index.layer, self._symbol)
        due = [name for name in names if name in index.inline or index.parts[name].alone]
        found: dict[str, Quarter] = {}
        for name, quarter in self._catalogs.quarters(index, due).items():
            found[name] = QuarterFiles(self._objects, layout).pack(name, quarter, {})
            if index.layer.made_again and found[name] != quarter:
                self._put_packed(layout, name, found[name], {})
        return found

    def _put_packed(self, layout: Layout, name: str, after: Quarter, new: Mapping[date, Manifest]) -> None:
        """Let the manifest of the pack tell of the sessions in it, then remove what they had of their own."""
        said = {**self._said(layout, name, after), **new}
        self._manifests.put_packed(layout, name, after.pack, said)
        self._manifests.replace(layout, (), after.packed)

    def _said(self, layout: Layout, name: str, quarter: Quarter) -> dict[date, Manifest]:
        """The manifests of a quarter's packed sessions, each the one that the catalog means."""
        told = self._manifests.told(layout, name, quarter.packed)
        found = {}
        for day in quarter.packed:
            part = quarter.partitions[day]
            own = [one for one in told.get(day, ()) if partition_of(one) == part]
            found[day] = own[0] if own else bare_manifest(layout, day, part)
        return found

    def _made(self, layout: Layout, write: PartitionWrite, old: Quarter) -> tuple[Manifest, bytes]:
        """The manifest and the bytes of a partition that is to be stored."""
        before = old.partitions.get(write.day)
        data = _bytes_of(write.frame, before)
        path = PurePosixPath(layout.path(write.day, checksum(data)))
        entry = self._entry(path.name, data, write.frame.height, entry_of(before) if before else None)
        about = {"date": write.day.isoformat(), **write.metadata}
        return self._manifest_of(layout, str(path.parent), entry, about, write.inputs), data

    def _entry(self, name: str, data: bytes, records: int, old: FileEntry | None) -> FileEntry:
        """The entry for ``data``; ``old`` where it is of the same content, so that its date stays."""
        digest = checksum(data)
        if old and old.checksum == digest:
            return old
        return FileEntry(name, len(data), self._now().replace(microsecond=0), records, digest)

    def _manifest_of(
        self,
        layout: Layout,
        folder: str,
        entry: FileEntry,
        about: Mapping[str, str],
        inputs: Mapping[str, str],
    ) -> Manifest:
        everywhere = {"symbol": layout.symbol, "timeframe": TIMEFRAME, "layer": layout.layer.value}
        return Manifest(
            bucket=layout.layer.bucket,
            prefix=folder,
            files=(entry,),
            metadata={**everywhere, **about},
            code_version=self._versions.code,
            calendar_version=self._versions.calendar,
            inputs=dict(inputs),
        )


_FOLDER_AND_FILE: Final = 2


def _bytes_of(frame: pl.DataFrame, before: Partition | None) -> bytes:
    """``frame`` as Parquet: as it is stored ``before``, where an earlier version wrote the same rows otherwise."""
    data = frame_bytes(frame)
    if before is None or checksum(data) == before.checksum:
        return data
    return bytes_as_stored(frame, before.checksum) or data


def _changed(old: Quarter, new: Quarter) -> list[date]:
    """Sessions of ``new`` whose content ``old`` does not have, in order."""
    before = {day: part.checksum for day, part in old.partitions.items()}
    return [day for day, part in sorted(new.partitions.items()) if before.get(day) != part.checksum]
