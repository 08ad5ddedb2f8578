from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, make_url, text

from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.policy_ledger import PostgresPolicyLedger
from usdcop.adapters.postgres.service_role import SERVICE_ROLE, admit_service
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.errors import DataError, ServerError
from usdcop.core.ledger import Decision, Fill, decision_hash
from usdcop.core.policy_book import (
    NO_LATER_BAR,
    SESSION_STOP,
    Assignment,
    BarOutcome,
    Barred,
    Begun,
    Book,
    Exit,
    Filled,
    Holder,
    Ruling,
    Said,
)
from usdcop.core.registry import Alias
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.trading import OrderStatus, TradingState
from usdcop.core.units import Cop, Price, Usd

DAY = date(2025, 4, 1)
OPENS = Calendar().opens_at(DAY)
HASH = "ab" * 32
HOLDERS = (Holder(Alias.CHALLENGER, 3, HASH), Holder(Alias.SHADOW, 4, "cd" * 32))
MAIN = Assignment(Alias.CHALLENGER, HASH, "ef" * 32)
ACCOUNTS = ["challenger", "main"]


def at(slot: int) -> Barred:
    time = OPENS + slot * BAR
    return Barred(DAY, slot, time, time + BAR + timedelta(seconds=3))


def fill(slot: int, units: float, *, forced: bool = False) -> Fill:
    return Fill(DAY, slot, at(slot).time + BAR, units, Price(4000.5 + slot), Cop(120.0), forced)


def wish(target: float, held: float = 0.0) -> BarOutcome:
    return BarOutcome(rulings=(Ruling("challenger", HASH, target, target, held, None, late=False),))


@pytest.fixture
def ledger(postgres: Engine) -> PostgresPolicyLedger:
    PostgresTradingState(postgres).ensure_active("test", OPENS)
    made = PostgresPolicyLedger(postgres, "USDCOP", Usd(100_000.0), "replay")
    made.begin(DAY, HOLDERS, MAIN, OPENS - BAR, late=False)
    return made


def book_of(ledger: PostgresPolicyLedger, slot: int = 59) -> Book:
    """The challenger's book, seen without changing it."""
    seen: list[Book] = []

    def look(_: TradingState | None, books: Mapping[str, Book]) -> BarOutcome:
        seen.append(books["challenger"])
        return BarOutcome()

    ledger.settle(at(slot), ACCOUNTS, look)
    return seen[0]


def count(ledger: PostgresPolicyLedger, table: str) -> int:
    with ledger.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_a_session_is_begun_once(ledger: PostgresPolicyLedger) -> None:
    begun = Begun(HOLDERS, Alias.CHALLENGER, closed=False)
    assert ledger.begun(DAY) == begun
    others = (Holder(Alias.CHAMPION, 9, "99" * 32),)
    assert ledger.begin(DAY, others, None, OPENS + BAR, late=True) == begun
    assert ledger.begun(DAY - timedelta(days=1)) is None
    assert count(ledger, "assignments") == count(ledger, "audit_log WHERE action = 'assignment.logged'") == 1


def test_the_stops_of_the_beginning_are_restored(ledger: PostgresPolicyLedger) -> None:
    following = DAY + timedelta(days=1)
    holders = (replace(HOLDERS[0], stop=0.0123456789012345), HOLDERS[1])
    ledger.begin(following, holders, None, OPENS, late=False)
    begun = ledger.begun(following)
    assert begun is not None
    assert begun.holders == holders


def test_a_book_knows_that_the_stop_was_reached(ledger: PostgresPolicyLedger) -> None:
    made = (Ruling("challenger", HASH, 1.0, 0.0, 0.0, why, late=False) for why in (None, SESSION_STOP, None))
    seen = []
    for slot, one in enumerate(made, 4):
        ledger.settle(at(slot), ACCOUNTS, lambda state, books, one=one: BarOutcome(rulings=(one,)))  # type: ignore[misc] # a default
        seen.append(book_of(ledger).stopped)
    assert seen == [False, True, True]
    assert (book_of(ledger).decided, book_of(ledger).bundle_hash) == (6, HASH)


def test_a_decision_makes_an_order_that_a_later_bar_fills(ledger: PostgresPolicyLedger) -> None:
    ledger.settle(at(4), ACCOUNTS, lambda state, books: wish(-1.0))
    book = book_of(ledger)
    (order,) = book.pending
    assert (book.decided, book.bundle_hash, order.decided_slot) == (4, HASH, 4)
    assert order.request.client_order_id == f"abababab-{DAY}-4"
    assert order.request.signed == -100_000.0
    ledger.settle(at(5), ACCOUNTS, lambda state, books: BarOutcome(filled=(Filled(order, fill(5, -1.0)),)))
    book = book_of(ledger)
    assert (book.position, book.pending) == (-1.0, ())
    assert ledger.ledger_of(DAY, "challenger") == ([Decision(DAY, 4, -1.0)], [fill(5, -1.0)])


def test_a_bar_is_written_whole_or_not_at_all(ledger: PostgresPolicyLedger) -> None:
    def twice(_: TradingState | None, books: Mapping[str, Book]) -> BarOutcome:
        return BarOutcome(rulings=wish(1.0).rulings * 2)

    before = [count(ledger, table) for table in ("orders", "decisions", "outbox", "audit_log", "predictions")]
    with pytest.raises(DataError):
        ledger.settle(at(4), ACCOUNTS, twice)
    after = [count(ledger, table) for table in ("orders", "decisions", "outbox", "audit_log", "predictions")]
    assert after == before


