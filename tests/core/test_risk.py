from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.orders import AT, a_quote, a_request, an_order
from usdcop.core.access import Role
from usdcop.core.risk import (
    Exposure,
    MarketView,
    RiskLimits,
    Situation,
    cancelled_by,
    is_fresh,
    may_change,
    refusal,
    tightens,
)
from usdcop.core.trading import (
    FLAT_USD,
    LiveQuote,
    Order,
    OrderRequest,
    OrderType,
    Side,
    TimeInForce,
    TradingState,
)
from usdcop.core.units import Cop, Price, Usd

ACTIVE, REDUCE_ONLY, HALTED = TradingState
OPEN = MarketView(is_open=True, quote=a_quote())
MET = Situation(ACTIVE, OPEN, Exposure(Usd(0.0)), RiskLimits())

cents = st.integers(1, 60_000_000).map(lambda n: n / 100)
signed = st.tuples(cents, st.sampled_from([-1, 1])).map(lambda pair: pair[0] * pair[1])
states = st.sampled_from(TradingState)


def code(request: OrderRequest, met: Situation, late: float = 0.0) -> str | None:
    found = refusal(request, met, AT + timedelta(seconds=late))
    return None if found is None else found.code


def order(amount: float, **fields: object) -> OrderRequest:
    side = Side.BUY if amount > 0 else Side.SELL
    return a_request("a", side=side, quantity=Usd(abs(amount)), **fields)


def test_an_ordinary_order_is_accepted() -> None:
    assert code(order(1_000), MET) is None


@pytest.mark.parametrize(
    ("expected", "met"),
    [
        ("UNKNOWN_SYMBOL", replace(MET, market=None)),
        ("UNKNOWN_ACCOUNT", replace(MET, exposure=None)),
        ("STATE_UNKNOWN", replace(MET, state=None)),
        ("MARKET_CLOSED", replace(MET, market=replace(OPEN, is_open=False))),
        ("NO_QUOTE", replace(MET, market=replace(OPEN, quote=None))),
        ("DOUBTFUL_QUOTE", replace(MET, market=replace(OPEN, doubtful=True))),
        ("HALTED", replace(MET, state=HALTED)),
        ("REDUCE_ONLY", replace(MET, state=REDUCE_ONLY)),
        ("DAILY_LOSS", replace(MET, exposure=Exposure(Usd(0.0), session_pnl=Cop(-20_000_000.0)))),
        ("WORKING_LIMIT", replace(MET, exposure=Exposure(Usd(0.0), working=(1.0,) * 200))),
        ("POSITION_LIMIT", replace(MET, exposure=Exposure(Usd(499_999.0), working=(-1e6,)))),
        ("POSITION_LIMIT", replace(MET, exposure=Exposure(Usd(0.0), working=(499_000.0, 1_000.0)))),
    ],
)
def test_each_rule_refuses_new_risk_by_its_name(expected: str, met: Situation) -> None:
    assert code(order(1_000), met) == expected


@pytest.mark.parametrize(
    ("late", "poll", "expected"),
    [
        (30, 5, None),
        (30.001, 5, "STALE_QUOTE"),
        (78, 26, None),
        (78.001, 26, "STALE_QUOTE"),
        (-31, 5, "STALE_QUOTE"),
    ],
)
def test_a_quote_is_stale_after_thirty_seconds_and_three_polls(
    late: float, poll: float, expected: str | None
) -> None:
    met = replace(MET, market=replace(OPEN, quote=a_quote(poll_interval_seconds=poll)))
    assert code(order(1_000), met, late) == expected


def test_a_closing_order_waits_for_a_fresh_quote_unless_it_cannot_wait() -> None:
    held = replace(MET, exposure=Exposure(Usd(1_000.0)))
    assert code(order(-1_000), held, late=900) is None
    assert code(order(-1_000, time_in_force=TimeInForce.IOC), held, late=900) == "STALE_QUOTE"
    none = replace(held, market=replace(OPEN, quote=None))
    assert code(order(-1_000), none) is None
    assert code(order(-1_000, time_in_force=TimeInForce.IOC), none) == "NO_QUOTE"


@pytest.mark.parametrize(
    ("amount", "state", "reduce_only", "expected"),
    [
        (-1_000, ACTIVE, True, None),
        (-1_000.01, ACTIVE, True, "REVERSAL"),
        (1, ACTIVE, True, "NOT_REDUCING"),
        (-1_000, REDUCE_ONLY, False, None),
        (-1_001, REDUCE_ONLY, False, "REVERSAL"),
        (1, REDUCE_ONLY, False, "REDUCE_ONLY"),
        (-1_000, HALTED, False, None),
        (-1_001, HALTED, False, "REVERSAL"),
        (1, HALTED, False, "HALTED"),
        (-2_000, ACTIVE, False, None),
    ],
)
def test_only_what_reduces_passes_where_only_that_is_allowed(
    amount: float, state: TradingState, reduce_only: bool, expected: str | None
) -> None:
    met = replace(MET, state=state, exposure=Exposure(Usd(1_000.0)))
    assert code(order(amount, reduce_only=reduce_only), met) == expected


def test_working_orders_use_up_what_is_left_to_reduce() -> None:
    met = replace(MET, state=HALTED, exposure=Exposure(Usd(1_000.0), working=(-600.0, 300.0)))
    assert code(order(-400), met) is None
    assert code(order(-400.01), met) == "REVERSAL"


