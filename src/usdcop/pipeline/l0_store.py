"""L0 on the disk: raw rows by session, merged with what is there, and the bars the vendor never had."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from usdcop.core.bars import BarState
from usdcop.core.imports import ImportEntry, import_of
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake, PartitionWrite
from usdcop.core.sessions import Calendar, Market
from usdcop.pipeline.import_ledger import ASIDE, get_rows, put_rows
from usdcop.pipeline.l0_acquire import merged, readable, session_date
from usdcop.pipeline.schemas import RawSchema, checked

_ABSENT = "absent/bars.json"


def store(lake: Lake, market: Market, rows: pl.DataFrame) -> list[date]:
    """Keep raw ``rows`` in the partitions of their sessions; return the sessions that changed.

    Rows that are there already change nothing, so the same file may be imported twice.

    Raises:
        ContractError: the rows are no raw rows; none is written.
        StorageError: the object store refuses; what was stored stays as it was.
    """
    if rows.is_empty():
        return []
    checked(rows, RawSchema, "L0")
    parts = rows.with_columns(day=session_date(market)).partition_by("day", as_dict=True, include_key=False)
    stored = _by_day(lake, market, [day for (day,) in parts])
    writes = [
        PartitionWrite(day, merged(stored.get(day), part), {}, {}) for (day,), part in sorted(parts.items())
    ]
    return lake.write(Layer.L0, writes)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What became of the sessions that an import had rows in."""

    rows: int
    changed: tuple[date, ...]
    """Sessions that have other rows left."""
    gone: tuple[date, ...]
    """Sessions that have none."""


def take_out(lake: Lake, market: Market, entry: ImportEntry) -> TakenOut:
    """Take the rows of ``entry`` out of their partitions; they are kept aside first, and none of another is touched.

    Killed at any point it does the rest when called again.

    Raises:
        StorageError: the object store refuses; call it again.
    """
    had = get_rows(lake, ASIDE, entry)
    stored = _by_day(lake, market, days_of(lake, entry))
    own = [rows for day in sorted(stored) if (rows := stored[day].filter(import_of() == entry.id)).height]
    others = (import_of() != entry.id).fill_null(value=True)
    left = {day: rows.filter(others) for day, rows in stored.items()}
    if own:
        aside = pl.concat(own) if had is None else merged(had, pl.concat(own))
        put_rows(lake, ASIDE, entry, aside)
        had = aside
    touched = set[date]() if had is None else set(had.select(session_date(market)).to_series())
    lake.write(
        Layer.L0,
        [PartitionWrite(day, left[day], {}, {}) for day in sorted(touched & left.keys()) if left[day].height],
    )
    lake.drop(Layer.L0, [day for day, rows in left.items() if rows.is_empty()])
    kept = lake.days(Layer.L0).keys()
    return TakenOut(
        0 if had is None else had.height, tuple(sorted(touched & kept)), tuple(sorted(touched - kept))
    )


def days_of(lake: Lake, entry: ImportEntry) -> list[date]:
    """Stored sessions from the first to the last of ``entry``, oldest first."""
    if entry.first is None or entry.last is None:
        return []
    return [day for day in lake.days(Layer.L0) if entry.first <= day <= entry.last]


def stored_bars(lake: Lake, days: Iterable[date] | None = None) -> set[datetime]:
    """Opening instants, by the corrected clock, of the closed bars stored for ``days`` (default: all).

    A bar whose prices cannot be read is none: it is asked for again.
    """
    raw = lake.read(Layer.L0, days)
    if raw is None:
        return set()
    corrected = pl.col("time") + pl.duration(minutes=pl.col("clock_shift_minutes"))
    closed = raw.filter((pl.col("state") != BarState.FORMING) & readable())
    return set(closed.select(corrected).to_series().to_list())


def read_absent(lake: Lake) -> set[datetime]:
    """Bars the vendor was asked for and did not have."""
    if _ABSENT not in lake.documents(Layer.L0, "absent"):
        return set()
    return {datetime.fromisoformat(text) for text in json.loads(lake.get_document(Layer.L0, _ABSENT))}


def write_absent(lake: Lake, bars: Iterable[datetime]) -> None:
    """Record the bars the vendor did not have."""
    text = json.dumps([at.isoformat() for at in sorted(bars)], indent=0)
    lake.put_document(Layer.L0, _ABSENT, text.encode())


def expected_sessions(lake: Lake, calendar: Calendar, now: datetime) -> list[date]:
    """Every expected session from the first to the last stored one that has closed by ``now``."""
    days = [day for day in lake.days(Layer.L0) if calendar.is_session(day) and calendar.opens_at(day) <= now]
    if not days:
        return []
    return [day for day in calendar.sessions(days[0], days[-1]) if calendar.closes_at(day) <= now]


def _by_day(lake: Lake, market: Market, days: Iterable[date]) -> dict[date, pl.DataFrame]:
    return dict(_stored(lake, market, days))


def _stored(lake: Lake, market: Market, days: Iterable[date]) -> Iterator[tuple[date, pl.DataFrame]]:
    raw = lake.read(Layer.L0, days)
    if raw is None:
        return
    parts = raw.with_columns(day=session_date(market)).partition_by("day", as_dict=True, include_key=False)
    for (day,), part in parts.items():
        yield day, part
