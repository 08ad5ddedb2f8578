"""Bodies of the analytics service. Ratios are fractions, drawdowns and losses positive, P&L in pesos."""

from datetime import date

from pydantic import Field

from usdcop.core.registry import Alias
from usdcop.services.analytics.ports import Basis, Window
from usdcop.services.kit.marks import BarsChanged
from usdcop.services.kit.schemas import Instant, Model

# untested: declarations; the tests of the routes read and write them

Reasons = dict[str, str]
"""Why each figure that is null cannot be known."""


class ModelRef(Model):
    """The model a figure is about."""

    version: int
    name: str
    bundle_hash: str
    """SHA-256 of the bundle's file."""
    roles: tuple[Alias, ...]


class Common(Model):
    """What every figure says of itself."""

    symbol: str
    period_days: int
    """Calendar days asked for; the judged window heeds them not."""
    window: Window
    """`judged`: the sessions of the verdict; `period`: those of the days asked for."""
    data_points: int
    """Sessions the figures are reckoned from."""
    timestamp: Instant
    """Market time of the answer."""
    model: ModelRef
    data_kind: str
    """`real`, `replay` or `synthetic`."""
    basis: Basis
    """`backtest`: the engine over sessions the model was not trained on; `paper`: its paper account."""
    first_session: date | None
    last_session: date | None


class Judged(Model):
    """From which ledger and which sessions the figures of an evaluation come; null: not evaluated."""

    judged_basis: Basis | None
    judged_first: date | None
    judged_last: date | None
    judged_on_changed: BarsChanged | None
    """What changed bars that the verdict was made of, after it was made; null: nothing. Bars that come back heal it."""


class ActionBalance(Model):
    """Shares of the decisions that raised, lowered and kept the position."""

    buy: float | None
    sell: float | None
    hold: float | None


class RlFigures(Model):
    """How the policy acts."""

    trades_per_episode: float | None = Field(alias="tradesPerEpisode")
    """Trades a session."""
    avg_holding: float | None = Field(alias="avgHolding")
    """Bars a trade is held."""
    action_balance: ActionBalance = Field(alias="actionBalance")
    spread_paid: float | None = Field(alias="spreadPaid")
    """Spread and slippage paid, share of the capital, over the whole period."""
    exposure: float | None
    """Mean absolute position, in units of the notional."""
    mean_position: float | None = Field(alias="meanPosition")
    turnover: float | None
    """Units of position changed a session."""
    mean_session_bps: float | None = Field(alias="meanSessionBps")
    """Mean net return of a session, in basis points."""
    total_return: float | None = Field(alias="totalReturn")
    """Sum of the session returns."""


class RlBaseline(Model):
    """How a baseline acts over the same sessions at the same costs."""

    name: str
    metrics: RlFigures
    reasons: Reasons


class RlMetrics(Common):
    """How the policy acts."""

    metrics: RlFigures
    reasons: Reasons
    baselines: tuple[RlBaseline, ...]
    """Empty on the basis `paper`."""


class Kpis(Model):
    """Performance, net of costs."""

    sharpe_ratio: float | None = Field(alias="sharpeRatio", examples=[-0.35])
    sortino_ratio: float | None = Field(alias="sortinoRatio")
    calmar_ratio: float | None = Field(alias="calmarRatio")
    max_drawdown: float | None = Field(alias="maxDrawdown", examples=[0.0068])
    current_drawdown: float | None = Field(alias="currentDrawdown")
    profit_factor: float | None = Field(alias="profitFactor")
    win_rate: float | None = Field(alias="winRate")
    cagr: float | None
    volatility: float | None
    """A year."""
    benchmark_spread: float | None = Field(alias="benchmarkSpread")
    """Total return less that of holding one unit long through every session, after its costs."""


class PerformanceKpis(Common):
    """Performance, net of costs."""

    kpis: Kpis
    reasons: Reasons


class Gate(Model):
    """One production gate."""

    name: str
    """The same for programs, as `failed_gates` has it."""
    title: str
    value: float | None
    threshold: float
    operator: str
    """`≥`, `≤` or `>`: how the value must stand to the threshold."""
    status: str
    """`passed` or `failed`; a value that cannot be known fails."""
    description: str
    reason: str
    """Why the value is null; empty otherwise."""
    unit: str
    """`p`, `share`, `count`, `multiple` or `ms`."""
    low: float | None
    """Lower end of the 95 % interval of what `measured` names."""
    high: float | None
    measured: str
    """What the interval is of, with its unit; empty where there is none."""
    needed: str
    """What would have had to be seen to pass; empty where it passed."""


class RivalRow(Model):
    """A baseline beside the model over the test part: the paired difference of their session returns."""

    name: str
    advantage_bps: float | None
    """Model less baseline, mean basis points a session; above zero the model is better."""
    low_bps: float | None
    """Lower end of the bootstrap interval; null where there are too few sessions for one."""
    high_bps: float | None
    beats: bool
    """Whether the lower end is above zero: the only sense in which the model beats it."""


