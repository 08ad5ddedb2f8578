"""Bodies of the analytics service about bundles, training runs, trials, roles and reports."""

from datetime import date
from uuid import UUID

from pydantic import Field

from usdcop.core.registry import Alias
from usdcop.services.analytics.schemas import Reasons
from usdcop.services.kit.schemas import Instant, Model

# untested: declarations; the tests of the routes read and write them


class ModelRow(Model):
    """A registered bundle."""

    version: int
    name: str
    bundle_hash: str
    roles: tuple[Alias, ...]
    held_before: tuple[Alias, ...]
    """Roles that a roll-back would give to it again."""
    badge: str
    """CHAMPION, CHALLENGER, SHADOW or NONE; with UNPROVEN where a gate refuses it or it was not judged."""
    registered_at: Instant
    run_id: str
    test_first: date
    test_last: date
    failed_gates: tuple[str, ...] | None
    """Names of the gates that refuse it; null: not evaluated."""
    metrics: dict[str, float | None] | None
    """On its test part; null: not evaluated."""
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
    """One look at a test period."""

    config_hash: str
    seed: int
    data_hash: str
    test_first: date
    test_last: date
    sessions: int
    sharpe: float | None
    """A year; null where the returns did not vary."""
    looked_at: Instant


class Trials(Model):
    """The trial ledger, and what it does to the newest model's Sharpe ratio."""

    trials: int
    sharpe: float | None
    """Of the model on its test part."""
    deflated_sharpe: float | None
    """Probability that it is not the luck of the best of all trials."""
    hurdle: float | None
    """Sharpe ratio a year that the best of so many worthless trials is expected to show."""
    reasons: Reasons
    data: tuple[TrialRow, ...]


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
