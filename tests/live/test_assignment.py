from collections import Counter
from datetime import date, timedelta

from usdcop.core.policy_book import Holder
from usdcop.core.registry import Alias
from usdcop.live.assignment import assign

DAY = date(2025, 4, 1)
CHAMPION, CHALLENGER = Holder(Alias.CHAMPION, 3, "c" * 64), Holder(Alias.CHALLENGER, 4, "d" * 64)
SHADOW = Holder(Alias.SHADOW, 5, "e" * 64)


def test_champion_and_challenger_share_the_sessions_evenly() -> None:
    drawn = [
        assign(DAY + timedelta(days=number), "USDCOP", [CHALLENGER, CHAMPION], "salt")
        for number in range(1000)
    ]
    counts = Counter(one.alias for one in drawn if one is not None)
    assert set(counts) == {Alias.CHAMPION, Alias.CHALLENGER}
    assert 430 < counts[Alias.CHAMPION] < 570


def test_it_is_drawn_by_session_and_salt_alone() -> None:
    one = assign(DAY, "USDCOP", [CHAMPION, CHALLENGER, SHADOW], "salt")
    assert one == assign(DAY, "USDCOP", [SHADOW, CHALLENGER, CHAMPION], "salt")
    assert one is not None
    assert one.bundle_hash == {Alias.CHAMPION: "c" * 64, Alias.CHALLENGER: "d" * 64}[one.alias]
    others = [assign(DAY, "USDCOP", [CHAMPION, CHALLENGER], f"salt {number}") for number in range(20)]
    assert {other.alias for other in others if other} == {Alias.CHAMPION, Alias.CHALLENGER}


def test_without_a_champion_every_session_is_the_challengers() -> None:
    for number in range(20):
        chosen = assign(DAY + timedelta(days=number), "USDCOP", [CHALLENGER, SHADOW], "salt")
        assert chosen is not None
        assert chosen.alias is Alias.CHALLENGER


def test_a_shadow_trades_nothing() -> None:
    assert assign(DAY, "USDCOP", [SHADOW], "salt") is None
    assert assign(DAY, "USDCOP", [], "salt") is None
