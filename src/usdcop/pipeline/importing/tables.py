"""Files of bars as batches of rows: CSV, gzipped CSV and Parquet, told apart by their first bytes."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

import polars as pl
from polars.exceptions import PolarsError

from usdcop.core.errors import ColumnsError, UnreadableFileError

BLOCK_BYTES: Final = 8 << 20
"""Text read at once."""
BATCH_ROWS: Final = 200_000
"""Rows of a Parquet file read at once."""

OnRead = Callable[[int, int], None]
"""Called with the bytes read and the bytes to read."""


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Consecutive rows of a file: its columns as they stand, line numbers, and the text of each row."""

    columns: pl.DataFrame
    row: pl.Series
    lines: pl.Series | None
    """Text of each row; None where the file holds none (Parquet)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A readable file of rows under named columns."""

    path: Path
    names: tuple[str, ...]
    separator: str
    is_parquet: bool
    is_gzip: bool
    size: int

    def batches(self, on_read: OnRead) -> Iterator[Batch]:
        """The rows in the order of the file.

        Raises:
            UnreadableFileError: the file is torn, binary or not UTF-8.
        """
        return _parquet_batches(self, on_read) if self.is_parquet else _text_batches(self, on_read)


def open_table(path: Path) -> Table:
    """Look at the beginning of ``path``.

    Raises:
        UnreadableFileError: it is missing, a folder, empty, torn, binary or not UTF-8.
        ColumnsError: two columns have the same name.
    """
    _must_be_a_file(path)
    size, magic = path.stat().st_size, _magic(path)
    if magic == b"PAR1":
        names = _parquet_names(path)
        return Table(path, names, "", is_parquet=True, is_gzip=False, size=size)
    is_gzip = magic[:2] == b"\x1f\x8b"
    header = _header(path, is_gzip=is_gzip)
    separator = max(",;\t|", key=header.count)
    names = tuple(name.strip() for name in next(csv.reader([header], delimiter=separator)))
    return Table(path, _distinct(path, names), separator, is_parquet=False, is_gzip=is_gzip, size=size)


def _must_be_a_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise UnreadableFileError(f"{path} is a folder.", "Name one file of bars.")
        size = path.stat().st_size
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no file {path}.", "Check the path.") from None
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from None
    if size == 0:
        raise UnreadableFileError(f"{path} is empty.", "Give a CSV or Parquet file with bars.")


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        cure = "Check its permissions."
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.", cure) from None


def _distinct(path: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    lowered = [name.lower() for name in names]
    twice = sorted({name for name in lowered if lowered.count(name) > 1})
    if twice:
        raise ColumnsError(f"{path.name} has several columns {', '.join(twice)}.", "Keep one of each.", ())
    return names


def _header(path: Path, *, is_gzip: bool) -> str:
    with path.open("rb") as source:
        first = _read(path, _unpacked(source, is_gzip=is_gzip), 1 << 16).lstrip(b"\r\n")
        text = _decoded(path, first.split(b"\n", 1)[0]).lstrip("\ufeff").strip()
    if not text:
        raise UnreadableFileError(f"{path} holds no text.", "Give a CSV or Parquet file with bars.")
    return text


def _unpacked(source: IO[bytes], *, is_gzip: bool) -> _Bytes:
    return gzip.GzipFile(fileobj=source) if is_gzip else source


def _read(path: Path, file: _Bytes, size: int) -> bytes:
    """Read and refuse what is not text."""
    try:
        block = file.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFileError(f"{path} is torn: {error}.", "Copy or download it again.") from error
    if b"\0" in block:
        raise UnreadableFileError(f"{path} is binary.", "Give a CSV, gzipped CSV or Parquet file.")
    return block


def _decoded(path: Path, block: bytes) -> str:
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError as error:
        cure = "Save the file as UTF-8."
        raise UnreadableFileError(f"{path} is not UTF-8 (byte {error.start} of a block).", cure) from None


def _text_batches(table: Table, on_read: OnRead) -> Iterator[Batch]:
    line = 1
    header_seen = False
    with table.path.open("rb") as source:
        file = _unpacked(source, is_gzip=table.is_gzip)
        for block in _blocks(table.path, file):
            _decoded(table.path, block)
            lines = pl.read_csv(
                block, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String},
                truncate_ragged_lines=True,
            )["line"]  # fmt: skip
            frame = pl.DataFrame({"line": lines, "row": pl.int_range(line, line + lines.len(), eager=True)})
            line += lines.len()
            frame = frame.filter(pl.col("line").str.strip_chars() != "")
            if not header_seen and frame.height:
                frame, header_seen = frame.slice(1), True
            if frame.height:
                # Only where lines were left out the text is put together again.
                text = block if frame.height == lines.len() else "\n".join(frame["line"].to_list()).encode()
                yield Batch(_fields(table, frame["line"], text), frame["row"], frame["line"])
            on_read(min(source.tell(), table.size), table.size)


def _blocks(path: Path, file: _Bytes) -> Iterator[bytes]:
    """The text in blocks that end with a line."""
    rest = b""
    while block := _read(path, file, BLOCK_BYTES):
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest += block
            if len(rest) > BLOCK_BYTES:
                raise UnreadableFileError(f"{path} has no lines.", "Give a CSV or Parquet file with bars.")
    if rest:
        yield rest


def _fields(table: Table, lines: pl.Series, text: bytes) -> pl.DataFrame:
    schema = dict.fromkeys(table.names, pl.String)
    try:
        frame = pl.read_csv(text, has_header=False, separator=table.separator, schema=schema)
        if frame.height == lines.len():
            return frame
    except PolarsError:
        pass  # some line has too many fields or an open quote: look at each by itself
    return pl.DataFrame(
        [_split(table, line) for line in lines.to_list()],
        schema=schema,
        orient="row",
        infer_schema_length=None,
    )


def _split(table: Table, line: str) -> list[str | None]:
    """Fields of one line; where their number is wrong only those before the first price are kept."""
    fields: list[str | None] = list(next(csv.reader([line], delimiter=table.separator)))
    if len(fields) > len(table.names):
        priced = min(
            i for i, name in enumerate(table.names) if name.lower() in {"open", "high", "low", "close"}
        )
        fields = fields[:priced]
    return fields + [None] * (len(table.names) - len(fields))


def _parquet_names(path: Path) -> tuple[str, ...]:
    try:
        return _distinct(path, tuple(pl.read_parquet_schema(path)))
    except (PolarsError, OSError) as error:
        raise UnreadableFileError(f"{path} is a torn Parquet file.", "Copy or download it again.") from error


def _parquet_batches(table: Table, on_read: OnRead) -> Iterator[Batch]:
    try:
        rows = int(pl.scan_parquet(table.path).select(pl.len()).collect().item())
        for start in range(0, rows, BATCH_ROWS):
            frame = pl.scan_parquet(table.path).slice(start, BATCH_ROWS).collect()
            row = pl.int_range(start + 1, start + 1 + frame.height, eager=True)
            yield Batch(frame, row, None)
            on_read(min(start + BATCH_ROWS, rows) * table.size // rows, table.size)
    except (PolarsError, OSError) as error:
        raise UnreadableFileError(
            f"{table.path} is a torn Parquet file.", "Copy or download it again."
        ) from error
