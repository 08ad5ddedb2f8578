from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.policy_book import Book, Holder
from usdcop.core.registry import Alias
from usdcop.core.risk import RiskLimits
from usdcop.core.trading import Order, OrderRequest, OrderStatus, OrderType, Origin, Side, TradingState
from usdcop.core.units import Cop, Price, Usd
from usdcop.live.decide import (
    BarFacts,
    Terms,
    decides,
    earned,
    exit_fill,
    increases,
    observation,
    ruling,
    settle,
    stopped,
    unasked,
)

ACTIVE, REDUCE_ONLY, HALTED = TradingState.ACTIVE, TradingState.REDUCE_ONLY, TradingState.HALTED
TERMS = Terms(CostModel(), Stakes(), RiskLimits())
AT = datetime(2025, 4, 1, 14, 5, tzinfo=UTC)
BAR = BarFacts(
    day=date(2025, 4, 1),
    slot=12,
    slots=60,
    at=AT,
    close=Price(4010.0),
    first_close=Price(4000.0),
    trusted=True,
    doubtful=False,
    features=np.array([1.0, 2.0]),
    late=False,
)
POSITIONS = (-1.0, 0.0, 1.0)
HOLDER = Holder(Alias.CHALLENGER, 1, "b")


def order(units: float, slot: int = 11) -> Order:
    request = OrderRequest(
        account="challenger",
        client_order_id=f"abc-{slot}",
        symbol="USDCOP",
        side=Side.BUY if units > 0 else Side.SELL,
        type=OrderType.MARKET,
        quantity=Usd(abs(units) * 100_000.0),
    )
    return Order(
        uuid4(),
        request,
        Origin.POLICY,
        "trader",
        BAR.day,
        OrderStatus.WORKING,
        AT,
        AT,
        decided_slot=slot,
        bundle_hash="b",
    )


def test_a_trusted_bar_fills_what_was_decided_before_it() -> None:
    done = settle(Book("challenger", pending=(order(2.0),), position=-1.0, entry=4005.0), BAR, ACTIVE, TERMS)
    (filled,) = done.filled
    assert (filled.fill.units, filled.fill.price, filled.fill.slot, filled.fill.at) == (2.0, 4010.0, 12, AT)
    assert filled.fill.cost == pytest.approx(2 * 100_000 * 3e-4 * 4010.0)
    assert (done.book.position, done.book.entry, done.book.pending) == (1.0, 4010.0, ())


@pytest.mark.parametrize("bar", [replace(BAR, trusted=False), replace(BAR, slot=11)])
def test_a_suspect_bar_and_the_bar_of_the_decision_fill_nothing(bar: BarFacts) -> None:
    book = Book("challenger", pending=(order(1.0),))
    assert settle(book, bar, ACTIVE, TERMS).book == book


@pytest.mark.parametrize(
    ("state", "position", "units", "reason"),
    [
        (HALTED, 1.0, -1.0, "HALTED"),
        (None, 0.0, 1.0, "STATE_UNKNOWN"),
        (REDUCE_ONLY, 0.0, 1.0, "REDUCE_ONLY"),
        (REDUCE_ONLY, 1.0, -2.0, "REDUCE_ONLY"),
    ],
)
def test_what_the_state_forbids_is_cancelled_and_never_filled(
    state: TradingState | None, position: float, units: float, reason: str
) -> None:
    done = settle(Book("challenger", pending=(order(units),), position=position), BAR, state, TERMS)
    assert done.filled == ()
    assert [one.reason for one in done.cancelled] == [reason]
    assert done.book.position == position


def test_reduce_only_fills_what_reduces() -> None:
    done = settle(Book("challenger", pending=(order(-1.0),), position=1.0), BAR, REDUCE_ONLY, TERMS)
    assert done.book.position == 0.0


@given(wanted=st.sampled_from(POSITIONS), held=st.sampled_from(POSITIONS), doubtful=st.booleans())
def test_no_refusal_ever_adds_risk(wanted: float, held: float, doubtful: bool) -> None:
    book, bar = Book("challenger", position=held), replace(BAR, doubtful=doubtful)
    for state in (ACTIVE, REDUCE_ONLY, HALTED, None):
        made = ruling(book, bar, wanted, HOLDER, state, TERMS)
        assert made.target in {wanted, held}
        assert (made.refused is None) == (made.target == wanted) or state in {HALTED, None}
        if doubtful or state is not ACTIVE:
            assert not increases(made.target, held)
        if wanted == 0 and state in {ACTIVE, REDUCE_ONLY}:
            assert made.target == 0  # reducing is always possible


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (RiskLimits(position=Usd(50_000.0)), "POSITION_LIMIT"),
        (RiskLimits(order=Usd(50_000.0)), "ORDER_LIMIT"),
        (RiskLimits(daily_loss=Cop(1_000.0)), "DAILY_LOSS"),
    ],
)
def test_limits_refuse_new_risk_and_nothing_else(limits: RiskLimits, code: str) -> None:
    terms = replace(TERMS, limits=limits)
    lost = Book("challenger", costs=1_000.0)
    assert ruling(lost, BAR, 1.0, HOLDER, ACTIVE, terms).refused == code
    held = replace(lost, position=-1.0, cash=4010.0)
    assert ruling(held, BAR, 0.0, HOLDER, ACTIVE, terms).target == 0.0
    assert ruling(held, BAR, -1.0, HOLDER, ACTIVE, terms).refused is None


