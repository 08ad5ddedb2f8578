"""Evaluate: L6 of one bundle, the walk-forward of the procedure, and the report of both."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import polars as pl

from usdcop.backtest.data_summary import DataSummary
from usdcop.backtest.evaluation import DataKind, Evaluation, EvaluationSettings
from usdcop.backtest.report import Report, report_json, report_pdf
from usdcop.backtest.statistics import BootstrapSettings
from usdcop.backtest.walkforward import Procedure, WalkForward, WalkForwardSettings, walk_forward
from usdcop.core.errors import MissingInputError, StorageError
from usdcop.core.layers import Layer
from usdcop.core.ports import Trial
from usdcop.core.sessions import BAR
from usdcop.main.console import progress
from usdcop.main.jobs.deploying import record_gates
from usdcop.main.jobs.latency import latency_of
from usdcop.main.jobs.registering import NEWEST, Chosen, choose, registry_of
from usdcop.main.jobs.running import Done
from usdcop.main.jobs.training import recipe_of, teller
from usdcop.main.versions import code_version
from usdcop.main.wiring import System
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.history import History, load_history
from usdcop.pipeline.l6_backtest import (
    Judged,
    constant_baselines,
    fold_trials,
    judge,
    overlapping,
    summary_of,
    trial_of,
)
from usdcop.pipeline.learning import OnTraining, fold_trainer
from usdcop.pipeline.stages import QUARANTINE, SESSIONS

MINUTE = timedelta(minutes=1)
REPORTS = "reports"
"""Folder of L6 with the reports, called after bundle and last session."""


@dataclass(frozen=True, slots=True)
class EvaluateJob:
    """Which bundle, and how much walk-forward."""

    symbol: str = "USDCOP"
    version: str = NEWEST
    folds: int = 5
    fold_steps: int = 1_000_000
    """As many as the bundle's own training: what is judged is the recipe that ships."""
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """What was judged, and where the report lies."""

    version: int
    report: Report
    json_path: Path
    pdf_path: Path

    @property
    def evaluation(self) -> Evaluation:
        """The judgement of the bundle."""
        return self.report.evaluation


def evaluate(system: System, job: EvaluateJob) -> Evaluated:
    """Judge a bundle on its test part and the procedure by walk-forward, and write the report.

    Raises:
        MissingInputError: there is no bundle, or no history.
        ContractError: the bundle does not fit the features.
    """
    chosen = choose(registry_of(system), job.version)
    history = load_history(system.lake, system.market, system.clock.now(), system.settings.splits)
    kind, stop = DataKind(system.settings.mode.value), system.stops.stops().get(chosen.bundle.digest)
    judged = Judged(chosen.bundle, history, system.market.symbol, kind, stop)
    walk = _walk(system, job, history) if job.folds else None
    settings = EvaluationSettings(costs=system.settings.costs, stakes=system.settings.stakes)
    system.trials.record(_looks(system, job, judged, walk, settings))
    known = overlapping(system.trials.all(), chosen.bundle.contract.split.test)
    with progress("Judging") as advance:
        advance(0, 1)
        evaluation = judge(judged, known, latency_of(system, chosen.bundle), settings)
    return _written(system, chosen, Report(evaluation, walk, _summary(system, history)))


def judge_newest(system: System) -> Done:
    """L6 for the newest bundle; nothing where there is none."""
    try:
        return layer_done(evaluate(system, EvaluateJob()))
    except MissingInputError as error:
        return Done(0, 0, note=error.sentence)


def layer_done(done: Evaluated) -> Done:
    """An evaluation as a run of L6."""
    judged = done.evaluation
    return Done(
        len(judged.trades),
        len(judged.sessions),
        note=f"{judged.gates.passing} of {len(judged.gates.gates)} gates",
    )


def _walk(system: System, job: EvaluateJob, history: History) -> WalkForward:
    recipe = recipe_of(system, job.fold_steps)
    costs, stakes = system.settings.costs, system.settings.stakes
    with progress("Walk-forward") as advance:

        def on_fold(number: int) -> OnTraining:
            return teller(advance, f"fold {number}/{job.folds}, ")

        trainer = fold_trainer(system.lake, history, recipe, on_fold)
        return walk_forward(
            history.episodes,
            history.expected,
            Procedure(trainer, job.seeds, costs, stakes),
            constant_baselines(),
            WalkForwardSettings(folds=job.folds),
            BootstrapSettings(),
        )


def _looks(
    system: System, job: EvaluateJob, judged: Judged, walk: WalkForward | None, settings: EvaluationSettings
) -> list[Trial]:
    """Every look at test sessions that this evaluation takes."""
    now, history = system.clock.now(), judged.history
    own = trial_of(judged, settings, now)
    if walk is None:
        return [own]
    return [own, *fold_trials(walk, recipe_of(system, job.fold_steps).digest, history.data_hash, now)]


def _summary(system: System, history: History) -> DataSummary | None:
    sessions = read_tables(system.lake, Layer.L1, SESSIONS)
    quarantine = read_tables(system.lake, Layer.L1, QUARANTINE)
    raw = system.lake.read(Layer.L0)
    if sessions is None or quarantine is None or raw is None:
        return None
    source = ", ".join(sorted(raw["source"].unique().to_list()))
    versions = (system.market.calendar.version, code_version())
    return summary_of(raw.height, sessions, quarantine, source, versions, history.data_hash)


def _written(system: System, chosen: Chosen, report: Report) -> Evaluated:
    """Keep the report in L6 and as two files in the home, and its figures in ``rl_metrics``."""
    last = report.evaluation.sessions[-1]
    name = f"backtest_report_{last:%Y%m%d}"
    texts = {f"{name}.json": report_json(report), f"{name}.pdf": report_pdf(report)}
    folder = system.settings.home / "reports" / chosen.bundle.digest[:12]
    for file, data in texts.items():
        system.lake.put_document(
            Layer.L6, f"results/{last:%Y/%m}/{file}", data, {"bundle": chosen.bundle.digest}
        )
        own = f"{REPORTS}/{chosen.bundle.digest[:12]}-{last:%Y%m%d}{Path(file).suffix}"
        system.lake.put_document(Layer.L6, own, data, {"bundle": chosen.bundle.digest})
        _replace(folder / file, data)
    record_gates(system, chosen.bundle.digest, report.evaluation.gates.failed)
    system.metrics.upsert(metrics_row(chosen, report.evaluation))
    return Evaluated(chosen.version, report, folder / f"{name}.json", folder / f"{name}.pdf")


def metrics_row(chosen: Chosen, judged: Evaluation) -> pl.DataFrame:
    """The row of ``rl_metrics``; what is undefined is null."""
    metrics, holding = judged.metrics, judged.metrics.average_holding.value
    row = {
        "metric_date": judged.sessions[-1],
        "symbol": judged.symbol,
        "win_rate": metrics.win_rate.value,
        "sharpe_ratio": metrics.sharpe.value,
        "sortino_ratio": metrics.sortino.value,
        "max_drawdown": metrics.max_drawdown.value,
        "total_trades": metrics.trades,
        "total_pnl": sum(trade.pnl for trade in judged.trades),
        "avg_trade_duration_minutes": None if holding is None else round(holding * (BAR // MINUTE)),
        "model_version": str(chosen.version),
        "alias": None,
        "bundle_hash": judged.bundle_id,
        "data_kind": judged.data_kind.value,
    }
    return pl.DataFrame([row])


def _replace(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise StorageError(
            f"The report {path} cannot be written: {error.strerror}.", "Free the disk."
        ) from error
