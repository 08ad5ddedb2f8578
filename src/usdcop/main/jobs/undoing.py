"""Undo: an import is taken back; the bars that were there before it come back, and the layers are made again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import polars as pl

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.errors import ConflictError, MissingInputError
from usdcop.core.imports import ImportEntry, ImportState, doubts_of, import_of, undone
from usdcop.core.layers import Layer, quarter_of
from usdcop.core.uses import Uses
from usdcop.main.console import print_facts, print_json, say
from usdcop.main.jobs.batch import BatchJob, run
from usdcop.main.jobs.consequences import Cause, note, say_consequences
from usdcop.main.jobs.running import LayerReport
from usdcop.main.wiring import System
from usdcop.pipeline.alteration import Alteration, alteration
from usdcop.pipeline.changes import Deed
from usdcop.pipeline.documents import forget_block, forget_tables, read_tables
from usdcop.pipeline.import_ledger import entry_named, read_entries, write_entry
from usdcop.pipeline.l0_store import days_of, take_out
from usdcop.pipeline.stages import QUARANTINE, SESSIONS

MADE = (Layer.L1, Layer.L2, Layer.L3, Layer.L4)
"""Layers that are made again."""


@dataclass(frozen=True, slots=True)
class UndoJob:
    """Which import, and who takes it back."""

    id: str
    by: str = "home"
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken out."""

    id: str
    file: str
    rows: int
    sessions_changed: int
    """Sessions that have rows of other origin."""
    sessions_gone: int
    """Sessions that have none left."""
    bars: Mapping[str, int]
    """Accepted bars that are ``added``, ``changed`` and ``removed`` by it."""
    used_by: Uses
    """What of the record used the bars of those sessions."""
    dry_run: bool = False


def undo(system: System, job: UndoJob) -> Undone:
    """Take the import back. Killed at any point, the same command does the rest.

    Its rows are kept aside; trials, decisions, fills, predictions and the audit trail stay as they are.

    Raises:
        UnknownError: there is no such import.
        ConflictError: it was undone before.
        StorageError: the disk refuses; a second run goes on.
    """
    entry = entry_named(read_entries(system.lake), job.id)
    if entry.state is ImportState.UNDONE:
        raise ConflictError(
            f"{entry.id} ({entry.file}) was undone before, by {entry.undone_by}.",
            "To have its bars again, import the file again.",
        )
    altered = _without(system, entry)
    used = say_consequences(system, altered)
    bars = {what: altered.count(what) for what in ("added", "changed", "removed")}
    if job.dry_run:
        return Undone(entry.id, entry.file, 0, 0, 0, bars, used, dry_run=True)
    note(system, Cause(Deed.UNDONE, job.by, entry.id, entry.file), altered.days)
    if entry.state is not ImportState.UNDOING:
        entry = undone(entry, job.by, system.clock.now())
        _note(system, entry)
        write_entry(system.lake, entry)
    taken = take_out(system.lake, system.market, entry)
    _forget(system, taken.gone)
    make_again(system)
    _forget_verdicts(system)
    write_entry(system.lake, replace(entry, state=ImportState.UNDONE))
    return Undone(entry.id, entry.file, taken.rows, len(taken.changed), len(taken.gone), bars, used)


def show(done: Undone, *, as_json: bool) -> None:
    """Print what was taken out."""
    if as_json:
        print_json(asdict(done))
        return
    facts = {
        "import": f"{done.id} ({done.file})",
        "rows taken out": "none (dry run)" if done.dry_run else done.rows,
        "sessions with other bars now": done.sessions_changed,
        "sessions without bars now": done.sessions_gone,
    }
    print_facts("Undone", facts)


def _without(system: System, entry: ImportEntry) -> Alteration:
    """What the bars become without ``entry``."""
    days = days_of(system.lake, entry)
    others = (import_of() != entry.id).fill_null(value=True)
    quarters = sorted({quarter_of(day) for day in days})
    entries = read_entries(system.lake)
    left = [one for one in entries if one.id != entry.id]
    return alteration(
        system.lake, system.market, system.clock.now(), quarters, lambda _quarter, raw: raw.filter(others),
        doubts=(doubts_of(entries), doubts_of(left)),
    )  # fmt: skip


def _note(system: System, entry: ImportEntry) -> None:
    detail = {"file": entry.file, "sha256": entry.sha256, "rows": entry.rows}
    trail = PostgresAudit(system.engine)
    trail.append(
        system.clock.now(), entry.undone_by or entry.by, "import.undone", f"import:{entry.id}", detail
    )


def _forget(system: System, gone: Sequence[date]) -> None:
    """Let ``gone`` sessions leave every layer and what is served: no block that is made again would reach them all."""
    if not gone:
        return
    calendar, symbol = system.market.calendar, system.market.symbol
    for layer in MADE:
        system.lake.drop(layer, gone)
    left = {quarter_of(day) for day in system.lake.days(Layer.L0)}
    for quarter in sorted({quarter_of(day) for day in gone} - left):
        for kind in (QUARANTINE, SESSIONS):
            forget_tables(system.lake, Layer.L1, kind, quarter)
        for layer in MADE:
            forget_block(system.lake, layer, quarter)
    spans = {
        day: (calendar.opens_at(day), calendar.closes_at(day)) for day in gone if calendar.is_session(day)
    }
    system.bars.prune(symbol, spans, pl.DataFrame(schema={"time": pl.Datetime("us", "UTC")}))


def _forget_verdicts(system: System) -> None:
    """Take the verdicts on sessions that lie before or after all bars now out of the table."""
    verdicts = read_tables(system.lake, Layer.L1, SESSIONS)
    known = set[date]() if verdicts is None else set(verdicts["session"].to_list())
    told = system.quality.read(system.market.symbol, date.min, date.max)["session"].to_list()
    system.quality.remove(system.market.symbol, [day for day in told if day not in known])


def make_again(system: System) -> list[LayerReport]:
    """L1 to L4 from what is left, if anything is."""
    if not system.lake.days(Layer.L0):
        return []
    try:
        return run(system, BatchJob(system.market.symbol, MADE))
    except MissingInputError as error:
        say(f"{error.sentence} {error.cure}")
        return []
