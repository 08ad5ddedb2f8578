"""Import: a file's bars into L0, saying what is wrong with them before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.bars import BarState
from usdcop.core.errors import DataError
from usdcop.core.imports import RIGHT, ImportEntry, ImportState, doubts_of, next_number, number_of
from usdcop.core.layers import Layer, quarter_of
from usdcop.core.uses import Uses
from usdcop.main.console import print_facts, print_json, progress, say
from usdcop.main.jobs.consequences import Cause, note, say_consequences
from usdcop.main.jobs.file_clock import require_clock
from usdcop.main.jobs.replaying import digest_of
from usdcop.main.wiring import System
from usdcop.pipeline.alteration import alteration
from usdcop.pipeline.changes import Deed
from usdcop.pipeline.documents import forget_block
from usdcop.pipeline.import_ledger import REFUSED, put_rows, read_entries, turn_of, write_entry
from usdcop.pipeline.import_numbers import numbers_known
from usdcop.pipeline.importing.clock.wall_clocks import AUTO
from usdcop.pipeline.importing.findings import ImportFindings, as_judged
from usdcop.pipeline.importing.preview import first_bars
from usdcop.pipeline.importing.read import ImportFile, read_file
from usdcop.pipeline.importing.reading import Told
from usdcop.pipeline.intake import Intake, Laid
from usdcop.pipeline.l0_acquire import merged
from usdcop.pipeline.l0_store import store
from usdcop.pipeline.witnesses import Witnesses, speechless

_SUBJECT: Final = "import:"
"""Beginning of what a row of the audit trail about an import is about; its id follows."""


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Which file, what was said of it, and what is believed of its clock."""

    file: Path
    told: Told = field(default_factory=Told)
    clock: str = AUTO
    dry_run: bool = False
    before: date | None = None
    """Rows of this session and later ones are left out: a replay brings them in their time."""
    supersede: bool = False
    """Whether its rows outrank the vendor's."""
    by: str = "home"
    """Who imports."""
    command: str | None = None
    """What the person types to say an uncertain clock, up to its name; None: an import."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was found, and what was kept."""

    findings: ImportFindings
    rows: int
    """Rows that are kept; in a dry run, that would be."""
    sessions_changed: int
    dry_run: bool
    id: str | None = None
    """Of the import; None in a dry run that would make one."""
    repeated: bool = False
    """Whether that import had been made before, so that nothing was done."""
    bars: Mapping[str, int] = field(default_factory=dict)
    """Accepted bars that are ``added``, ``changed`` and ``removed`` by it."""
    used_by: Uses = field(default_factory=Uses)
    """What of the record used the bars of those sessions."""


def import_file(system: System, job: ImportJob) -> Imported:
    """Look at the file, say what it is and what it changes, and keep its rows in L0, with an entry in the ledger of imports.

    Raises:
        UsageError: the clock choice or the symbol is unknown.
        DataError: the file cannot be read, its clock is uncertain and was not told, or an earlier import did not end;
            nothing was written. A dry run says the same.
        StorageError: the disk refuses; what was stored stays, and a second run goes on.
    """
    with TemporaryDirectory(prefix="usdcop-import-") as folder:
        with progress("Looking at the file") as advance:
            found = read_file(
                job.file,
                job.told,
                system.clock.now(),
                job.clock,
                _witnesses(system, job).near,
                on_read=advance,
            )
        today = system.market.calendar.local_date(system.clock.now())
        _must_be_certain(system, job, found)
        intake = Intake(found, system.market, today, job.before)
        laid = intake.laid_out(Path(folder), lines=found.refused)
        entries = read_entries(system.lake)
        turn = turn_of(entries, _entry(system, job, intake, laid, _next_number(system)))
        if turn.repeated:
            _say(system, found, found.findings)
            say(f"This file was imported before, as {turn.entry.id}: nothing is to be done.")
            return Imported(found.findings, 0, 0, job.dry_run, turn.entry.id, repeated=True)
        return _taken_in(system, job, (found, laid), turn.entry)


def _next_number(system: System) -> int:
    """A number that no import had, as far as the lake and the audit trail know, also where the ledger lost its entry."""
    told = PostgresAudit(system.engine).subjects(_SUBJECT)
    audited = (number_of(one.removeprefix(_SUBJECT)) for one in told)
    return next_number(numbers_known(system.lake) | {one for one in audited if one is not None})


def _taken_in(system: System, job: ImportJob, read: tuple[ImportFile, Laid], entry: ImportEntry) -> Imported:
    """Say what the file is and what it changes; then, unless this is a dry run, store its rows."""
    found, laid = read

    def with_file(quarter: str, raw: pl.DataFrame | None) -> pl.DataFrame:
        return merged(raw, laid.rows(quarter, entry.id))

    others = [one for one in read_entries(system.lake) if one.id != entry.id]
    altered = alteration(
        system.lake, system.market, system.clock.now(), laid.quarters, with_file,
        doubts=(doubts_of(others), doubts_of([*others, entry])),
    )  # fmt: skip
    findings = as_judged(found.findings, altered.refused_of(entry.id), entry.rows)
    _say(system, found, findings)
    used = say_consequences(system, altered)
    changes = {what: altered.count(what) for what in ("added", "changed", "removed")}
    if job.dry_run:
        return Imported(findings, entry.rows, 0, dry_run=True, bars=changes, used_by=used)
    changed = _keep(system, laid, entry, altered.days)
    return Imported(
        findings, entry.rows, len(changed), dry_run=False, id=entry.id, bars=changes, used_by=used
    )


