"""The real files beside the project, read as the import reads them; tests skip where they are absent."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from usdcop.pipeline.importing.read import ImportFile, read_file

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"
REBUILT = "usdcop_m5_2020_2025h1.csv.gz"
MIXED = "usdcop_m5_export_mixed_clocks.csv.gz"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def real_path(name: str) -> Path:
    """Path of the real file ``name``; the test is skipped where there is none."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the real bars are not beside the project: {path.name} is not in shared/data")
    return path


def case_path(name: str) -> Path:
    """Path of the file ``name`` among the inputs that failed; the test is skipped where there is none."""
    path = FOLDER.parent / "cases" / name
    if not path.exists():
        pytest.skip(f"the cases are not beside the project: {name} is not in shared/cases")
    return path


def real_file(name: str) -> ImportFile:
    """The real file ``name``, looked at with an automatic clock."""
    return read_file(real_path(name), "USDCOP", NOW)
