from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from usdcop.core.bars import VendorBar
from usdcop.core.policy_book import Holder
from usdcop.core.registry import Alias
from usdcop.core.sessions import BAR, Calendar
from usdcop.live.session import LiveSession

DAY = date(2025, 4, 1)
OPENS = Calendar().opens_at(DAY)
HOLDERS = tuple(Holder(alias, number, alias.value * 8) for number, alias in enumerate(Alias))


def session(assigned: Alias | None = None) -> LiveSession:
    return LiveSession(DAY, HOLDERS, assigned, closed=False, bundles={}, silent={})


def bar(slot: int, close: str = "4000") -> VendorBar:
    price = Decimal(close)
    return VendorBar(OPENS + slot * BAR, price, price, price, price, volume=None)


def test_roles_trade_accounts_of_their_name_and_one_of_them_main() -> None:
    assert session().traders == {"champion": Alias.CHAMPION, "challenger": Alias.CHALLENGER}
    assert session(Alias.CHALLENGER).traders["main"] is Alias.CHALLENGER
    assert session().holder(Alias.SHADOW) is HOLDERS[2]


def test_a_role_has_the_stop_of_its_holder() -> None:
    held = session()
    held.holders = (replace(HOLDERS[0], stop=0.012), HOLDERS[1])
    assert [held.stop_of(alias) for alias in Alias] == [0.012, None, None]


def test_new_bars_are_to_be_dealt_with_in_order_and_once() -> None:
    live = session()
    assert live.take([bar(2), bar(0)], OPENS) == [OPENS, OPENS + 2 * BAR]
    live.handled.add(OPENS)
    assert live.take([bar(0), bar(1), bar(2)], OPENS) == [OPENS + BAR, OPENS + 2 * BAR]


def test_a_bar_that_was_refused_comes_again_in_another_form_only() -> None:
    live = session()
    live.take([bar(0, "1")], OPENS)
    live.done[OPENS] = live.seen[OPENS].bar
    assert live.take([bar(0, "1")], OPENS) == []
    assert live.take([bar(0, "4000")], OPENS) == [OPENS]


def test_a_revised_bar_is_seen_from_then_on_and_not_dealt_with_again() -> None:
    live = session()
    live.take([bar(0)], OPENS)
    live.handled.add(OPENS)
    later = OPENS + timedelta(minutes=20)
    assert live.take([bar(0, "4001")], later) == []
    (seen,) = live.upto(OPENS)
    assert (seen.bar.close, seen.known_at) == (Decimal(4001), later)


def test_bars_up_to_an_instant_are_in_order_of_time() -> None:
    live = session()
    live.take([bar(2), bar(0), bar(1)], OPENS)
    assert [one.bar for one in live.upto(OPENS + BAR)] == [bar(0), bar(1)]
