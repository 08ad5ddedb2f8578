"""Figures of the feed and of the trader, for Prometheus."""

from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from usdcop.core.trading import OrchestratorState
from usdcop.live.report import Report
from usdcop.live.session import BarDone, SessionOpened, Told

_DECISION: Final = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1)
_SETTLING: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


class FeedFigures(Collector):
    """The report as figures, made when they are asked for."""

    def __init__(self, report: Callable[[], Report]) -> None:
        self._report = report

    def collect(self) -> Iterator[Metric]:
        """All of them, from one report."""
        report = self._report()
        yield _by(
            "usdcop_feed_state",
            "1 for the state of the live feed, 0 for the others.",
            "state",
            {state.value: float(state is report.state) for state in OrchestratorState},
        )
        yield from _freshness(report)
        yield from _counts(report)
        yield _by("usdcop_vendor_credits_left", "Credits left today.", "key", dict(report.credits))


class TraderFigures:
    """What the trader tells, counted."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._decisions = Histogram(
            "usdcop_decision_seconds",
            "Features and policies of all roles at one bar.",
            buckets=_DECISION,
            registry=registry,
        )
        self._settling = Histogram(
            "usdcop_bar_settled_seconds",
            "From the judged bar to the commit.",
            buckets=_SETTLING,
            registry=registry,
        )
        self._late = Counter(
            "usdcop_decisions_late", "Bars decided after their fill had closed.", registry=registry
        )
        self._fills = Counter("usdcop_policy_fills", "Fills of policy orders.", registry=registry)
        self._unpublished = Counter(
            "usdcop_predictions_unpublished", "Predictions that no stream took.", registry=registry
        )
        self._roles = Gauge("usdcop_roles", "Deployed roles of the session.", ("kind",), registry=registry)

    def told(self, what: Told) -> None:
        """The trader did ``what``."""
        match what:
            case BarDone():
                self._decisions.observe(what.decision_seconds)
                self._settling.observe(what.seconds)
                self._late.inc(float(what.late))
                self._fills.inc(len(what.outcome.filled))
                self._unpublished.inc(what.unpublished)
            case SessionOpened():
                self._roles.labels("held").set(len(what.holders))
                self._roles.labels("silent").set(len(what.silent))
            case _:
                pass


def _freshness(report: Report) -> Iterator[Metric]:
    if report.quoted_at is not None:
        age = max(0.0, (report.at - report.quoted_at).total_seconds())
        yield GaugeMetricFamily("usdcop_quote_age_seconds", "Age of the newest quote, in market time.", age)
    if report.poll_interval is not None:
        seconds = report.poll_interval.total_seconds()
        yield GaugeMetricFamily(
            "usdcop_quote_interval_seconds", "Planned market time between quotes.", seconds
        )
    yield GaugeMetricFamily(
        "usdcop_feed_leading", "Whether this process feeds its symbol.", float(report.leading)
    )
    yield GaugeMetricFamily(
        "usdcop_feed_unsettled_bars", "Bars that wait to be stored or told.", report.unsettled
    )
    skew = report.skew.least.total_seconds() if report.skew else 0.0
    yield GaugeMetricFamily("usdcop_clock_skew_seconds", "Proven skew beyond the limit, else 0.", skew)


def _counts(report: Report) -> Iterator[Metric]:
    quotes = CounterMetricFamily("usdcop_quotes", "Quotes by what became of them.", labels=("verdict",))
    for verdict, count in report.quotes.items():
        quotes.add_metric((verdict,), count)
    yield quotes
    yield CounterMetricFamily("usdcop_feed_failures", "Failures of the feed.", value=report.failures)
    if report.bars is not None:
        bars = report.bars
        found = {
            "expected": bars.expected,
            "final": bars.final,
            "missing": bars.missing,
            "late": bars.late,
            "recovered": bars.recovered,
            "revised": bars.revised,
            "refused": bars.refused,
        }
        yield _by("usdcop_session_bars", "Closed bars of the newest session.", "kind", found)


def _by(name: str, words: str, label: str, values: dict[str, float] | dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=(label,))
    for value, number in values.items():
        family.add_metric((value,), number)
    return family
