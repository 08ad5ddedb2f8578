"""The one loop that does I/O for the layers that are functions of sessions: L1 to L4.

Work goes by blocks of one calendar quarter. A block is stale when its fingerprint, made of the checksums of
everything it reads and of the stage's own version, differs from the one recorded when it was last finished.
For each stale block: read, call the stage, write what changed, serve it from PostgreSQL, and only then record
the fingerprint, so that a run killed at any point is completed by the next.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from usdcop.core.layers import Layer, quarter_of, quarter_start
from usdcop.core.ports import Lake, PartitionWrite
from usdcop.core.sessions import Market
from usdcop.features.anchor import anchor
from usdcop.pipeline.documents import read_block_mark, write_block_mark, write_table

Frames = Mapping[Layer, pl.DataFrame]
OnProgress = Callable[[int, int], None]
"""Called with the number of blocks done and to do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a stage may know besides its frames."""

    market: Market
    now: datetime
    first_day: date
    """First session of the block; rows before it are warm-up."""


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
    warms_up: bool = False
    """Whether the sessions before the block (``features.anchor``) are read as well."""


@dataclass(frozen=True, slots=True)
class Work:
    """One quarter of a layer: the sessions it makes, those it reads, and the fingerprint of its input."""

    name: str
    days: tuple[date, ...]
    read_days: tuple[date, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a run of a stage did."""

    layer: Layer
    blocks: int
    """Blocks that were stale and made anew."""
    sessions_changed: int
    records: int
    """Rows of the blocks made anew."""


Serve = Callable[[Made, Work], None]
"""Brings a finished block to where it is served from (PostgreSQL)."""


def run_stage(
    stage: Stage, market: Market, lake: Lake, now: datetime, serve: Serve, on_progress: OnProgress
) -> StageReport:
    """Make every stale block of ``stage``.

    Raises:
        CorruptPartitionError, MissingPartitionError: an input is damaged; nothing is written from it.
        StorageError: the object store refuses; what was stored stays as it was.
    """
    stale = [
        block
        for block in work(stage, market, lake)
        if read_block_mark(lake, stage.layer, block.name) != block.fingerprint
    ]
    changed = records = 0
    for done, block in enumerate(stale):
        on_progress(done, len(stale))
        made = stage.make(_read(stage, lake, block), Facts(market, now, block.days[0]))
        changed += len(_store(stage, lake, block, made))
        serve(made, block)
        write_block_mark(lake, stage.layer, block.name, block.fingerprint)
        records += made.frame.height
    on_progress(len(stale), len(stale))
    return StageReport(stage.layer, len(stale), changed, records)


def work(stage: Stage, market: Market, lake: Lake) -> Iterator[Work]:
    """The blocks of ``stage`` with the fingerprints of what they read now."""
    inputs = {layer: lake.days(layer) for layer in stage.reads}
    days = sorted(set().union(*inputs.values()))
    for start in sorted({quarter_start(day) for day in days}):
        name = quarter_of(start)
        own = tuple(day for day in days if quarter_of(day) == name)
        first = anchor(start, market.calendar) if stage.warms_up else start
        read = tuple(day for day in days if first <= day <= own[-1])
        yield Work(name, own, read, fingerprint(stage, market, inputs, read))


def fingerprint(
    stage: Stage, market: Market, inputs: Mapping[Layer, Mapping[date, str]], days: Sequence[date]
) -> str:
    """SHA-256 over the stage's version, the calendar's, and the checksums of ``days`` in every input."""
    facts = [stage.version, market.calendar.version] + [
        f"{layer}/{day}={checksums[day]}"
        for layer, checksums in inputs.items()
        for day in days
        if day in checksums
    ]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _read(stage: Stage, lake: Lake, block: Work) -> Frames:
    frames = {layer: lake.read(layer, block.read_days) for layer in stage.reads}
    return {layer: frame for layer, frame in frames.items() if frame is not None}


def _store(stage: Stage, lake: Lake, block: Work, made: Made) -> list[date]:
    for kind, table in made.tables.items():
        write_table(lake, stage.layer, kind, block.name, table)
    own = made.frame.filter(pl.col("session").is_in(block.days))
    parts = {
        day: part for (day,), part in own.partition_by("session", as_dict=True, maintain_order=True).items()
    }
    lineage = _lineage(stage, lake, block)
    writes = [PartitionWrite(day, parts[day], lineage[day], {}) for day in block.days if day in parts]
    gone = [day for day in block.days if day not in parts and day in lake.days(stage.layer)]
    if gone:
        lake.drop(stage.layer, gone)
    return lake.write(stage.layer, writes) + gone


def _lineage(stage: Stage, lake: Lake, block: Work) -> dict[date, Mapping[str, str]]:
    """Input checksums of each session: its own partitions, and one hash over all it reads before it."""
    inputs = {layer: lake.days(layer) for layer in stage.reads}
    lineage: dict[date, Mapping[str, str]] = {}
    history = hashlib.sha256()
    for day in block.read_days:
        before = history.copy().hexdigest()
        own = {f"{layer}/{day}": checksums[day] for layer, checksums in inputs.items() if day in checksums}
        history.update(json.dumps(own, sort_keys=True).encode())
        if day in block.days:
            lineage[day] = {**own, "before": f"sha256:{before}"} if stage.warms_up else own
    return lineage
