from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import BAR
from usdcop.simulator.market import forming, visible
from usdcop.simulator.synthetic import SyntheticMarket

OPENED = datetime(2024, 7, 10, 15, tzinfo=UTC)
LIMIT = VendorBar(
    OPENED, Decimal("4010.00"), Decimal("4015.00"), Decimal("4001.00"), Decimal("4012.00"), None
)
SOURCE = SyntheticMarket(7)

CENTS = st.integers(300_000, 500_000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def bars(draw: st.DrawFn) -> VendorBar:
    low, first, second, high = sorted(draw(st.lists(CENTS, min_size=4, max_size=4)))
    open_, close = draw(st.permutations([first, second]))
    return VendorBar(OPENED + draw(st.integers(0, 50)) * BAR, open_, high, low, close, None)


@given(bars(), st.lists(st.integers(0, 300), min_size=2, max_size=6).map(sorted))
def test_a_forming_bar_only_widens_and_stays_inside_the_final_one(bar: VendorBar, seconds: list[int]) -> None:
    looks = [forming(bar, bar.time + timedelta(seconds=second)) for second in seconds]
    for look in looks:
        assert (look.time, look.open) == (bar.time, bar.open)
        assert bar.low <= look.low <= look.close <= look.high <= bar.high
    highs, lows = [look.high for look in looks], [look.low for look in looks]
    assert highs == sorted(highs)
    assert lows == sorted(lows, reverse=True)


@given(bars())
def test_a_bar_begins_at_its_open_and_ends_as_it_is(bar: VendorBar) -> None:
    first = forming(bar, bar.time)
    assert (first.open, first.high, first.low, first.close) == (bar.open,) * 4
    assert forming(bar, bar.time + BAR) == bar


def test_the_price_moves_while_the_bar_forms() -> None:
    prices = {forming(LIMIT, OPENED + timedelta(seconds=second)).close for second in range(0, 300, 5)}
    assert len(prices) > 30


def test_everyone_who_looks_sees_the_same() -> None:
    at = OPENED + timedelta(seconds=137)
    assert forming(LIMIT, at) == forming(LIMIT, at)


def test_only_what_has_opened_is_visible_and_the_last_is_forming() -> None:
    now = OPENED + timedelta(seconds=100)
    seen = visible(SOURCE, OPENED - 3 * BAR, OPENED + 10 * BAR, now)
    final = list(SOURCE.bars(OPENED - 3 * BAR, OPENED + BAR))
    assert seen == [*final[:-1], forming(final[-1], now)]


def test_at_its_close_a_bar_is_final_and_the_next_has_not_opened() -> None:
    assert visible(SOURCE, OPENED, OPENED + 10 * BAR, OPENED + BAR) == list(SOURCE.bars(OPENED, OPENED + BAR))


def test_before_anything_opened_nothing_is_visible() -> None:
    assert visible(SOURCE, OPENED, OPENED + BAR, OPENED) == []
