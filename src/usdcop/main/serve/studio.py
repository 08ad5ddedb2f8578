"""Models and their ledgers for the analytics service: backtests are run once per model and history."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from usdcop.adapters.postgres.paper_record import PaperLedger, PostgresPaperRecord
from usdcop.backtest.engine import Backtest, run
from usdcop.backtest.rivals import runs_beside
from usdcop.core.errors import MissingInputError, UnknownError
from usdcop.core.layers import Layer
from usdcop.core.partitions import Layout
from usdcop.core.record import Record
from usdcop.core.registry import ModelRegistry, RegisteredBundle, TrainingRun
from usdcop.core.trials import Title
from usdcop.core.units import Price
from usdcop.court.gate import GateSettings
from usdcop.court.looks import counting, next_look, taken
from usdcop.court.spending import entry_level, look_level
from usdcop.main.jobs.forward import proof_of
from usdcop.main.jobs.history import history_of
from usdcop.main.jobs.registering import registry_of
from usdcop.main.jobs.titles import decay_of, title_of
from usdcop.main.jobs.verdict import VERDICTS, Bench, bench_on, stale_because, stored_verdict
from usdcop.main.serve.model_marks import ModelMarks, StoredReport, document_times
from usdcop.main.wiring import System
from usdcop.pipeline.changes import ChangeRecord, Mark
from usdcop.pipeline.history import History
from usdcop.pipeline.l6_backtest import baselines
from usdcop.policy.bundle import Bundle
from usdcop.report import SCHEMA
from usdcop.services.analytics.ports import Basis, Bets, CourtStanding, Filling, Line, PastEvaluation

REPORTS = "reports"
"""Folder of L6 with the reports, called after bundle and last session (``main.jobs.judging``)."""


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """A model over what may be shown of the sessions it was not trained or chosen on."""

    backtest: Backtest
    expected: tuple[date, ...]
    record: Record


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model's run depends on: a look, an entry or a new session changes it."""

    state: int
    """Of the episodes."""
    sessions: tuple[date, ...]
    stop: float | None


