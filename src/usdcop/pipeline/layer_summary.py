"""Layer summary: how much a layer holds and which session is its newest, at a cost that the history does not raise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import final

from usdcop.core.catalog_texts import index_of, part_of
from usdcop.core.catalogs import Part, Quarter
from usdcop.core.errors import MissingPartitionError
from usdcop.core.layers import Layer
from usdcop.core.partitions import Layout, proven
from usdcop.core.ports import Objects


@dataclass(frozen=True, slots=True)
class Summary:
    """What some quarters of a layer hold."""

    sessions: int = 0
    records: int = 0
    first: date | None = None
    newest: date | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was made of a layer's index when it was read last, beside its bytes."""

    index: bytes = b""
    whole: Summary = field(default_factory=Summary)
    parts: Mapping[str, Summary] = field(default_factory=dict)
    """What each part that it names holds, by the part's checksum."""


@final
@dataclass(frozen=True, slots=True)
class LayerSummaries:
    """The layers of ``symbol`` for a service: each part of a catalog is read once, and what it holds is kept."""

    objects: Objects
    symbol: str
    _known: dict[Layer, _Known] = field(default_factory=dict, init=False, repr=False)

    def of(self, layer: Layer) -> Summary:
        """What ``layer`` holds now; nothing where it has no catalog.

        Raises:
            CorruptPartitionError: the index, or a part that was not read before, was altered or torn.
            MissingPartitionError: such a part is gone.
        """
        layout, before = Layout(layer, self.symbol), self._known.get(layer, _Known())
        try:
            data = self.objects.get(layout.catalog_key)
        except MissingPartitionError:
            return Summary()
        if data == before.index:
            return before.whole
        index, known = index_of(data, layout.catalog_key), before.parts
        fresh = [part for part in index.parts.values() if part.checksum not in known]
        read = {part.checksum: one for part, one in zip(fresh, self._read(layout, fresh), strict=True)}
        found = {
            part.checksum: (read.get(part.checksum) or known[part.checksum]) for part in index.parts.values()
        }
        whole = _sum([*found.values(), *map(_summary, index.inline.values())])
        self._known[layer] = _Known(data, whole, found)
        return whole

    def _read(self, layout: Layout, parts: list[Part]) -> list[Summary]:
        keys = [layout.key(part.path) for part in parts]
        texts = zip(parts, keys, self.objects.get_many(keys), strict=True)
        return [_summary(part_of(proven(data, part.checksum, key), key)) for part, key, data in texts]


def _summary(quarter: Quarter) -> Summary:
    days, records = quarter.partitions.keys(), (part.records for part in quarter.partitions.values())
    return Summary(len(days), sum(records), min(days, default=None), max(days, default=None))


def _sum(some: Iterable[Summary]) -> Summary:
    held = [one for one in some if one.first is not None and one.newest is not None]
    return Summary(
        sum(one.sessions for one in held),
        sum(one.records for one in held),
        min((one.first for one in held if one.first is not None), default=None),
        max((one.newest for one in held if one.newest is not None), default=None),
    )
