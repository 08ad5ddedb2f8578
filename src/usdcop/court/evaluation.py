"""The evaluation of one policy on the sessions it is judged on: figures, doubts about them, rivals, gates, verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np

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
from usdcop.backtest.engine import Backtest, run, run_targets
from usdcop.backtest.intervals import intervals_of
from usdcop.backtest.rivals import MATCHED_EXPOSURE, Baselines, Rival, rivals_of
from usdcop.backtest.statistics import (
    BootstrapSettings,
    Deflated,
    Interval,
    deflated_sharpe,
    minimum_track_record,
)
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Floats
from usdcop.core.errors import CannotBeJudgedError, ContractError, MissingInputError
from usdcop.core.metrics import Metric, Metrics, drawdowns, equity, unknown
from usdcop.core.risk import RiskLimits
from usdcop.core.units import Cop
from usdcop.court.attribution import Attribution, attribution
from usdcop.court.forward_proof import ForwardProof
from usdcop.court.gate import GateSettings, GateVerdict
from usdcop.court.gates import (
    JudgedSessions,
    Operations,
    activity_gate,
    baseline_gate,
    bps_interval,
    concentration_gate,
    drawdown_gates,
    exposure_gate,
    operational_gates,
    stressed_costs_gate,
)
from usdcop.court.proof import Asked, ByLook, PowerLine, Proof, asked, power_line, prove
from usdcop.court.verdict import Case, Verdict, verdict_on
from usdcop.court.warnings import Warned, warnings_of
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


NOT_MEASURED = unknown("not measured")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured or recorded elsewhere."""

    proof: Proof
    """How the edge is asked for, and which share of the error that spends."""
    trials: tuple[float | None, ...] = ()
    """Sharpe ratios a session of every trial that was looked at on these sessions, this one included."""
    operations: Operations = field(
        default_factory=lambda: Operations(NOT_MEASURED, NOT_MEASURED, NOT_MEASURED, NOT_MEASURED)
    )


