"""A market replayed from a frame of recorded bars, as recorded: nothing is cleaned."""

from bisect import bisect_left
from datetime import UTC, datetime
from decimal import Decimal
from itertools import repeat
from typing import Final

import polars as pl

from usdcop.core.bars import VendorBar
from usdcop.core.errors import ColumnsError, MissingInputError, TimeFormatError
from usdcop.core.sessions import Market

_PRICES: Final = ("open", "high", "low", "close")
_PLACES: Final = Decimal("0.00001")


class FileMarket:
    """Bars of a frame with ``time`` (UTC) and ``open, high, low, close``, as if they came from the vendor."""

    kind = "replay"

    def __init__(self, market: Market, frame: pl.DataFrame) -> None:
        """Read ``frame``; further columns are ignored, rows without all four prices are left out.

        Raises:
            ColumnsError: a column is missing.
            TimeFormatError: the times have no time zone.
            MissingInputError: there is no bar.
        """
        missing = [name for name in ("time", *_PRICES) if name not in frame.columns]
        if missing:
            names = ", ".join(missing)
            raise ColumnsError(
                f"The bars to replay have no column {names}.", "Give bars as imported.", missing
            )
        zone = frame.schema["time"]
        if not isinstance(zone, pl.Datetime) or zone.time_zone is None:
            raise TimeFormatError(f"The times of the bars to replay are {zone}.", "Give them a time zone.")
        self.market = market
        self._bars = _read(frame)
        if not self._bars:
            raise MissingInputError("There are no bars to replay.", "Import a file with bars first.")

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Opening instants of the first and the last bar."""
        return self._bars[0].time, self._bars[-1].time

    def bars(self, start: datetime, end: datetime) -> list[VendorBar]:
        """Bars that open in ``[start, end)``, oldest first."""
        return self._bars[self._before(start) : self._before(end)]

    def _before(self, at: datetime) -> int:
        return bisect_left(self._bars, at.astimezone(UTC), key=lambda bar: bar.time)


def _read(frame: pl.DataFrame) -> list[VendorBar]:
    numbers = [pl.col(name).cast(pl.Float64) for name in _PRICES]
    rows = frame.select("time", *numbers).filter(pl.all_horizontal(pl.col(_PRICES).is_finite())).sort("time")
    prices = ([Decimal(price).quantize(_PLACES) for price in rows[name].to_list()] for name in _PRICES)
    times = [at.astimezone(UTC) for at in rows["time"].to_list()]
    return list(map(VendorBar, times, *prices, repeat(None)))