@dataclass(slots=True, eq=False)
class SystemStudio:
    """``services.analytics.ports.Studio`` on an open home."""

    system: System
    marks: ModelMarks = field(init=False)
    _registry: ModelRegistry | None = None
    _bundles: dict[int, Bundle] = field(default_factory=dict)
    _looked: dict[int, tuple[Shown, Looked]] = field(default_factory=dict)
    _lines: dict[int, tuple[Looked, tuple[Line, ...]]] = field(default_factory=dict)
    _history: tuple[int, History] | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        """What heals is marked by one record of changes."""
        self.marks = ModelMarks(self.system.lake, ChangeRecord(self.system.lake))

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

    def judging(self, model: RegisteredBundle) -> Sequence[date]:
        """See ``Studio.judging``."""
        return self.bench().sessions_of(model.digest, self.system)

    def lines(self, model: RegisteredBundle) -> Sequence[Line]:
        """See ``Studio.lines``."""
        with self._lock:
            looked = self._look(model)
            known = self._lines.get(model.version)
            if known is None or known[0] is not looked:
                runs = runs_beside(looked.backtest, looked.expected, baselines())
                known = (looked, tuple(Line(one.name, _recorded(one, looked.expected)) for one in runs))
                self._lines[model.version] = known
            return known[1]

    def evaluation(self, digest: str) -> Mapping[str, Any] | None:
        """See ``Studio.evaluation``."""
        own = [path for path in self._report_paths() if path.startswith(f"{REPORTS}/{digest[:12]}-")]
        if not own:
            return None
        found: Mapping[str, Any] = json.loads(self.system.lake.get_document(Layer.L6, own[-1]))
        return found if found["schema"] == SCHEMA else None  # one of an earlier version judged by other gates

    def evaluations(self, symbol: str) -> Sequence[PastEvaluation]:
        """See ``Studio.evaluations``."""
        return [_past(row) for row in self.system.metrics.read(symbol).iter_rows(named=True)]

    def reports(self) -> Sequence[str]:
        """See ``Studio.reports``."""
        names = (path.removeprefix(f"{REPORTS}/").removesuffix(".json") for path in self._report_paths())
        return sorted(names, key=lambda name: name.rpartition("-")[2])

    def stale_reports(self) -> Mapping[str, Mark | None]:
        """See ``Studio.stale_reports``."""
        made_at = self._times(REPORTS)
        stored = (
            StoredReport(name, self.report(name, "json"), made_at.get(f"{REPORTS}/{name}.json"))
            for name in self.reports()
        )
        return self.marks.stale(list(stored))

    def report(self, report_id: str, form: str) -> bytes:
        """See ``Studio.report``."""
        path = f"{REPORTS}/{report_id}.{form}"
        if path not in self.system.lake.documents(Layer.L6, REPORTS):
            raise UnknownError(f"There is no report {report_id}.", "See GET /api/analytics/reports.")
        return self.system.lake.get_document(Layer.L6, path)

    def forward(self, model: RegisteredBundle) -> Bets | None:
        """See ``Studio.forward``."""
        bench = self.bench()
        found = proof_of(self.system, bench, self.bundle(model.version))
        if found is None:
            return None
        sessions = bench.sessions_of(model.digest, self.system)
        return Bets(sessions, found[1].wealth, found[1].target)

    def decay(self, model: RegisteredBundle) -> Bets | None:
        """See ``Studio.decay``."""
        found = decay_of(self.system, self.bench(), self.bundle(model.version))
        return None if found is None else Bets(found.sessions, found.value, found.limit)

    def title(self, model: RegisteredBundle) -> Title | None:
        """See ``Studio.title``."""
        return title_of(self.system, model.digest)

    def standing(self, model: RegisteredBundle) -> CourtStanding:
        """See ``Studio.standing``."""
        bench, digest = self.bench(), model.digest
        sessions = bench.sessions_of(digest, self.system)
        look, entry = taken(bench.looks, digest, sessions), bench.entries.get(digest)
        coming = next_look(bench.looks, sessions, GateSettings().most_looks)
        stored = stored_verdict(self.system, digest)
        level = look_level(look.number) if look is not None else None
        stale = () if stored is None else stale_because(self.system, bench, digest, stored)
        return CourtStanding(
            trained_here=digest in bench.trained,
            sessions=sessions,
            look=look,
            level=entry_level(entry.number) if entry is not None else level,
            next_number=coming.number,
            next_level=coming.level,
            used_up=coming.used_up,
            looks=tuple(counting(bench.looks, sessions)),
            entry=entry,
            stale=stale,
            trained_on=self.marks.bundle(model, bench.trained.get(digest)),
            judged_on=self.marks.verdict(
                stored, stale, self._times(VERDICTS).get(f"{VERDICTS}/{digest}.json")
            ),
        )

    def bundle(self, version: int) -> Bundle:
        """The bundle of ``version``, loaded once: a version never changes."""
        with self._lock:
            if version not in self._bundles:
                self._bundles[version] = Bundle.load(self.registry.load(version))
            return self._bundles[version]

    def bench(self) -> Bench:
        """What this home knows now; the history is read anew only where an episode changed."""
        with self._lock:
            version, system = self._state(), self.system
            if self._history is None or self._history[0] != version:
                found = history_of(system)
                self._history = (version, found)
            return bench_on(system, self._history[1])

    def _times(self, folder: str) -> Mapping[str, datetime]:
        return document_times(self.system.objects, Layout(Layer.L6, self.system.market.symbol), folder)

    def _report_paths(self) -> list[str]:
        return [path for path in self.system.lake.documents(Layer.L6, REPORTS) if path.endswith(".json")]

    def _state(self) -> int:
        """Changes whenever an episode does."""
        return hash(tuple(self.system.lake.days(Layer.L4).items()))

    def _look(self, model: RegisteredBundle) -> Looked:
        with self._lock:
            bench = self.bench()
            entry = bench.entries.get(model.digest)
            stop = None if entry is None else entry.stop
            shown = Shown(self._state(), bench.unseen(model.digest, self.system), stop)
            known = self._looked.get(model.version)
            if known is None or known[0] != shown:
                known = (shown, self._backtest(self.bundle(model.version), bench, shown))
                self._looked[model.version] = known
            return known[1]

    def _backtest(self, bundle: Bundle, bench: Bench, shown: Shown) -> Looked:
        system, expected = self.system, shown.sessions
        settings = system.settings
        if not expected:
            raise MissingInputError(
                "Nothing is shown of the sessions that judge this model before a look at them.",
                "Take the look: usdcop evaluate; a bundle trained elsewhere is entered into the forward proof.",
            )
        episodes = bench.history.episodes.between(expected[0], expected[-1])
        calendar = system.market.calendar
        done = run(episodes, bundle.policy, settings.costs, settings.stakes, calendar, shown.stop)
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


def _past(row: Mapping[str, Any]) -> PastEvaluation:
    """An evaluation from a row of ``rl_metrics``."""

    def number(name: str) -> float | None:
        return None if row[name] is None else float(row[name])

    return PastEvaluation(
        bundle_hash=row["bundle_hash"],
        version=row["model_version"],
        last_session=row["metric_date"],
        data_kind=row["data_kind"],
        sharpe=number("sharpe_ratio"),
        sortino=number("sortino_ratio"),
        max_drawdown=number("max_drawdown"),
        win_rate=number("win_rate"),
        trades=row["total_trades"],
        pnl_cop=number("total_pnl"),
        holding_minutes=row["avg_trade_duration_minutes"],
    )


def _filling(done: Backtest) -> Filling:
    """How the engine's fills came about: a changed target is filled at a later bar, doubtful or not."""
    episodes = done.episodes
    rows, slots = np.nonzero(done.positions - done.previous)
    where = episodes.fill_slot[rows, slots].astype(np.intp)
    delay = int((where - slots).min()) if rows.size else None
    return Filling(len(done.fills), int(episodes.doubtful[rows, where].sum()), delay)
