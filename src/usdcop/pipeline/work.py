"""Work by blocks of one calendar quarter: what a stage is, and what makes one of its blocks stale. Pure."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import dataframely as dy
import polars as pl

from usdcop.core.imports import Doubt
from usdcop.core.layers import Layer, quarter_end, quarter_of, quarter_start
from usdcop.core.sessions import BAR, Market
from usdcop.features.anchor import anchor

Checksums = Mapping[date, str]
"""Checksum of every partition of a layer, by session, in order of date."""

Frames = Mapping[Layer, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a stage may know besides its frames."""

    market: Market
    now: datetime
    first_day: date
    """First session of the block; rows before it are warm-up."""
    span: tuple[date, date]
    """Days of the block between the first and the last stored one, both included."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What a stage made of one block: rows with a ``session`` column, and tables kept beside them."""

    frame: pl.DataFrame
    tables: Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Stage:
    """A layer as data: what it reads, how far back, and the pure function that makes it."""

    layer: Layer
    reads: tuple[Layer, ...]
    make: Callable[[Frames, Facts], Made]
    version: str
    """Changes when the function's results may."""
    schema: type[dy.Schema]
    """What every row it makes must be, or nothing of the block is written."""
    warms_up: bool = False
    """Whether the sessions before the block (``features.anchor``) are read as well."""
    follows: bool = False
    """Whether the last session it made before the block is read as well, under its own layer."""
    doubts: tuple[Doubt, ...] = ()
    """Imports whose clock is uncertain: a part of the input of the blocks that they reach into."""


@dataclass(frozen=True, slots=True)
class Work:
    """One quarter of a layer: the sessions it makes, those it reads, and the fingerprint of its input."""

    name: str
    days: tuple[date, ...]
    read_days: tuple[date, ...]
    span: tuple[date, date]
    follows: date | None
    """The session of its own layer that is read as well."""
    fingerprint: str


def quarters(inputs: Mapping[Layer, Checksums]) -> list[date]:
    """First days of the quarters that have any input, oldest first."""
    return sorted({quarter_start(day) for checksums in inputs.values() for day in checksums})


def work_of(
    stage: Stage,
    market: Market,
    inputs: Mapping[Layer, Checksums],
    made: Checksums,
    start: date,
    now: datetime,
) -> Work:
    """The block of the quarter that begins on ``start``, with the fingerprint of what it reads.

    Args:
        stage: what makes it.
        market: its calendar's version is part of the fingerprint.
        inputs: what every layer the stage reads holds.
        made: what the stage's own layer holds.
        start: first day of a quarter that has input.
        now: market time; while the block's last session runs, the bars expected by now count as well.
    """
    days = sorted(set().union(*inputs.values()))
    own = tuple(day for day in days if quarter_start(day) == start)
    first = anchor(start, market.calendar) if stage.warms_up else start
    read = tuple(day for day in days if first <= day <= own[-1])
    span = (max(days[0], start), min(days[-1], quarter_end(start)))
    earlier = [day for day in made if day < start] if stage.follows else []
    follows = earlier[-1] if earlier else None
    facts = [
        stage.version,
        market.calendar.version,
        f"span {span[0]} {span[1]} {_running(market, span[1], start, now)}",
        f"follows {follows} {made[follows] if follows else None}",
        *(f"uncertain {doubt.id} {doubt.why}" for doubt in stage.doubts if _meets(doubt, own)),
        *_stated(inputs, read),
    ]
    digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()
    return Work(quarter_of(start), own, read, span, follows, digest)


def _meets(doubt: Doubt, days: Sequence[date]) -> bool:
    return doubt.first <= days[-1] and days[0] <= doubt.last


def lineage_of(stage: Stage, inputs: Mapping[Layer, Checksums], block: Work) -> dict[date, Mapping[str, str]]:
    """Input checksums of each session: its own partitions, and one hash over all it reads before it."""
    lineage: dict[date, Mapping[str, str]] = {}
    history = hashlib.sha256()
    for day in block.read_days:
        before = history.copy().hexdigest()
        own = {f"{layer}/{day}": checksums[day] for layer, checksums in inputs.items() if day in checksums}
        history.update(json.dumps(own, sort_keys=True).encode())
        if day in block.days:
            lineage[day] = {**own, "before": f"sha256:{before}"} if stage.warms_up else own
    return lineage


def _running(market: Market, last: date, start: date, now: datetime) -> str:
    if now >= market.calendar.closes_at(last):
        return "closed"
    return f"running, {(now - market.calendar.opens_at(start)) // BAR} bars after the quarter began"


def _stated(inputs: Mapping[Layer, Checksums], days: tuple[date, ...]) -> Iterator[str]:
    for layer, checksums in inputs.items():
        yield from (f"{layer}/{day}={checksums[day]}" for day in days if day in checksums)
