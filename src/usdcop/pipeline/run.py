"""The one loop that does I/O for the layers that are functions of sessions: L1 to L4.

A block is stale when its fingerprint (``pipeline.work``) differs from the one recorded when it was last
finished, or when what came of it is not there any more. For each stale block: read, call the stage, check its schema,
write what changed, serve it from PostgreSQL, and only then record the fingerprint, so that a run killed at
any point is completed by the next.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from usdcop.core.layers import Layer, quarter_end, quarter_start
from usdcop.core.ports import Lake, PartitionWrite
from usdcop.core.sessions import Market
from usdcop.pipeline.documents import read_block_mark, write_block_mark, write_table
from usdcop.pipeline.schemas import checked
from usdcop.pipeline.work import (
    Checksums,
    Facts,
    Frames,
    Held,
    Made,
    Stage,
    Work,
    first_read,
    lineage_of,
    work_of,
)

OnProgress = Callable[[int, int], None]
"""Called with the number of blocks done and to do."""

Serve = Callable[[Made, Work], None]
"""Brings a finished block to where it is served from (PostgreSQL)."""


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a run of a stage did."""

    layer: Layer
    blocks: int
    """Blocks that were stale and made anew."""
    sessions_changed: int
    records: int
    """Rows of the blocks made anew."""


def run_stage(  # noqa: PLR0913 - what to make, where from, where to, and how much of it
    stage: Stage,
    market: Market,
    lake: Lake,
    now: datetime,
    serve: Serve,
    on_progress: OnProgress,
    *,
    since: date | None = None,
) -> StageReport:
    """Make every stale block of ``stage``; those of quarters before ``since`` are not looked at.

    Raises:
        CorruptPartitionError, MissingPartitionError: an input is damaged; nothing is written from it.
        ContractError: the stage made rows that break its schema; nothing of that block is written.
        StorageError: the object store refuses; what was stored stays as it was.
    """
    starts = sorted({start for layer in stage.reads for start in lake.quarters(layer)})
    changed = _forget_orphans(stage, lake, starts)
    made_blocks = records = 0
    looked_at = [start for start in starts if since is None or start >= quarter_start(since)]
    ends = _ends(stage, lake, starts) if looked_at else (date.min, date.max)
    for done, start in enumerate(looked_at):
        on_progress(done, len(looked_at))
        held = _held(stage, market, lake, start, ends)
        todo = work_of(stage, market, held, start, now)
        if read_block_mark(lake, stage.layer, todo.name) == _mark(todo, held.made):
            continue
        made = stage.make(_read(stage, lake, todo), Facts(market, now, todo.days[0], todo.span))
        checked(made.frame, stage.schema, f"{stage.layer} of {todo.name}")
        changed += len(_store(stage, lake, held.inputs, todo, made))
        serve(made, todo)
        stored = lake.days(stage.layer, start, quarter_end(start))
        write_block_mark(lake, stage.layer, todo.name, _mark(todo, stored))
        made_blocks, records = made_blocks + 1, records + made.frame.height
    on_progress(len(looked_at), len(looked_at))
    return StageReport(stage.layer, made_blocks, changed, records)


def _forget_orphans(stage: Stage, lake: Lake, starts: list[date]) -> int:
    """Drop the sessions of quarters that have no input any more; return how many there were.

    Where there is no input at all something else is wrong, and nothing is dropped.
    """
    idle = [start for start in lake.quarters(stage.layer) if starts and start not in starts]
    orphans = [day for start in idle for day in lake.days(stage.layer, start, quarter_end(start))]
    if orphans:
        lake.drop(stage.layer, orphans)
    return len(orphans)


def _ends(stage: Stage, lake: Lake, starts: list[date]) -> tuple[date, date]:
    """First and last session of all that ``stage`` reads."""
    first, last = (
        {day for layer in stage.reads for day in lake.days(layer, start, quarter_end(start))}
        for start in (starts[0], starts[-1])
    )
    return min(first), max(last)


def _held(stage: Stage, market: Market, lake: Lake, start: date, ends: tuple[date, date]) -> Held:
    """What the layers hold around the quarter that begins on ``start``."""
    last = quarter_end(start)
    inputs = {layer: lake.days(layer, first_read(stage, market, start), last) for layer in stage.reads}
    return Held(inputs, lake.days(stage.layer, _newest_before(stage, lake, start), last), ends)


def _newest_before(stage: Stage, lake: Lake, start: date) -> date:
    """First day of the newest quarter before ``start`` that the stage has made, if it follows that; else ``start``."""
    earlier = [one for one in lake.quarters(stage.layer) if one < start] if stage.follows else []
    return earlier[-1] if earlier else start


def _mark(block: Work, stored: Checksums) -> str:
    """What is recorded of a finished block: what it was made from, and what came of it."""
    made = [f"{day}={stored[day]}" for day in block.days if day in stored]
    return f"{block.fingerprint} {hashlib.sha256(' '.join(made).encode()).hexdigest()}"


def _read(stage: Stage, lake: Lake, block: Work) -> Frames:
    frames = {layer: lake.read(layer, block.read_days) for layer in stage.reads}
    if block.follows is not None:
        frames[stage.layer] = lake.read(stage.layer, [block.follows])
    return {layer: frame for layer, frame in frames.items() if frame is not None}


def _store(
    stage: Stage, lake: Lake, inputs: Mapping[Layer, Checksums], block: Work, made: Made
) -> list[date]:
    for kind, table in made.tables.items():
        write_table(lake, stage.layer, kind, block.name, table)
    own = made.frame.filter(pl.col("session").is_in(block.days))
    by_day = own.partition_by("session", as_dict=True, maintain_order=True)
    parts = {day: part for (day,), part in by_day.items()}
    lineage = lineage_of(stage, inputs, block)
    writes = [PartitionWrite(day, parts[day], lineage[day], {}) for day in block.days if day in parts]
    # Also those whose input is gone: a session that a new calendar takes for a holiday leaves every layer.
    start = quarter_start(block.days[0])
    gone = [day for day in lake.days(stage.layer, start, quarter_end(start)) if day not in parts]
    if gone:
        lake.drop(stage.layer, gone)
    return lake.write(stage.layer, writes) + gone
