from pathlib import Path

import pytest

from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.adapters.model_registry import MlflowRegistry
from usdcop.adapters.objects import open_objects
from usdcop.core.errors import ServerError
from usdcop.core.registry import Alias, TrainingRun


def test_the_roles_are_those_of_the_registry(tmp_path: Path) -> None:
    url, objects_url = f"sqlite:///{tmp_path / 'registry.db'}", (tmp_path / "objects").as_uri()
    assert deployed_roles(url) == {}, "before the registry was ever opened"
    registry = MlflowRegistry(url, open_objects(objects_url), objects_url)
    assert deployed_roles(url) == {}
    versions = [registry.register(data, registry.track(TrainingRun("seed"))) for data in (b"one", b"two")]
    registry.set_alias(Alias.CHALLENGER, versions[0])
    registry.set_alias(Alias.CHAMPION, versions[1])
    registry.set_alias(Alias.CHALLENGER, versions[1])
    digests = {one.version: one.digest for one in registry.versions()}
    held = {alias: deployed_roles(url).get(alias) for alias in Alias}
    assert held == {
        Alias.CHAMPION: (versions[1], digests[versions[1]]),
        Alias.CHALLENGER: (versions[1], digests[versions[1]]),
        Alias.SHADOW: None,
    }


def test_a_database_that_does_not_answer_is_an_error() -> None:
    with pytest.raises(ServerError, match="does not answer"):
        deployed_roles("postgresql+psycopg2://nobody@127.0.0.1:1/none")
