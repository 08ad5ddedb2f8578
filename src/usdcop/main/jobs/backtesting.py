"""Backtest: one bundle or baseline over any sessions of the history."""

from dataclasses import dataclass
from datetime import date

from usdcop.backtest.activity import metrics_of
from usdcop.backtest.engine import Backtest, run
from usdcop.core.errors import UsageError
from usdcop.core.metrics import Metrics
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.jobs.registering import NEWEST, choose, registry_of
from usdcop.main.wiring import System
from usdcop.pipeline.history import History, load_history
from usdcop.pipeline.l6_backtest import constant_baselines
from usdcop.policy.interface import Policy


@dataclass(frozen=True, slots=True)
class BacktestJob:
    """What to run, over which sessions (default: all), at which multiple of the costs."""

    symbol: str = "USDCOP"
    version: str = NEWEST
    first: date | None = None
    last: date | None = None
    costs: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Backtested:
    """The run, and its metrics over every expected session."""

    run: Backtest
    metrics: Metrics
    sessions: tuple[date, ...]


def backtest(system: System, job: BacktestJob) -> Backtested:
    """Run the bundle or baseline that ``job`` names.

    Raises:
        UsageError: there is none of that name, or no session in the span.
    """
    history = load_history(system.lake, system.market, system.clock.now(), system.settings.splits)
    span = (job.first or history.expected[0], job.last or history.expected[-1])
    episodes, sessions = history.part(span)
    if not sessions:
        raise UsageError(f"There is no session from {span[0]} to {span[1]}.", _span_cure(history))
    costs = system.settings.costs.times(job.costs)
    policy, stop = _policy(system, job.version)
    done = run(episodes, policy, costs, system.settings.stakes, system.market.calendar, stop)
    return Backtested(done, metrics_of(done, sessions), sessions)


def _policy(system: System, name: str) -> tuple[Policy, float | None]:
    """The policy of that name, and the session stop it was entered with."""
    named = {policy.name.split()[0]: policy for policy in constant_baselines()}
    if name in named:
        return named[name], None
    bundle = choose(registry_of(system), name).bundle
    bundle.check_features(FEATURE_NAMES, feature_hash())
    return bundle.policy, system.stops.stops().get(bundle.digest)


def _span_cure(history: History) -> str:
    return f"The history runs from {history.expected[0]} to {history.expected[-1]}."
