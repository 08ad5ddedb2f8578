from datetime import date

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from usdcop.core.policy_book import BarOutcome
from usdcop.live.session import BarDone, SessionClosed, SessionOpened
from usdcop.services.orchestrator.metrics import TraderFigures

DAY = date(2024, 7, 10)


def lines(registry: CollectorRegistry) -> dict[str, float]:
    """Every sample that is not part of a histogram's buckets."""
    text = generate_latest(registry).decode()
    pairs = (
        line.rsplit(" ", 1)
        for line in text.splitlines()
        if not line.startswith("#") and "_bucket" not in line
    )
    return {name: float(value) for name, value in pairs}


def test_what_the_trader_tells_is_counted() -> None:
    registry = CollectorRegistry()
    figures = TraderFigures(registry)
    outcome = BarOutcome(filled=(), cancelled=(), rulings=(), said=())
    figures.told(SessionOpened(DAY, (), {}, None, late=False))
    figures.told(
        BarDone(DAY, 3, late=True, outcome=outcome, decision_seconds=0.002, seconds=0.02, unpublished=1)
    )
    figures.told(BarDone(DAY, 4, late=False, outcome=outcome, decision_seconds=0.003, seconds=0.03))
    figures.told(SessionClosed(DAY, {}))
    found = lines(registry)
    assert found["usdcop_decision_seconds_count"] == 2
    assert found["usdcop_decision_seconds_sum"] == pytest.approx(0.005)
    assert found["usdcop_bar_settled_seconds_sum"] == pytest.approx(0.05)
    assert found["usdcop_decisions_late_total"] == 1
    assert found["usdcop_predictions_unpublished_total"] == 1
    assert found['usdcop_roles{kind="held"}'] == 0
