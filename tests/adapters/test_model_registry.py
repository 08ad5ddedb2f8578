import logging
from pathlib import Path

import pytest
import sqlalchemy

from usdcop.adapters.model_registry import MlflowRegistry
from usdcop.adapters.objects import open_objects
from usdcop.core.registry import Alias, TrainingRun


def test_the_registry_works_on_sqlite_too_and_is_silent(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    url, objects_url = f"sqlite:///{tmp_path / 'registry.db'}", (tmp_path / "objects").as_uri()
    registry = MlflowRegistry(url, open_objects(objects_url), objects_url)
    version = registry.register(b"bundle", registry.track(TrainingRun("seed 0")))
    registry.set_alias(Alias.SHADOW, version)
    assert registry.by_alias(Alias.SHADOW) == (1, b"bundle")
    assert capfd.readouterr() == ("", "")
    assert [record.name for record in caplog.records] == []
    engine = sqlalchemy.create_engine(url)
    with engine.connect() as connection:
        sources = connection.execute(sqlalchemy.text("SELECT source FROM model_versions")).scalars().all()
    engine.dispose()
    assert len(sources) == 1
    assert sources[0].startswith(f"{objects_url}/usdcop-models/")
