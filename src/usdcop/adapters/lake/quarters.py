"""The rows of one quarter of a layer in the object store: read from its pack or its single files, and packed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import final

import polars as pl

from usdcop.core.catalogs import FEW, Quarter, packed, sessions_in
from usdcop.core.errors import ContractError, DataError
from usdcop.core.layers import Layer
from usdcop.core.partitions import Layout, frame_of, proven
from usdcop.core.ports import Objects


@final
@dataclass(frozen=True, slots=True)
class QuarterFiles:
    """Files of sessions and packs in ``objects``."""

    objects: Objects
    layout: Layout

    def frames(self, quarter: Quarter, days: Sequence[date]) -> list[pl.DataFrame]:
        """Rows of ``days`` of ``quarter``, in order; sessions next to each other in the pack are one frame.

        Raises:
            CorruptPartitionError: bytes do not match their checksum.
            MissingPartitionError: the catalog names a file that is not there.
        """
        rows = self._pack_rows(quarter, days)
        if rows is None:
            return list(self._alone(quarter, days).values())
        alone = self._alone(quarter, [day for day in days if day not in quarter.packed])
        found = {**sessions_in(rows, quarter, days), **alone}
        return [found[day] for day in sorted(found)]

    def pack(self, name: str, quarter: Quarter, at_hand: Mapping[date, pl.DataFrame]) -> Quarter:
        """``quarter`` with a pack of all its sessions; as it is where a stored one is damaged or has other columns.

        Neither may keep new sessions from being written: they are then written alone, and readers are told.
        """
        days = [day for day in quarter.partitions if day not in at_hand]
        try:
            rows = self._pack_rows(quarter, days)
            held = (
                {}
                if rows is None
                else {
                    day: rows.slice(quarter.packed[day], quarter.partitions[day].records)
                    for day in days
                    if day in quarter.packed
                }
            )
            frames = {**at_hand, **held, **self._alone(quarter, [day for day in days if day not in held])}
            whole = below_one_another([frames[day] for day in quarter.partitions], self.layout.layer)
        except DataError:
            return quarter
        made, data = packed(self.layout, name, quarter.partitions, whole)
        self.objects.put(self.layout.key(made.path), data)
        return replace(quarter, pack=made)

    def _pack_rows(self, quarter: Quarter, days: Sequence[date]) -> pl.DataFrame | None:
        """Rows of the pack, if ``days`` are to be read from it; the single files of a second copy may serve better."""
        if quarter.pack is None or not (inside := sum(day in quarter.packed for day in days)):
            return None
        key = self.layout.key(quarter.pack.path)
        if self.layout.layer.made_again:
            return frame_of(proven(self.objects.get(key), quarter.pack.checksum, key), key)
        if inside <= FEW:
            return None
        try:
            return frame_of(proven(self.objects.get(key), quarter.pack.checksum, key), key)
        except DataError:
            return None

    def _alone(self, quarter: Quarter, days: Sequence[date]) -> dict[date, pl.DataFrame]:
        parts = [quarter.partitions[day] for day in days]
        keys = [self.layout.key(part.path) for part in parts]
        found = zip(days, parts, keys, self.objects.get_many(keys), strict=True)
        return {day: frame_of(proven(data, part.checksum, key), part.path) for day, part, key, data in found}


def below_one_another(frames: Sequence[pl.DataFrame], layer: Layer) -> pl.DataFrame:
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
