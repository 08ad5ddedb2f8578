"""Import: a file's bars into L0, saying what is wrong with them before anything is written."""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from usdcop.core.layers import Layer
from usdcop.main.console import print_facts, print_json, progress, say
from usdcop.main.wiring import System
from usdcop.pipeline.importing.clocks import AUTO
from usdcop.pipeline.importing.findings import ImportFindings
from usdcop.pipeline.importing.preview import first_bars
from usdcop.pipeline.importing.read import HomeFacts, ImportFile, read_file
from usdcop.pipeline.importing.reading import Told
from usdcop.pipeline.l0_acquire import session_date
from usdcop.pipeline.l0_store import store


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Which file, what was said of it, and what is believed of its clock."""

    file: Path
    told: Told = field(default_factory=Told)
    clock: str = AUTO
    dry_run: bool = False
    before: date | None = None
    """Rows of this session and later ones are left out: a replay brings them in their time."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was found, and what was kept."""

    findings: ImportFindings
    sessions_changed: int
    dry_run: bool


def import_file(system: System, job: ImportJob) -> Imported:
    """Look at the file, say what it is, and keep its rows as raw rows of L0.

    Raises:
        UsageError: the clock choice or the symbol is unknown.
        DataError: the file cannot be read, or by which clock it was written is not sure; nothing was written.
        StorageError: the disk refuses; what was stored stays, and a second run goes on.
    """
    with progress("Looking at the file") as advance:
        found = read_file(
            job.file, job.told, system.clock.now(), job.clock, _home_facts(system), on_read=advance
        )
    for line in (*found.findings.lines(), *first_bars(found, system.market)):
        say(line)
    changed = set[date]()
    if not job.dry_run:
        found.findings.must_be_sure()
        changed = _keep(system, found, job.before)
    return Imported(found.findings, len(changed), job.dry_run)


def show(imported: Imported, *, as_json: bool) -> None:
    """Print what was kept; the findings have been said."""
    if as_json:
        print_json({**asdict(imported), "lines": imported.findings.lines()})
    else:
        kept = "nothing (dry run)" if imported.dry_run else f"{imported.findings.tally.rows:,} rows"
        print_facts("Imported", {"kept": kept, "sessions changed": imported.sessions_changed})


def _home_facts(system: System) -> HomeFacts:
    bars = system.lake.read(Layer.L1)
    return (
        HomeFacts(system.run_id)
        if bars is None
        else HomeFacts(system.run_id, bars.select("close", at="time"))
    )


def _keep(system: System, found: ImportFile, before: date | None) -> set[date]:
    changed, known = set[date](), pl.lit(value=True)
    if before is not None:
        known = session_date(system.market) < before
    with progress("L0 import") as advance:
        for rows in (chunk.filter(known) for chunk in found.chunks(on_read=advance)):
            changed.update(store(system.lake, system.market, rows))
    return changed
