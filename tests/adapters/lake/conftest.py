"""A lake of USDCOP on a folder of the test's own."""

from pathlib import Path

import pytest

from support.storage import lake_on
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import LocalObjects


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path)


@pytest.fixture
def lake(objects: LocalObjects) -> ParquetLake:
    return lake_on(objects)
