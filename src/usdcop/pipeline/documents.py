"""Tables and marks kept beside a layer's partitions: quarantine, session verdicts, finished blocks."""

import io
import json

import polars as pl

from usdcop.core.layers import Layer
from usdcop.core.ports import Lake


def write_table(lake: Lake, layer: Layer, kind: str, block: str, table: pl.DataFrame) -> None:
    """Keep ``table`` as the ``kind`` of ``block`` (such as the quarantine of 2025Q2)."""
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="zstd")
    lake.put_document(layer, f"{kind}/{block}.parquet", buffer.getvalue())


def read_tables(lake: Lake, layer: Layer, kind: str) -> pl.DataFrame | None:
    """All blocks of ``kind`` below one another, oldest first; None where there is none.

    A column that blocks of an earlier version lack is null there, until they are made again.
    """
    paths = [path for path in lake.documents(layer, kind) if path.endswith(".parquet")]
    tables = [pl.read_parquet(io.BytesIO(lake.get_document(layer, path))) for path in paths]
    return pl.concat(tables, how="diagonal") if tables else None


def write_block_mark(lake: Lake, layer: Layer, block: str, mark: str) -> None:
    """Record that ``block`` was finished; ``mark`` stands for what it was made from and what came of it."""
    text = json.dumps({"block": block, "mark": mark}, indent=1)
    lake.put_document(layer, f"blocks/{block}.json", text.encode())


def read_block_mark(lake: Lake, layer: Layer, block: str) -> str | None:
    """Mark recorded for ``block``; None where it was never finished."""
    path = f"blocks/{block}.json"
    if path not in lake.documents(layer, "blocks"):
        return None
    return str(json.loads(lake.get_document(layer, path))["mark"])


def forget_tables(lake: Lake, layer: Layer, kind: str, block: str) -> None:
    """Let the ``kind`` of ``block`` be empty, if there is any: the block has no input any more."""
    path = f"{kind}/{block}.parquet"
    if path in lake.documents(layer, kind):
        write_table(
            lake, layer, kind, block, pl.read_parquet(io.BytesIO(lake.get_document(layer, path))).clear()
        )


def forget_block(lake: Lake, layer: Layer, block: str) -> None:
    """Let ``block`` count as unfinished: the next run makes and serves it again."""
    if read_block_mark(lake, layer, block) is not None:
        write_block_mark(lake, layer, block, "")


def forget_block_marks(lake: Lake, layer: Layer) -> None:
    """Let every block of ``layer`` count as unfinished: the next run makes and serves it again."""
    for path in lake.documents(layer, "blocks"):
        lake.put_document(layer, path, json.dumps({"block": path, "mark": ""}).encode())
