import json
from pathlib import Path

import pytest

from usdcop.core.errors import StorageError
from usdcop.main.jobs.describing import SERVICES, describe


def test_every_service_is_described_without_a_server(tmp_path: Path) -> None:
    written, again = describe(tmp_path / "documents"), describe(tmp_path / "again")
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in again]
    assert [path.stem for path in written] == [
        name for name in SERVICES if (tmp_path / "documents" / f"{name}.json").exists()
    ]
    assert len(written) >= 3
    for path in written:
        document = json.loads(path.read_text())
        assert document["openapi"].startswith("3.")
        assert {"/health", "/metrics"} <= set(document["paths"])
        assert "HTTPValidationError" not in document["components"]["schemas"]


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="--out"):
        describe(tmp_path / "file" / "inside")