def test_a_position_that_no_policy_takes_is_left_alone() -> None:
    made = ruling(Book("main", position=0.5), BAR, 1.0, HOLDER, ACTIVE, TERMS)
    assert (made.target, made.refused) == (0.5, "FOREIGN_POSITION")


def test_it_decides_once_a_bar_and_only_with_features() -> None:
    assert decides(Book("challenger", decided=11), BAR)
    assert not decides(Book("challenger", decided=12), BAR)
    assert not decides(Book("challenger", decided=13), BAR)
    assert not decides(Book("challenger"), replace(BAR, features=None))


def test_the_observation_is_features_position_profit_and_time() -> None:
    seen = observation(Book("challenger", position=-1.0, entry=4020.0), BAR)
    assert seen.tolist() == [1.0, 2.0, -1.0, -1.0 * (1e4 * (4010.0 - 4020.0) / 4000.0), 47 / 60]


def test_what_an_account_earned_so_far() -> None:
    book = Book("challenger", position=1.0, cash=-4000.0, costs=120.0)
    assert earned(book, 4010.0, TERMS) == 10.0 * 100_000.0 - 120.0


def test_the_exit_leaves_everything_at_the_last_close_and_pays_one_unit() -> None:
    left = exit_fill(Book("challenger", position=-1.0), BAR, TERMS)
    assert left is not None
    assert (left.units, left.price, left.forced) == (1.0, 4010.0, True)
    assert left.cost == pytest.approx(100_000 * 3e-4 * 4010.0)
    assert exit_fill(Book("challenger"), BAR, TERMS) is None


STOPPER = replace(HOLDER, stop=0.01)
LOST = Book("challenger", position=1.0, entry=4060.0, cash=-4060.0, costs=122_000.0)
"""Long from 4060 to 4010 with P₀ 4000: 1.28 per cent, costs included."""


def test_a_session_that_lost_its_stop_is_left_whatever_the_policy_wants() -> None:
    for wanted in POSITIONS:
        for bar in (BAR, replace(BAR, doubtful=True)):
            made = ruling(LOST, bar, wanted, STOPPER, ACTIVE, TERMS)
            assert (made.wanted, made.target, made.refused) == (wanted, 0.0, "SESSION_STOP")
    assert ruling(LOST, BAR, 1.0, replace(STOPPER, stop=0.0129), ACTIVE, TERMS).target == 1.0
    assert ruling(LOST, BAR, 1.0, HOLDER, ACTIVE, TERMS).target == 1.0


def test_once_stopped_it_stays_so_though_the_loss_was_smaller_in_the_end() -> None:
    recovered = replace(LOST, position=0.0, cash=5.0, stopped=True)
    made = ruling(recovered, BAR, -1.0, STOPPER, ACTIVE, TERMS)
    assert (made.target, made.held, made.refused) == (0.0, 0.0, "SESSION_STOP")


def test_a_stop_is_judged_only_at_trusted_bars_before_the_last_slots() -> None:
    assert stopped(LOST, BAR, 0.01, TERMS)
    assert stopped(LOST, replace(BAR, slot=57), 0.01, TERMS)
    assert not stopped(LOST, replace(BAR, slot=58), 0.01, TERMS)
    assert not stopped(LOST, replace(BAR, trusted=False), 0.01, TERMS)
    assert not stopped(LOST, BAR, None, TERMS)


@pytest.mark.parametrize(("state", "target"), [(REDUCE_ONLY, 0.0), (HALTED, 1.0), (None, 1.0)])
def test_where_policies_are_silent_a_stopped_position_is_kept_and_the_stop_recorded(
    state: TradingState | None, target: float
) -> None:
    made = ruling(LOST, BAR, 1.0, STOPPER, state, TERMS)
    assert (made.target, made.refused) == (target, "SESSION_STOP")


def test_the_stop_leaves_a_position_of_a_person_alone() -> None:
    half = replace(LOST, position=0.5, cash=-2130.0)
    assert (ruling(half, BAR, 1.0, STOPPER, ACTIVE, TERMS).target, stopped(half, BAR, 0.01, TERMS)) == (
        0.5,
        True,
    )


def test_where_nobody_is_asked_the_stop_leaves_what_is_held() -> None:
    quiet = replace(BAR, features=None)
    made = unasked(LOST, quiet, STOPPER, ACTIVE, TERMS)
    assert made is not None
    assert (made.wanted, made.target, made.held, made.refused) == (1.0, 0.0, 1.0, "SESSION_STOP")
    assert unasked(replace(LOST, position=0.0, stopped=True), quiet, STOPPER, ACTIVE, TERMS) is None
    assert unasked(replace(LOST, decided=12), quiet, STOPPER, ACTIVE, TERMS) is None
    assert unasked(LOST, replace(quiet, trusted=False), STOPPER, ACTIVE, TERMS) is None
    assert unasked(LOST, quiet, HOLDER, ACTIVE, TERMS) is None
