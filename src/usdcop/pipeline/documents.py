"""Tables and marks kept beside a layer's partitions: quarantine, session verdicts, finished blocks.

They lie in a folder a year, so that what is written beside one block does not grow with the history. What an
earlier version kept in one folder for all years is read where there is nothing newer.
"""

import io
import json
from contextlib import suppress
from pathlib import PurePosixPath

import polars as pl

from usdcop.core.errors import NoDocumentError
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake

_BLOCKS = "blocks"


def write_table(lake: Lake, layer: Layer, kind: str, block: str, table: pl.DataFrame) -> None:
    """Keep ``table`` as the ``kind`` of ``block`` (such as the quarantine of 2025Q2)."""
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="zstd")
    lake.put_document(layer, _path(kind, f"{block}.parquet"), buffer.getvalue())


def read_table(lake: Lake, layer: Layer, kind: str, block: str) -> pl.DataFrame | None:
    """The ``kind`` of ``block``; None where there is none."""
    data = _get(lake, layer, kind, f"{block}.parquet")
    return None if data is None else pl.read_parquet(io.BytesIO(data))


def read_tables(lake: Lake, layer: Layer, kind: str) -> pl.DataFrame | None:
    """All blocks of ``kind`` below one another, oldest first; None where there is none.

    A column that blocks of an earlier version lack is null there, until they are made again.
    """
    paths = [path for path in _paths(lake, layer, kind) if path.endswith(".parquet")]
    tables = [pl.read_parquet(io.BytesIO(lake.get_document(layer, path))) for path in paths]
    return pl.concat(tables, how="diagonal") if tables else None


def write_block_mark(lake: Lake, layer: Layer, block: str, mark: str) -> None:
    """Record that ``block`` was finished; ``mark`` stands for what it was made from and what came of it."""
    text = json.dumps({"block": block, "mark": mark}, indent=1)
    lake.put_document(layer, _path(_BLOCKS, f"{block}.json"), text.encode())


def read_block_mark(lake: Lake, layer: Layer, block: str) -> str | None:
    """Mark recorded for ``block``; None where it was never finished."""
    data = _get(lake, layer, _BLOCKS, f"{block}.json")
    return None if data is None else str(json.loads(data)["mark"])


def forget_tables(lake: Lake, layer: Layer, kind: str, block: str) -> None:
    """Let the ``kind`` of ``block`` be empty, if there is any: the block has no input any more."""
    table = read_table(lake, layer, kind, block)
    if table is not None:
        write_table(lake, layer, kind, block, table.clear())


def forget_block(lake: Lake, layer: Layer, block: str) -> None:
    """Let ``block`` count as unfinished: the next run makes and serves it again."""
    if read_block_mark(lake, layer, block) is not None:
        write_block_mark(lake, layer, block, "")


def forget_block_marks(lake: Lake, layer: Layer) -> None:
    """Let every block of ``layer`` count as unfinished: the next run makes and serves it again."""
    for path in _paths(lake, layer, _BLOCKS):
        write_block_mark(lake, layer, PurePosixPath(path).stem, "")


def _path(kind: str, name: str) -> str:
    return f"{kind}/{name[:4]}/{name}"


def _get(lake: Lake, layer: Layer, kind: str, name: str) -> bytes | None:
    """The document where it is kept now, or else where an earlier version kept it.

    Raises:
        MissingPartitionError: it is listed and its file is gone; what lies in the earlier place is older.
    """
    for path in (_path(kind, name), f"{kind}/{name}"):
        with suppress(NoDocumentError):
            return lake.get_document(layer, path)
    return None


def _paths(lake: Lake, layer: Layer, kind: str) -> list[str]:
    """Where each document of ``kind`` is, in order of their names."""
    folders = [kind, *lake.folders(layer, kind)]
    found = {PurePosixPath(path).name: path for folder in folders for path in lake.documents(layer, folder)}
    return [found[name] for name in sorted(found)]
