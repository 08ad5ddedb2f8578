"""What the trading service counts: order outcomes, candles at hand, age of the newest price."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge

from usdcop.core.errors import UsdcopError
from usdcop.services.kit.errors import refusal_of
from usdcop.services.trading.history import Looks


class TradingMetrics:
    """Figures of the service, in ``registry``."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.orders = Counter(
            "usdcop_orders", "Orders sent, by what became of them.", ("outcome",), registry=registry
        )
        self.sessions = Counter(
            "usdcop_candle_sessions",
            "Sessions looked at for candles, by whether they were at hand.",
            ("found",),
            registry=registry,
        )
        self._registry = registry

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Count an order that the block refuses, by the code of its answer."""
        try:
            yield
        except UsdcopError as error:
            self.orders.labels(refusal_of(error).code).inc()
            raise

    def looked(self, looks: Looks) -> None:
        """Candles were asked for."""
        self.sessions.labels("read").inc(looks.read)
        self.sessions.labels("kept").inc(looks.asked - looks.read)

    def watch_quotes(self, ages: Mapping[str, Callable[[], float]]) -> None:
        """Tell the age in seconds of the newest quote of each symbol whenever somebody looks; NaN: there is none."""
        gauge = Gauge(
            "usdcop_quote_age_seconds",
            "Market time since the newest quote.",
            ("symbol",),
            registry=self._registry,
        )
        for symbol, age in ages.items():
            gauge.labels(symbol).set_function(age)
