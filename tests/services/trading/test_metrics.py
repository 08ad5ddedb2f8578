from math import nan

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from usdcop.core.errors import RiskRefusedError
from usdcop.services.trading.history import Looks
from usdcop.services.trading.metrics import TradingMetrics


def test_looks_are_counted_by_what_was_at_hand() -> None:
    registry = CollectorRegistry()
    metrics = TradingMetrics(registry)
    metrics.looked(Looks(10, 3))
    metrics.looked(Looks(10, 0))
    assert registry.get_sample_value("usdcop_candle_sessions_total", {"found": "kept"}) == 17
    assert registry.get_sample_value("usdcop_candle_sessions_total", {"found": "read"}) == 3


def test_a_refused_order_is_counted_by_its_code_and_still_refused() -> None:
    registry = CollectorRegistry()
    metrics = TradingMetrics(registry)
    with pytest.raises(RiskRefusedError), metrics.refusals():
        raise RiskRefusedError("Trading is halted.", "Wait.", "HALTED")
    assert registry.get_sample_value("usdcop_orders_total", {"outcome": "HALTED"}) == 1


def test_the_age_of_a_quote_is_asked_for_when_somebody_looks() -> None:
    registry, ages = CollectorRegistry(), [nan, 2.5]
    TradingMetrics(registry).watch_quotes({"USDCOP": lambda: ages.pop(0)})
    assert b'usdcop_quote_age_seconds{symbol="USDCOP"} NaN' in generate_latest(registry)
    assert registry.get_sample_value("usdcop_quote_age_seconds", {"symbol": "USDCOP"}) == 2.5
