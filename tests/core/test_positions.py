from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.orders import AT, SESSION, an_order_fill
from usdcop.core.ledger import Fill, net_pnl
from usdcop.core.positions import Held, held_after, session_worth, worth
from usdcop.core.units import Cop, Price, Usd


def held(*fills: tuple[float, float]) -> Held:
    return held_after(an_order_fill(quantity, price, cost=10.0) for quantity, price in fills)


def test_nothing_is_held_before_the_first_fill() -> None:
    assert held() == Held()
    assert held().unrealised(Price(4000.0)) == Cop(0.0)


def test_adding_averages_the_price() -> None:
    found = held((100, 4000.0), (300, 4040.0))
    assert found == Held(Usd(400.0), Price(4030.0), Cop(-20.0), Cop(20.0), 2, parts=None)
    assert found.unrealised(Price(4031.0)) == pytest.approx(400.0)


def test_reducing_realises_at_the_average_and_keeps_it() -> None:
    found = held((400, 4030.0), (-100, 4050.0))
    assert (found.quantity, found.average_price) == (Usd(300.0), Price(4030.0))
    assert found.realised == pytest.approx(100 * 20 - 20)


def test_a_short_position_earns_when_the_price_falls() -> None:
    found = held((-100, 4000.0), (40, 3990.0))
    assert (found.quantity, found.average_price) == (Usd(-60.0), Price(4000.0))
    assert found.realised == pytest.approx(40 * 10 - 20)
    assert found.unrealised(Price(3980.0)) == pytest.approx(60 * 20)


def test_turning_closes_all_and_starts_anew_at_the_price() -> None:
    found = held((100, 4000.0), (-250, 4010.0))
    assert (found.quantity, found.average_price) == (Usd(-150.0), Price(4010.0))
    assert found.realised == pytest.approx(100 * 10 - 20)


def test_what_rounding_leaves_is_flat() -> None:
    found = held((0.1, 4000.0), (0.2, 4000.0), (-0.3, 4000.0))
    assert (found.quantity, found.average_price) == (Usd(0.0), None)


fills = st.lists(
    st.tuples(
        st.integers(-50_000_000, 50_000_000).filter(bool).map(lambda n: n / 100), st.floats(3500, 4500)
    ),
    max_size=20,
)


@given(fills, st.floats(3500, 4500))
def test_realised_and_open_profit_together_are_what_the_cash_and_the_position_are_worth(
    done: list[tuple[float, float]], price: float
) -> None:
    found = held(*done)
    cash = sum(-quantity * paid - 10.0 for quantity, paid in done)
    total = worth(cash, found.quantity, price)
    assert found.realised + found.unrealised(Price(price)) == pytest.approx(total, abs=1.0)


@given(fills)
def test_what_starts_and_ends_flat_earned_what_the_ledger_says(done: list[tuple[float, float]]) -> None:
    left = sum(quantity for quantity, _ in done)
    done = [*done, (-left, 4000.0)] if abs(left) > 1e-4 else done
    ledger = [
        Fill(SESSION, 0, AT + timedelta(minutes=n), quantity / 1e5, Price(price), Cop(10.0))
        for n, (quantity, price) in enumerate(done)
    ]
    assert held(*done).realised == pytest.approx(net_pnl(ledger, Usd(1e5)), abs=1.0)


def test_the_profit_of_a_session_leaves_out_what_was_earned_before() -> None:
    """100 dollars carried in, worth 4,000 at the opening; 50 sold at 4,020; the rest is worth 4,010 now."""
    assert session_worth(50 * 4020.0, 50, 4010.0, 100, 4000.0) == pytest.approx(50 * 20 + 50 * 10)
