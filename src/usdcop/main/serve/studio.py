"""Models and their ledgers for the analytics service: backtests are run once per model and history."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from usdcop.adapters.postgres.paper_record import PaperLedger, PostgresPaperRecord
from usdcop.backtest.engine import Backtest, run
from usdcop.backtest.rivals import runs_beside
from usdcop.core.errors import MissingInputError, UnknownError
from usdcop.core.layers import Layer
from usdcop.core.ports import Trial
from usdcop.core.record import Record
from usdcop.core.registry import ModelRegistry, RegisteredBundle, TrainingRun
from usdcop.core.units import Price
from usdcop.main.jobs.registering import registry_of
from usdcop.main.wiring import System
from usdcop.pipeline.history import load_history
from usdcop.pipeline.l6_backtest import baselines
from usdcop.policy.bundle import Bundle
from usdcop.services.analytics.ports import Basis, Filling, Line

REPORTS = "reports"
"""Folder of L6 with the reports, called after bundle and last session (``main.jobs.judging``)."""


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """A model over every session since its test part began."""

    backtest: Backtest
    expected: tuple[date, ...]
    record: Record


@dataclass(slots=True, eq=False)
class SystemStudio:
    """``services.analytics.ports.Studio`` on an open home."""

    system: System
    _registry: ModelRegistry | None = None
    _bundles: dict[int, Bundle] = field(default_factory=dict)
    _looked: dict[int, tuple[int, Looked]] = field(default_factory=dict)
    _lines: dict[int, tuple[int, tuple[Line, ...]]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def registry(self) -> ModelRegistry:
        """The registry, opened when first asked for: its library takes seconds to load."""
        with self._lock:
            if self._registry is None:
                self._registry = registry_of(self.system)
            return self._registry

    def models(self) -> Sequence[RegisteredBundle]:
        """See ``Studio.models``."""
        return self.registry.versions()

    def runs(self) -> Sequence[tuple[str, TrainingRun]]:
        """See ``Studio.runs``."""
        return self.registry.runs()

    def record(self, model: RegisteredBundle, basis: Basis) -> Record:
        """See ``Studio.record``."""
        return self._look(model).record if basis is Basis.BACKTEST else self._paper(model)

    def filling(self, model: RegisteredBundle, basis: Basis) -> Filling:
        """See ``Studio.filling``."""
        if basis is Basis.PAPER:
            ledger = self._ledger(model)
            return Filling(len(ledger.fills), None, ledger.shortest_delay)
        return _filling(self._look(model).backtest)

    def lines(self, model: RegisteredBundle) -> Sequence[Line]:
        """See ``Studio.lines``."""
        with self._lock:
            version, looked = self._state(), self._look(model)
            known = self._lines.get(model.version)
            if known is None or known[0] != version:
                runs = runs_beside(looked.backtest, looked.expected, baselines())
                known = (version, tuple(Line(one.name, _recorded(one, looked.expected)) for one in runs))
                self._lines[model.version] = known
            return known[1]

    def evaluation(self, digest: str) -> Mapping[str, Any] | None:
        """See ``Studio.evaluation``."""
        own = [path for path in self._report_paths() if path.startswith(f"{REPORTS}/{digest[:12]}-")]
        if not own:
            return None
        found: Mapping[str, Any] = json.loads(self.system.lake.get_document(Layer.L6, own[-1]))
        return found

    def reports(self) -> Sequence[str]:
        """See ``Studio.reports``."""
        names = (path.removeprefix(f"{REPORTS}/").removesuffix(".json") for path in self._report_paths())
        return sorted(names, key=lambda name: name.rpartition("-")[2])

    def report(self, report_id: str, form: str) -> bytes:
        """See ``Studio.report``."""
        path = f"{REPORTS}/{report_id}.{form}"
        if path not in self.system.lake.documents(Layer.L6, REPORTS):
            raise UnknownError(f"There is no report {report_id}.", "See GET /api/analytics/reports.")
        return self.system.lake.get_document(Layer.L6, path)

    def trials(self) -> Sequence[Trial]:
        """See ``Studio.trials``."""
        return self.system.trials.all()

    def test_part(self, model: RegisteredBundle) -> tuple[date, date]:
        """See ``Studio.test_part``."""
        return self.bundle(model.version).contract.split.test

    def bundle(self, version: int) -> Bundle:
        """The bundle of ``version``, loaded once: a version never changes."""
        with self._lock:
            if version not in self._bundles:
                self._bundles[version] = Bundle.load(self.registry.load(version))
            return self._bundles[version]

    def _report_paths(self) -> list[str]:
        return [path for path in self.system.lake.documents(Layer.L6, REPORTS) if path.endswith(".json")]

    def _state(self) -> int:
        """Changes whenever an episode does."""
        return hash(tuple(self.system.lake.days(Layer.L4).items()))

    def _look(self, model: RegisteredBundle) -> Looked:
        with self._lock:
            version = self._state()
            known = self._looked.get(model.version)
            if known is None or known[0] != version:
                known = (version, self._backtest(self.bundle(model.version)))
                self._looked[model.version] = known
            return known[1]

    def _backtest(self, bundle: Bundle) -> Looked:
        system = self.system
        settings = system.settings
        history = load_history(system.lake, system.market, system.clock.now(), settings.splits)
        first = bundle.contract.split.test[0]
        episodes, expected = history.part((first, history.expected[-1]))
        if not expected:
            raise MissingInputError(
                "There is no session yet that the model was not trained on.", "Bring newer bars in."
            )
        stop = system.stops.stops().get(bundle.digest)
        done = run(episodes, bundle.policy, settings.costs, settings.stakes, system.market.calendar, stop)
        return Looked(done, expected, replace(_recorded(done, expected), name=bundle.contract.name))

    def _ledger(self, model: RegisteredBundle) -> PaperLedger:
        return PostgresPaperRecord(self.system.engine).read(self.system.market, model.digest)

    def _paper(self, model: RegisteredBundle) -> Record:
        ledger = self._ledger(model)
        if not ledger.decisions:
            raise MissingInputError(
                f"Version {model.version} has not decided in a paper account yet.",
                "Deploy it as champion or challenger and let a session begin; a shadow only predicts.",
            )
        first, last = ledger.decisions[0].session, ledger.decisions[-1].session
        return Record(
            name=model.run.name,
            expected=tuple(self.system.market.calendar.sessions(first, last)),
            first_closes=ledger.first_closes,
            decisions=ledger.decisions,
            fills=ledger.fills,
            notional=self.system.settings.stakes.notional,
        )


def _recorded(done: Backtest, expected: tuple[date, ...]) -> Record:
    """What the engine's run did, as a paper account would tell it."""
    prices = map(Price, done.episodes.first_close.tolist())
    return Record(
        name=done.name,
        expected=expected,
        first_closes=dict(zip(done.episodes.sessions, prices, strict=True)),
        decisions=tuple(done.decisions),
        fills=tuple(done.fills),
        notional=done.stakes.notional,
    )


def _filling(done: Backtest) -> Filling:
    """How the engine's fills came about: a changed target is filled at a later bar, doubtful or not."""
    episodes = done.episodes
    rows, slots = np.nonzero(done.positions - done.previous)
    where = episodes.fill_slot[rows, slots].astype(np.intp)
    delay = int((where - slots).min()) if rows.size else None
    return Filling(len(done.fills), int(episodes.doubtful[rows, where].sum()), delay)
