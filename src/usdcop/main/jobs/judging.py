"""Evaluate: a look at the test set, or the forward proof so far; the procedure's walk-forward; the report of both."""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import structlog

from usdcop.backtest.data_summary import DataSummary
from usdcop.backtest.statistics import BootstrapSettings
from usdcop.backtest.walkforward import Procedure, WalkForward, WalkForwardSettings, walk_forward
from usdcop.core.errors import (
    CannotBeJudgedError,
    ConflictError,
    ContractError,
    GateRefusedError,
    MissingInputError,
    StorageError,
)
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR
from usdcop.core.trials import Look, LookTrial, NewLook, TrainedBundle
from usdcop.court.evaluation import Evaluation, require_judgeable
from usdcop.court.gate import GateSettings
from usdcop.court.looks import counting, next_look, taken
from usdcop.court.proof import ByLook
from usdcop.main.console import progress, say
from usdcop.main.jobs.registering import NEWEST, Chosen, choose, registry_of
from usdcop.main.jobs.running import Done
from usdcop.main.jobs.training import recorded_recipe, teller
from usdcop.main.jobs.verdict import (
    Bench,
    Judgement,
    bench_of,
    evaluation_settings,
    judge_anew,
    judged_of,
    keep_series,
    not_proven_here,
    require_whole_test_set,
    store_verdict,
)
from usdcop.main.versions import code_version
from usdcop.main.wiring import System
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.history import History
from usdcop.pipeline.l6_backtest import constant_baselines, series_of, summary_of
from usdcop.pipeline.learning import OnTraining, fold_trainer
from usdcop.pipeline.stages import QUARANTINE, SESSIONS
from usdcop.report.document import Report, report_json, report_pdf

_log = structlog.get_logger("usdcop.court")

MINUTE = timedelta(minutes=1)
REPORTS = "reports"
"""Folder of L6 with the reports, called after bundle and last session."""


@dataclass(frozen=True, slots=True)
class EvaluateJob:
    """Which bundles, and how much walk-forward. Several that were not looked at are declared as one batch."""

    symbol: str = "USDCOP"
    versions: tuple[str, ...] = (NEWEST,)
    folds: int = 5
    actor: str = "home"
    """Who looks."""
    unasked: bool = False
    """Whether nobody asked: then no look but the first is taken, whoever else may be looking."""


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


def by_command_line() -> str:
    """Who looks or enters where a person types."""
    return f"cli:{getpass.getuser()}"


def evaluate(system: System, job: EvaluateJob) -> list[Evaluated]:
    """Judge bundles, each by its look or its entry, and write a report of each.

    A bundle that was not looked at yet is looked at, which spends a share of the test set's error; several are one
    declared batch and share one look.

    Raises:
        MissingInputError: there is no bundle, or no history.
        ContractError: a bundle does not fit the features.
        CannotBeJudgedError: one cannot be judged; nothing was spent.
        GateRefusedError: the test set is used up.
        ConflictError: somebody else looked at one meanwhile.
    """
    registry = registry_of(system)
    named = [choose(registry, name) for name in job.versions]
    chosen = list({one.bundle.digest: one for one in named}.values())
    bench = _looked(system, chosen, bench_of(system), job)
    return [_evaluated(system, one, bench, job.folds) for one in chosen]


def judge_unasked(system: System, folds: int = 5) -> tuple[Evaluated | None, str]:
    """Judge the newest bundle where nobody asks: the first look at a test set is taken, a later one is a person's.

    Returns:
        the judgement, or None and why there is none.
    """
    try:
        bench, newest = bench_of(system), choose(registry_of(system), NEWEST)
        digest = newest.bundle.digest
        sessions = bench.sessions_of(digest, system)
        known = digest in bench.entries or taken(bench.looks, digest, sessions) is not None
        if not known and next_look(bench.looks, sessions, GateSettings().most_looks).number > 1:
            return None, (
                f"The test set was looked at before, so version {newest.version} is not looked at unasked: "
                f"'usdcop evaluate {newest.version}' would spend the next share of the error."
            )
        return evaluate(system, EvaluateJob(folds=folds, unasked=True))[0], ""
    except (MissingInputError, CannotBeJudgedError, ConflictError) as error:
        return None, error.sentence


def judge_newest(system: System) -> Done:
    """L6 by itself, for the newest bundle."""
    done, why = judge_unasked(system)
    return Done(0, 0, note=why) if done is None else layer_done(done)


def judge_entries(system: System) -> int:
    """Judge every entered bundle on the sessions since its entry, with or without a role; how many could be judged."""
    try:
        bench, judged = bench_of(system), 0
    except MissingInputError:
        return 0
    for version in registry_of(system).versions():
        if version.digest not in bench.entries:
            continue
        chosen = choose(registry_of(system), str(version.version))
        try:
            store_verdict(system, judge_anew(system, bench, chosen.bundle))
        except (CannotBeJudgedError, ContractError) as error:
            _log.info("an entry is not judged yet", version=version.version, reason=error.sentence)
        else:
            judged += 1
    return judged


