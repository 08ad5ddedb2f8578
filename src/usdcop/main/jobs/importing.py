"""Import: a file's bars into L0, saying what is wrong with them before anything is written."""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from usdcop.core.errors import UsageError
from usdcop.main.console import print_facts, print_json, progress, say
from usdcop.main.wiring import System
from usdcop.pipeline.importing.clock import ClockChoice
from usdcop.pipeline.importing.findings import ImportFindings
from usdcop.pipeline.importing.preview import first_bars
from usdcop.pipeline.importing.read import ImportFile, read_file
from usdcop.pipeline.importing.reading import Told
from usdcop.pipeline.l0_acquire import session_date
from usdcop.pipeline.l0_store import store


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Which file, what was said of it, and what is believed of its clock."""

    file: Path
    told: Told = field(default_factory=Told)
    clock: str = "auto"
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
        DataError: the file cannot be read; nothing was written.
        StorageError: the disk refuses; what was stored stays, and a second run goes on.
    """
    with progress("Looking at the file") as advance:
        found = read_file(
            job.file, job.told, system.clock.now(), _choice(job.clock), system.run_id, on_read=advance
        )
    for line in (*found.findings.lines(), *first_bars(found, system.market)):
        say(line)
    changed = set[date]() if job.dry_run else _keep(system, found, job.before)
    return Imported(found.findings, len(changed), job.dry_run)


def show(imported: Imported, *, as_json: bool) -> None:
    """Print what was kept; the findings have been said."""
    if as_json:
        print_json({**asdict(imported), "lines": imported.findings.lines()})
    else:
        kept = "nothing (dry run)" if imported.dry_run else f"{imported.findings.tally.rows:,} rows"
        print_facts("Imported", {"kept": kept, "sessions changed": imported.sessions_changed})


def _keep(system: System, found: ImportFile, before: date | None) -> set[date]:
    changed, known = set[date](), pl.lit(value=True)
    if before is not None:
        known = session_date(system.market) < before
    with progress("L0 import") as advance:
        for rows in (chunk.filter(known) for chunk in found.chunks(on_read=advance)):
            changed.update(store(system.lake, system.market, rows))
    return changed


def _choice(text: str) -> ClockChoice:
    try:
        return ClockChoice(text)
    except ValueError:
        choices = ", ".join(ClockChoice)
        raise UsageError(f"{text!r} is not a clock.", f"Choose one of {choices}.") from None
