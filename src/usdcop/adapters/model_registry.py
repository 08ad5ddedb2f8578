"""The model registry in MLflow, straight on its database; the files of bundles lie in our object store.

Importing this module loads MLflow, which takes seconds: only ``main`` does it, and only where it is used.
MLflow reports usage over the network unless ``MLFLOW_DISABLE_TELEMETRY`` is set before it is imported.
"""

import hashlib
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, final

import sqlalchemy
from mlflow.entities import Metric, Param, RunTag
from mlflow.entities.model_registry import ModelVersion, RegisteredModel
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient
from sqlalchemy.exc import SADeprecationWarning, SQLAlchemyError

from usdcop.core.errors import CorruptPartitionError, ServerError, UsageError
from usdcop.core.ports import Objects
from usdcop.core.registry import BUNDLES, MODEL_NAME, Alias, RegisteredBundle, TrainingRun, bundle_key

_DIGEST: Final = "sha256"
_PAST: Final = "past-"
"""Tag of the registered model that lists the earlier holders of an alias, oldest first."""
_KEPT_HOLDERS: Final = 50
_MAX_VERSIONS: Final = 10_000
_RUNS_PER_PAGE: Final = 1_000


@final
class MlflowRegistry:
    """``core.registry.ModelRegistry`` on the database at ``url``."""

    def __init__(self, url: str, objects: Objects, objects_url: str) -> None:
        """Open the registry; the first time, its tables are made, which takes some seconds.

        Args:
            url: SQLAlchemy address of MLflow's own database.
            objects: where the files of bundles are kept.
            objects_url: the address of ``objects``, which MLflow notes as the models' source.

        Raises:
            ServerError: the database cannot be reached.
        """
        for name in ("mlflow", "alembic"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._objects = objects
        self._source = f"{objects_url.rstrip('/')}/{BUNDLES}"
        with _failures(), warnings.catch_warnings():
            warnings.simplefilter("ignore", SADeprecationWarning)  # MLflow's mappings lag behind SQLAlchemy
            _reach(url)
            self._client = MlflowClient(tracking_uri=url, registry_uri=url)
            self._experiment = self._opened_experiment()
            self._ensure_model()

    def track(self, run: TrainingRun) -> str:
        """See ``ModelRegistry.track``."""
        with _failures():
            begun = self._client.create_run(self._experiment, run_name=run.name)
            run_id, at = begun.info.run_id, begun.info.start_time
            self._client.log_batch(
                run_id,
                metrics=[Metric(name, value, at, 0) for name, value in run.metrics.items()],
                params=[Param(name, value) for name, value in run.params.items()],
                tags=[RunTag(name, value) for name, value in run.tags.items()],
                synchronous=True,
            )
            self._client.set_terminated(run_id)
        return str(run_id)

    def runs(self) -> list[tuple[str, TrainingRun]]:
        """See ``ModelRegistry.runs``."""
        with _failures():
            return list(self._runs())

    def register(self, bundle: bytes, run_id: str) -> int:
        """See ``ModelRegistry.register``."""
        digest = hashlib.sha256(bundle).hexdigest()
        with _failures():
            for known in self._versions():
                if known.tags[_DIGEST] == digest:
                    return int(known.version)
            self._objects.put(bundle_key(digest), bundle)
            source = f"{self._source}/{digest}.onnx"
            made = self._client.create_model_version(MODEL_NAME, source, run_id, tags={_DIGEST: digest})
        return int(made.version)

    def load(self, version: int) -> bytes:
        """See ``ModelRegistry.load``."""
        digest = self._version(version).tags[_DIGEST]
        bundle = self._objects.get(bundle_key(digest))
        if hashlib.sha256(bundle).hexdigest() != digest:
            raise CorruptPartitionError(
                f"The file of bundle {version} was altered: its checksum is not {digest[:12]}….",
                "Restore it from a backup, or deploy another version: usdcop models list.",
            )
        return bundle

    def set_alias(self, alias: Alias, version: int) -> None:
        """See ``ModelRegistry.set_alias``."""
        self._version(version)
        model = self._model()
        holder = model.aliases.get(alias)
        if holder is not None and int(holder) == version:
            return
        with _failures():
            if holder is not None:
                self._remember(alias, [*_past(model, alias), int(holder)])
            self._client.set_registered_model_alias(MODEL_NAME, alias, str(version))

    def clear_alias(self, alias: Alias) -> None:
        """See ``ModelRegistry.clear_alias``."""
        model = self._model()
        holder = model.aliases.get(alias)
        if holder is None:
            return
        with _failures():
            self._remember(alias, [*_past(model, alias), int(holder)])
            self._client.delete_registered_model_alias(MODEL_NAME, alias)

    def by_alias(self, alias: Alias) -> tuple[int, bytes] | None:
        """See ``ModelRegistry.by_alias``."""
        holder = self._model().aliases.get(alias)
        return None if holder is None else (int(holder), self.load(int(holder)))

    def rollback(self, alias: Alias) -> int:
        """See ``ModelRegistry.rollback``."""
        model = self._model()
        past = _past(model, alias)
        if not past:
            raise UsageError(
                f"Nothing was deployed as {alias} before.",
                "Choose a version: usdcop models list, then promote.",
            )
        with _failures():
            self._client.set_registered_model_alias(MODEL_NAME, alias, str(past[-1]))
            self._remember(alias, past[:-1])
        return past[-1]

    def versions(self) -> list[RegisteredBundle]:
        """See ``ModelRegistry.versions``."""
        with _failures():
            runs = dict(self._runs())
            found = self._versions()
            model = self._model()
        last = {alias: next(reversed(_past(model, alias)), 0) for alias in Alias}
        return [
            RegisteredBundle(
                version=int(version.version),
                digest=version.tags[_DIGEST],
                created_at=datetime.fromtimestamp(version.creation_timestamp / 1000, UTC),
                aliases=tuple(
                    alias for alias in Alias if int(model.aliases.get(alias, 0)) == int(version.version)
                ),
                held_before=tuple(alias for alias in Alias if last[alias] == int(version.version)),
                run_id=str(version.run_id),
                run=runs[str(version.run_id)],
            )
            for version in sorted(found, key=lambda version: -int(version.version))
        ]

    def _opened_experiment(self) -> str:
        known = self._client.get_experiment_by_name(MODEL_NAME)
        if known is not None:
            return str(known.experiment_id)
        return str(self._client.create_experiment(MODEL_NAME, artifact_location=self._source))

    def _ensure_model(self) -> None:
        if not self._client.search_registered_models(f"name = '{MODEL_NAME}'"):
            self._client.create_registered_model(MODEL_NAME)

    def _model(self) -> RegisteredModel:
        with _failures():
            return self._client.get_registered_model(MODEL_NAME)

    def _versions(self) -> list[ModelVersion]:
        return list(self._client.search_model_versions(f"name = '{MODEL_NAME}'", max_results=_MAX_VERSIONS))

    def _version(self, version: int) -> ModelVersion:
        with _failures():
            for known in self._versions():
                if int(known.version) == version:
                    return known
        raise UsageError(f"There is no bundle with version {version}.", "See usdcop models list.")

    def _runs(self) -> Iterator[tuple[str, TrainingRun]]:
        token = None
        while True:
            page = self._client.search_runs([self._experiment], max_results=_RUNS_PER_PAGE, page_token=token)
            for run in page:
                tags = {
                    name: value for name, value in run.data.tags.items() if not name.startswith("mlflow.")
                }
                told = TrainingRun(run.info.run_name, run.data.params, run.data.metrics, tags)
                yield run.info.run_id, told
            if not (token := page.token):
                return

    def _remember(self, alias: Alias, past: list[int]) -> None:
        text = ",".join(map(str, past[-_KEPT_HOLDERS:]))
        self._client.set_registered_model_tag(MODEL_NAME, f"{_PAST}{alias}", text)


def _past(model: RegisteredModel, alias: Alias) -> list[int]:
    return [int(version) for version in model.tags.get(f"{_PAST}{alias}", "").split(",") if version]


def _reach(url: str) -> None:
    """Fail at once where the database does not answer: MLflow would go on trying for minutes."""
    engine = sqlalchemy.create_engine(url)
    try:
        engine.connect().close()
    finally:
        engine.dispose()


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (MlflowException, SQLAlchemyError) as error:
        reason = str(error).strip().split("\n")[0]
        raise ServerError(
            f"The model registry does not answer: {reason}.",
            "Check USDCOP_MLFLOW_URL, and that the server runs.",
        ) from error
