"""Backtest: one bundle or baseline over any sessions of the history."""

from dataclasses import dataclass
from datetime import date

from usdcop.backtest.activity import metrics_of
from usdcop.backtest.engine import Backtest, run
from usdcop.core.errors import GateRefusedError, UsageError
from usdcop.core.metrics import Metrics
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.jobs.registering import NEWEST, choose, registry_of
from usdcop.main.jobs.verdict import Bench, bench_of
from usdcop.main.wiring import System
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
    """Run the bundle or baseline that ``job`` names; without dates, over all sessions that may be shown.

    Results of sessions that judge a bundle are shown by a look only (``usdcop evaluate``), so they are left out here
    until it was looked at.

    Raises:
        UsageError: there is none of that name, or no session in the span.
        GateRefusedError: the span holds sessions that a look would have to show.
    """
    named = {policy.name.split()[0]: policy for policy in constant_baselines()}
    bench = bench_of(system)
    if job.version in named:
        policy, stop, sessions = named[job.version], None, _within(bench.history.expected, job)
    else:
        policy, stop, sessions = _bundle_run(system, bench, job)
    if not sessions:
        first, last = bench.history.expected[0], bench.history.expected[-1]
        raise UsageError(
            f"There is no session from {job.first or first} to {job.last or last}.",
            f"The history runs from {first} to {last}.",
        )
    costs, stakes = system.settings.costs.times(job.costs), system.settings.stakes
    episodes = bench.history.episodes.between(sessions[0], sessions[-1])
    done = run(episodes, policy, costs, stakes, system.market.calendar, stop)
    return Backtested(done, metrics_of(done, sessions), sessions)


def _bundle_run(
    system: System, bench: Bench, job: BacktestJob
) -> tuple[Policy, float | None, tuple[date, ...]]:
    """A bundle, the session stop it was entered with, and the sessions that may be shown of it."""
    bundle = choose(registry_of(system), job.version).bundle
    bundle.check_features(FEATURE_NAMES, feature_hash())
    wanted = _within(bench.history.expected, job)
    shown = set(bench.showable(bundle.digest, system))
    allowed = tuple(day for day in wanted if day in shown)
    hidden = [day for day in wanted if day not in shown]
    if hidden and (job.first is not None or job.last is not None or not allowed):
        raise GateRefusedError(
            f"{len(hidden)} of these sessions judge the bundle, {hidden[0]} first: their results are shown by a look.",
            "Take the look (usdcop evaluate), or give earlier dates (--to).",
            ("look",),
        )
    entry = bench.entries.get(bundle.digest)
    return bundle.policy, None if entry is None else entry.stop, allowed


def _within(expected: tuple[date, ...], job: BacktestJob) -> tuple[date, ...]:
    first, last = job.first or expected[0], job.last or expected[-1]
    return tuple(day for day in expected if first <= day <= last)
