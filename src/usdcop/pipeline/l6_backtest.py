"""L6, backtest: a bundle on the sessions that may judge it, the series that a look keeps, and what the report says."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from usdcop.backtest.data_summary import DataSummary
from usdcop.backtest.engine import run
from usdcop.backtest.rivals import Baselines
from usdcop.core.episodes import Episodes
from usdcop.core.errors import CannotBeJudgedError
from usdcop.core.metrics import Activity
from usdcop.core.trials import Series
from usdcop.court.evaluation import (
    DataKind,
    Evaluation,
    EvaluationSettings,
    Evidence,
    Part,
    Subject,
    evaluate,
    require_finite,
)
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.pipeline.history import History
from usdcop.pipeline.quality import quality_report
from usdcop.policy.baselines import MEAN_CHANGE, Chance, fade, flat, long, short, trend
from usdcop.policy.bundle import Bundle
from usdcop.policy.interface import Policy


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A bundle, the sessions it is judged on, and the names the report gives them."""

    bundle: Bundle
    history: History
    sessions: tuple[date, ...]
    """The expected sessions that judge it, oldest first."""
    trained_on: tuple[date, date] | None
    """Training part, as this home recorded it; None where the bundle was trained elsewhere."""
    symbol: str
    data_kind: DataKind
    stop: float | None = None
    """The bundle's session stop; None: none."""

    @property
    def test(self) -> Part:
        """The sessions that judge it."""
        return Part(_episodes_of(self.history.episodes, self.sessions), self.sessions)

    @property
    def train(self) -> Part:
        """What it was trained on; empty where that is not known."""
        if self.trained_on is None:
            return Part(_episodes_of(self.history.episodes, ()), ())
        return Part(*self.history.part(self.trained_on))


def judge(judged: Judged, evidence: Evidence, settings: EvaluationSettings) -> Evaluation:
    """Everything there is to say about the bundle on the sessions that judge it.

    Raises:
        ContractError: it was trained on other features than the history has.
        CannotBeJudgedError: there are too few sessions.
    """
    bundle = judged.bundle
    bundle.check_features(FEATURE_NAMES, feature_hash())
    split_id = judged.history.split.split_id
    subject = Subject(bundle.policy, bundle.digest, judged.symbol, judged.data_kind, split_id, judged.stop)
    return evaluate(subject, judged.test, judged.train, baselines(), evidence, settings)


def series_of(judged: Judged, settings: EvaluationSettings) -> Series:
    """The session returns that a look at ``judged`` keeps, at the costs in force.

    Raises:
        ContractError: it was trained on other features than the history has.
        CannotBeJudgedError: there is no session, or a return is not finite.
    """
    bundle, part = judged.bundle, judged.test
    bundle.check_features(FEATURE_NAMES, feature_hash())
    if not part.expected:
        raise CannotBeJudgedError(
            "It cannot be judged: no session of the test set lies after what it was trained and chosen on.",
            "Train it on the split in force: usdcop train.",
        )
    done = run(part.episodes, bundle.policy, settings.costs, settings.stakes, stop=judged.stop)
    returns = done.returns(part.expected)
    require_finite(returns)
    return Series(bundle.digest, part.expected, returns)


def _episodes_of(episodes: Episodes, sessions: tuple[date, ...]) -> Episodes:
    if not sessions:
        return episodes.between(date.max, date.min)
    return episodes.between(sessions[0], sessions[-1])


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
