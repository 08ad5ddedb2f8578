"""The evaluation of one policy on its test part: figures, doubts about them, rivals, gates, verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from usdcop.backtest.activity import metrics_of
from usdcop.backtest.breakdown import (
    HeatMap,
    ReplayedTrade,
    TradeDistribution,
    heat_map,
    replay,
    trade_distribution,
)
from usdcop.backtest.diagnosis import DiagnosisSettings, Facts, Note, diagnose
from usdcop.backtest.engine import Backtest, run
from usdcop.backtest.intervals import intervals_of
from usdcop.backtest.rivals import MATCHED_EXPOSURE, Baselines, Rival, rivals_of
from usdcop.backtest.statistics import (
    BootstrapSettings,
    Deflated,
    Interval,
    deflated_sharpe,
    minimum_track_record,
)
from usdcop.backtest.verdict import Case, Verdict, verdict_on
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Floats
from usdcop.core.errors import ContractError, MissingInputError
from usdcop.core.gates import GateFigures, GateSettings, GateVerdict, judge
from usdcop.core.metrics import Metric, Metrics, cagr, drawdowns, equity, known, unknown
from usdcop.core.ports import Trial
from usdcop.policy.interface import Policy


class DataKind(StrEnum):
    """Where the market came from; every screen and report says so."""

    REAL = "real"
    REPLAY = "replay"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of the history: what could be traded, and what was expected to be."""

    episodes: Episodes
    expected: tuple[date, ...]
    """Every session the calendar expects, traded or not, oldest first."""

    def __post_init__(self) -> None:
        strangers = set(self.episodes.sessions) - set(self.expected)
        if strangers:
            raise ContractError(
                f"{len(strangers)} sessions have bars but are not expected, {min(strangers)} first.",
                "Build the episodes with the calendar that gives the expected sessions.",
            )


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged, and on which market."""

    policy: Policy
    bundle_id: str
    """SHA-256 of the bundle; a policy without one gives its name."""
    symbol: str
    data_kind: DataKind
    split_id: str
    stop: float | None = None
    """Its session stop; None: none."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured or recorded elsewhere."""

    trials: tuple[Trial, ...]
    """Snapshot of the trial ledger, this look included."""
    inference_p99_ms: Metric = field(default_factory=lambda: unknown("not measured"))
    end_to_end_p99_ms: Metric = field(default_factory=lambda: unknown("not measured"))


@dataclass(frozen=True, slots=True)
class EvaluationSettings:
    """How an evaluation is made."""

    costs: CostModel = field(default_factory=CostModel)
    stakes: Stakes = field(default_factory=Stakes)
    multiples: tuple[float, ...] = (1.0, 2.0, 3.0)
    """Cost multiples shown side by side."""
    stress_multiple: float = 1.25
    """Cost multiple of the CAGR gate."""
    bootstrap: BootstrapSettings = field(default_factory=BootstrapSettings)
    gates: GateSettings = field(default_factory=GateSettings)
    diagnosis: DiagnosisSettings = field(default_factory=DiagnosisSettings)