@dataclass(frozen=True, slots=True)
class EvaluationSettings:
    """How an evaluation is made."""

    costs: CostModel = field(default_factory=CostModel)
    stakes: Stakes = field(default_factory=Stakes)
    daily_loss: Cop = field(default_factory=lambda: RiskLimits().daily_loss)
    """Daily-loss limit of the account."""
    multiples: tuple[float, ...] = (1.0, 2.0, 3.0)
    """Cost multiples shown side by side."""
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
    asked: Asked
    forward: ForwardProof | None
    """The bets, where the edge is proven forward."""
    power: PowerLine
    attribution: Attribution
    gates: GateVerdict
    notes: tuple[Note, ...]
    returns: Floats
    """(n,) return of every expected session."""
    gross: Floats
    """(n,) the same before spread and slippage."""
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
        MissingInputError: there is no session to judge on.
        CannotBeJudgedError: there are too few, or a return is not finite.
    """
    require_judgeable(test, settings.gates, evidence.proof)
    tested = run(test.episodes, subject.policy, settings.costs, settings.stakes, stop=subject.stop)
    require_finite(tested.rewards)
    trained = run(train.episodes, subject.policy, settings.costs, settings.stakes, stop=subject.stop)
    looked = _Look(
        tested=tested,
        expected=test.expected,
        metrics=metrics_of(tested, test.expected),
        train_metrics=metrics_of(trained, train.expected),
        train_returns=trained.returns(train.expected),
        rivals=rivals_of(tested, test.expected, baselines, settings.bootstrap),
    )
    return _evaluation(subject, looked, evidence, settings)


def require_judgeable(test: Part, settings: GateSettings, proof: Proof) -> None:
    """Let pass what has enough sessions to be judged on.

    Raises:
        MissingInputError: there is none.
        CannotBeJudgedError: there are too few.
    """
    if not test.expected:
        raise MissingInputError("There is no session to judge on.", "Give a longer history.")
    count, fewest = len(test.expected), settings.fewest_sessions
    if isinstance(proof, ByLook) and count < fewest:
        raise CannotBeJudgedError(
            f"It cannot be judged: {count} sessions are fewer than {fewest}.",
            "Bring in a longer history; the newest fifth of it judges.",
        )


def require_finite(returns: Floats) -> None:
    """Let pass ``returns`` that are all numbers.

    Raises:
        CannotBeJudgedError: one is none, or infinite.
    """
    if not np.isfinite(returns).all():
        raise CannotBeJudgedError(
            "It cannot be judged: the return of a session is not a finite number.", "Run 'usdcop verify'."
        )


@dataclass(frozen=True, eq=False)
class _Look:
    """All runs of one evaluation."""

    tested: Backtest
    expected: tuple[date, ...]
    metrics: Metrics
    train_metrics: Metrics
    train_returns: Floats
    rivals: tuple[Rival, ...]

    @cached_property
    def returns(self) -> Floats:
        return self.tested.returns(self.expected)

    def theirs(self, *, matched: bool) -> dict[str, Floats]:
        return {one.name: one.returns for one in self.rivals if (one.name == MATCHED_EXPOSURE) is matched}


def _evaluation(
    subject: Subject, looked: _Look, evidence: Evidence, settings: EvaluationSettings
) -> Evaluation:
    tested, returns = looked.tested, looked.returns
    edge, forward = prove(returns, looked.expected, evidence.proof)
    judged = _judged_sessions(looked, settings)
    rules = settings.gates
    gates = GateVerdict(
        (
            edge,
            exposure_gate(judged, rules),
            baseline_gate(judged, rules),
            stressed_costs_gate(judged, rules),
            concentration_gate(returns, rules),
            activity_gate(judged, rules),
            *drawdown_gates(returns, judged.daily_loss, rules),
            *operational_gates(evidence.operations, rules),
        )
    )
    deflated = deflated_sharpe(returns, evidence.trials)
    added = attribution(returns, looked.theirs(matched=False))
    heat = heat_map(tested, looked.expected)
    record = minimum_track_record(returns)
    facts = Facts(returns, looked.metrics, heat, record)
    warned = Warned(returns, looked.train_returns, _one_bar_later(looked), edge.passed, evidence.proof.level)
    power = power_line(returns, evidence.proof)
    synthetic = subject.data_kind is DataKind.SYNTHETIC
    case = Case(looked.metrics, gates, power, added, deflated, synthetic=synthetic)
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
        intervals=_intervals(looked, settings),
        train_metrics=looked.train_metrics,
        cost_rows=_cost_rows(looked, settings),
        rivals=_rivals(looked),
        deflated=deflated,
        minimum_track_record=record,
        asked=asked(evidence.proof),
        forward=forward,
        power=power,
        attribution=added,
        gates=gates,
        notes=(*warnings_of(warned), *diagnose(facts, settings.diagnosis)),
        returns=returns,
        gross=returns + judged.costs,
        equity=equity(returns),
        drawdown=drawdowns(returns),
        heat_map=heat,
        distribution=trade_distribution(tested),
        trades=replay(tested),
        decision_hash=tested.decision_hash,
    )


def _intervals(looked: _Look, settings: EvaluationSettings) -> Mapping[str, Interval]:
    """Those of the figures; a mean has everywhere the interval that the gates show."""
    drawn = intervals_of(looked.tested, looked.expected, settings.bootstrap)
    return {**drawn, "mean_session_bps": bps_interval(looked.returns)}


def _rivals(looked: _Look) -> tuple[Rival, ...]:
    """The baselines, each with the interval of the advantage that the gates show."""

    def with_interval(rival: Rival) -> Rival:
        bound = bps_interval(looked.returns - rival.returns)
        return replace(rival, advantage=replace(rival.advantage, interval=bound))

    return tuple(with_interval(rival) for rival in looked.rivals)


def _judged_sessions(looked: _Look, settings: EvaluationSettings) -> JudgedSessions:
    """What the gates judge; the daily-loss limit as a share of the sessions' median capital."""
    tested = looked.tested
    (matched,) = looked.theirs(matched=True).values()
    traded = {trade.session for trade in tested.trades}
    first = tested.episodes.first_close
    capital = settings.stakes.notional * float(np.median(first)) if len(first) else 0.0
    return JudgedSessions(
        returns=looked.returns,
        costs=looked.tested.at_costs(settings.costs.times(0.0)).returns(looked.expected) - looked.returns,
        matched=matched,
        baselines=looked.theirs(matched=False),
        traded=np.array([day in traded for day in looked.expected], dtype=np.bool_),
        daily_loss=settings.daily_loss / capital if capital else 0.0,
    )


def _one_bar_later(looked: _Look) -> Floats:
    """(n,) session returns had every decision been carried out one decision later."""
    tested = looked.tested
    late = np.zeros_like(tested.positions)
    late[:, 1:] = tested.positions[:, :-1]
    delayed = run_targets(
        tested.episodes, late, tested.costs, tested.stakes, name="one bar later", refuse_doubtful=False
    )
    return delayed.returns(looked.expected)


def _untraded(looked: _Look) -> int:
    decided = {decision.session for decision in looked.tested.decisions}
    return sum(day not in decided for day in looked.expected)


def _cost_rows(looked: _Look, settings: EvaluationSettings) -> tuple[CostRow, ...]:
    """The same decisions at every multiple of the costs."""
    return tuple(
        CostRow(multiple, metrics_of(looked.tested.at_costs(settings.costs.times(multiple)), looked.expected))
        for multiple in settings.multiples
    )
