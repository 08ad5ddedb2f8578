"""Bodies of the analytics service about bundles, training runs, trials, roles and reports."""

from datetime import date
from uuid import UUID

from pydantic import Field

from usdcop.core.registry import Alias
from usdcop.services.analytics.schemas import Judged, ModelRef, Reasons
from usdcop.services.kit.marks import BarsChanged
from usdcop.services.kit.schemas import Instant, Model

# untested: declarations; the tests of the routes read and write them


class ModelRow(Judged):
    """A registered bundle."""

    version: int
    name: str
    bundle_hash: str
    roles: tuple[Alias, ...]
    held_before: tuple[Alias, ...]
    """Roles that a roll-back would give to it again."""
    badge: str
    """CHAMPION, CHALLENGER, SHADOW or NONE; with UNPROVEN where a gate refuses it or it was not judged, with STALE
    where something its verdict depends on has changed."""
    registered_at: Instant
    run_id: str
    trained_here: bool
    """Whether this home trained it; any other bundle is proven by sessions after its entry only."""
    look: int | None
    """Number of the look that showed it; null before it was looked at."""
    level: float | None
    """Share of the error of its look or entry: what p must reach, or one over what the bets must."""
    entry: int | None
    """Number of its entry into the forward proof."""
    stop: float | None
    """Loss of a session at which its position is left, share of the capital."""
    stale: tuple[str, ...]
    """What is in force otherwise than when its verdict was made."""
    bars_changed: BarsChanged | None
    """What changed bars that it was trained or chosen on, after it was registered; null: nothing, or it was trained
    elsewhere. Bars that come back heal it."""
    test_first: date | None
    """First session that judges it; null where none does yet."""
    test_last: date | None
    failed_gates: tuple[str, ...] | None
    """Names of the gates that refuse it; null: not evaluated."""
    metrics: dict[str, float | None] | None
    """Of the sessions from `judged_first` to `judged_last`; null: not evaluated."""
    intervals: dict[str, tuple[float | None, float | None]] | None
    """Bootstrap intervals of some metrics; null: not evaluated."""
    costs: dict[str, dict[str, float | None]] | None
    """Metrics at once, twice and three times the costs; null: not evaluated."""
    verdict: str | None


class Models(Model):
    """All registered bundles, newest first."""

    symbol: str
    data_kind: str
    timestamp: Instant
    data: tuple[ModelRow, ...]


class TrainingRow(Model):
    """A training run, of one seed."""

    run_id: str
    name: str
    group: str
    """Runs of one configuration share it; they differ by seed."""
    seed: str | None
    versions: tuple[int, ...]
    """Registered bundles that came of it; none: another seed was shipped."""
    params: dict[str, str]
    metrics: dict[str, float]
    tags: dict[str, str]


class TrainingRuns(Model):
    """Every tracked training run, newest first."""

    data: tuple[TrainingRow, ...]


class TrialRow(Model):
    """One bundle of one look at the test set; an evaluation of an earlier version names no bundle."""

    number: int
    """Which look at these sessions it was."""
    level: float
    """Its share of the error: what p must reach."""
    kind: str
    """`trial`, `batch`: declared together, or `earlier`: of a version that kept no series."""
    bundle_hash: str | None
    chosen: bool
    """Whether it is the model asked about."""
    test_first: date
    test_last: date
    sessions: int
    sharpe: float | None
    """A year; null where the returns did not vary or were not kept."""
    actor: str
    looked_at: Instant


class NextLook(Model):
    """What the next look at these sessions would be, told before it is taken."""

    number: int
    level: float
    """What p must reach."""
    used_up: bool
    """Whether the test set may not be looked at any more."""
    test_first: date | None
    test_last: date | None
    sessions: int


class EvaluationRow(Model):
    """One evaluation of a bundle: figures of the engine over the sessions that judged it; null: undefined."""

    bundle_hash: str
    version: str
    last_session: date
    data_kind: str
    sharpe: float | None
    sortino: float | None
    max_drawdown: float | None
    win_rate: float | None
    trades: int | None
    pnl_cop: float | None
    """Of its trades, net of costs."""
    holding_minutes: int | None
    """A trade, on average."""
    bars_changed: BarsChanged | None
    """What changed bars of its report after it was made; null: nothing, or its report was not kept."""


class Evaluations(Model):
    """Every evaluation that was kept, newest first."""

    data: tuple[EvaluationRow, ...]


class Trials(Model):
    """All looks at the sessions that judge a model, and what they do to its Sharpe ratio."""

    trials: int
    sharpe: float | None
    """Of the model on the sessions that judge it; null before it was looked at."""
    deflated_sharpe: float | None
    """Probability that it is not the luck of the best of all trials: a figure, no gate."""
    hurdle: float | None
    """Sharpe ratio a year that the best of so many worthless trials is expected to show."""
    reasons: Reasons
    next_look: NextLook
    others: str
    """What this ledger cannot know."""
    data: tuple[TrialRow, ...]


class CurvePoint(Model):
    """A value after a session."""

    session: date
    value: float


class Curve(Model):
    """Wealth of bets, session by session."""

    limit: float
    """The line it is held against: the target of a proof, or where a title is lost."""
    data: tuple[CurvePoint, ...]


class Court(Model):
    """Forward proof and title of a model."""

    model: ModelRef
    forward: Curve | None
    """Null: not entered."""
    decay: Curve | None
    """Null: no champion, or one that must keep nothing."""
    title: str | None
    """`won` or `lost`: the newest event of its champion's title."""
    title_reason: str | None
    title_since: date | None


class PromotionRequest(Model):
    """A change of role."""

    alias: Alias = Field(examples=["challenger"])
    reason: str = Field(min_length=3, max_length=500, examples=["Passed every gate on 2025."])
    override: bool = False
    """Ask a second person to agree although gates refuse."""


class PromotionRow(Model):
    """A change of role that was asked for."""

    id: UUID
    version: int
    bundle_hash: str
    alias: Alias
    status: str
    """`applied`; `waiting` for a second person; `refused`."""
    failed_gates: tuple[str, ...]
    override: bool
    reason: str
    requested_by: str
    requested_at: Instant
    decided_by: str | None
    decided_at: Instant | None


class Promotions(Model):
    """Every change of role that was asked for, newest first."""

    data: tuple[PromotionRow, ...]


class RollbackRequest(Model):
    """Give a role back."""

    alias: Alias
    reason: str = Field(min_length=3, max_length=500)


class RollbackDone(Model):
    """Who has the role again."""

    alias: Alias
    version: int


class ReportList(Model):
    """Ids of the stored reports, newest last."""

    data: tuple[str, ...]
    stale: tuple[str, ...]
    """Those of them that were made of other episodes than there are now, or of bars that are doubted."""
    bars_changed: dict[str, BarsChanged]
    """By id: what changed the bars of a stale one. One that is stale and not in it was made by another version."""