@dataclass(frozen=True, slots=True)
class CostRow:
    """The same decisions at a multiple of the costs."""

    multiple: float
    metrics: Metrics


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Everything there is to say about one policy on one test part."""

    verdict: Verdict
    policy: str
    bundle_id: str
    symbol: str
    data_kind: DataKind
    split_id: str
    sessions: tuple[date, ...]
    """Every expected session of the test part."""
    untraded: int
    """Expected sessions without a single decision; they count as zero."""
    costs: CostModel
    notional_usd: float
    metrics: Metrics
    intervals: Mapping[str, Interval]
    """Bootstrap interval by name of the metric."""
    train_metrics: Metrics
    cost_rows: tuple[CostRow, ...]
    rivals: tuple[Rival, ...]
    deflated: Deflated
    minimum_track_record: Metric
    """Sessions needed before a Sharpe ratio above 0 is believed."""
    gates: GateVerdict
    notes: tuple[Note, ...]
    returns: Floats
    """(n,) return of every expected session."""
    equity: Floats
    """(n,) value of one unit of capital after each session."""
    drawdown: Floats
    """(n,) fall from the peak, share of the capital."""
    heat_map: HeatMap
    distribution: TradeDistribution
    trades: tuple[ReplayedTrade, ...]
    decision_hash: str
    """Binds evaluation, backtest and replay: equal hashes, equal decisions and fills."""


def evaluate(
    subject: Subject,
    test: Part,
    train: Part,
    baselines: Baselines,
    evidence: Evidence,
    settings: EvaluationSettings,
) -> Evaluation:
    """Judge ``subject`` on ``test``; ``train`` is only compared with, and may be empty.

    Raises:
        MissingInputError: the test part has no session.
    """
    if not test.expected:
        raise MissingInputError("The test part has no session to judge on.", "Give a longer history.")
    tested = run(test.episodes, subject.policy, settings.costs, settings.stakes, stop=subject.stop)
    trained = run(train.episodes, subject.policy, settings.costs, settings.stakes, stop=subject.stop)
    looked = _Look(
        tested=tested,
        expected=test.expected,
        metrics=metrics_of(tested, test.expected),
        train_metrics=metrics_of(trained, train.expected),
        rivals=rivals_of(tested, test.expected, baselines, settings.bootstrap),
    )
    return _evaluation(subject, looked, evidence, settings)


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """All runs of one evaluation."""

    tested: Backtest
    expected: tuple[date, ...]
    metrics: Metrics
    train_metrics: Metrics
    rivals: tuple[Rival, ...]

    @property
    def returns(self) -> Floats:
        return self.tested.returns(self.expected)


def _evaluation(
    subject: Subject, looked: _Look, evidence: Evidence, settings: EvaluationSettings
) -> Evaluation:
    tested, returns = looked.tested, looked.returns
    deflated = deflated_sharpe(returns, evidence.trials)
    gates = judge(_gate_figures(looked, deflated, evidence, settings), settings.gates)
    intervals = intervals_of(tested, looked.expected, settings.bootstrap)
    heat = heat_map(tested, looked.expected)
    record = minimum_track_record(returns)
    facts = Facts(returns, looked.metrics, heat, looked.train_metrics.sortino, record)
    synthetic = subject.data_kind is DataKind.SYNTHETIC
    case = Case(looked.metrics, intervals["mean_session_bps"], looked.rivals, deflated, gates, synthetic)
    return Evaluation(
        verdict=verdict_on(case),
        policy=subject.policy.name,
        bundle_id=subject.bundle_id,
        symbol=subject.symbol,
        data_kind=subject.data_kind,
        split_id=subject.split_id,
        sessions=looked.expected,
        untraded=_untraded(looked),
        costs=settings.costs,
        notional_usd=settings.stakes.notional,
        metrics=looked.metrics,
        intervals=intervals,
        train_metrics=looked.train_metrics,
        cost_rows=_cost_rows(looked, settings),
        rivals=looked.rivals,
        deflated=deflated,
        minimum_track_record=record,
        gates=gates,
        notes=diagnose(facts, settings.diagnosis),
        returns=returns,
        equity=equity(returns),
        drawdown=drawdowns(returns),
        heat_map=heat,
        distribution=trade_distribution(tested),
        trades=replay(tested),
        decision_hash=tested.decision_hash,
    )


def _untraded(looked: _Look) -> int:
    decided = {decision.session for decision in looked.tested.decisions}
    return sum(day not in decided for day in looked.expected)


def _cost_rows(looked: _Look, settings: EvaluationSettings) -> tuple[CostRow, ...]:
    """The same decisions at every multiple of the costs."""
    return tuple(
        CostRow(multiple, metrics_of(looked.tested.at_costs(settings.costs.times(multiple)), looked.expected))
        for multiple in settings.multiples
    )


def _gate_figures(
    looked: _Look, deflated: Deflated, evidence: Evidence, settings: EvaluationSettings
) -> GateFigures:
    measured = looked.metrics
    stressed = looked.tested.at_costs(settings.costs.times(settings.stress_multiple))
    return GateFigures(
        sharpe=measured.sharpe,
        sortino=measured.sortino,
        calmar=measured.calmar,
        max_drawdown=measured.max_drawdown,
        profit_factor=measured.profit_factor,
        win_rate=measured.win_rate,
        deflated_sharpe=deflated.probability,
        cagr_fall=fall_of(measured.cagr, cagr(stressed.returns(looked.expected))),
        sortino_gap=gap_of(looked.train_metrics.sortino, measured.sortino),
        advantage_bps=_advantage(looked.rivals),
        inference_p99_ms=evidence.inference_p99_ms,
        end_to_end_p99_ms=evidence.end_to_end_p99_ms,
    )


def fall_of(plain: Metric, stressed: Metric) -> Metric:
    """Share of the yearly growth that higher costs take away."""
    if plain.value is None:
        return plain
    if plain.value <= 0:
        return unknown("there is no growth to lose")
    if stressed.value is None:
        return stressed
    return known((plain.value - stressed.value) / plain.value)


def gap_of(train: Metric, test: Metric) -> Metric:
    """Absolute difference of a metric between training and test."""
    if train.value is None:
        return unknown(f"training: {train.reason}")
    if test.value is None:
        return unknown(f"test: {test.reason}")
    return known(abs(train.value - test.value))


def _advantage(rivals: Sequence[Rival]) -> Metric:
    return next(rival.advantage.interval.low for rival in rivals if rival.name == MATCHED_EXPOSURE)
