"""Frames into tables: COPY to a temporary table, then one INSERT … ON CONFLICT that touches only differences."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection

from usdcop.adapters.postgres.copying import copy_in
from usdcop.core.errors import ColumnsError, DataError

INCOMING = "incoming"
"""Name of the temporary table that rows arrive in."""


@dataclass(frozen=True, slots=True)
class Target:
    """A table that frames are upserted into.

    ``columns`` are those a frame must have, ``optional`` those it may have (left untouched where absent),
    each with its type as stored. A row is rewritten where a column outside ``silent`` differs and
    ``allowed`` (SQL over ``new`` and ``old``) holds.
    """

    table: str
    key: tuple[str, ...]
    columns: Mapping[str, pl.DataType]
    optional: Mapping[str, pl.DataType]
    silent: tuple[str, ...] = ()
    allowed: str = "TRUE"
    stamp: str = ""
    """Column that says when a row was written or rewritten, real time; empty: there is none."""

    def as_stored(self, frame: pl.DataFrame) -> pl.DataFrame:
        """``frame`` as the table will hold it: its columns and types, prices rounded, NaN as null.

        Floats become decimals by polars' cast: value · 10^scale in float64, rounded to the nearest
        integer, ties to even.

        Raises:
            ColumnsError: a column is missing.
            DataError: a value does not fit its column.
        """
        missing = [name for name in self.columns if name not in frame.columns]
        if missing:
            sentence = f"The rows for {self.table} lack {', '.join(missing)}."
            raise ColumnsError(sentence, "Give the frame these columns.", missing)
        types = {**self.columns, **self.optional}
        present = {name: types[name] for name in types if name in frame.columns}
        numbers = [name for name in present if frame.schema[name].is_float()]
        chosen = frame.select(list(present)).with_columns(pl.col(numbers).fill_nan(None))
        try:
            return chosen.cast(present)  # type: ignore[arg-type] # a mapping of names is what cast takes
        except (pl.exceptions.InvalidOperationError, pl.exceptions.ComputeError) as error:
            words = str(error).splitlines()[0]
            raise DataError(
                f"A value does not fit {self.table}: {words}", "Refuse it in an earlier layer."
            ) from error


def upsert(connection: Connection, target: Target, rows: pl.DataFrame) -> int:
    """Insert or update ``rows`` (as stored); how many rows of the table were written."""
    if rows.is_empty():
        return 0
    copy_in(connection, target.table, INCOMING, rows)
    return int(connection.exec_driver_sql(merge_statement(target, rows.columns)).rowcount)


def merge_statement(target: Target, columns: list[str]) -> str:
    """The INSERT that brings the temporary table into ``target``.

    Rows that are already there as they come are left out before the INSERT, because ON CONFLICT would lock,
    and so rewrite, each of them. Its WHERE repeats the test for rows another process wrote meanwhile.
    """
    names = ", ".join(columns)
    values = [name for name in columns if name not in target.key]
    keyed = " AND ".join(f"old.{name} = new.{name}" for name in target.key)
    updates = ", ".join(f"{name} = excluded.{name}" for name in values)
    if target.stamp:
        updates = f"{updates}, {target.stamp} = clock_timestamp()"
    # Table, column and predicate names are all our own.
    return (
        f"INSERT INTO {target.table} AS old ({names}) SELECT {_each('new', columns)} FROM {INCOMING} AS new"  # noqa: S608
        f" LEFT JOIN {target.table} AS old ON {keyed}"
        f" WHERE old.{target.key[0]} IS NULL OR ({changes(target, columns)})"
        f" ON CONFLICT ({', '.join(target.key)}) DO UPDATE SET {updates}"
        f" WHERE {changes(target, columns, new='excluded')}"
    )


def changes(target: Target, columns: list[str], new: str = "new") -> str:
    """SQL: whether ``new`` may replace ``old`` and differs from it."""
    loud = [name for name in columns if name not in (*target.key, *target.silent)]
    allowed = target.allowed.replace("new.", f"{new}.")
    return f"{allowed} AND ({_each('old', loud)}) IS DISTINCT FROM ({_each(new, loud)})"


def _each(table: str, columns: list[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in columns)