class ProductionGates(Judged):
    """The production gates, judged on the model's test part."""

    symbol: str
    timestamp: Instant
    model: ModelRef
    data_kind: str
    production_ready: bool
    passing_gates: int
    total_gates: int
    gates: tuple[Gate, ...]
    verdict: str | None
    """The evaluation in one sentence; null where the model was never evaluated."""
    rivals: tuple[RivalRow, ...]
    """Every baseline of the evaluation; empty where the model was never evaluated."""


class SessionPnl(Common):
    """P&L of one session."""

    session_date: date
    session_open: float | None
    """First present close, pesos a dollar."""
    session_close: float | None
    """Price of the last fill of the session; null where it did not trade."""
    session_pnl: float | None
    """Pesos, net of costs."""
    session_pnl_usd: float | None
    """The same in dollars at the session's first price."""
    session_pnl_percent: float | None
    """On the session's capital, as a fraction."""
    has_data: bool


class StressRow(Model):
    """What a sudden move would do to the newest position."""

    scenario: str
    move: float
    """Of the price, as a fraction."""
    pnl_cop: float


class RiskMetrics(Common):
    """Empirical risk of one session, in pesos where not named a percentage."""

    portfolio_value: float | None = Field(alias="portfolioValue")
    """Capital of one unit at the newest price plus all P&L, pesos."""
    gross_exposure: float | None = Field(alias="grossExposure")
    """Dollars held, absolute."""
    net_exposure: float | None = Field(alias="netExposure")
    """Dollars held: positive long."""
    leverage: float | None
    """Gross exposure over the notional of one unit."""
    portfolio_var95: float | None = Field(alias="portfolioVaR95")
    portfolio_var99: float | None = Field(alias="portfolioVaR99")
    portfolio_var95_percent: float | None = Field(alias="portfolioVaR95Percent")
    expected_shortfall95: float | None = Field(alias="expectedShortfall95")
    portfolio_volatility: float | None = Field(alias="portfolioVolatility")
    current_drawdown: float | None = Field(alias="currentDrawdown")
    maximum_drawdown: float | None = Field(alias="maximumDrawdown")
    time_to_liquidate: float | None = Field(alias="timeToLiquidate")
    """Minutes: one bar, at whose close a position is left; 0 where there is none."""
    best_case_scenario: float | None = Field(alias="bestCaseScenario")
    """Best session of the period, pesos."""
    worst_case_scenario: float | None = Field(alias="worstCaseScenario")
    stress_test_results: tuple[StressRow, ...] = Field(alias="stressTestResults")
    reasons: Reasons


class TradeDistribution(Common):
    """How trades ended, net of costs."""

    trades: int
    edges_bps: tuple[float, ...]
    """Edges of the bins in basis points of the session's capital; the outermost bins hold all beyond."""
    counts: tuple[int, ...]
    by_hour: dict[str, int]
    """Trades by local hour of entry."""
    by_weekday: dict[str, int]
    winners: int
    """Trades that earned something, net of costs."""
    mean_bps: float | None
    median_bps: float | None
    best_bps: float | None
    worst_bps: float | None
    reasons: Reasons


class EquityLine(Model):
    """Equity of a baseline, or of the model at other costs."""

    name: str
    equity: tuple[float, ...]
    drawdown: tuple[float, ...]
    """Fall below the highest equity so far, share of the capital, ≥ 0."""


class CostLine(EquityLine):
    """Equity at a multiple of the costs, with its figures."""

    metrics: dict[str, float | None]
    """By the names of `models`."""


class Equity(Common):
    """Equity of one unit of capital, additive over sessions."""

    sessions: tuple[date, ...]
    equity: tuple[float, ...]
    drawdown: tuple[float, ...]
    returns: tuple[float, ...]
    costs: tuple[CostLine, ...]
    """The same fills at once, twice and three times their costs."""
    baselines: tuple[EquityLine, ...]
    """Empty on the basis `paper`."""


class HeatCell(Model):
    """One weekday and quarter of an hour."""

    weekday: str
    starts: str
    """Local time of the first decision in it."""
    trades: int
    sessions: int
    """Sessions with a decision in it."""
    bps: float | None
    """Mean net P&L of the trades entered in it, in basis points; null without a trade."""
    exposure: float | None
    """Mean absolute position decided in it; null without a decision."""


class HeatMap(Common):
    """Return and exposure by time of day and weekday."""

    cells: tuple[HeatCell, ...]


class DiagnosisCard(Model):
    """One way to be deceived, with the evidence."""

    code: str
    title: str
    status: str
    """`ok`, `warn` or `unknown`."""
    evidence: str
    """A sentence."""
    figures: dict[str, float]
    """What the sentence rests on, by name; names with `_bps` are basis points a session. Empty where nothing is known."""
    parts: tuple[float, ...]
    """`lucky_tenth`: the return of each tenth of the sessions, in order of time; empty elsewhere."""


class Diagnosis(Common, Judged):
    """What a careful reader would notice."""

    cards: tuple[DiagnosisCard, ...]
    notes: tuple[str, ...]
    """Remarks of the model's newest report, on its own sessions: see `judged_first`."""
