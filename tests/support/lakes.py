"""A lake in a folder, stamped with a fixed instant."""

from datetime import UTC, datetime
from pathlib import Path

from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import open_objects

STAMP = datetime(2024, 4, 1, tzinfo=UTC)


def lake_at(folder: Path) -> ParquetLake:
    """The lake of USDCOP under ``folder``."""
    versions = Versions(code="test", calendar="test")
    return ParquetLake(open_objects(folder.as_uri()), "USDCOP", versions, lambda: STAMP)
