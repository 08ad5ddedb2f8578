from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from support.bundles import diverged_weights, make_contract, make_weights
from support.l1_rows import bars_of
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.errors import MissingInputError
from usdcop.core.policy_book import BarOutcome, Book, Holder
from usdcop.core.registry import Alias
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.trading import TradingState
from usdcop.core.units import Price
from usdcop.features.incremental import SessionBars
from usdcop.features.spec import FEATURE_NAMES
from usdcop.live.decide import BarFacts, Terms
from usdcop.live.session import LiveSession
from usdcop.live.settling import exits, facts_of, outcome, shadow, with_shadow
from usdcop.policy.bundle import Bundle

CALENDAR = Calendar()
DAY = date(2025, 4, 1)
OPENS = CALENDAR.opens_at(DAY)
TERMS = Terms(CostModel(), Stakes(), RiskLimits())
BARS = SessionBars.of(bars_of(DAY, {3: 4000.0, 4: 4005.0, 5: 4010.0}, suspect={4}, doubtful={5}))
POLICY = Bundle.build(
    make_weights(len(FEATURE_NAMES), 1, hidden=(8,)),
    replace(make_contract(), feature_names=FEATURE_NAMES, feature_hash="0" * 64),
)
HOLDERS = tuple(Holder(alias, 1, POLICY.digest) for alias in Alias)
FACTS = replace(
    facts_of(DAY, BARS.upto(3), None, CALENDAR, OPENS), features=np.linspace(-2e-3, 2e-3, len(FEATURE_NAMES))
)


def session(assigned: Alias | None = Alias.CHAMPION) -> LiveSession:
    return LiveSession(DAY, HOLDERS, assigned, closed=False, bundles=dict.fromkeys(Alias, POLICY), silent={})


def books(*accounts: str) -> dict[str, Book]:
    return {account: Book(account) for account in accounts}


def test_facts_are_those_of_the_newest_bar() -> None:
    facts = facts_of(DAY, BARS, None, CALENDAR, OPENS + 6 * BAR)
    assert (facts.slot, facts.close, facts.first_close) == (5, 4010.0, 4000.0)
    assert (facts.trusted, facts.doubtful, facts.features, facts.late) == (True, True, None, False)
    assert facts.at == OPENS + 6 * BAR
    assert not facts_of(DAY, BARS.upto(4), None, CALENDAR, OPENS).trusted


def test_a_bar_is_late_once_the_next_one_has_closed() -> None:
    for bars, late in ((6.99, False), (7.0, True)):
        assert facts_of(DAY, BARS, None, CALENDAR, OPENS + bars * BAR).late is late


def test_every_account_decides_and_each_role_speaks_once() -> None:
    made = outcome(session(), FACTS, TERMS, TradingState.ACTIVE, books("champion", "challenger", "main"))
    assert [one.account for one in made.rulings] == ["champion", "challenger", "main"]
    assert len({(one.wanted, one.target) for one in made.rulings}) == 1
    assert [one.holder.alias for one in made.said] == [Alias.CHAMPION, Alias.CHALLENGER]
    assert sum(made.said[0].probabilities) == pytest.approx(1.0)


def test_an_account_that_decided_already_and_a_silent_role_say_nothing() -> None:
    live = session(None)
    live.bundles = {Alias.CHALLENGER: POLICY}
    decided = {"champion": Book("champion"), "challenger": Book("challenger", decided=3)}
    assert outcome(live, FACTS, TERMS, TradingState.ACTIVE, decided) == BarOutcome()


def test_a_shadow_holds_what_it_would_have_filled() -> None:
    live = session(None)
    first = shadow(live, FACTS, TERMS)
    (said,) = first.said
    assert first.units == said.target
    live.shadow, live.shadow_units = Book("shadow"), 1.0
    later = shadow(live, replace(FACTS, slot=4, features=None), TERMS)
    assert (later.book.position, later.units, later.said) == (1.0, 0.0, ())
    waiting = shadow(live, replace(FACTS, slot=4, features=None, trusted=False), TERMS)
    assert (waiting.book.position, waiting.units) == (0.0, 1.0)


def test_what_a_shadow_said_before_is_not_said_again() -> None:
    imagined = shadow(session(None), FACTS, TERMS)
    assert with_shadow(BarOutcome(), imagined, FACTS, books("challenger")).said == imagined.said
    decided = {"challenger": Book("challenger", decided=3)}
    assert with_shadow(BarOutcome(), imagined, FACTS, decided).said == ()


