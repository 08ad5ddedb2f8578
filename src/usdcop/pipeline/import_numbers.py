"""Import numbers: every number that the lake knows of, so that none is given again, and rows that the ledger lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from usdcop.core.errors import DataError
from usdcop.core.imports import import_of, number_of
from usdcop.core.layers import Layer, quarter_end, quarter_of
from usdcop.core.ports import Lake
from usdcop.pipeline.changes import read_changes
from usdcop.pipeline.import_ledger import ASIDE, REFUSED, read_entries
from usdcop.pipeline.inventory import Fault, Finding

_CURE: Final = (
    "Restore the home from a backup, or import the file again: the newer import wins over these rows,"
    " and they stay where they are."
)


def numbers_known(lake: Lake) -> set[int]:
    """Numbers of imports in the ledger, the record of changes, the tables beside them and every row of L0.

    Raises:
        CorruptPartitionError, MissingPartitionError: one of them cannot be read, so nobody knows which are free.
    """
    found = {entry.number for entry in read_entries(lake)}
    for folder in (ASIDE, REFUSED):
        found |= {int(PurePosixPath(path).stem) for path in lake.documents(Layer.L0, folder)}
    ids = {change.import_id for change in read_changes(lake)}
    for quarter in lake.quarters(Layer.L0):
        ids |= _rows_by_import(lake, quarter).keys()
    return found | {number for one in ids if one and (number := number_of(one)) is not None}


def rows_without_entry(lake: Lake) -> Iterator[Finding]:
    """Rows of L0, by import and quarter, whose import is not in the ledger; what cannot be read is a finding too."""
    try:
        known = {entry.id for entry in read_entries(lake)}
        quarters = lake.quarters(Layer.L0)
    except DataError as error:
        yield _unread("imports", error)
        return
    for quarter in quarters:
        name = quarter_of(quarter)
        try:
            counts = _rows_by_import(lake, quarter)
        except DataError as error:
            yield _unread(name, error)
            continue
        for one in sorted(counts.keys() - known):
            what = f"{counts[one]:,} rows of the import {one}, of which the ledger has no entry: they cannot be taken back."
            yield Finding(Fault.UNKNOWN_IMPORT, f"L0 of {name}", what, _CURE)


def _rows_by_import(lake: Lake, quarter: date) -> dict[str, int]:
    rows = lake.read(Layer.L0, lake.days(Layer.L0, quarter, quarter_end(quarter)))
    if rows is None:
        return {}
    counted = rows.group_by(import_of().alias("import")).agg(pl.len())
    return dict(counted.drop_nulls("import").iter_rows())


def _unread(where: str, error: DataError) -> Finding:
    what = f"Which imports the rows are of is not known: {error.sentence}"
    return Finding(Fault.UNREADABLE, f"L0 of {where}", what)
