"""COPY: frames to and from the server as CSV, several times as fast as rows one by one."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
from sqlalchemy import Connection

from usdcop.adapters.postgres.database import refused, unreachable
from usdcop.core.bars import UTC_TIME


def copy_in(connection: Connection, table: str, name: str, rows: pl.DataFrame) -> None:
    """Copy ``rows`` into a temporary table ``name``, whose columns have the types they have in ``table``.

    It lives until the end of the transaction, or until the next ``copy_in`` of the same name.
    """
    names = ", ".join(rows.columns)
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS pg_temp.{name}")
    shape = f"SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608 - our own names
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {shape}")
    data = io.BytesIO()
    rows.write_csv(data, include_header=False, null_value=_NULL)
    data.seek(0)
    _copy(connection, f"COPY {name} ({names}) FROM STDIN (FORMAT csv, NULL '{_NULL}')", data)


def copy_out(
    connection: Connection,
    table: str,
    schema: Mapping[str, pl.DataType],
    condition: str,
    values: tuple[str | date | datetime | None, ...],
) -> pl.DataFrame:
    """Columns ``schema`` of the rows of ``table`` where ``condition`` (with ``%s`` for ``values``) holds."""
    cursor: Any = connection.connection.cursor()
    columns = ", ".join(_readable(name, kind) for name, kind in schema.items())
    query = cursor.mogrify(f"SELECT {columns} FROM {table} WHERE {condition}", values).decode()  # noqa: S608 - our own names
    cursor.close()
    data = io.BytesIO()
    _copy(connection, f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER, NULL '{_NULL}')", data)
    data.seek(0)
    raw = {name: pl.Int64() if kind == UTC_TIME else kind for name, kind in schema.items()}
    times = [pl.col(name).cast(UTC_TIME) for name, kind in schema.items() if kind == UTC_TIME]
    return pl.read_csv(data, schema=raw, null_values=_NULL, empty_string_is_null=False).with_columns(times)


_NULL = "\\N"


def _readable(name: str, kind: pl.DataType) -> str:
    """SQL for a column as polars reads it: instants as microseconds, booleans in words."""
    if kind == UTC_TIME:
        return f"(extract(epoch FROM {name}) * 1000000)::bigint AS {name}"
    return f"{name}::text" if kind == pl.Boolean() else name


def _copy(connection: Connection, statement: str, data: io.BytesIO) -> None:
    """Run a COPY between the server and ``data``.

    Raises:
        ServerError: the server went away.
        DataError: the server refuses a value.
    """
    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        cursor.copy_expert(statement, data)
    except (driver.OperationalError, driver.InterfaceError) as error:
        connection.invalidate(error)
        raise unreachable(error) from error
    except driver.Error as error:
        raise refused(error) from error
    finally:
        cursor.close()
