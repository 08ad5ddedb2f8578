"""What the analytics service needs; ``main`` hands it in."""

# untested: only declarations, which the routes use

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from usdcop.core.episodes import Floats
from usdcop.core.ports import Clock
from usdcop.core.record import Record
from usdcop.core.registry import Alias, RegisteredBundle, TrainingRun
from usdcop.core.sessions import Market
from usdcop.core.trials import ForwardEntry, Look, Title
from usdcop.pipeline.changes import Mark


class Basis(StrEnum):
    """Which ledger a figure comes from."""

    BACKTEST = "backtest"
    """The engine over every session since the model's test part began: sessions it was not trained on."""
    PAPER = "paper"
    """The paper account of the model's role."""


class Window(StrEnum):
    """Which sessions a figure is of."""

    JUDGED = "judged"
    """Those that judge the model, of which its verdict is; a paper account has none, and shows the period."""
    PERIOD = "period"
    """As many calendar days as asked for, back from the newest session."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How the fills of a record came about."""

    fills: int
    doubtful: int | None
    """At bars whose quote could not be trusted; None where that was not kept."""
    shortest_delay: int | None
    """Fewest bars from a decision to its fill; None without a fill."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A baseline beside the model."""

    name: str
    record: Record
    """Over the expected sessions of the record it stands beside."""

    @property
    def returns(self) -> Floats:
        """(n,) return of every expected session."""
        return self.record.returns


@dataclass(frozen=True, slots=True)
class Promotion:
    """A change of role that was asked for."""

    id: UUID
    version: int
    bundle_hash: str
    alias: Alias
    status: str
    """``waiting`` for a second person, ``applied`` or ``refused``."""
    failed_gates: tuple[str, ...]
    override: bool
    reason: str
    requested_by: str
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastEvaluation:
    """One evaluation of a bundle, as the table ``rl_metrics`` keeps it; what was undefined is None."""

    bundle_hash: str
    version: str
    last_session: date
    """The last of the sessions that judged it."""
    data_kind: str
    sharpe: float | None
    sortino: float | None
    max_drawdown: float | None
    win_rate: float | None
    trades: int | None
    pnl_cop: float | None
    holding_minutes: int | None
    """A trade, on average."""


@dataclass(frozen=True, slots=True)
class CourtStanding:
    """What the court knows of a model, and what a look at it would be."""

    trained_here: bool
    """Whether this home trained it; a bundle that was trained elsewhere is proven forward only."""
    sessions: tuple[date, ...]
    """The sessions that judge it."""
    look: Look | None
    """The look that showed it on them, if one did."""
    level: float | None
    """Share of the error of that look, or of its entry."""
    next_number: int
    """What the next look at them would be."""
    next_level: float
    used_up: bool
    """Whether the test set may not be looked at any more."""
    looks: tuple[Look, ...]
    """Every look that counts at them."""
    entry: ForwardEntry | None
    stale: tuple[str, ...]
    """What is in force otherwise than when its verdict was made."""
    trained_on: Mark | None
    """What changed bars that it was trained or chosen on; None: nothing, or it was trained elsewhere."""
    judged_on: Mark | None
    """What changed bars that its verdict was made of."""


@dataclass(frozen=True, slots=True, eq=False)
class Bets:
    """A curve of wealth, session by session, beside what it is held against."""

    sessions: tuple[date, ...]
    wealth: Floats
    """(n,) after each session."""
    limit: float


class Studio(Protocol):
    """Models, their records and their reports."""

    def models(self) -> Sequence[RegisteredBundle]:
        """Every registered bundle, newest first."""

    def runs(self) -> Sequence[tuple[str, TrainingRun]]:
        """Every tracked training with its id, newest first, shipped or not."""

    def record(self, model: RegisteredBundle, basis: Basis) -> Record:
        """What the model did. Raises ``MissingInputError`` where there is nothing yet."""

    def filling(self, model: RegisteredBundle, basis: Basis) -> Filling:
        """How its fills came about."""

    def judging(self, model: RegisteredBundle) -> Sequence[date]:
        """The sessions that judge a model, in order; none yet is empty."""

    def lines(self, model: RegisteredBundle) -> Sequence[Line]:
        """Baselines over the sessions of its backtest record."""

    def evaluation(self, digest: str) -> Mapping[str, Any] | None:
        """The newest report of a bundle as JSON, if it was judged."""

    def evaluations(self, symbol: str) -> Sequence[PastEvaluation]:
        """Every evaluation there was, newest first; judging a bundle on the same sessions again replaces its row."""

    def reports(self) -> Sequence[str]:
        """Ids of all stored reports, newest last."""

    def stale_reports(self) -> Mapping[str, Mark | None]:
        """Those of ``reports`` whose episodes are not what they were, and the change; None: no change of bars."""

    def report(self, report_id: str, form: str) -> bytes:
        """A stored report as ``json`` or ``pdf``. Raises ``UnknownError``."""

    def forward(self, model: RegisteredBundle) -> Bets | None:
        """The bets of its forward proof against their target; None where it was not entered."""

    def decay(self, model: RegisteredBundle) -> Bets | None:
        """V since its promotion against the line at which the title is lost; None where it must keep nothing."""

    def title(self, model: RegisteredBundle) -> Title | None:
        """The newest event of its champion's title."""

    def standing(self, model: RegisteredBundle) -> CourtStanding:
        """What the court knows of a model, and what a look at it would be."""


class Deployment(Protocol):
    """Changes of roles."""

    def request(self, version: int, alias: Alias, reason: str, actor: str, *, override: bool) -> Promotion:
        """Give a role to a version.

        Raises:
            GateRefusedError: gates refuse a champion, and no override was asked for.
            UnknownError: there is no such version.
        """

    def approve(self, promotion: UUID, actor: str) -> Promotion:
        """The second person agrees to an override. Raises ``ForbiddenError`` for the one who asked."""

    def refuse(self, promotion: UUID, actor: str) -> Promotion:
        """The second person does not agree."""

    def rollback(self, alias: Alias, reason: str, actor: str) -> int:
        """Give a role back to who held it before; return the version."""

    def all(self) -> Sequence[Promotion]:
        """Every request, newest first."""


@dataclass(frozen=True, slots=True)
class AnalyticsPorts:
    """Everything the service is handed."""

    market: Market
    data_kind: str
    clock: Clock
    studio: Studio
    deployment: Deployment
