"""Rows of a text in batches: its lines, cut into fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl
from polars.exceptions import PolarsError

from usdcop.pipeline.importing.containers import Container
from usdcop.pipeline.importing.encodings import blocks, texts
from usdcop.pipeline.importing.headers import Layout, fields
from usdcop.pipeline.importing.names import places, unique

SAMPLE_BYTES: Final = 1 << 16
"""Text from which a file's layout and formats are known."""
MOST_LINES: Final = 200_000
"""Lines of one batch: a block of very short ones is cut."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Consecutive rows of a file: its columns as they stand, line numbers, and the text of each row."""

    columns: pl.DataFrame
    row: pl.Series
    lines: pl.Series | None
    """Text of each row; None where the file holds none (Parquet)."""


def first_lines(container: Container, encoding: str) -> list[str]:
    """The lines within the first ``SAMPLE_BYTES``; the last of them may be cut.

    Raises:
        UnreadableFileError: as ``encodings.texts``.
    """
    with container.opened() as stream:
        return next(texts(stream, encoding, SAMPLE_BYTES), "").split("\n")


def batch_of(lines: list[str], first: int, layout: Layout) -> Batch | None:
    """The rows among ``lines``, of which ``first`` is the number of the first; None where there are none."""
    number = pl.int_range(first, first + len(lines), eager=True)
    frame = pl.DataFrame([pl.Series("line", lines, dtype=pl.String), number.alias("row")])
    frame = frame.filter((pl.col("row") > layout.skip) & (pl.col("line").str.strip_chars() != ""))
    if frame.is_empty():
        return None
    return Batch(_fields(layout, frame["line"]), frame["row"], frame["line"])


def line_batches(
    container: Container, encoding: str, layout: Layout, size: int
) -> Iterator[tuple[Batch | None, int]]:
    """Batches of about ``size`` bytes, and the bytes of the file read so far.

    Raises:
        UnreadableFileError: as ``encodings.blocks``.
    """
    first = 1
    with container.opened() as stream:
        for block in blocks(stream, encoding, size):
            lines = block.removesuffix("\n").split("\n")
            for start in range(0, len(lines), MOST_LINES):
                yield batch_of(lines[start : start + MOST_LINES], first + start, layout), stream.done
            first += len(lines)


def _fields(layout: Layout, lines: pl.Series) -> pl.DataFrame:
    schema = dict.fromkeys(unique(layout.names), pl.String)
    try:
        text = "\n".join(lines.to_list()).encode()
        frame = pl.read_csv(text, has_header=False, separator=layout.separator, schema=schema)
        if frame.height == lines.len():
            return frame
    except PolarsError:
        pass  # some line has too many fields or an open quote: look at each by itself
    have = places(layout.names)
    priced = min((have[price][0] for price in ("open", "high", "low", "close") if price in have), default=0)
    rows = [_split(line, layout, priced) for line in lines.to_list()]
    return pl.DataFrame(rows, schema=schema, orient="row", infer_schema_length=None)


def _split(line: str, layout: Layout, priced: int) -> list[str | None]:
    """Fields of one line; where they are too many, and not for want of text, only those before the first price."""
    found: list[str | None] = list(fields(line, layout.separator))
    width = len(layout.names)
    if any(found[width:]):
        found = found[:priced]
    return (found + [None] * width)[:width]
