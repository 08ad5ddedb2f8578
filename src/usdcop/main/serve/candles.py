"""The cold store of candles: layer L2 of the lake, and L1 where L2 has not been made; what was refused, from L1."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

import polars as pl

from usdcop.adapters.postgres.bars import as_stored
from usdcop.adapters.postgres.candles import CANDLE
from usdcop.core.bars import UTC_TIME
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.core.layers import Layer, quarter_of
from usdcop.core.ports import Lake
from usdcop.core.sessions import Market
from usdcop.pipeline.documents import read_table
from usdcop.pipeline.stages import QUARANTINE


class LakeCandles:
    """The port ``ColdBars`` on the lake of ``market``."""

    def __init__(self, lake: Lake, market: Market) -> None:
        self._lake, self._market = lake, market

    def versions(self) -> Mapping[date, str]:
        """Checksum of the content of each session, in order of date."""
        bare, prepared = self._lake.days(Layer.L1), self._lake.days(Layer.L2)
        return {day: prepared.get(day, text) for day, text in sorted({**prepared, **bare}.items())}

    def rows(self, days: Iterable[date]) -> pl.DataFrame:
        """``CANDLE`` rows of ``days``, oldest first, rounded as PostgreSQL rounds them.

        Raises:
            CorruptPartitionError: stored bytes were altered.
        """
        wanted = set(days)
        prepared = self._lake.read(Layer.L2, wanted) if wanted else None
        found = [] if prepared is None else [prepared]
        left = wanted - set(prepared["session"].unique() if prepared is not None else ())
        bare = self._lake.read(Layer.L1, left) if left else None
        if bare is not None:
            found.append(bare.with_columns(pl.lit(None, pl.Float64).alias(name) for name in PRICE_INDICATORS))
        if not found:
            return pl.DataFrame(schema=dict(CANDLE))
        columns = found[0].columns
        return self._served(pl.concat([frame.select(columns) for frame in found]).sort("time"))

    def refused(self, days: Collection[date]) -> frozenset[datetime]:
        """Opening instants in ``days`` for which a row came and was put in quarantine."""
        tables = [self._quarantine(quarter) for quarter in {quarter_of(day) for day in days}]
        times = {at for table in tables if table is not None for at in table}
        return frozenset(at for at in times if self._market.calendar.local_date(at) in days)

    def _served(self, frame: pl.DataFrame) -> pl.DataFrame:
        stored = as_stored(self._market.symbol, frame)
        return stored.select(pl.col(name).cast(kind) for name, kind in CANDLE.items())

    def _quarantine(self, quarter: str) -> list[datetime] | None:
        table = read_table(self._lake, Layer.L1, QUARANTINE, quarter)
        if table is None:
            return None
        shift = pl.duration(minutes=pl.col("clock_shift_minutes"))
        return table.select((pl.col("time") + shift).cast(UTC_TIME))["time"].to_list()
