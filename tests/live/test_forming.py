from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.bars import Quote
from usdcop.core.sessions import BAR, Calendar
from usdcop.live.forming import FormingBar, Verdict, take

CALENDAR = Calendar()
OPENS = CALENDAR.opens_at(date(2024, 7, 10))
CLOSES = CALENDAR.closes_at(date(2024, 7, 10))


def quote(seconds: float, price: str = "4000") -> Quote:
    return Quote("USDCOP", Decimal(price), OPENS + timedelta(seconds=seconds))


def fed(*quotes: Quote) -> tuple[FormingBar | None, list[Verdict]]:
    bar, verdicts = None, []
    for one in quotes:
        taken = take(bar, one, CALENDAR)
        bar = taken.bar
        verdicts.append(taken.verdict)
    return bar, verdicts


def test_the_first_quote_opens_the_bar_and_others_stretch_it() -> None:
    bar, verdicts = fed(quote(12, "4000"), quote(20, "4003"), quote(40, "3998"), quote(60, "4001"))
    opened, high, low, close = (Decimal(price) for price in ("4000", "4003", "3998", "4001"))
    assert bar == FormingBar(OPENS, opened, high, low, close, OPENS + timedelta(seconds=60), 4)
    assert verdicts == [Verdict.OPENED] + [Verdict.UPDATED] * 3


def test_the_edge_belongs_to_the_new_bar() -> None:
    bar, verdicts = fed(quote(299.999, "4000"), quote(300, "4010"))
    assert verdicts == [Verdict.OPENED, Verdict.OPENED]
    assert bar is not None
    assert (bar.time, bar.open, bar.low) == (OPENS + BAR, Decimal(4010), Decimal(4010))


def test_duplicates_and_older_quotes_change_nothing() -> None:
    bar, verdicts = fed(quote(20, "4000"), quote(20, "4100"), quote(10, "3900"))
    assert verdicts == [Verdict.OPENED, Verdict.DUPLICATE, Verdict.OUT_OF_ORDER]
    assert bar is not None
    assert bar.high == bar.low == Decimal(4000)


def test_a_quote_of_the_bar_before_does_not_reopen_it() -> None:
    bar, verdicts = fed(quote(310), quote(290))
    assert verdicts[-1] is Verdict.OUT_OF_ORDER
    assert bar is not None
    assert bar.time == OPENS + BAR


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        (OPENS - timedelta(seconds=1), False),
        (OPENS, True),
        (CLOSES - timedelta(seconds=1), True),
        (CLOSES, False),
    ],
)
def test_only_quotes_of_an_open_market_count(at: datetime, open_: bool) -> None:
    taken = take(None, Quote("USDCOP", Decimal(4000), at), CALENDAR)
    assert (taken.bar is not None) == open_
    assert taken.verdict is (Verdict.OPENED if open_ else Verdict.OUTSIDE)


@pytest.mark.parametrize("price", ["0", "-1", "NaN", "Infinity", "1e400", "1e12"])
def test_a_price_that_is_none_changes_nothing(price: str) -> None:
    assert fed(quote(5), quote(9, price))[1][-1] is Verdict.UNUSABLE


@given(
    st.lists(st.tuples(st.integers(0, 18_100), st.integers(1, 10_000)), min_size=1, max_size=60),
)
def test_a_bar_holds_what_was_taken_in_it_in_any_order(ticks: list[tuple[int, int]]) -> None:
    bar: FormingBar | None = None
    counted: list[Quote] = []
    for seconds, price in ticks:
        one = quote(seconds, str(price))
        taken = take(bar, one, CALENDAR)
        if taken.verdict.taken:
            counted.append(one)
        else:
            assert taken.bar == bar
        bar = taken.bar
    assert [one.at for one in counted] == sorted({one.at for one in counted})
    if bar is not None:
        inside = [one.price for one in counted if bar.time <= one.at < bar.time + BAR]
        assert (bar.open, bar.high, bar.low, bar.close) == (inside[0], max(inside), min(inside), inside[-1])
        assert bar.quotes == len(inside)
        assert bar.at == counted[-1].at.astimezone(UTC)