def test_people_touch_the_accounts_of_policies_only_to_reduce_them_while_halted() -> None:
    held = replace(MET, exposure=Exposure(Usd(100_000.0)))
    close = order(-100_000, account="main")
    assert code(close, held) == "NOT_MANUAL"
    assert code(close, replace(held, state=REDUCE_ONLY)) == "NOT_MANUAL"
    assert code(close, replace(held, state=HALTED)) is None
    assert code(order(1, account="main"), replace(held, state=HALTED)) == "HALTED"
    taken = replace(close, client_order_id="0a1b2c3d-2025-01-02-17")
    assert code(taken, replace(held, state=HALTED)) == "RESERVED_ID"
    assert code(replace(taken, account="manual"), replace(held, state=HALTED)) is None


def test_size_and_step_bind_new_risk_and_never_what_reduces() -> None:
    assert code(order(250_000.01), MET) == "ORDER_LIMIT"
    assert code(order(0.001), MET) == "QUANTITY_STEP"
    held = replace(MET, exposure=Exposure(Usd(400_000.001), session_pnl=Cop(-9e9)))
    assert code(order(-400_000.001), held) is None


@given(position=signed, working=st.lists(signed, max_size=4), amount=signed)
def test_what_reduces_brings_the_position_nearer_to_flat_whatever_fills_before_it(
    position: float, working: list[float], amount: float
) -> None:
    """Every order in which any of the working orders against the position fill before the new one."""
    if not Exposure(Usd(position), tuple(working)).reduces(amount):
        return
    against = [other for other in working if other * position < 0]
    for count in range(len(against) + 1):
        for filled in permutations(against, count):
            before = position + sum(filled)
            after = before + amount
            assert abs(after) < abs(before) + 1e-6
            assert after * position >= -FLAT_USD * abs(position) - 1e-6


@given(position=signed, amount=signed, state=states, pnl=st.floats(-1e9, 1e9), age=st.floats(0, 1e5))
def test_reducing_is_possible_in_every_state_at_any_loss_and_on_any_quote(
    position: float, amount: float, state: TradingState, pnl: float, age: float
) -> None:
    if position * amount >= 0 or abs(amount) > abs(position):
        return
    exposure = Exposure(Usd(position), session_pnl=Cop(pnl))
    doubtful = replace(OPEN, doubtful=True)
    assert code(order(amount), Situation(state, doubtful, exposure, RiskLimits()), age) is None


@given(position=signed, working=st.lists(signed, max_size=4), amount=signed, state=states)
def test_what_is_accepted_never_exceeds_the_limit_nor_adds_risk_where_none_may_be(
    position: float, working: list[float], amount: float, state: TradingState
) -> None:
    exposure = Exposure(Usd(position), tuple(working))
    if code(order(amount), replace(MET, state=state, exposure=exposure)) is not None:
        return
    if not exposure.reduces(amount):
        assert state is ACTIVE
        same = sum(other for other in working if other * amount > 0)
        assert abs(amount) <= RiskLimits().order
        assert (position + same + amount) * (1 if amount > 0 else -1) <= RiskLimits().position + 0.01


def working_orders(amounts: list[tuple[float, bool]]) -> list[Order]:
    return [
        an_order(
            order(amount, type=OrderType.STOP, stop_price=Price(4000.0)) if stop else order(amount),
            f"{number}",
        )
        for number, (amount, stop) in enumerate(amounts)
    ]


@given(position=signed, amounts=st.lists(st.tuples(signed, st.booleans()), max_size=6), state=states)
def test_what_a_change_of_state_leaves_cannot_enlarge_or_turn_the_position(
    position: float, amounts: list[tuple[float, bool]], state: TradingState
) -> None:
    working = working_orders(amounts)
    doomed = cancelled_by(state, Usd(position), working)
    left = [found for found in working if found not in doomed]
    if state is ACTIVE:
        assert not doomed
        return
    assert all(found.request.signed * position < 0 for found in left)
    assert sum(found.request.quantity for found in left) <= abs(position) + 0.01
    if state is HALTED:
        assert all(found.request.type is OrderType.STOP for found in left)


def test_a_flat_account_keeps_no_working_order() -> None:
    working = working_orders([(1.0, True), (-1.0, True)])
    assert cancelled_by(HALTED, Usd(0.0), working) == working


@pytest.mark.parametrize(
    ("role", "old", "new", "allowed"),
    [
        (Role.TRADER, ACTIVE, HALTED, True),
        (Role.TRADER, ACTIVE, REDUCE_ONLY, True),
        (Role.TRADER, REDUCE_ONLY, HALTED, True),
        (Role.TRADER, HALTED, REDUCE_ONLY, False),
        (Role.TRADER, HALTED, ACTIVE, False),
        (Role.TRADER, REDUCE_ONLY, ACTIVE, False),
        (Role.TRADER, None, ACTIVE, False),
        (Role.TRADER, None, HALTED, True),
        (Role.OPERATOR, HALTED, ACTIVE, True),
        (Role.OPERATOR, ACTIVE, HALTED, True),
        (Role.ADMIN, None, ACTIVE, True),
        (Role.VIEWER, ACTIVE, HALTED, False),
        (Role.COMPLIANCE, ACTIVE, HALTED, False),
    ],
)
def test_traders_tighten_and_operators_loosen(
    role: Role, old: TradingState | None, new: TradingState, allowed: bool
) -> None:
    assert may_change(frozenset({role}), old, new) is allowed


def test_nobody_may_without_a_role_and_the_same_state_is_no_loosening() -> None:
    assert not may_change(frozenset(), ACTIVE, HALTED)
    assert all(tightens(state, state) for state in TradingState)


def test_freshness_counts_from_receipt() -> None:
    quote: LiveQuote = a_quote(AT)
    assert is_fresh(quote, RiskLimits(), AT + timedelta(seconds=30))
    assert not is_fresh(quote, RiskLimits(), AT + timedelta(seconds=30, microseconds=1))
