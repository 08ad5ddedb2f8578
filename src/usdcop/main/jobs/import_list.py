"""The list of imports: what was brought in, what became of it, and what is under way."""

from collections.abc import Sequence

from usdcop.core.imports import ImportEntry, ImportState, superseded_by
from usdcop.core.ports import Lake
from usdcop.main.console import out, print_json, print_table
from usdcop.pipeline.import_ledger import read_entries

COLUMNS = ("id", "when", "by", "file", "rows", "sessions", "what became of it")


def show_imports(lake: Lake, *, as_json: bool) -> None:
    """Print every import of the home, oldest first."""
    entries = read_entries(lake)
    if as_json:
        print_json(
            [
                {
                    **entry.to_fields(),
                    "clock_found": entry.clock_in_words,
                    "won_over_by": superseded_by(entry, entries),
                }
                for entry in entries
            ]
        )
        return
    if not entries:
        out.print("No file was imported since there is a ledger of imports.")
        return
    rows = [
        (
            entry.id,
            f"{entry.at:%Y-%m-%d}",
            entry.by,
            entry.file,
            entry.rows,
            _sessions(entry),
            _story(entry, entries),
        )
        for entry in entries
    ]
    print_table("Imports", COLUMNS, rows)


def _sessions(entry: ImportEntry) -> str:
    return "none" if entry.first is None else f"{entry.first} to {entry.last}"


def _story(entry: ImportEntry, entries: Sequence[ImportEntry]) -> str:
    refused = f"; {entry.refused:,} rows are in no layer" if entry.refused else ""
    return f"{state_of(entry, entries)}{refused}; clock {entry.clock_told}, {entry.clock_in_words}"


def state_of(entry: ImportEntry, entries: Sequence[ImportEntry]) -> str:
    """What became of ``entry``, in words."""
    match entry.state:
        case ImportState.BEGUN:
            return f"did not end: import it again, or 'usdcop import --undo {entry.id}'"
        case ImportState.UNDOING:
            return f"undoing did not end: 'usdcop import --undo {entry.id}'"
        case ImportState.UNDONE:
            return f"undone by {entry.undone_by}"
        case ImportState.KEPT:
            later = ", ".join(superseded_by(entry, entries))
            doubt = f"; uncertain: {entry.uncertain}" if entry.uncertain else ""
            return (f"kept, partly superseded by {later}" if later else "kept") + doubt
