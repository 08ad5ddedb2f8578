"""The desk: acceptance, the same order twice, refusals that leave nothing behind, cancelling."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from support.orders import AT, SESSION, a_quote, a_request, counts, desk_of, new_order, open_book, set_state
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import insert_order, lock_accounts
from usdcop.adapters.postgres.orders import PostgresDesk
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.errors import ConflictError, RiskRefusedError, UnknownError, UsageError
from usdcop.core.trading import OrderStatus, OrderType, Origin, Side, TimeInForce, TradingState
from usdcop.core.units import Price, Usd


@pytest.fixture
def desk(postgres: Engine) -> PostgresDesk:
    open_book(postgres)
    return desk_of(postgres)


def test_an_order_is_stored_with_its_event_and_its_line_in_the_trail(desk: PostgresDesk) -> None:
    order, created = desk.place(a_request(), "ana", AT)
    assert created
    assert (order.status, order.session, order.accepted_at, order.actor) == (
        OrderStatus.WORKING, SESSION, AT, "ana",
    )  # fmt: skip
    assert counts(desk.engine) == {"orders": 1, "fills": 0, "outbox": 1, "audit_log": 1}
    with transaction(desk.engine) as connection:
        row = connection.execute(text("SELECT actor, action, subject, record FROM audit_log")).one()
    assert (row.actor, row.action, row.subject) == ("ana", "order.accepted", f"order:{order.id}")
    assert '"client_order_id": "a"' in row.record


def test_the_same_order_again_has_one_effect_whatever_became_of_the_market(desk: PostgresDesk) -> None:
    order, _ = desk.place(a_request(), "ana", AT)
    set_state(desk.engine, TradingState.HALTED)
    assert desk.place(a_request(), "ana", AT + timedelta(days=3)) == (order, False)
    assert desk.place(a_request(quantity=10_000), "ana", AT) == (
        order,
        False,
    )  # an integer is the same number
    assert counts(desk.engine)["orders"] == counts(desk.engine)["outbox"] == 1


@pytest.mark.parametrize(
    "other", [{"quantity": Usd(10_001.0)}, {"side": Side.SELL}, {"time_in_force": TimeInForce.IOC}]
)
def test_another_order_under_the_same_id_is_a_conflict(desk: PostgresDesk, other: dict[str, Any]) -> None:
    desk.place(a_request(), "ana", AT)
    with pytest.raises(ConflictError) as caught:
        desk.place(a_request(**other), "ana", AT)
    assert caught.value.code == "DUPLICATE_CLIENT_ORDER_ID"
    assert counts(desk.engine)["orders"] == 1


def test_the_same_id_at_the_same_instant_from_many_threads_has_one_effect(desk: PostgresDesk) -> None:
    with ThreadPoolExecutor(5) as pool:
        for number in range(8):
            request = a_request(f"race {number}", quantity=Usd(100.0))
            answers = list(pool.map(lambda _, r=request: desk.place(r, "ana", AT), range(5)))
            assert sum(created for _, created in answers) == 1
            assert len({order.id for order, _ in answers}) == 1
    assert counts(desk.engine) == {"orders": 8, "fills": 0, "outbox": 8, "audit_log": 8}


def test_the_same_id_at_the_same_instant_from_two_processes_has_one_effect(
    desk: PostgresDesk, postgres_url: str
) -> None:
    command = [sys.executable, "-m", "support.placing", postgres_url, "30"]
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, cwd="tests")
        for _ in range(2)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    answers = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        out, _ = child.communicate(timeout=60)
        assert child.returncode == 0
        answers.append(dict(line.split() for line in out.splitlines()))
    assert answers[0] == answers[1], "both were told of the same orders"
    assert len(answers[0]) == 30
    assert counts(desk.engine) == {"orders": 30, "fills": 0, "outbox": 30, "audit_log": 30}


@pytest.mark.parametrize(
    ("code", "fields", "state", "late"),
    [
        ("HALTED", {}, TradingState.HALTED, 0),
        ("REDUCE_ONLY", {}, TradingState.REDUCE_ONLY, 0),
        ("MARKET_CLOSED", {}, TradingState.ACTIVE, 4 * 3600),
        ("STALE_QUOTE", {}, TradingState.ACTIVE, 31),
        ("ORDER_LIMIT", {"quantity": Usd(250_000.01)}, TradingState.ACTIVE, 0),
        ("ORDER_LIMIT", {"quantity": Usd(1e300)}, TradingState.ACTIVE, 0),
        ("QUANTITY_STEP", {"quantity": Usd(0.001)}, TradingState.ACTIVE, 0),
        ("NOT_REDUCING", {"reduce_only": True}, TradingState.ACTIVE, 0),
        ("NOT_MANUAL", {"account": "main"}, TradingState.ACTIVE, 0),
        ("HALTED", {"account": "main"}, TradingState.HALTED, 0),
    ],
)
def test_a_refused_order_names_the_rule_and_leaves_nothing(
    desk: PostgresDesk, code: str, fields: dict[str, Any], state: TradingState, late: int
) -> None:
    set_state(desk.engine, state)
    with pytest.raises(RiskRefusedError) as caught:
        desk.place(a_request(**fields), "ana", AT + timedelta(seconds=late))
    assert caught.value.code == code
    assert set(counts(desk.engine).values()) == {0}


def test_nothing_is_accepted_where_the_state_is_unknown_or_no_quote_ever_came(desk: PostgresDesk) -> None:
    with transaction(desk.engine) as connection:
        connection.execute(text("DELETE FROM quotes"))
    with pytest.raises(RiskRefusedError) as caught:
        desk.place(a_request(), "ana", AT)
    assert caught.value.code == "NO_QUOTE"
    with transaction(desk.engine) as connection:
        connection.execute(text("DELETE FROM trading_state"))
    with pytest.raises(RiskRefusedError) as caught:
        desk.place(a_request(), "ana", AT)
    assert caught.value.code == "STATE_UNKNOWN"


def test_a_doubtful_newest_bar_refuses_new_risk(desk: PostgresDesk) -> None:
    with transaction(desk.engine) as connection:
        for minutes, doubtful in ((10, True), (5, False)):
            connection.execute(
                text(
                    "INSERT INTO usdcop_m5_ohlcv (time, symbol, state, known_at, open_reconstructed, doubtful, suspect)"
                    " VALUES (:time, 'USDCOP', 'final', :time, false, :doubtful, false)"
                ),
                {"time": AT - timedelta(minutes=minutes), "doubtful": doubtful},
            )
    desk.place(a_request("before"), "ana", AT)
    with transaction(desk.engine) as connection:
        connection.execute(text("UPDATE usdcop_m5_ohlcv SET doubtful = NOT doubtful"))
    with pytest.raises(RiskRefusedError) as caught:
        desk.place(a_request("after"), "ana", AT)
    assert caught.value.code == "DOUBTFUL_QUOTE"


def test_unknown_symbols_accounts_and_orders_are_not_found(desk: PostgresDesk) -> None:
    with pytest.raises(UnknownError, match="EURUSD"):
        desk.place(a_request(symbol="EURUSD"), "ana", AT)
    with pytest.raises(UnknownError, match="ghost"):
        desk.place(a_request(account="ghost"), "ana", AT)
    with pytest.raises(UnknownError):
        desk.cancel(uuid4(), "ana", AT)


def test_working_orders_count_towards_the_limit_of_the_position(desk: PostgresDesk) -> None:
    for number in range(2):
        desk.place(
            a_request(f"{number}", type=OrderType.LIMIT, limit_price=Price(3000.0), quantity=Usd(250_000.0)),
            "ana",
            AT,
        )
    with pytest.raises(RiskRefusedError) as caught:
        desk.place(a_request("more", quantity=Usd(0.01)), "ana", AT)
    assert caught.value.code == "POSITION_LIMIT"
    desk.place(a_request("other way", side=Side.SELL, quantity=Usd(250_000.0)), "ana", AT)


def test_many_at_once_stay_within_the_limit_of_the_position(desk: PostgresDesk) -> None:
    """Twelve times 100,000 dollars at once: five fit."""

    def fits(number: int) -> bool:
        try:
            desk.place(a_request(f"{number}", quantity=Usd(100_000.0)), "ana", AT)
        except RiskRefusedError as error:
            assert error.code == "POSITION_LIMIT"  # noqa: PT017 - both ways are expected
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(fits, range(12))) == 5


def test_cancelling_ends_an_order_once_and_says_who(desk: PostgresDesk) -> None:
    order, _ = desk.place(a_request(), "ana", AT)
    ended = desk.cancel(order.id, "ben", AT + timedelta(seconds=1))
    assert (ended.status, ended.reason) == (OrderStatus.CANCELLED, "cancelled by ben")
    assert desk.cancel(order.id, "cleo", AT + timedelta(seconds=2)) == ended
    assert counts(desk.engine) == {"orders": 1, "fills": 0, "outbox": 2, "audit_log": 2}


def test_a_person_does_not_cancel_orders_of_a_policy(desk: PostgresDesk) -> None:
    with transaction(desk.engine) as connection:
        order = insert_order(
            connection,
            new_order(a_request(account="main"), origin=Origin.POLICY, decided_slot=1, bundle_hash="b"),
        )
    with pytest.raises(RiskRefusedError) as caught:
        desk.cancel(order.id, "ana", AT)
    assert caught.value.code == "POLICY_ORDER"


@pytest.mark.parametrize("field", ["quantity", "limit_price"])
@pytest.mark.parametrize("number", [float("nan"), float("inf"), 0.0, -1.0])
def test_orders_that_are_none_cannot_be_made(field: str, number: float) -> None:
    with pytest.raises(UsageError):
        a_request("a", **{"type": OrderType.LIMIT, "limit_price": Price(4000.0), field: number})


def test_a_newer_quote_makes_the_market_fit_for_risk_again(desk: PostgresDesk) -> None:
    now = AT + timedelta(minutes=2)
    with pytest.raises(RiskRefusedError):
        desk.place(a_request(), "ana", now)
    PostgresQuotes(desk.engine).put(a_quote(now - timedelta(seconds=3)))
    desk.place(a_request(), "ana", now)


def test_the_first_order_of_a_home_opens_the_account_of_people_and_a_refused_one_does_not(
    postgres: Engine,
) -> None:
    desk = desk_of(postgres)
    PostgresQuotes(postgres).put(a_quote())
    with pytest.raises(RiskRefusedError):
        desk.place(a_request(), "ana", AT)
    with transaction(postgres) as connection:
        assert connection.execute(text("SELECT count(*) FROM accounts")).scalar_one() == 0
    set_state(postgres, TradingState.ACTIVE)
    desk.place(a_request(), "ana", AT)
    with transaction(postgres) as connection:
        assert lock_accounts(connection, ["manual"]) == {"manual": "manual"}
