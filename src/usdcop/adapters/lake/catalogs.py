"""The catalogs of a lake in the object store: an index a layer, a part a quarter, parts that were read kept at hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, final

from usdcop.core.catalog_texts import catalog_texts, index_of, part_of
from usdcop.core.catalogs import Index, Part, Quarter
from usdcop.core.errors import MissingPartitionError
from usdcop.core.layers import Layer
from usdcop.core.partitions import Layout, proven
from usdcop.core.ports import Objects

_PARTS_AT_HAND: Final = 256
"""A few megabytes, and more quarters than seven layers of nine years have."""


@final
@dataclass(frozen=True, slots=True)
class CatalogFiles:
    """The catalogs of ``symbol``. One writer a layer at a time; any number of readers, of any thread."""

    objects: Objects
    symbol: str
    _at_hand: dict[str, Quarter] = field(default_factory=dict, init=False, repr=False)
    """Parts by checksum, the one that was read longest ago first: a checksum never means another content."""
    _indices: dict[Layer, tuple[bytes, Index]] = field(default_factory=dict, init=False, repr=False)
    """What was made of each layer's index when it was read last, beside its bytes."""
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def index(self, layer: Layer) -> Index:
        """The index of ``layer``; an empty one where there is none.

        Raises:
            CorruptPartitionError: it was altered or torn.
        """
        key = Layout(layer, self.symbol).catalog_key
        try:
            data = self.objects.get(key)
        except MissingPartitionError:
            return Index(layer, self.symbol)
        known = self._indices.get(layer)
        if known is None or known[0] != data:
            known = (data, index_of(data, key))
            self._indices[layer] = known
        return known[1]

    def quarters(self, index: Index, names: Iterable[str]) -> dict[str, Quarter]:
        """The quarters of ``names``, in that order; one of which nothing is stored is empty.

        Raises:
            CorruptPartitionError: a part was altered or torn.
            MissingPartitionError: a part that the index names is not there.
        """
        wanted = list(names)
        named = {name: index.parts[name] for name in wanted if name in index.parts}
        with self._lock:
            found = {part.checksum: self._at_hand.pop(part.checksum, None) for part in named.values()}
            self._at_hand.update(
                {digest: quarter for digest, quarter in found.items() if quarter is not None}
            )
        away = [part for part in named.values() if found[part.checksum] is None]
        found |= self._fetched(Layout(index.layer, self.symbol), away)
        read = {name: found[part.checksum] for name, part in named.items()}
        return {name: read.get(name) or index.inline.get(name, Quarter()) for name in wanted}

    def commit(self, index: Index, changed: Mapping[str, Quarter]) -> None:
        """Let the quarters ``changed`` be what readers of ``index`` see, all at once; empty ones are forgotten."""
        layout = Layout(index.layer, self.symbol)
        texts = catalog_texts(layout, index.parts, {**index.inline, **changed})
        self.objects.put_many(texts.parts)
        self.objects.put(layout.catalog_key, texts.index)

    def _fetched(self, layout: Layout, parts: list[Part]) -> dict[str, Quarter]:
        keys = [layout.key(part.path) for part in parts]
        texts = zip(parts, keys, self.objects.get_many(keys), strict=True)
        found = {one.checksum: part_of(proven(data, one.checksum, key), key) for one, key, data in texts}
        with self._lock:
            self._at_hand.update(found)
            for digest in list(self._at_hand)[:-_PARTS_AT_HAND]:
                del self._at_hand[digest]
        return found
