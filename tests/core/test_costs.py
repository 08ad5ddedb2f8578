"""What fills cost against the middle of bid and ask: the same words for every kind of fill."""

import json
from pathlib import Path

import pytest

from support.orders import AT, SESSION
from usdcop.core.accounting import CostModel
from usdcop.core.costs import NOTHING, Cost, at_middle, kept, named, on_quote, together
from usdcop.core.trading import NewFill
from usdcop.core.units import Bps, Cop, Price, Usd

COSTS = CostModel()
ROOT = Path(__file__).parents[2]
QUOTED = json.loads((ROOT / "dashboard/src/features/orders/testing/costs.json").read_text())


def test_at_the_middle_all_of_it_is_charged() -> None:
    """3 bps of 400 million pesos, a sixth of them slippage."""
    cost = at_middle(Usd(-100_000.0), Price(4000.0), COSTS)
    assert [cost.charged, cost.in_price] == pytest.approx([120_000, 0.0])
    assert [cost.spread, cost.slippage] == pytest.approx([100_000, 20_000])
    assert cost.total == cost.charged


def test_on_a_quote_the_spread_is_in_the_price_and_counts_all_the_same() -> None:
    cost = on_quote(Usd(100_000.0), (Price(3999.0), Price(4001.0)), COSTS)
    assert [cost.charged, cost.in_price] == pytest.approx([20_005, 100_000])
    assert [cost.spread, cost.total] == pytest.approx([100_000, 120_005])


def test_a_person_and_a_policy_pay_alike_where_the_quote_has_the_spread_of_the_cost_model() -> None:
    half = 4000.0 * 2.5e-4
    person = on_quote(Usd(50_000.0), (Price(4000.0 - half), Price(4000.0 + half)), COSTS)
    policy = at_middle(Usd(50_000.0), Price(4000.0), COSTS)
    assert person.spread == pytest.approx(policy.spread)
    assert person.total == pytest.approx(policy.total, rel=1e-4)  # slippage is of the price paid


@pytest.mark.parametrize("quoted", QUOTED)
def test_the_ticket_of_the_dashboard_is_tested_with_what_this_says(quoted: dict[str, float]) -> None:
    costs = CostModel(slippage=Bps(quoted["slippage_bps"]))
    sides = (Price(quoted["bid"]), Price(quoted["ask"]))
    said = named(on_quote(Usd(quoted["quantity_usd"]), sides, costs))
    assert said == {name: pytest.approx(quoted[name], abs=1e-6) for name in said}


@pytest.mark.parametrize(("limit", "slippage"), [(4001.1, 10_000.0), (4001.0, 0.0), (4100.0, 20_005.0)])
def test_slippage_never_goes_beyond_a_limit(limit: float, slippage: float) -> None:
    cost = on_quote(Usd(100_000.0), (Price(3999.0), Price(4001.0)), COSTS, Price(limit))
    assert cost.slippage == cost.charged == pytest.approx(slippage)
    assert cost.spread == pytest.approx(100_000.0)


def test_what_was_not_kept_is_not_known_alone_or_in_a_sum() -> None:
    fill = a_fill(None, None)
    assert kept(fill) is None
    assert kept(a_fill(Cop(3.0), Cop(2.0))) == Cost(Cop(2.0), Cop(3.0), Cop(2.0))
    assert together([NOTHING, None]) is None
    assert named(None) == {"spread_cop": None, "slippage_cop": None, "total_cost_cop": None}


def test_costs_add_up_and_are_shared() -> None:
    one = Cost(Cop(2.0), Cop(3.0), Cop(2.0))
    assert together([one, one]) == Cost(Cop(4.0), Cop(6.0), Cop(4.0))
    assert one.share(0.5) + one.share(0.5) == one
    assert together([]) == NOTHING


def a_fill(in_price: Cop | None, slippage: Cop | None) -> NewFill:
    return NewFill(
        SESSION, 1, Usd(10.0), 1e-4, Price(4000.0), Cop(2.0), AT, in_price=in_price, slippage=slippage
    )