def _witnesses(system: System, job: ImportJob) -> Witnesses:
    """The bars that a file's clock is held against."""
    left_out = speechless(read_entries(system.lake), digest_of(job.file))
    return Witnesses(system.lake, system.market, system.clock.now(), left_out)


def _must_be_certain(system: System, job: ImportJob, found: ImportFile) -> None:
    """Let pass a file whose clock is known, or was told.

    Raises:
        DataError: it is uncertain; the evidence has been said.
    """
    try:
        require_clock(found.findings, job.command or f"usdcop import {job.file.name} --clock")
    except DataError:
        _say(system, found, found.findings)
        raise


def _say(system: System, found: ImportFile, findings: ImportFindings) -> None:
    for line in (*findings.lines(), *first_bars(found, system.market)):
        say(line)


def show(imported: Imported, *, as_json: bool) -> None:
    """Print what was kept; the findings have been said."""
    if as_json:
        print_json({**asdict(imported), "lines": imported.findings.lines()})
        return
    kept = f"{imported.rows:,} rows"
    if imported.dry_run or imported.repeated:
        kept = "nothing (dry run)" if imported.dry_run else "nothing (imported before)"
    print_facts(
        "Imported",
        {"import": imported.id, "kept": kept, "sessions changed": imported.sessions_changed},
    )


def _entry(system: System, job: ImportJob, intake: Intake, laid: Laid, number: int) -> ImportEntry:
    """What the ledger says of the import before its rows are stored."""
    found, rows = intake.found, laid.days
    told = found.findings
    return ImportEntry(
        number=number,
        supersede=job.supersede,
        symbol=system.market.symbol,
        file=job.file.name,
        size_bytes=job.file.stat().st_size,
        sha256=digest_of(job.file),
        clock_told=told.clock,
        clock_found=", ".join(f"{name} {rows:,}" for name, rows in told.shifted_by.items()) or RIGHT,
        columns=found.source.table.names,
        before=job.before,
        rows=int(rows["rows"].sum()),
        refused=laid.refused.height,
        first=rows["day"].min(),  # type: ignore[arg-type] # a column of dates
        last=rows["day"].max(),  # type: ignore[arg-type] # the same
        by=job.by,
        at=system.clock.now(),
        recorded_at=system.wall.now(),
        uncertain=told.uncertain,
    )


def _keep(system: System, laid: Laid, entry: ImportEntry, altered: Sequence[date]) -> set[date]:
    """Store the rows; the ledger knows of them before and after, and the record and the audit trail before."""
    lake = system.lake
    write_entry(lake, entry)  # first, so that one that is killed goes on under its id
    note(system, Cause(Deed.IMPORTED, entry.by, entry.id, entry.file), altered)
    _note(system, entry, "import.begun")
    if entry.refused:
        put_rows(lake, REFUSED, entry, laid.refused.with_columns(run_id=pl.lit(entry.id)))
    changed = set[date]()
    with progress("L0 import") as advance:
        for done, quarter in enumerate(laid.quarters, 1):
            changed.update(store(lake, system.market, laid.rows(quarter, entry.id)))
            advance(done, len(laid.quarters), quarter)
    if entry.supersede:
        _serve_again(system, changed)
    _note(system, entry, "import.kept")
    write_entry(lake, replace(entry, state=ImportState.KEPT))
    return changed


def _serve_again(system: System, changed: set[date]) -> None:
    """Take bars the vendor had revised out of what is served: what supersedes them is final, and no state is lowered."""
    if not changed:
        return
    calendar, symbol = system.market.calendar, system.market.symbol
    for layer in (Layer.L1, Layer.L2):
        for quarter in {quarter_of(day) for day in changed}:
            forget_block(system.lake, layer, quarter)
    served = system.bars.read(symbol, calendar.opens_at(min(changed)), calendar.closes_at(max(changed)))
    revised = served.filter(pl.col("state") == BarState.REVISED.value)["time"].to_list()
    system.bars.remove(symbol, [at for at in revised if calendar.local_date(at) in changed])


def _note(system: System, entry: ImportEntry, action: str) -> None:
    told = entry.to_fields()
    told["clock_found"] = entry.clock_in_words
    detail = {
        name: told[name]
        for name in (
            "file",
            "sha256",
            "size_bytes",
            "clock_told",
            "clock_found",
            "rows",
            "refused",
            "supersede",
        )
    }
    PostgresAudit(system.engine).append(system.clock.now(), entry.by, action, f"{_SUBJECT}{entry.id}", detail)