def layer_done(done: Evaluated) -> Done:
    """An evaluation as a run of L6."""
    judged = done.evaluation
    return Done(
        len(judged.trades),
        len(judged.sessions),
        note=f"{judged.gates.passing} of {len(judged.gates.gates)} gates",
    )


def _looked(system: System, chosen: Sequence[Chosen], bench: Bench, job: EvaluateJob) -> Bench:
    """Take the look that shows those of ``chosen`` which were not looked at; what the home knows after it."""
    unseen = [one for one in chosen if _needs_a_look(system, one, bench)]
    if not unseen:
        return bench
    judged = [judged_of(system, bench, one.bundle) for one in unseen]
    common = tuple(
        day for day in judged[0].sessions if all(day in set(other.sessions) for other in judged[1:])
    )
    settings = evaluation_settings(system)
    for one in judged:
        require_judgeable(replace(one, sessions=common).test, settings.gates, ByLook(1))
    series = [series_of(replace(one, sessions=common), settings) for one in judged]

    def number(looks: Sequence[Look]) -> int:
        if any(taken(looks, one.bundle.digest, common) for one in unseen):
            raise ConflictError(
                "The bundle was looked at meanwhile.", "Evaluate it again: that spends nothing."
            )
        coming = next_look(looks, common, settings.gates.most_looks)
        if job.unasked and coming.number > 1:
            raise ConflictError("The test set was looked at meanwhile.", "A later look is a person's.")
        if coming.used_up:
            raise GateRefusedError(
                f"The test set from {common[0]} to {common[-1]} is used up: it was looked at {coming.number - 1} times.",
                "Enter the bundle into the forward proof (usdcop models enter), or bring in new sessions for a new split.",
                ("looks",),
            )
        told = f"Look {coming.number} at the test set {common[0]} to {common[-1]}"
        say(f"{told}: an edge must reach p ≤ {coming.level:.2g}. Finalists are better declared together.")
        return coming.number

    trials: list[LookTrial] = [keep_series(system, one) for one in series]
    new = NewLook(system.market.symbol, common[0], common[-1], len(common), tuple(trials), job.actor)
    system.court.take_look(new, number, system.clock.now())
    return replace(bench, looks=system.court.looks(system.market.symbol))


def _needs_a_look(system: System, one: Chosen, bench: Bench) -> bool:
    digest = one.bundle.digest
    if digest in bench.entries:
        return False
    if digest not in bench.trained:
        raise not_proven_here(system)
    require_whole_test_set(bench.history)
    sessions = bench.sessions_of(digest, system)
    return taken(bench.looks, digest, sessions) is None


def _evaluated(system: System, one: Chosen, bench: Bench, folds: int) -> Evaluated:
    made = bench.trained.get(one.bundle.digest)
    walk = _walk(system, made, bench.history, folds) if folds and made is not None else None
    with progress("Judging") as advance:
        advance(0, 1)
        judgement = judge_anew(system, bench, one.bundle)
    absent = "" if walk is not None else "Not done." if made is not None else NOT_APPLICABLE
    tried = () if judgement.forward else tuple(counting(bench.looks, judgement.evaluation.sessions))
    report = Report(judgement.evaluation, walk, _summary(system, bench.history), absent, tried)
    return _written(system, one, judgement, report)


NOT_APPLICABLE = "Not applicable: trained elsewhere, so its procedure is not known here."


def _walk(system: System, made: TrainedBundle, history: History, folds: int) -> WalkForward:
    """The recipe that made the bundle, on folds that end before the test set's embargo: it looks at nothing that judges."""
    recipe, seeds = recorded_recipe(system, made)
    before = [day for day in history.expected if day <= history.split.validation[1]]
    with progress("Walk-forward") as advance:

        def on_fold(number: int) -> OnTraining:
            return teller(advance, f"fold {number}/{folds}, ")

        trainer = fold_trainer(system.lake, history, recipe, on_fold)
        return walk_forward(
            history.episodes.between(before[0], before[-1]),
            before,
            Procedure(trainer, seeds, system.settings.costs, system.settings.stakes),
            constant_baselines(),
            WalkForwardSettings(folds=folds),
            BootstrapSettings(),
        )


def _summary(system: System, history: History) -> DataSummary | None:
    sessions = read_tables(system.lake, Layer.L1, SESSIONS)
    quarantine = read_tables(system.lake, Layer.L1, QUARANTINE)
    raw = system.lake.read(Layer.L0)
    if sessions is None or quarantine is None or raw is None:
        return None
    source = ", ".join(sorted(raw["source"].unique().to_list()))
    versions = (system.market.calendar.version, code_version())
    return summary_of(raw.height, sessions, quarantine, source, versions, history.data_hash)


def _written(system: System, chosen: Chosen, made: Judgement, report: Report) -> Evaluated:
    """Keep verdict and report in L6, the report as two files in the home, and its figures in ``rl_metrics``."""
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
    store_verdict(system, made)
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
