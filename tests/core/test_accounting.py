"""The one rule of cost and reward, by hand and by property."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core import accounting
from usdcop.core.accounting import CostModel
from usdcop.core.units import Bps

positions = st.sampled_from([-1.0, 0.0, 1.0])
prices = st.floats(2_000.0, 6_000.0)
rates = st.floats(0.0, 0.01)


def test_costs_of_the_default_market_are_three_basis_points() -> None:
    assert CostModel().rate == pytest.approx(3e-4)


def test_the_last_two_bars_of_a_session_decide_nothing() -> None:
    assert accounting.LAST_DECISION_SLOTS == 2


def test_a_multiple_of_the_costs_multiplies_both_parts() -> None:
    tripled = CostModel(Bps(2.0), Bps(1.0)).times(3.0)
    assert (tripled.half_spread, tripled.slippage) == (6.0, 3.0)


@pytest.mark.parametrize(
    ("target", "position", "may_change", "doubtful", "taken"),
    [
        (1, 0, 1, 0, 1),
        (-1, 1, 1, 0, -1),
        (1, 0, 0, 0, 0),
        (0, 1, 0, 0, 1),
        (1, 0, 1, 1, 0),
        (0, 1, 1, 1, 0),
        (-1, 1, 1, 1, 1),
        (1, 1, 1, 1, 1),
        (0, -1, 0, 1, -1),
    ],
)
def test_what_may_be_taken(target: int, position: int, may_change: int, doubtful: int, taken: int) -> None:
    assert accounting.permitted(target, position, may_change, doubtful) == taken


@given(positions, positions, st.sampled_from([0.0, 1.0]), st.sampled_from([0.0, 1.0]))
def test_doubt_never_adds_risk(target: float, position: float, may_change: float, doubtful: float) -> None:
    taken = accounting.permitted(target, position, may_change, doubtful)
    assert taken in {target, position}
    if doubtful:
        assert abs(taken) <= abs(position)
        assert taken * position >= 0
    if not may_change:
        assert taken == position


def test_a_reward_worked_by_hand() -> None:
    """Short to long at 4000, then 4010 is reached, P₀ 3990: gain 10/3990, two units of 3 bps, exit one."""
    gain = accounting.move(4000.0, 4010.0, 3990.0)
    cost = accounting.unit_cost(4000.0, 3e-4, 3990.0)
    leaving = accounting.unit_cost(4010.0, 3e-4, 3990.0)
    assert gain == pytest.approx(25.0626566, abs=1e-6)
    assert cost == pytest.approx(3.0075188, abs=1e-6)
    assert accounting.reward(1, -1, gain, cost, leaving) == pytest.approx(25.0626566 - 6.0150376 - 3.0150376)


@given(prices, prices, prices, rates)
def test_flat_earns_and_costs_nothing(opened: float, closed: float, first: float, rate: float) -> None:
    gain, cost = accounting.move(opened, closed, first), accounting.unit_cost(opened, rate, first)
    assert accounting.reward(0.0, 0.0, gain, cost, cost) == 0.0


@given(prices, rates, st.sampled_from([-1.0, 1.0]))
def test_a_reversal_pays_two(price: float, rate: float, side: float) -> None:
    unit = accounting.unit_cost(price, rate, price)
    reversed_ = accounting.reward(-side, side, 0.0, unit, 0.0)
    entered = accounting.reward(side, 0.0, 0.0, unit, 0.0)
    assert reversed_ == pytest.approx(2 * entered)


@given(positions, positions, prices, prices, prices, st.floats(0.01, 100.0))
def test_a_reward_does_not_depend_on_the_unit_of_price(
    target: float, position: float, opened: float, closed: float, first: float, scale: float
) -> None:
    def earned(factor: float) -> float:
        gain = accounting.move(opened * factor, closed * factor, first * factor)
        cost = accounting.unit_cost(opened * factor, 3e-4, first * factor)
        return float(accounting.reward(target, position, gain, cost, 0.0))

    assert earned(scale) == pytest.approx(earned(1.0), abs=1e-6)


@given(positions, positions, prices, prices, prices, rates)
def test_rewards_and_pesos_agree(
    target: float, position: float, opened: float, closed: float, first: float, rate: float
) -> None:
    notional = 100_000.0
    gain = accounting.move(opened, closed, first)
    cost = accounting.unit_cost(opened, rate, first)
    pesos = accounting.pnl_cop(target, opened, closed, notional) - accounting.cost_cop(
        target - position, opened, rate, notional
    )
    in_bps = accounting.reward(target, position, gain, cost, 0.0)
    assert in_bps * 1e-4 * notional * first == pytest.approx(pesos, abs=1e-5)


@given(positions, positions, prices, prices)
def test_the_entry_price_moves_only_with_a_fill(
    target: float, position: float, entry: float, price: float
) -> None:
    after = accounting.entry_after(entry, price, target, position)
    assert after == pytest.approx(entry if target == position else price)


def test_open_profit_has_the_sign_of_the_position() -> None:
    assert accounting.unrealised(-1.0, 4000.0, 3996.0, 4000.0) == pytest.approx(10.0)
    assert accounting.unrealised(0.0, 4000.0, 3996.0, 4000.0) == 0.0


def test_arrays_give_what_numbers_give() -> None:
    targets, held = np.array([1.0, 0.0, -1.0]), np.array([0.0, 1.0, 1.0])
    together = accounting.reward(targets, held, 2.0, 3.0, 0.5)
    assert together.tolist() == [
        accounting.reward(float(target), float(position), 2.0, 3.0, 0.5)
        for target, position in zip(targets, held, strict=True)
    ]


def test_a_session_that_reaches_its_stop_by_hand() -> None:
    """Long 100,000 dollars from 4096 at 3 bps: 122,880 COP paid; at 4032 another 6.4 million are lost."""
    notional, first, paid = 100_000.0, 4096.0, 122_880.0
    assert accounting.cost_cop(1.0, 4096.0, 3e-4, notional) == pytest.approx(paid)
    lost = accounting.session_pnl_cop(-4096.0, 1.0, 4032.0, paid, notional)
    assert lost == -6_400_000.0 - paid
    assert lost / (notional * first) == pytest.approx(-0.015925)
    assert accounting.stop_reached(lost, 0.0159, notional, first)
    assert not accounting.stop_reached(lost, 0.016, notional, first)


def test_a_loss_of_just_the_stop_reaches_it() -> None:
    """Without costs, from 4096 to 4032 is one part in 64 to the last bit."""
    lost = accounting.session_pnl_cop(-4096.0, 1.0, 4032.0, 0.0, 100_000.0)
    assert accounting.stop_reached(lost, 1 / 64, 100_000.0, 4096.0)
    assert not accounting.stop_reached(lost + 1e-6, 1 / 64, 100_000.0, 4096.0)


def test_what_was_realised_counts_beside_what_is_open() -> None:
    """Short sold at 4000 and bought at 4040, then flat: 40 pesos a dollar are gone whatever the price does."""
    for price in (3000.0, 4040.0, 5000.0):
        assert accounting.session_pnl_cop(4000.0 - 4040.0, 0.0, price, 50.0, 10.0) == -450.0


@pytest.mark.parametrize(("wanted", "stopped", "target"), [(-1, 1, 0), (1, 1, 0), (0, 1, 0), (-1, 0, -1)])
def test_a_stopped_session_wants_nothing(wanted: float, stopped: int, target: float) -> None:
    heeded = accounting.heeded(float(wanted), stopped)
    assert (heeded, str(heeded)) == (target, str(float(target)))  # and no minus zero
    assert accounting.heeded(np.array([wanted]), np.array([bool(stopped)])).tolist() == [target]


@given(prices, prices, prices, positions, rates, st.floats(0.001, 0.05))
def test_the_stop_is_the_same_for_numbers_and_arrays(
    opened: float, closed: float, first: float, position: float, rate: float, stop: float
) -> None:
    notional = 100_000.0
    paid = accounting.cost_cop(position, opened, rate, notional)
    pnl = accounting.session_pnl_cop(-position * opened, position, closed, paid, notional)
    arrays = (np.array([-position * opened]), np.array([position]), np.array([closed]), np.array([paid]))
    together = accounting.session_pnl_cop(*arrays, notional)
    assert together.tolist() == [pnl]
    reached = accounting.stop_reached(together, stop, notional, np.array([first]))
    assert reached.tolist() == [accounting.stop_reached(pnl, stop, notional, first)]
    in_bps = accounting.unrealised(position, opened, closed, first)
    in_bps -= abs(position) * accounting.unit_cost(opened, rate, first)
    assert pnl / (notional * first) * 1e4 == pytest.approx(in_bps, abs=1e-6)