def test_a_connection_cut_in_the_middle_leaves_nothing_and_the_next_attempt_does_it(
    ledger: PostgresPolicyLedger, postgres_url: str
) -> None:
    other = open_database(postgres_url)

    def cut(_: TradingState | None, books: Mapping[str, Book]) -> BarOutcome:
        with other.connect() as connection:
            connection.execute(_CUT_OTHERS)
        return wish(1.0)

    with pytest.raises(ServerError):
        ledger.settle(at(4), ACCOUNTS, cut)
    assert book_of(ledger).decided == -1
    ledger.settle(at(4), ACCOUNTS, lambda state, books: wish(1.0))
    assert count(ledger, "orders") == count(ledger, "decisions") == count(ledger, "outbox") == 1
    other.dispose()


_CUT_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_an_unchanged_target_is_a_decision_without_an_order(ledger: PostgresPolicyLedger) -> None:
    ledger.settle(at(4), ACCOUNTS, lambda state, books: wish(0.0))
    assert count(ledger, "orders") == 0
    assert ledger.ledger_of(DAY, "challenger") == ([Decision(DAY, 4, 0.0)], [])


def test_the_rule_is_told_the_trading_state(ledger: PostgresPolicyLedger) -> None:
    told: list[TradingState | None] = []

    def hear(state: TradingState | None, _: Mapping[str, Book]) -> BarOutcome:
        told.append(state)
        return BarOutcome()

    ledger.settle(at(1), ACCOUNTS, hear)
    PostgresTradingState(ledger.engine).change(TradingState.HALTED, "test", "drill", OPENS)
    ledger.settle(at(2), ACCOUNTS, hear)
    with ledger.engine.begin() as connection:
        connection.execute(text("DELETE FROM trading_state"))
    ledger.settle(at(3), ACCOUNTS, hear)
    assert told == [TradingState.ACTIVE, TradingState.HALTED, None]


def test_what_was_said_first_stands(ledger: PostgresPolicyLedger) -> None:
    for value in (0.5, 0.7):
        said = Said(HOLDERS[1], 1.0, (0.1, 0.2, 0.7), value)
        ledger.settle(at(4), [], lambda state, books, said=said: BarOutcome(said=(said,)))  # type: ignore[misc]
    with ledger.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM predictions")).one()
    assert (row.alias, row.model_version, row.target, row.p_long, row.value) == ("shadow", "4", 1, 0.7, 0.5)
    assert (row.time, row.data_kind) == (at(4).time, "replay")


def test_the_close_expires_drops_exits_and_seals_once(ledger: PostgresPolicyLedger) -> None:
    ledger.settle(at(4), ACCOUNTS, lambda state, books: wish(1.0))
    (order,) = book_of(ledger).pending
    ledger.settle(at(5), ACCOUNTS, lambda state, books: BarOutcome(filled=(Filled(order, fill(5, 1.0)),)))
    ledger.settle(at(7), ACCOUNTS, lambda state, books: wish(-1.0, held=1.0))
    left = Exit("challenger", HASH, fill(7, -1.0, forced=True))
    now = OPENS + 61 * BAR
    hashes = ledger.close(DAY, 7, now, lambda books: [left])
    kept = ([Decision(DAY, 4, 1.0)], [fill(5, 1.0), fill(7, -1.0, forced=True)])
    assert ledger.ledger_of(DAY, "challenger") == kept
    assert hashes == {"challenger": decision_hash(*kept)}
    assert ledger.close(DAY, 7, now, lambda books: [left]) == hashes
    with ledger.engine.connect() as connection:
        statuses = connection.execute(text("SELECT client_order_id, status FROM orders")).all()
        refused = connection.execute(text("SELECT refused FROM decisions WHERE slot = 7")).scalar_one()
    assert {row.client_order_id: row.status for row in statuses} == {
        f"abababab-{DAY}-4": OrderStatus.FILLED,
        f"abababab-{DAY}-7": OrderStatus.EXPIRED,
        f"abababab-{DAY}-exit": OrderStatus.FILLED,
    }
    assert refused == NO_LATER_BAR


def test_sessions_that_were_begun_and_not_closed(ledger: PostgresPolicyLedger) -> None:
    following = DAY + timedelta(days=1)
    assert ledger.unfinished(DAY) == []
    assert ledger.unfinished(following) == [DAY]
    ledger.close(DAY, -1, OPENS + 61 * BAR, lambda books: [])
    assert ledger.unfinished(following) == []
    begun = ledger.begun(DAY)
    assert begun is not None
    assert begun.closed


def test_a_role_that_owns_nothing_can_do_all_of_it(postgres: Engine, postgres_url: str) -> None:
    PostgresTradingState(postgres).ensure_active("test", OPENS)
    admit_service(postgres_url, "a password of the test")
    url = make_url(postgres_url).set(username=SERVICE_ROLE, password="a password of the test")
    engine = open_database(url.render_as_string(hide_password=False))
    ledger = PostgresPolicyLedger(engine, "USDCOP", Usd(100_000.0), "replay")
    ledger.begin(DAY, HOLDERS, MAIN, OPENS - BAR, late=False)
    ledger.settle(at(4), ACCOUNTS, lambda state, books: wish(1.0))
    assert ledger.close(DAY, 4, OPENS + 61 * BAR, lambda books: []) == {
        "challenger": decision_hash([], []),
    }
    engine.dispose()


def test_times_are_those_of_the_market(ledger: PostgresPolicyLedger) -> None:
    ledger.settle(at(4), ACCOUNTS, lambda state, books: wish(1.0))
    with ledger.engine.connect() as connection:
        accepted: datetime = connection.execute(text("SELECT accepted_at FROM orders")).scalar_one()
    assert accepted == at(4).now
