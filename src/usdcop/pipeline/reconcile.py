"""Reconcile: do the rows PostgreSQL serves equal those of the layers, after rounding?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import polars as pl

from usdcop.core.errors import DataError
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.core.layers import Layer, quarter_end, quarter_of
from usdcop.core.ports import BarTable, Lake
from usdcop.pipeline.inventory import Fault, Finding

OF_BARS: Final = ("open", "high", "low", "close", "volume", "state")
_SERVE_AGAIN: Final = "Run 'usdcop run l2': the session is served from the layer again."
_BEGINNING: Final = datetime(1990, 1, 1, tzinfo=UTC)
_FLOAT_NOISE: Final = 1e-10
"""How far a float64 price may be from the decimal it stands for."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many rows were compared, and what differs."""

    rows: int
    findings: tuple[Finding, ...]


def reconcile(lake: Lake, bars: BarTable, symbol: str, hot_from: datetime | None = None) -> Reconciled:
    """Compare the rows of ``bars`` from ``hot_from`` on with layers L1 (bars) and L2 (indicators).

    A row later than the layers' last is a live bar that no run has stored yet: a note, not a fault. A quarter of
    which a layer cannot be read is told, and not compared.
    """
    start = hot_from or _BEGINNING
    served = bars.read(symbol, start, datetime.max.replace(tzinfo=UTC) - timedelta(days=1))
    frames: list[pl.DataFrame] = []
    unread: list[Finding] = []
    try:
        quarters = lake.quarters(Layer.L1)
    except DataError as error:
        return Reconciled(0, (_unreadable("L1", error),))
    for quarter in quarters:
        last = quarter_end(quarter)
        try:
            found = _layers(lake, quarter, last)
        except DataError as error:
            unread.append(_unreadable(f"L1, L2 of {quarter_of(quarter)}", error))
            served = served.filter(~pl.col("time").dt.date().is_between(quarter, last))
        else:
            frames += [] if found is None else [found]
    expected = (
        pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema={"time": served.schema["time"]})
    )
    expected = expected.filter(pl.col("time") >= start)
    return Reconciled(expected.height, (*unread, *_compare(expected, served)))


def _unreadable(where: str, error: DataError) -> Finding:
    what = f"The layers cannot be compared with PostgreSQL: {error.sentence}"
    return Finding(Fault.UNREADABLE, where, what)


def _layers(lake: Lake, first: date, last: date) -> pl.DataFrame | None:
    """Bars of L1 with the indicators of L2 where it has them, from ``first`` to ``last``, in order of time."""
    bars = lake.read(Layer.L1, lake.days(Layer.L1, first, last))
    prepared = lake.read(Layer.L2, lake.days(Layer.L2, first, last))
    if bars is None or prepared is None:
        return bars
    indicators = prepared.select("time", *(name for name in PRICE_INDICATORS if name in prepared.columns))
    return bars.join(indicators, on="time", how="left", maintain_order="left")


def _compare(expected: pl.DataFrame, served: pl.DataFrame) -> Iterator[Finding]:
    missing = expected.join(served, on="time", how="anti")
    yield from _by_session(missing, Fault.ROW_MISSING, "in L1 but not in PostgreSQL")
    extra = served.join(expected, on="time", how="anti")
    last = expected["time"].max() if expected.height else None
    live = pl.col("time") > last if last is not None else pl.lit(value=False)
    yield from _by_session(extra.filter(~live), Fault.ROW_EXTRA, "in PostgreSQL but not in L1")
    yield from _by_session(extra.filter(live), Fault.NOT_YET_STORED, "newer than the layers")
    both = expected.join(served, on="time", how="inner", suffix="_served", maintain_order="left")
    for name in (*OF_BARS, *PRICE_INDICATORS):
        if name in expected.columns and f"{name}_served" in both.columns:
            differing = both.filter(_differs(name, served.schema[name]))
            yield from _by_session(differing, Fault.ROW_DIFFERS, f"unequal in {name}", name)


def _differs(name: str, dtype: pl.DataType) -> pl.Expr:
    """Where the layer's value of ``name`` is not the one served, after rounding to the table's scale."""
    stored, shown = pl.col(name), pl.col(f"{name}_served")
    if not isinstance(dtype, pl.Decimal):
        return stored.cast(pl.String).ne_missing(shown.cast(pl.String))
    stored = stored.fill_nan(None)
    half_a_unit = 0.5 * 10.0**-dtype.scale + _FLOAT_NOISE
    apart = (stored - shown.cast(pl.Float64)).abs() > half_a_unit
    return (stored.is_null() != shown.is_null()) | apart.fill_null(value=False)


def _by_session(rows: pl.DataFrame, fault: Fault, what: str, name: str | None = None) -> Iterator[Finding]:
    """One finding for each UTC day of ``rows``, with the first of them as the example."""
    for (day,), group in rows.sort("time").group_by(pl.col("time").dt.date(), maintain_order=True):
        first = group.row(0, named=True)
        example = f"first at {first['time']:%H:%M} UTC"
        if name:
            example += f": layer {first[name]}, PostgreSQL {first[f'{name}_served']}"
        where = f"usdcop_m5_ohlcv {day}"
        yield Finding(fault, where, f"{_counted(group.height)} {what} ({example}).", _cure(fault))


def _counted(rows: int) -> str:
    return "1 row is" if rows == 1 else f"{rows} rows are"


def _cure(fault: Fault) -> str:
    return "None is needed: the next run stores them." if fault.is_note else _SERVE_AGAIN
