"""Doubt: the clock of an import that was taken in is doubted, or believed again; its sessions are graded anew."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.errors import ConflictError
from usdcop.core.imports import ImportEntry, ImportState, doubts_of
from usdcop.core.layers import quarter_of
from usdcop.core.uses import Uses
from usdcop.main.console import print_facts, print_json, say
from usdcop.main.jobs.consequences import Cause, note, uses_of
from usdcop.main.jobs.undoing import make_again
from usdcop.main.wiring import System
from usdcop.pipeline.alteration import alteration
from usdcop.pipeline.changes import Deed
from usdcop.pipeline.import_ledger import entry_named, read_entries, write_entry
from usdcop.pipeline.l0_store import days_of


@dataclass(frozen=True, slots=True)
class DoubtJob:
    """Which import, and why it is doubted; None: it is believed again."""

    id: str
    why: str | None
    by: str = "home"


@dataclass(frozen=True, slots=True)
class Doubted:
    """What the doubt is about."""

    id: str
    uncertain: str | None
    sessions: int
    """Those with a bar of it that counts."""
    used_by: Uses
    """What of the record used the bars of those sessions."""


def doubt(system: System, job: DoubtJob) -> Doubted:
    """Mark the import, or take the mark away; no session with a bar of it is better than C while it stands.

    Raises:
        UnknownError: there is no such import.
        ConflictError: it was undone, or did not end.
    """
    entries = read_entries(system.lake)
    entry = entry_named(entries, job.id)
    if entry.state is not ImportState.KEPT:
        raise ConflictError(
            f"{entry.id} ({entry.file}) is not in force: it is {entry.state}.", "See 'usdcop imports'."
        )
    days = _borne_on(system, entry, entries)
    used = uses_of(system, days)
    if entry.uncertain != job.why:
        deed = Deed.DOUBTED if job.why else Deed.BELIEVED
        say(f"{entry.id} is {deed.words}: {len(days):,} sessions are graded anew.")
        for line in used.lines():
            say(f"  {line}")
        note(system, Cause(deed, job.by, entry.id, job.why or entry.file), days)
        detail = {"file": entry.file, "before": entry.uncertain, "after": job.why}
        trail = PostgresAudit(system.engine)
        trail.append(system.clock.now(), job.by, "import.doubted", f"import:{entry.id}", detail)
        write_entry(system.lake, replace(entry, uncertain=job.why))
    make_again(system)
    return Doubted(entry.id, job.why, len(days), used)


def _borne_on(system: System, entry: ImportEntry, entries: Sequence[ImportEntry]) -> list[date]:
    """Sessions with a bar that L1 accepts from ``entry``: those that a doubt about it grades."""
    others = doubts_of([one for one in entries if one.id != entry.id])
    mark = doubts_of([replace(entry, uncertain=entry.uncertain or "doubted")])
    quarters = sorted({quarter_of(day) for day in days_of(system.lake, entry)})
    now = system.clock.now()
    return alteration(
        system.lake,
        system.market,
        now,
        quarters,
        lambda _quarter, raw: raw,
        doubts=(others, (*others, *mark)),
    ).days


def show(done: Doubted, *, as_json: bool) -> None:
    """Print what the doubt is about."""
    if as_json:
        print_json(asdict(done))
        return
    clock = f"uncertain: {done.uncertain}" if done.uncertain else "believed"
    print_facts("Import", {"import": done.id, "clock": clock, "sessions": done.sessions})
