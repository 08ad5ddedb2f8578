"""The first bars of a file as they are understood, for whoever gives it to look at."""

from typing import Final

import polars as pl

from usdcop.core.bars import RAW_BAR
from usdcop.core.sessions import Market
from usdcop.pipeline.importing.names import PRICES
from usdcop.pipeline.importing.read import ImportFile

SHOWN: Final = 3
"""Bars."""


def first_bars(found: ImportFile, market: Market) -> list[str]:
    """The first bars in the order of the file: their time in UTC and in the market's zone, and their prices."""
    rows = next(found.chunks(), pl.DataFrame(schema=RAW_BAR))
    shift = pl.duration(minutes=pl.col("clock_shift_minutes"))
    zone = market.calendar.hours.timezone
    bars = (
        rows.head(SHOWN)
        .with_columns(time=pl.col("time") + shift)
        .with_columns(local=pl.col("time").dt.convert_time_zone(zone))
    )
    place = zone.rpartition("/")[2]
    return ["first bars as understood:"] + [
        f"  {time:%Y-%m-%d %H:%M} UTC = {local:%Y-%m-%d %H:%M} {place}   {_prices(prices)}"
        for time, local, *prices in bars.select("time", "local", *PRICES).iter_rows()
    ]


def _prices(prices: list[float | None]) -> str:
    named = zip(PRICES, prices, strict=True)
    return "  ".join(f"{name} {'unreadable' if price is None else f'{price:.10g}'}" for name, price in named)
