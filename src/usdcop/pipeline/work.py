"""Work by blocks of one calendar quarter: what a stage is, and what makes one of its blocks stale. Pure."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import dataframely as dy
import polars as pl

from usdcop.core.imports import Doubt
from usdcop.core.layers import Layer, quarter_end, quarter_of
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
class Held:
    """What the layers hold, as far as one quarter's block is concerned."""

    inputs: Mapping[Layer, Checksums]
    """Of every layer that the stage reads, at least from ``first_read`` to the end of the quarter."""
    made: Checksums
    """Of the stage's own layer, at least the quarter and the newest session before it."""
    ends: tuple[date, date]
    """First and last stored session of all that the stage reads."""


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


def work_of(stage: Stage, market: Market, held: Held, start: date, now: datetime) -> Work:
    """The block of the quarter that begins on ``start``, with the fingerprint of what it reads.

    Args:
        stage: what makes it.
        market: its calendar's version is part of the fingerprint.
        held: what the layers hold.
        start: first day of a quarter that has input.
        now: market time; while the block's last session runs, the bars expected by now count as well.
    """
    first, last = first_read(stage, market, start), quarter_end(start)
    read = tuple(
        sorted({day for checksums in held.inputs.values() for day in checksums if first <= day <= last})
    )
    own = tuple(day for day in read if day >= start)
    span = (max(held.ends[0], start), min(held.ends[1], last))
    earlier = [day for day in held.made if day < start] if stage.follows else []
    follows = earlier[-1] if earlier else None
    facts = [
        stage.version,
        market.calendar.version,
        f"span {span[0]} {span[1]} {_running(market, span[1], start, now)}",
        f"follows {follows} {held.made[follows] if follows else None}",
        *(f"uncertain {doubt.id} {doubt.why}" for doubt in stage.doubts if _meets(doubt, own)),
        *_stated(held.inputs, read),
    ]
    digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()
    return Work(quarter_of(start), own, read, span, follows, digest)


def first_read(stage: Stage, market: Market, start: date) -> date:
    """First day that the block of the quarter that begins on ``start`` may read."""
    return anchor(start, market.calendar) if stage.warms_up else start


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