def test_exits_leave_every_account_flat() -> None:
    rule = exits(FACTS, TERMS)
    held = {"champion": Book("champion", position=1.0, bundle_hash="b"), "main": Book("main")}
    first, second = rule(held)
    assert first.fill is not None
    assert (first.fill.units, first.fill.price) == (-1.0, 4000.0)
    assert second.fill is None


def test_without_any_bar_only_flat_accounts_can_be_closed() -> None:
    rule = exits(None, TERMS)
    assert [one.fill for one in rule(books("main"))] == [None]
    with pytest.raises(MissingInputError, match="no bar of it is known"):
        rule({"main": Book("main", position=1.0)})


STOPPERS = tuple(replace(one, stop=0.01) for one in HOLDERS)
LOST = Book("challenger", position=1.0, entry=4060.0, cash=-4060.0)


def test_the_stop_acts_also_for_a_role_that_cannot_decide() -> None:
    live = replace(session(None), holders=STOPPERS, bundles={})
    made = outcome(
        live, FACTS, TERMS, TradingState.ACTIVE, {"champion": Book("champion"), "challenger": LOST}
    )
    assert [(one.account, one.target, one.refused) for one in made.rulings] == [
        ("challenger", 0.0, "SESSION_STOP")
    ]
    assert made.said == ()


def test_a_stopped_policy_speaks_on() -> None:
    live = replace(session(None), holders=STOPPERS)
    made = outcome(
        live, FACTS, TERMS, TradingState.ACTIVE, {"champion": Book("champion"), "challenger": LOST}
    )
    assert [one.refused for one in made.rulings] == [None, "SESSION_STOP"]
    assert len(made.said) == 2
    assert made.rulings[1].wanted == made.said[1].target


@pytest.mark.parametrize("facts", [FACTS, replace(FACTS, features=None)])
def test_a_shadow_is_stopped_as_an_account_is(facts: BarFacts) -> None:
    live = replace(session(None), holders=STOPPERS)
    live.shadow = replace(LOST, account="shadow")
    lost = shadow(live, facts, TERMS)
    assert (lost.units, lost.book.stopped) == (-1.0, True)
    assert len(lost.said) == (facts.features is not None)
    live.shadow, live.shadow_units = lost.book, lost.units
    later = shadow(live, replace(facts, slot=4, close=Price(4100.0)), TERMS)
    assert (later.book.position, later.units, later.book.stopped) == (0.0, 0.0, True)


DIVERGED = Bundle.build(
    diverged_weights(len(FEATURE_NAMES)),
    replace(make_contract(), feature_names=FEATURE_NAMES, feature_hash="0" * 64),
)


@pytest.mark.parametrize(
    ("state", "kept"), [(TradingState.ACTIVE, 0.0), (TradingState.HALTED, 1.0), (None, 1.0)]
)
def test_a_role_whose_answer_is_no_number_is_left_flat_and_the_others_go_on(
    state: TradingState | None, kept: float
) -> None:
    live = replace(session(), bundles={Alias.CHAMPION: POLICY, Alias.CHALLENGER: DIVERGED})
    held = Book("challenger", position=1.0, entry=4000.0, cash=-4000.0)
    made = outcome(
        live, FACTS, TERMS, state, {"champion": Book("champion"), "challenger": held, "main": Book("main")}
    )
    rulings = {one.account: one for one in made.rulings}
    assert (rulings["challenger"].target, rulings["challenger"].refused) == (kept, "NOT_FINITE")
    assert rulings["champion"].refused != "NOT_FINITE"
    assert [one.holder.alias for one in made.said] == [Alias.CHAMPION]
    ((alias, sentence),) = made.mute
    assert alias is Alias.CHALLENGER
    assert "is not finite" in sentence


def test_a_shadow_without_an_answer_is_left_flat() -> None:
    live = replace(session(None), bundles={Alias.SHADOW: DIVERGED})
    live.shadow = Book("shadow", position=1.0, entry=4000.0, cash=-4000.0)
    imagined = shadow(live, FACTS, TERMS)
    assert (imagined.units, imagined.said) == (-1.0, ())
    told = with_shadow(BarOutcome(), imagined, FACTS, books("challenger"))
    assert [alias for alias, _ in told.mute] == [Alias.SHADOW]


def test_a_stop_that_was_reached_is_remembered_also_where_the_policy_did_not_answer() -> None:
    live = replace(session(None), holders=STOPPERS, bundles={Alias.CHALLENGER: DIVERGED})
    made = outcome(
        live, FACTS, TERMS, TradingState.ACTIVE, {"champion": Book("champion"), "challenger": LOST}
    )
    assert [one.refused for one in made.rulings] == ["SESSION_STOP"]
