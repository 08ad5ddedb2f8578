from datetime import UTC, date, datetime, timedelta

import pytest

from usdcop.core.ledger import Fill
from usdcop.core.record import Record
from usdcop.core.units import Cop, Price, Usd
from usdcop.services.analytics.cards import cards_of
from usdcop.services.analytics.ports import Filling

DAYS = tuple(date(2025, 3, 3) + timedelta(days=index) for index in range(20))


def _record(gains: list[float], cost: float = 0.0) -> Record:
    """One long trade a session that gains so many pesos a dollar."""
    fills = []
    for day, gain in zip(DAYS, gains, strict=False):
        at = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
        fills.append(Fill(day, 3, at, 1.0, Price(4000.0), Cop(cost)))
        fills.append(Fill(day, 9, at, -1.0, Price(4000.0 + gain), Cop(cost)))
    return Record("one", DAYS, dict.fromkeys(DAYS, Price(4000.0)), (), tuple(fills), Usd(1000.0))


def _status(record: Record, filling: Filling) -> dict[str, str]:
    return {card.code: card.status for card in cards_of(record, filling)}


def test_nothing_done_leaves_most_cards_unknown() -> None:
    empty = Record("idle", DAYS[:5], {}, (), (), Usd(1000.0))
    assert _status(empty, Filling(0, None, None)) == {
        "few_trades": "warn",
        "lucky_tenth": "unknown",
        "cost_sensitivity": "unknown",
        "stale_fills": "unknown",
        "look_ahead": "unknown",
    }


def test_profit_of_one_tenth_is_luck() -> None:
    lucky = _record([50.0] + [-1.0] * 19)
    steady = _record([5.0] * 20)
    assert _status(lucky, Filling(40, 0, 1))["lucky_tenth"] == "warn"
    assert _status(steady, Filling(40, 0, 1))["lucky_tenth"] == "ok"


def test_a_card_gives_the_figures_its_sentence_rests_on() -> None:
    found = {card.code: card for card in cards_of(_record([5.0] * 20, cost=100.0), Filling(40, 3, 1))}
    assert found["few_trades"].figures == {"trades": 20, "sessions": 20, "needed": 100}
    assert found["stale_fills"].figures == {"fills": 40, "doubtful": 3}
    assert found["look_ahead"].figures == {"fills": 40, "delay_bars": 1}
    gross, cost = (
        found["cost_sensitivity"].figures["gross_bps"],
        found["cost_sensitivity"].figures["cost_bps"],
    )
    assert f"{gross:+.2f} bps" in found["cost_sensitivity"].evidence
    assert gross > cost > 0
    tenths = found["lucky_tenth"].parts
    assert len(tenths) == 10
    assert sum(tenths) == pytest.approx(found["lucky_tenth"].figures["total"])
    assert max(tenths) == found["lucky_tenth"].figures["best"]


def test_costs_that_eat_half_the_profit_are_a_warning() -> None:
    assert _status(_record([5.0] * 20, cost=100.0), Filling(40, 0, 1))["cost_sensitivity"] == "ok"
    assert _status(_record([5.0] * 20, cost=1500.0), Filling(40, 0, 1))["cost_sensitivity"] == "warn"


def test_a_fill_at_its_own_signal_or_on_a_doubtful_quote_is_a_warning() -> None:
    bad = _status(_record([5.0]), Filling(2, 1, 0))
    assert (bad["stale_fills"], bad["look_ahead"]) == ("warn", "warn")
    good = _status(_record([5.0]), Filling(2, 0, 1))
    assert (good["stale_fills"], good["look_ahead"]) == ("ok", "ok")
