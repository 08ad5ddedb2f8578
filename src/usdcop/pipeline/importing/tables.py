"""Files of bars as batches of rows: text, JSON, Parquet and Feather, told apart by their first bytes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing.claims import Claims
from usdcop.pipeline.importing.containers import Container, Packing, container_of
from usdcop.pipeline.importing.documents import MOST_BYTES, Document, document_of
from usdcop.pipeline.importing.encodings import encoding_of, texts
from usdcop.pipeline.importing.headers import Layout, layout_of
from usdcop.pipeline.importing.lines import SAMPLE_BYTES, Batch, batch_of, first_lines, line_batches
from usdcop.pipeline.importing.survival import must_be_survived
from usdcop.pipeline.importing.typed_files import BATCH_ROWS, FEATHER, PARQUET, names_of, numbered, parts_of

BLOCK_BYTES: Final = 8 << 20
"""Text read at once."""
_SAMPLE_ROWS: Final = 1_000

OnRead = Callable[[int, int], None]
"""Called with the bytes read and the bytes to read."""


class Kind(StrEnum):
    """What stands in a file."""

    TEXT = "CSV"
    JSON = "JSON"
    PARQUET = PARQUET
    FEATHER = FEATHER


_MAGICS: Final = {b"PAR1": Kind.PARQUET, b"ARROW1": Kind.FEATHER}


@dataclass(frozen=True, slots=True)
class Table:
    """A readable file of rows under named columns."""

    container: Container
    kind: Kind
    encoding: str
    """Of its text; empty for typed files."""
    layout: Layout

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.container.path

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, as they stand in the file."""
        return self.layout.names

    @property
    def claims(self) -> Claims:
        """What the file says of itself."""
        return self.layout.claims

    def sample(self) -> Batch | None:
        """The first rows; None where there are none.

        Raises:
            UnreadableFileError: as ``batches``.
        """
        if self.kind is not Kind.TEXT:
            return next((batch for batch, _ in self._typed(_SAMPLE_ROWS)), None)
        lines = first_lines(self.container, self.encoding)
        whole = lines[:-1] if len(lines) > self.layout.skip + 1 else lines
        return batch_of(whole, 1, self.layout)

    def batches(self, on_read: OnRead) -> Iterator[Batch]:
        """The rows in the order of the file.

        Raises:
            UnreadableFileError: the file is torn or binary.
        """
        size = self.container.size
        if self.kind is not Kind.TEXT:
            for batch, height in self._typed(BATCH_ROWS):
                yield batch
                on_read(int(batch.row[-1]) * size // height, size)
            return
        for found, done in line_batches(self.container, self.encoding, self.layout, BLOCK_BYTES):
            if found is not None:
                yield found
            on_read(min(done, size), size)

    def _typed(self, rows: int) -> Iterator[tuple[Batch, int]]:
        """Batches of a file that is no text of lines, and its rows."""
        if self.kind is Kind.JSON:
            frame = _document(self.container, self.encoding).rows
            for start in range(0, frame.height, rows):
                yield numbered(frame.slice(start, rows), start), frame.height
            return
        yield from (
            (numbered(frame, start), height)
            for frame, start, height in parts_of(self.path, self.kind, self.names, rows)
        )


def open_table(path: Path, told: Mapping[str, str] | None = None) -> Table:
    """Look at the beginning of ``path``; ``told`` columns need no usual name.

    Raises:
        UnreadableFileError: it is missing, a folder, empty, torn or binary.
        ColumnsError: it is a text of which no line names the columns, and of no known shape.
    """
    container = container_of(path)
    with container.opened() as stream:
        first = stream.read(SAMPLE_BYTES)
    kind = next((kind for magic, kind in _MAGICS.items() if first.startswith(magic)), Kind.TEXT)
    if kind is not Kind.TEXT:
        if container.packing is not Packing.NONE:
            raise UnreadableFileError(
                f"{container.path} is a {kind} file inside {container.packing}.", "Unpack it first."
            )
        must_be_survived(path, kind)
        return Table(container, kind, "", Layout(names_of(path, kind)))
    encoding = encoding_of(first)
    lines = first_lines(container, encoding)
    if not any(line.strip("\ufeff \t") for line in lines):
        raise UnreadableFileError(f"{path} holds no text.", "Give a file with bars.")
    begin = next(line for line in lines if line.strip("\ufeff \t")).lstrip("\ufeff \t")
    if begin.startswith(("{", "[")):
        document = _document(container, encoding)
        return Table(
            container, Kind.JSON, encoding, Layout(tuple(document.rows.columns), claims=document.claims)
        )
    return Table(container, kind, encoding, layout_of(path.name, lines, told or {}))


def _document(container: Container, encoding: str) -> Document:
    parts, length = list[str](), 0
    with container.opened() as stream:
        for text in texts(stream, encoding, BLOCK_BYTES):
            parts.append(text)
            length += len(text)
            if length > MOST_BYTES:
                raise UnreadableFileError(
                    f"{container.path} is JSON of more than {MOST_BYTES >> 20} MiB, which is held as a whole.",
                    "Give it as CSV or Parquet, or in parts.",
                )
    return document_of(container.path.name, "".join(parts).lstrip("\ufeff"))
