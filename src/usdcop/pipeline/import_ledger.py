"""The ledger of imports: one document each in L0, written before its rows and after them.

An entry is never removed. Its rows carry its id, so that they can be found, ranked and taken out again; what was taken
out, and rows that are in no place, are tables beside it.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from usdcop.core.bars import QUARANTINE
from usdcop.core.errors import ConflictError, UnknownError
from usdcop.core.imports import ImportEntry, ImportState, already_kept, number_of
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake

_FOLDER: Final = "imports"
ASIDE: Final = "undone"
"""Folder of the rows that an undone import had, one table each."""
REFUSED: Final = "refused"
"""Folder of the rows of imports that are in no layer (``QUARANTINE``, where ``time`` may be null), one table each."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be done about a file that is to be imported."""

    entry: ImportEntry
    repeated: bool = False
    """Whether that import was made before and nothing is to be done."""


def read_entries(lake: Lake) -> list[ImportEntry]:
    """Every import of the home, oldest first; those from before the ledger have no entry."""
    paths = lake.documents(Layer.L0, _FOLDER)
    entries = [ImportEntry.from_fields(json.loads(lake.get_document(Layer.L0, path))) for path in paths]
    return sorted(entries, key=lambda entry: entry.number)


def write_entry(lake: Lake, entry: ImportEntry) -> ImportEntry:
    """Put ``entry`` in the ledger, in the place of what it said of the same import before."""
    text = json.dumps(entry.to_fields(), indent=1)
    lake.put_document(Layer.L0, f"{_FOLDER}/{entry.number:06}.json", text.encode())
    return entry


def turn_of(entries: Sequence[ImportEntry], new: ImportEntry) -> Turn:
    """Whether ``new`` (numbered after ``entries``) is begun, goes on where a killed one stopped, or was made before.

    Raises:
        ConflictError: another import, or the undoing of one, did not end.
    """
    repeated = already_kept(entries, new)
    if repeated is not None:
        return Turn(repeated, repeated=True)
    for entry in entries:
        if entry.ended:
            continue
        begun = entry.state is ImportState.BEGUN
        if begun and entry is entries[-1] and entry.same_as(replace(new, number=entry.number)):
            return Turn(entry)
        what = "import" if begun else "undoing"
        again = f"import {entry.file} again, or " if begun else ""
        raise ConflictError(
            f"The {what} of {entry.file} ({entry.id}) did not end.",
            f"To end it {again}take it back with 'usdcop import --undo {entry.id}'.",
        )
    return Turn(new)


def entry_named(entries: Sequence[ImportEntry], name: str) -> ImportEntry:
    """The entry that a person means by ``name``.

    Raises:
        UnknownError: there is none.
    """
    number = number_of(name)
    for entry in entries:
        if entry.number == number and name.strip().upper()[:1] in {entry.id[0], *"0123456789"}:
            return entry
    raise UnknownError(f"There is no import {name!r}.", "See them with 'usdcop imports'.")


def put_rows(lake: Lake, folder: str, entry: ImportEntry, rows: pl.DataFrame) -> None:
    """Keep ``rows`` as the table of ``entry`` in ``folder``."""
    buffer = io.BytesIO()
    rows.write_parquet(buffer, compression="zstd")
    lake.put_document(Layer.L0, _table(folder, entry), buffer.getvalue())


def get_rows(lake: Lake, folder: str, entry: ImportEntry) -> pl.DataFrame | None:
    """The table of ``entry`` in ``folder``; None where there is none."""
    path = _table(folder, entry)
    if path not in lake.documents(Layer.L0, folder):
        return None
    return pl.read_parquet(io.BytesIO(lake.get_document(Layer.L0, path)))


def refused_rows(lake: Lake) -> pl.DataFrame:
    """Every row that an import which was not undone refused (``QUARANTINE``, where ``time`` may be null)."""
    entries = [one for one in read_entries(lake) if one.refused and one.state is not ImportState.UNDONE]
    tables = [rows for one in entries if (rows := get_rows(lake, REFUSED, one)) is not None]
    return pl.concat([pl.DataFrame(schema=dict(QUARANTINE)), *tables])


def _table(folder: str, entry: ImportEntry) -> str:
    return f"{folder}/{entry.number:06}.parquet"
