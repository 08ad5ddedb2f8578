"""The manifests of a lake in the object store: of a session alone, of a shared folder, of the pack of a quarter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, final

from usdcop.core.catalogs import Pack
from usdcop.core.document_files import files_of_documents
from usdcop.core.errors import CorruptPartitionError, MissingPartitionError
from usdcop.core.layers import FileEntry, Manifest, quarter_of
from usdcop.core.manifests import (
    PackedManifest,
    day_of,
    manifest_bytes,
    manifests_of,
    packed_manifest_bytes,
    packed_manifest_of,
)
from usdcop.core.partitions import Layout
from usdcop.core.ports import Objects

_AT_HAND: Final = 8


@final
@dataclass(frozen=True, slots=True)
class ManifestFiles:
    """Manifests in ``objects``."""

    objects: Objects
    _packed: dict[str, tuple[bytes, dict[date, Manifest]]] = field(
        default_factory=dict, init=False, repr=False
    )
    """What was made of the manifests of packs that were read last, beside their bytes, by key."""

    def members(self, layout: Layout, folder: str) -> tuple[Manifest, ...]:
        """The manifests of what lies in ``folder``."""
        key = layout.manifest_key(folder)
        try:
            return manifests_of(self.objects.get(key), key)
        except MissingPartitionError:
            return ()

    def documents(self, layout: Layout, folder: str) -> tuple[Manifest, ...]:
        """The manifests of the documents in ``folder``.

        Raises:
            CorruptPartitionError: the folder's manifest is damaged, or gone while files of documents lie there.
        """
        found, key = self.members(layout, folder), layout.manifest_key(folder)
        if found or self.objects.exists(key):
            return found
        if key in files_of_documents(layout, self.objects.keys(layout.key(folder))):
            raise CorruptPartitionError(
                f"The manifest {key} is gone, and the documents that it named are not.",
                "Run 'usdcop verify --repair': it is made anew from their files.",
            )
        return ()

    def of(self, layout: Layout, day: date) -> Manifest | None:
        """The manifest of the session ``day``.

        One that moves is for an instant in both places: it is put where it goes before it leaves where it was.
        """
        found = self._alone(layout, day) or self._in_pack(layout, quarter_of(day)).get(day)
        # one that left its pack between the two looks is alone now
        return found or self._alone(layout, day)

    def _alone(self, layout: Layout, day: date) -> Manifest | None:
        return next((one for one in self.members(layout, layout.folder(day)) if day_of(one) == day), None)

    def told(self, layout: Layout, quarter: str, days: Iterable[date]) -> dict[date, list[Manifest]]:
        """What the manifests say of ``days`` of ``quarter``; a write that did not end may have left two of one."""
        wanted = set(days)
        said = list(self._in_pack(layout, quarter).values())
        for folder in {layout.folder(day) for day in wanted}:
            said += self.members(layout, folder)
        found: dict[date, list[Manifest]] = {}
        for manifest in said:
            day = day_of(manifest)
            if day in wanted:
                found.setdefault(day, []).append(manifest)
        return found

    def replace(self, layout: Layout, new: Iterable[Manifest], days: Iterable[date]) -> None:
        """Replace the manifests of ``days`` alone by ``new``; those of others in a shared folder stay."""
        gone: dict[str, set[date]] = {}
        for day in days:
            gone.setdefault(layout.folder(day), set()).add(day)
        fresh: dict[str, list[Manifest]] = {}
        for manifest in new:
            fresh.setdefault(manifest.prefix, []).append(manifest)
        texts: dict[str, bytes] = {}
        empty: list[str] = []
        for folder, replaced in gone.items():
            others = self.members(layout, folder) if layout.shared else ()
            members = [one for one in others if day_of(one) not in replaced] + fresh.get(folder, [])
            if members:
                texts[layout.manifest_key(folder)] = text_of(members, shared=layout.shared)
            else:
                empty.append(layout.manifest_key(folder))
        self.objects.put_many(texts)
        self.objects.delete(empty)

    def put_packed(
        self, layout: Layout, quarter: str, pack: Pack | None, members: Mapping[date, Manifest]
    ) -> None:
        """Let the manifest of ``quarter`` say that ``pack`` holds its sessions, whose own are ``members``."""
        folder = layout.quarter_folder(quarter)
        if pack is None:
            self.objects.delete([layout.manifest_key(folder)])
            return
        ordered = {day: members[day] for day in sorted(pack.rows)}
        entries = [one.files[0] for one in ordered.values()]
        name, records = pack.path.rpartition("/")[2], sum(entry.records for entry in entries)
        file = FileEntry(
            name, pack.size_bytes, max(entry.created_at for entry in entries), records, pack.checksum
        )
        rows = tuple(pack.rows[day] for day in ordered)
        text = packed_manifest_bytes(PackedManifest(folder, file, tuple(ordered.values()), rows))
        self.objects.put(layout.manifest_key(folder), text)

    def _in_pack(self, layout: Layout, quarter: str) -> dict[date, Manifest]:
        """Manifests of the sessions that lie in the pack of ``quarter``."""
        if not layout.layer.made_again:
            return {}
        key = layout.manifest_key(layout.quarter_folder(quarter))
        try:
            data = self.objects.get(key)
        except MissingPartitionError:
            return {}
        kept = self._packed.get(key)
        if kept is None or kept[0] != data:
            one = packed_manifest_of(data, key)
            members = one.members if one else ()
            kept = (data, {day: member for member in members if (day := day_of(member)) is not None})
            self._packed[key] = kept
            for older in list(self._packed)[:-_AT_HAND]:
                self._packed.pop(older, None)
        return kept[1]


def text_of(members: Sequence[Manifest], *, shared: bool) -> bytes:
    """Text of the manifest of a folder that holds ``members``, in order of their names."""
    ordered = sorted(members, key=lambda one: one.files[0].filename)
    return manifest_bytes(ordered, shared=shared)
