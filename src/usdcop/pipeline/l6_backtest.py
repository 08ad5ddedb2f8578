"""L6, backtest: one bundle judged on its test part, the procedure by walk-forward, both in one report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from usdcop.backtest.data_summary import DataSummary
from usdcop.backtest.engine import run
from usdcop.backtest.evaluation import (
    DataKind,
    Evaluation,
    EvaluationSettings,
    Evidence,
    Part,
    Subject,
    evaluate,
)
from usdcop.backtest.rivals import Baselines
from usdcop.backtest.walkforward import WalkForward
from usdcop.core.episodes import Floats
from usdcop.core.errors import MissingInputError
from usdcop.core.metrics import Activity, Metric
from usdcop.core.ports import Trial
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.pipeline.history import History
from usdcop.pipeline.quality import quality_report
from usdcop.policy.baselines import MEAN_CHANGE, Chance, fade, flat, long, short, trend
from usdcop.policy.bundle import Bundle
from usdcop.policy.interface import Policy


@dataclass(frozen=True, slots=True)
class Latency:
    """Measured 99th percentiles, in milliseconds, or why they are not known."""

    inference: Metric
    end_to_end: Metric


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A bundle, the history it is judged on, and the names the report gives them."""

    bundle: Bundle
    history: History
    symbol: str
    data_kind: DataKind
    stop: float | None = None
    """The bundle's session stop; None: none."""

    @property
    def test(self) -> Part:
        """The test part of the bundle's own split: sessions it has never seen."""
        return Part(*self.history.part(self.bundle.contract.split.test))

    @property
    def train(self) -> Part:
        """The part it was trained on."""
        return Part(*self.history.part(self.bundle.contract.split.train))


def judge(
    judged: Judged, trials: Sequence[Trial], latency: Latency, settings: EvaluationSettings
) -> Evaluation:
    """Everything there is to say about the bundle on its test part.

    Raises:
        ContractError: it was trained on other features than the history has.
    """
    bundle = judged.bundle
    bundle.check_features(FEATURE_NAMES, feature_hash())
    split_id = bundle.contract.split.split_id
    subject = Subject(bundle.policy, bundle.digest, judged.symbol, judged.data_kind, split_id, judged.stop)
    evidence = Evidence(tuple(trials), latency.inference, latency.end_to_end)
    return evaluate(subject, judged.test, judged.train, baselines(), evidence, settings)


def trial_of(judged: Judged, settings: EvaluationSettings, now: datetime) -> Trial:
    """The look at the test part that judging is.

    Raises:
        MissingInputError: the history has no session of the bundle's test part.
    """
    part, contract = judged.test, judged.bundle.contract
    if not part.expected:
        first, last = contract.split.test
        raise MissingInputError(
            f"There is no session of the bundle's test part, {first} to {last}.",
            "Import the bars of that time, or train a bundle on the history there is.",
        )
    done = run(part.episodes, judged.bundle.policy, settings.costs, settings.stakes, stop=judged.stop)
    return Trial(
        config_hash=str(contract.training.get("config_hash") or judged.bundle.digest),
        seed=int(contract.training.get("seed") or 0),
        data_hash=contract.data_hash,
        test_first=part.expected[0],
        test_last=part.expected[-1],
        sharpe_per_session=sharpe_per_session(done.returns(part.expected)),
        sessions=len(part.expected),
        looked_at=now,
    )


def fold_trials(walk: WalkForward, config_hash: str, data_hash: str, now: datetime) -> list[Trial]:
    """The looks that a walk-forward took: every seed at every fold's test."""
    return [
        Trial(
            config_hash=config_hash,
            seed=one.seed,
            data_hash=f"{data_hash} fold {result.fold.number}",
            test_first=result.fold.test[0],
            test_last=result.fold.test[-1],
            sharpe_per_session=sharpe_per_session(one.returns),
            sessions=len(result.fold.test),
            looked_at=now,
        )
        for result in walk.folds
        for one in result.runs
    ]


def overlapping(trials: Sequence[Trial], span: tuple[date, date]) -> tuple[Trial, ...]:
    """Trials that looked at any session of ``span``: those a good result there may owe its luck to."""
    return tuple(one for one in trials if one.test_first <= span[1] and span[0] <= one.test_last)


def sharpe_per_session(returns: Floats) -> float | None:
    """Mean over standard deviation of session returns; None where they do not vary."""
    deviation = float(returns.std(ddof=1)) if len(returns) > 1 else 0.0
    return float(returns.mean()) / deviation if deviation > 0 else None


def baselines() -> Baselines:
    """The baselines of an evaluation; the random one trades as much as the policy judged."""

    def beside(activity: Activity) -> list[Policy]:
        turnover = activity.turnover / activity.decisions if activity.decisions else 0.0
        return [*constant_baselines(), Chance(min(turnover, MEAN_CHANGE))]

    return beside


def constant_baselines() -> list[Policy]:
    """The baselines that depend on nothing but the data."""
    return [flat(), long(), short(), fade(FEATURE_NAMES), trend(FEATURE_NAMES)]


def summary_of(
    raw_rows: int,
    sessions: pl.DataFrame,
    quarantine: pl.DataFrame,
    source: str,
    versions: tuple[str, str],
    data_hash: str,
) -> DataSummary:
    """What the report says about its data, from L1's tables.

    Args:
        raw_rows: rows of L0.
        sessions: session verdicts.
        quarantine: refused rows.
        source: where the bars came from, in words.
        versions: of the calendar and of the code.
        data_hash: of the episodes judged.
    """
    report = quality_report(sessions, quarantine)
    return DataSummary(
        source=source,
        first_session=sessions["session"].min(),  # type: ignore[arg-type] # a column of dates
        last_session=sessions["session"].max(),  # type: ignore[arg-type] # the same
        expected_sessions=report.expected_sessions,
        sessions_with_bars=report.sessions,
        expected_bars=report.expected_bars,
        rows_in=raw_rows,
        rows_accepted=report.bars,
        quarantine=report.quarantine,
        grades=report.grades,
        stale_sessions=len(report.stale_sessions),
        stale_rows=report.stale_bars,
        doubtful_bars=report.doubtful_bars,
        suspect_bars=report.suspect_bars,
        calendar_version=versions[0],
        code_version=versions[1],
        data_hash=data_hash,
    )
