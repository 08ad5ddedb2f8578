"""The suite of the port ``ModelRegistry``, on MLflow over a real PostgreSQL and a real folder."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from mlflow.tracking import MlflowClient

from usdcop.adapters.model_registry import MlflowRegistry
from usdcop.adapters.objects import open_objects
from usdcop.core.errors import CorruptPartitionError, MissingPartitionError, ServerError, UsageError
from usdcop.core.registry import BUNDLES, MODEL_NAME, Alias, ModelRegistry, TrainingRun
from usdcop.main.embedded.postgres import PostgresServer, create_database

RUN = TrainingRun(
    name="seed 3",
    params={"learning_rate": "0.001", "steps": "1000000"},
    metrics={"validation_return_bps": 1.5},
    tags={"seed": "3", "data_hash": "abc", "split": "chrono-1"},
)


@pytest.fixture(scope="module")
def database(postgres_server: PostgresServer) -> str:
    create_database(postgres_server, "registry")
    return postgres_server.url("registry")


@pytest.fixture
def objects_url(tmp_path: Path) -> str:
    return (tmp_path / "objects").as_uri()


@pytest.fixture
def registry(database: str, objects_url: str) -> Iterator[ModelRegistry]:
    opened = MlflowRegistry(database, open_objects(objects_url), objects_url)
    yield opened
    MlflowClient(database, database).delete_registered_model(MODEL_NAME)


def stored(tmp_path: Path, bundle: bytes) -> Path:
    return tmp_path / "objects" / BUNDLES / f"{hashlib.sha256(bundle).hexdigest()}.onnx"


def test_a_bundle_comes_back_as_it_was_with_its_history(registry: ModelRegistry) -> None:
    run_id = registry.track(RUN)
    version = registry.register(b"bundle one", run_id)
    assert registry.load(version) == b"bundle one"
    (known,) = registry.versions()
    assert (known.version, known.digest) == (version, hashlib.sha256(b"bundle one").hexdigest())
    assert (known.run_id, known.run, known.aliases) == (run_id, RUN, ())


def test_versions_count_up_and_the_newest_comes_first(registry: ModelRegistry) -> None:
    run_id = registry.track(RUN)
    numbers = [registry.register(f"bundle {number}".encode(), run_id) for number in range(3)]
    assert numbers == [1, 2, 3]
    assert [known.version for known in registry.versions()] == [3, 2, 1]


def test_trainings_that_did_not_ship_are_known_too(registry: ModelRegistry) -> None:
    before = len(registry.runs())
    shipped, other = registry.track(RUN), registry.track(RUN)
    registry.register(b"of the first", shipped)
    found = dict(registry.runs())
    assert len(found) == before + 2
    assert found[shipped] == found[other] == RUN


def test_the_same_bytes_are_registered_once(registry: ModelRegistry) -> None:
    first = registry.register(b"the same", registry.track(RUN))
    assert registry.register(b"the same", registry.track(RUN)) == first
    assert len(registry.versions()) == 1


def test_a_new_registry_on_the_same_database_knows_everything(
    registry: ModelRegistry, database: str, objects_url: str
) -> None:
    version = registry.register(b"kept", registry.track(RUN))
    registry.set_alias(Alias.CHALLENGER, version)
    again = MlflowRegistry(database, open_objects(objects_url), objects_url)
    assert again.by_alias(Alias.CHALLENGER) == (version, b"kept")


def test_aliases_are_held_independently_and_move(registry: ModelRegistry) -> None:
    run_id = registry.track(RUN)
    one, two = (registry.register(name, run_id) for name in (b"one", b"two"))
    assert registry.by_alias(Alias.CHAMPION) is None
    registry.set_alias(Alias.CHAMPION, one)
    registry.set_alias(Alias.SHADOW, one)
    registry.set_alias(Alias.CHAMPION, two)
    assert registry.by_alias(Alias.CHAMPION) == (two, b"two")
    assert {known.version: known.aliases for known in registry.versions()} == {
        one: (Alias.SHADOW,),
        two: (Alias.CHAMPION,),
    }


def held_before(registry: ModelRegistry) -> dict[int, tuple[Alias, ...]]:
    return {known.version: known.held_before for known in registry.versions()}


def test_rolling_back_goes_through_the_earlier_holders(registry: ModelRegistry) -> None:
    run_id = registry.track(RUN)
    one, two, three = (registry.register(name, run_id) for name in (b"1", b"2", b"3"))
    for version in (one, two, two, three):
        registry.set_alias(Alias.CHAMPION, version)
    registry.set_alias(Alias.SHADOW, three)
    assert held_before(registry) == {one: (), two: (Alias.CHAMPION,), three: ()}
    assert registry.rollback(Alias.CHAMPION) == two
    assert held_before(registry) == {one: (Alias.CHAMPION,), two: (), three: ()}
    assert registry.rollback(Alias.CHAMPION) == one
    assert held_before(registry) == {one: (), two: (), three: ()}
    assert registry.by_alias(Alias.CHAMPION) == (one, b"1")
    with pytest.raises(UsageError, match="Nothing was deployed as champion before"):
        registry.rollback(Alias.CHAMPION)


def test_what_does_not_exist_is_named(registry: ModelRegistry) -> None:
    with pytest.raises(UsageError, match="version 7"):
        registry.load(7)
    with pytest.raises(UsageError, match="version 7"):
        registry.set_alias(Alias.CHAMPION, 7)


def test_an_altered_file_is_never_handed_out(registry: ModelRegistry, tmp_path: Path) -> None:
    version = registry.register(b"honest", registry.track(RUN))
    registry.set_alias(Alias.CHAMPION, version)
    stored(tmp_path, b"honest").write_bytes(b"hones7")
    with pytest.raises(CorruptPartitionError, match="altered"):
        registry.by_alias(Alias.CHAMPION)
    stored(tmp_path, b"honest").unlink()
    with pytest.raises(MissingPartitionError):
        registry.load(version)


def test_a_database_that_does_not_answer_is_said_at_once(tmp_path: Path) -> None:
    objects = open_objects(tmp_path.as_uri())
    with pytest.raises(ServerError, match="does not answer"):
        MlflowRegistry("postgresql+psycopg2://nobody@127.0.0.1:1/nothing", objects, tmp_path.as_uri())
