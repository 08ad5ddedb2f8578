"""The lake: layer partitions in an object store, one Parquet file a session, read whole or not at all.

A write puts the files first (named after their content, so nothing a reader holds is overwritten), then the
manifests, then the packs, and replaces the catalog last. Killed anywhere before that, the old state stands
and is readable; the next write of the same sessions completes it. One writer at a time per layer: the runs
of a layer see to that.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Final, final

import polars as pl

from usdcop.core.catalogs import (
    FEW,
    UNREFERENCED_NAME,
    Catalog,
    Partition,
    catalog_bytes,
    catalog_of,
    entry_of,
    files_named,
    names_files,
    packed,
    partition_of,
    partitions_of,
    sessions_in,
    unreferenced,
)
from usdcop.core.errors import ContractError, DataError, MissingPartitionError
from usdcop.core.layers import FileEntry, Layer, Manifest
from usdcop.core.manifests import checksum, content_name, day_of, manifest_bytes, manifests_of
from usdcop.core.partitions import TIMEFRAME, Layout, frame_bytes, frame_of, missing_partition, proven
from usdcop.core.ports import Objects, OnWritten, PartitionWrite

KEPT_UNREFERENCED: Final = timedelta(days=1)
"""How long a file nobody names any more is kept for those still reading it."""

_AT_ONCE: Final = 64
"""Partitions that are encoded before they are put together."""


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

    def days(self, layer: Layer) -> dict[date, str]:
        """Checksum of every partition of ``layer``, by session, in order of date."""
        return {day: part.checksum for day, part in self._catalog(layer).partitions.items()}

    def read(self, layer: Layer, days: Iterable[date] | None = None) -> pl.DataFrame | None:
        """Rows of ``days`` (default: all), in order of date; None where the layer has no such partition.

        Raises:
            CorruptPartitionError: bytes do not match their checksum.
            MissingPartitionError: the catalog names a file that is not there.
            ContractError: the partitions do not have the same columns.
        """
        catalog = self._catalog(layer)
        wanted = catalog.quarters(days)
        in_packs = self._packed(
            catalog, {quarter: some for quarter, some in wanted.items() if len(some) > FEW}
        )
        alone = self._alone(catalog, [day for quarter in wanted.keys() - in_packs for day in wanted[quarter]])
        frames: list[pl.DataFrame] = []
        for quarter, some in wanted.items():
            frames += [in_packs[quarter]] if quarter in in_packs else [alone[day] for day in some]
        return _below_one_another(frames, layer) if frames else None

    def write(
        self, layer: Layer, partitions: Sequence[PartitionWrite], on_progress: OnWritten | None = None
    ) -> list[date]:
        """Store ``partitions``; return the sessions whose content changed. All become visible at once.

        What is stored already, made from the same inputs by the same versions, is not touched.

        Raises:
            StorageError: the disk is full or read-only; what was stored stands.
        """
        catalog = self._catalog(layer)
        layout = Layout(layer, self._symbol)
        new: dict[date, Manifest] = {}
        for start in range(0, len(partitions), _AT_ONCE):
            some = partitions[start : start + _AT_ONCE]
            new |= self._put_files(layout, some, catalog)
            if on_progress:
                on_progress(start + len(some), len(partitions))
        if not new:
            return []
        self._put_manifests(layout, new.values(), new.keys())
        rows = {**catalog.partitions, **{day: partition_of(one) for day, one in new.items()}}
        self._commit(catalog, rows, {part.day: part.frame for part in partitions})
        before = {day: part.checksum for day, part in catalog.partitions.items()}
        return sorted(day for day in new if before.get(day) != rows[day].checksum)

    def drop(self, layer: Layer, days: Iterable[date]) -> None:
        """Forget the partitions of ``days``; their files are collected a day later.

        The catalog is last here too: killed before it, the sessions are still there, to be dropped again.
        """
        catalog = self._catalog(layer)
        gone = catalog.partitions.keys() & set(days)
        if gone:
            kept = {day: part for day, part in catalog.partitions.items() if day not in gone}
            self._put_manifests(Layout(layer, self._symbol), (), gone)
            self._commit(catalog, kept, {})

    def manifest(self, layer: Layer, day: date) -> Manifest | None:
        """Manifest of one partition."""
        members = self._members(Layout(layer, self._symbol), Layout(layer, self._symbol).folder(day))
        return next((one for one in members if day_of(one) == day), None)

    def put_document(
        self, layer: Layer, path: str, data: bytes, inputs: Mapping[str, str] | None = None
    ) -> str:
        """Store what is not a frame (a split, a report) as ``path`` in the layer; return the key of its bytes."""
        layout = Layout(layer, self._symbol)
        folder, name = layout.document(path)
        members = self._members(layout, folder)
        old = next((one for one in members if one.metadata.get("document") == name), None)
        entry = self._entry(content_name(name, checksum(data)), data, 1, old.files[0] if old else None)
        new = self._manifest_of(layout, folder, entry, {"document": name}, inputs or {})
        key = layout.key(f"{folder}/{entry.filename}")
        if new != old:
            self._objects.put(key, data)
            others = [one for one in members if one != old]
            self._objects.put(layout.manifest_key(folder), _text([*others, new], shared=True))
        return key

    def get_document(self, layer: Layer, path: str) -> bytes:
        """Bytes of the document ``path``, checked like a partition.

        Raises:
            MissingPartitionError: there is none.
            CorruptPartitionError: its bytes do not match their checksum.
        """
        layout = Layout(layer, self._symbol)
        folder, name = layout.document(path)
        for member in self._members(layout, folder):
            if member.metadata.get("document") == name:
                key = layout.key(f"{folder}/{member.files[0].filename}")
                return proven(self._objects.get(key), member.files[0].checksum, key)
        raise missing_partition(layout.key(path))

    def documents(self, layer: Layer, folder: str) -> list[str]:
        """Paths of the documents directly in ``folder``, sorted."""
        layout = Layout(layer, self._symbol)
        members = self._members(layout, layout.document(f"{folder}/any")[0])
        names = (member.metadata.get("document") for member in members)
        return sorted(f"{folder}/{name}" for name in names if name)

    def _catalog(self, layer: Layer) -> Catalog:
        key = Layout(layer, self._symbol).catalog_key
        try:
            return catalog_of(self._objects.get(key), key)
        except MissingPartitionError:
            return Catalog(layer, self._symbol)

    def _packed(self, catalog: Catalog, wanted: Mapping[str, Sequence[date]]) -> dict[str, pl.DataFrame]:
        """Rows of ``wanted`` from those packs that are whole; the single files hold the rest."""
        layout = Layout(catalog.layer, catalog.symbol)
        whole = catalog.quarters()
        packs = {quarter: pack for quarter in wanted if (pack := catalog.pack_of(quarter, whole[quarter]))}
        try:
            data = self._objects.get_many([layout.key(pack.path) for pack in packs.values()])
        except MissingPartitionError:
            return {}
        rows: dict[str, pl.DataFrame] = {}
        for (quarter, pack), content in zip(packs.items(), data, strict=True):
            if checksum(content) == pack.checksum:
                frame = frame_of(content, pack.path)
                rows[quarter] = sessions_in(frame, catalog, whole[quarter], wanted[quarter])
        return rows

    def _alone(self, catalog: Catalog, days: Sequence[date]) -> dict[date, pl.DataFrame]:
        layout = Layout(catalog.layer, catalog.symbol)
        parts = [catalog.partitions[day] for day in days]
        data = self._objects.get_many([layout.key(part.path) for part in parts])
        return {
            day: frame_of(proven(content, part.checksum, layout.key(part.path)), part.path)
            for day, part, content in zip(days, parts, data, strict=True)
        }

    def _put_files(
        self, layout: Layout, partitions: Sequence[PartitionWrite], catalog: Catalog
    ) -> dict[date, Manifest]:
        """Put the files of ``partitions`` that are not stored yet; return the manifests that are to change.

        Those that a killed write left behind are among them, also where the catalog has what is written.
        """
        files: dict[str, bytes] = {}
        changed: dict[date, Manifest] = {}
        told = self._told(layout, {layout.folder(part.day) for part in partitions})
        for part in partitions:
            old = catalog.partitions.get(part.day)
            data = frame_bytes(part.frame)
            path = PurePosixPath(layout.path(part.day, checksum(data)))
            entry = self._entry(path.name, data, part.frame.height, entry_of(old) if old else None)
            about = {"date": part.day.isoformat(), **part.metadata}
            manifest = self._manifest_of(layout, str(path.parent), entry, about, part.inputs)
            if old is None or old.checksum != entry.checksum:
                files[layout.key(str(path))] = data
            if partition_of(manifest) != old or told.get(part.day) != old:
                changed[part.day] = manifest
        self._objects.put_many(files)
        return changed

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

    def _put_manifests(self, layout: Layout, new: Iterable[Manifest], days: Iterable[date]) -> None:
        """Replace the manifests of ``days`` by ``new``; those of other sessions in a shared folder stay."""
        gone: dict[str, set[date]] = {}
        for day in days:
            gone.setdefault(layout.folder(day), set()).add(day)
        fresh: dict[str, list[Manifest]] = {}
        for manifest in new:
            fresh.setdefault(manifest.prefix, []).append(manifest)
        texts: dict[str, bytes] = {}
        for folder, replaced in gone.items():
            others = self._members(layout, folder) if layout.shared else ()
            members = [one for one in others if day_of(one) not in replaced] + fresh.get(folder, [])
            if members:
                texts[layout.manifest_key(folder)] = _text(members, shared=layout.shared)
            else:
                self._objects.delete([layout.manifest_key(folder)])
        self._objects.put_many(texts)

    def _members(self, layout: Layout, folder: str) -> tuple[Manifest, ...]:
        key = layout.manifest_key(folder)
        try:
            return manifests_of(self._objects.get(key), key)
        except MissingPartitionError:
            return ()

    def _told(self, layout: Layout, folders: Iterable[str]) -> dict[date, Partition]:
        """What the manifests in ``folders`` say of their sessions."""
        return partitions_of(one for folder in folders for one in self._members(layout, folder))

    def _commit(
        self, old: Catalog, partitions: Mapping[date, Partition], at_hand: Mapping[date, pl.DataFrame]
    ) -> None:
        """Make ``partitions`` what readers see, with packs for the quarters that need new ones."""
        layout = Layout(old.layer, old.symbol)
        catalog = replace(old, partitions=dict(sorted(partitions.items())))
        quarters = catalog.quarters()
        packs = {quarter: pack for quarter, pack in old.packs.items() if quarter in quarters}
        for quarter, days in catalog.to_pack(at_hand.keys()).items():
            rows = self._rows_to_pack(catalog, days, at_hand)
            if rows is not None:
                packs[quarter], data = packed(layout, quarter, rows, catalog.members(days))
                self._objects.put(layout.key(packs[quarter].path), data)
        self._objects.put(layout.catalog_key, catalog_bytes(replace(catalog, packs=packs)))

    def _rows_to_pack(
        self, catalog: Catalog, days: Sequence[date], at_hand: Mapping[date, pl.DataFrame]
    ) -> pl.DataFrame | None:
        """Rows of ``days``; None where a stored one is damaged or has other columns.

        Neither may keep new sessions from being written: readers then take the single files, and are told.
        """
        try:
            stored = self._alone(catalog, [day for day in days if day not in at_hand])
            frames = {**at_hand, **stored}
            return _below_one_another([frames[day] for day in days], catalog.layer)
        except DataError:
            return None

    def collect(self, layer: Layer, now: datetime) -> list[str]:
        """Remove files that were unreferenced a day ago and still are; return their keys.

        What is unreferenced for the first time is noted with ``now``, not removed: somebody may be reading it.
        """
        noted_key = f"{layer.bucket}/{UNREFERENCED_NAME}"
        keys = self._objects.keys(layer.bucket)
        noted = json.loads(self._objects.get(noted_key)) if noted_key in keys else {}
        naming = [key for key in keys if names_files(key)]
        texts = zip(naming, self._objects.get_many(naming), strict=True)
        idle = unreferenced(keys, set().union(*(files_named(key, data) for key, data in texts)))
        since = {key: noted.get(key, now.isoformat()) for key in idle}
        old = [key for key, at in since.items() if now - datetime.fromisoformat(at) >= KEPT_UNREFERENCED]
        self._objects.delete(old)
        left = {key: at for key, at in since.items() if key not in old}
        if left != noted:
            self._objects.put(noted_key, json.dumps(left, indent=1).encode())
        return old


def _text(members: Sequence[Manifest], *, shared: bool) -> bytes:
    ordered = sorted(members, key=lambda one: one.files[0].filename)
    return manifest_bytes(ordered, shared=shared)


def _below_one_another(frames: Sequence[pl.DataFrame], layer: Layer) -> pl.DataFrame:
    """``frames`` as one.

    Raises:
        ContractError: they do not have the same columns: some were made by an older version.
    """
    try:
        return pl.concat(frames)
    except pl.exceptions.PolarsError as error:
        raise ContractError(
            f"The partitions of layer {layer} do not all have the same columns ({error}).",
            f"Make the whole layer again: usdcop run {layer.lower()}.",
        ) from error
