"""Fills, and the trades and sessions that follow from them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.accounting import CostModel
from usdcop.core.costs import at_middle
from usdcop.core.ledger import (
    Decision,
    Fill,
    decision_hash,
    net_pnl,
    session_results,
    trades,
)
from usdcop.core.units import Cop, Price, Usd

DAY = date(2024, 3, 5)
OPEN = datetime(2024, 3, 5, 13, 0, tzinfo=UTC)
NOTIONAL = Usd(100_000.0)


def fill(slot: int, units: float, price: float, day: date = DAY) -> Fill:
    at = OPEN + timedelta(minutes=5 * (slot + 1))
    cost = at_middle(Usd(units * NOTIONAL), Price(price), CostModel())
    return Fill(day, slot, at, units, Price(price), cost.charged, slippage=cost.slippage)


def test_a_round_trip_by_hand() -> None:
    """100,000 USD from 4000 to 4010 earns 1,000,000 COP; the fills cost 120,000 and 120,300."""
    (trade,) = trades([fill(3, 1.0, 4000.0), fill(9, -1.0, 4010.0)], NOTIONAL)
    assert trade.pnl == pytest.approx(1_000_000 - 240_300)
    assert trade.cost == pytest.approx(240_300)
    assert (trade.direction, trade.entry_slot, trade.exit_slot, trade.bars_held) == (1, 3, 9, 6)


def test_a_reversal_closes_one_trade_and_opens_the_next_at_its_price() -> None:
    first, second = trades([fill(1, 1.0, 4000.0), fill(2, -2.0, 3990.0), fill(3, 1.0, 3980.0)], NOTIONAL)
    assert (first.direction, second.direction) == (1, -1)
    assert first.exit == second.entry == 3990.0
    assert first.cost == pytest.approx(0.3e-3 * NOTIONAL * (4000 + 3990))
    assert second.pnl == pytest.approx(1_000_000 - second.cost)


def test_each_trade_of_a_reversal_has_its_part_of_spread_and_slippage() -> None:
    """2.5 and 0.5 bps a dollar: the reversing fill is shared by what each trade takes of it."""
    first, second = trades([fill(1, 1.0, 4000.0), fill(2, -1.5, 3990.0), fill(3, 0.5, 3980.0)], NOTIONAL)
    assert first.parts is not None
    assert second.parts is not None
    assert first.parts.total == pytest.approx(first.cost)
    assert second.parts.total == pytest.approx(second.cost)
    assert second.parts.spread == pytest.approx(2.5e-4 * 50_000 * (3990 + 3980))
    assert second.parts.slippage == pytest.approx(0.5e-4 * 50_000 * (3990 + 3980))


def test_a_trade_whose_fills_did_not_keep_their_spread_says_nothing_of_it() -> None:
    (trade,) = trades([fill(1, 1.0, 4000.0), replace(fill(2, -1.0, 4001.0), in_price=None)], NOTIONAL)
    assert trade.parts is None


def test_a_partial_reduction_does_not_end_a_trade() -> None:
    (trade,) = trades([fill(1, 1.0, 4000.0), fill(2, -0.5, 4010.0), fill(5, -0.5, 4020.0)], NOTIONAL)
    assert trade.exit == pytest.approx(4015.0)
    assert trade.pnl + trade.cost == pytest.approx(1_500_000)
    assert (trade.units, trade.exit_slot) == (1.0, 5)


def test_an_entry_in_parts_has_the_average_price() -> None:
    (trade,) = trades([fill(1, -0.1, 4000.0), fill(2, -0.2, 4030.0), fill(3, 0.3, 4000.0)], NOTIONAL)
    assert trade.entry == pytest.approx(4020.0)
    assert trade.direction == -1


def test_rounding_of_parts_leaves_no_ghost_position() -> None:
    parts = [fill(1, 0.1, 4000.0), fill(2, 0.2, 4000.0), fill(3, -0.3, 4001.0), fill(4, 1.0, 4000.0)]
    assert len(list(trades(parts, NOTIONAL))) == 1


def test_a_position_still_open_is_no_trade() -> None:
    assert list(trades([fill(1, 1.0, 4000.0)], NOTIONAL)) == []


@given(st.lists(st.tuples(st.sampled_from([-1, 0, 1]), st.floats(3_000, 5_000)), max_size=30))
def test_trades_add_up_to_what_was_sold_less_what_was_bought(path: list[tuple[int, float]]) -> None:
    fills, held = [], 0
    for slot, (target, price) in enumerate([*path, (0, 4000.0)]):
        if target != held:
            fills.append(fill(slot, target - held, price))
            held = target
    done = list(trades(fills, NOTIONAL))
    assert sum(trade.pnl for trade in done) == pytest.approx(net_pnl(fills, NOTIONAL), abs=1e-3)
    assert sum(trade.cost for trade in done) == pytest.approx(sum(one.cost for one in fills), abs=1e-6)
    assert all(trade.bars_held > 0 for trade in done)


def test_a_session_without_fills_earned_nothing() -> None:
    quiet = date(2024, 3, 6)
    fills = [fill(1, -1.0, 4000.0), fill(2, 1.0, 3990.0)]
    busy, idle = session_results(fills, {DAY: Price(4000.0), quiet: Price(3900.0)}, NOTIONAL)
    assert (idle.pnl, idle.cost, idle.turnover, idle.gain) == (0.0, 0.0, 0.0, 0.0)
    assert busy.turnover == 2.0
    assert busy.gain == pytest.approx((1_000_000 - busy.cost) / (NOTIONAL * 4000.0))


DECISIONS = [Decision(DAY, 0, 1.0), Decision(DAY, 1, 0.0)]
FILLS = [fill(1, 1.0, 4000.0), fill(2, -1.0, 4010.0)]


def test_the_hash_is_that_of_the_canonical_lines() -> None:
    assert decision_hash([], []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert decision_hash(DECISIONS, FILLS) == decision_hash(iter(DECISIONS), iter(FILLS))


@pytest.mark.parametrize(
    "changed",
    [
        replace(FILLS[0], price=Price(4000.0000000000005)),
        replace(FILLS[0], units=0.5),
        replace(FILLS[0], slot=2),
        replace(FILLS[0], forced=True),
    ],
)
def test_the_smallest_change_of_a_fill_changes_the_hash(changed: Fill) -> None:
    assert decision_hash(DECISIONS, [changed, FILLS[1]]) != decision_hash(DECISIONS, FILLS)


def test_another_decision_changes_the_hash_and_minus_zero_does_not() -> None:
    assert decision_hash([DECISIONS[0], Decision(DAY, 1, -1.0)], FILLS) != decision_hash(DECISIONS, FILLS)
    assert decision_hash([DECISIONS[0], Decision(DAY, 1, -0.0)], FILLS) == decision_hash(DECISIONS, FILLS)


def test_costs_are_not_part_of_the_hash() -> None:
    assert decision_hash(DECISIONS, [replace(one, cost=Cop(0.0)) for one in FILLS]) == decision_hash(
        DECISIONS, FILLS
    )
