"""Orders over HTTP: accepted once, refused with the rule, and nothing changed by what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Engine

from support.changes import a_change, marked_by
from support.orders import AT, SESSION, a_quote, a_request, counts, desk_of, set_state
from support.trading_service import Trading, told
from usdcop.adapters.clock import SystemWall
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import insert_fill, insert_order
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.access import Role
from usdcop.core.trading import NewFill, NewOrder, Origin, TradingState
from usdcop.core.units import Cop, Price, Usd
from usdcop.pipeline.changes import note_change

ORDERS = "/api/trading/orders"
ORDER = {
    "client_order_id": "one", "symbol": "USDCOP", "side": "buy", "type": "market", "quantity_usd": 50_000,
}  # fmt: skip
ANSWER = {
    "id", "account", "client_order_id", "symbol", "side", "type", "quantity_usd", "limit_price", "stop_price",
    "time_in_force", "reduce_only", "origin", "actor", "session", "status", "reason", "accepted_at", "recorded_at",
    "closed_at", "triggered_at", "decided_slot", "bundle_hash", "filled_usd", "bars_changed",
}  # fmt: skip


@pytest.fixture
def trader(trading: Trading) -> httpx.Client:
    """A client signed in as a trader."""
    trading.service.client.headers.update(trading.service.headers(Role.TRADER))
    return trading.service.client


def test_an_order_is_accepted_once_and_found_again(trading: Trading, trader: httpx.Client) -> None:
    first = trader.post(ORDERS, json=ORDER)
    order = told(first, 201)
    assert set(order) == ANSWER
    assert (order["status"], order["origin"], order["actor"]) == ("working", "manual", "trader")
    assert (order["accepted_at"], order["session"]) == ("2025-01-02T14:00:00Z", "2025-01-02")
    assert first.headers["location"] == f"{ORDERS}/{order['id']}"
    again = trader.post(ORDERS, json=ORDER)
    assert told(again, 200) == order
    assert again.headers["location"] == first.headers["location"]
    assert (
        told(trader.post(ORDERS, json={**ORDER, "symbol": "usd/cop", "quantity_usd": 50000.0}), 200) == order
    )
    other = told(trader.post(ORDERS, json={**ORDER, "quantity_usd": 50_001}), 409)
    assert other["code"] == "DUPLICATE_CLIENT_ORDER_ID"
    assert told(trader.get(first.headers["location"]), 200) == order
    assert counts(trading.engine) == {"orders": 1, "fills": 0, "outbox": 1, "audit_log": _signed_in(1) + 1}


def test_the_same_order_sent_at_the_same_instant_has_one_effect(
    trading: Trading, trader: httpx.Client
) -> None:
    def send(_: int) -> httpx.Response:
        return httpx.post(trading.service.url + ORDERS, json=ORDER, headers=trader.headers, timeout=20)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, range(16)))
    assert sorted(answer.status_code for answer in answers) == [200] * 15 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert counts(trading.engine)["orders"] == 1


def test_an_order_is_cancelled_once(trader: httpx.Client) -> None:
    order = told(
        trader.post(ORDERS, json={**ORDER, "type": "limit", "limit_price": 3990, "time_in_force": "day"}), 201
    )
    cancelled = told(trader.delete(f"{ORDERS}/{order['id']}"), 200)
    assert (cancelled["status"], cancelled["closed_at"]) == ("cancelled", "2025-01-02T14:00:00Z")
    assert told(trader.delete(f"{ORDERS}/{order['id']}"), 200) == cancelled
    assert told(trader.delete(f"{ORDERS}/{uuid4()}"), 404)["code"] == "UNKNOWN"
    assert told(trader.delete(f"{ORDERS}/nonsense"), 422)["code"] == "INVALID"
    assert told(trader.get(f"{ORDERS}/{uuid4()}"), 404)["code"] == "UNKNOWN"


BAD_FIELDS: tuple[dict[str, Any], ...] = (
    {"quantity_usd": 0}, {"quantity_usd": -1}, {"quantity_usd": 1e15}, {"quantity_usd": None},
    {"quantity_usd": "NaN"}, {"quantity_usd": "many"}, {"quantity_usd": [1]}, {"side": "hold"}, {"type": "iceberg"},
    {"limit_price": 4000}, {"type": "limit"}, {"type": "stop"}, {"type": "limit", "limit_price": 0},
    {"type": "limit", "limit_price": -4000}, {"type": "stop", "stop_price": 1e300},
    {"type": "limit", "limit_price": 4000, "stop_price": 4000}, {"time_in_force": "gtc"}, {"reduce_only": "yes"},
    {"client_order_id": ""}, {"client_order_id": "x" * 65}, {"client_order_id": "a b"},
    {"client_order_id": "a\r\nX-Evil: 1"}, {"client_order_id": 7}, {"client_order_id": "\u202e"}, {"account": "Manual"},
    {"account": "'; DROP TABLE orders; --"}, {"account": "manual\n"}, {"symbol": ""}, {"symbol": "U" * 17},
    {"leverage": 100}, {"actor": "admin"}, {"status": "filled"},
)  # fmt: skip
BAD_BODIES = (
    b"", b"null", b"[]", b"7", b"{", b"\xff\xfe", b'{"client_order_id": "\\ud800"}',
    b'{"client_order_id":"a\\u0000","symbol":"USDCOP","side":"buy","type":"market","quantity_usd":1}', b"[" * 30_000,
    b'{"client_order_id":"n","symbol":"USDCOP","side":"buy","type":"market","quantity_usd":NaN}',
    b'{"client_order_id":"n","symbol":"USDCOP","side":"buy","type":"market","quantity_usd":1e400}',
    b'{"client_order_id":"n","symbol":"USDCOP","side":"buy","type":"market","quantity_usd":-Infinity}',
    b'{"client_order_id":"n","symbol":"USDCOP","side":"buy","type":"limit","quantity_usd":1,"limit_price":1e400}',
)  # fmt: skip


def test_a_malformed_order_is_refused_and_changes_nothing(trading: Trading, trader: httpx.Client) -> None:
    before = counts(trading.engine)
    for fields in BAD_FIELDS:
        assert told(trader.post(ORDERS, json={**ORDER, **fields}), 422)["code"] == "INVALID", fields
    for field in ("client_order_id", "symbol", "side", "type", "quantity_usd"):
        answer = told(
            trader.post(ORDERS, json={name: value for name, value in ORDER.items() if name != field}), 422
        )
        assert answer["errors"][0]["field"] == f"body.{field}"
    for body in BAD_BODIES:
        answer = trader.post(ORDERS, content=body, headers={"content-type": "application/json"})
        assert answer.status_code in {400, 422}, (body[:80], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    assert told(trader.post(ORDERS, content=b"x" * 10_000_000), 413)["cure"]
    assert counts(trading.engine) == before


def test_a_refusal_names_the_rule_and_leaves_nothing(trading: Trading, trader: httpx.Client) -> None:
    before = counts(trading.engine)

    def refused(status: int = 409, **fields: object) -> str:
        return str(told(trader.post(ORDERS, json={**ORDER, **fields}), status)["code"])

    assert refused(quantity_usd=300_000) == "ORDER_LIMIT"
    assert refused(quantity_usd=0.001) == "QUANTITY_STEP"
    assert refused(account="main") == "NOT_MANUAL"
    assert refused(reduce_only=True) == "NOT_REDUCING"
    assert refused(404, account="nobody") == "UNKNOWN"
    assert refused(404, symbol="EURUSD") == "UNKNOWN"
    trading.clock.advance(timedelta(seconds=31))
    assert refused() == "STALE_QUOTE"
    set_state(trading.engine, TradingState.REDUCE_ONLY)
    PostgresQuotes(trading.engine).put(a_quote(trading.clock.now()))
    assert refused() == "REDUCE_ONLY"
    set_state(trading.engine, TradingState.HALTED)
    assert refused() == "HALTED"
    trading.clock.advance(timedelta(hours=5))
    assert refused() == "MARKET_CLOSED"
    assert counts(trading.engine) == before
    text = trading.service.client.get("/metrics").text
    for code in ("ORDER_LIMIT", "STALE_QUOTE", "HALTED", "MARKET_CLOSED"):
        assert f'usdcop_orders_total{{outcome="{code}"}} 1.0' in text


def test_an_order_without_a_trading_state_is_refused(empty_trading: Trading) -> None:
    client = empty_trading.service.client
    headers = empty_trading.service.headers(Role.TRADER)
    assert told(client.post(ORDERS, json=ORDER, headers=headers), 409)["code"] == "STATE_UNKNOWN"


def test_who_may_do_what(trading: Trading) -> None:
    client, service = trading.service.client, trading.service
    viewer, operator = service.headers(Role.VIEWER), service.headers(Role.OPERATOR)
    for path in (
        ORDERS,
        "/api/trading/fills",
        "/api/trading/positions",
        "/api/trading/accounts",
        f"{ORDERS}/{uuid4()}",
    ):
        assert told(client.get(path), 401)["code"] == "NO_TOKEN"
        assert client.get(path, headers=viewer).status_code in {200, 404}
    for headers in (viewer, operator):
        assert told(client.post(ORDERS, json=ORDER, headers=headers), 403)["code"] == "ROLE"
        assert told(client.delete(f"{ORDERS}/{uuid4()}", headers=headers), 403)["code"] == "ROLE"
    assert told(client.post(ORDERS, json=ORDER), 401)["code"] == "NO_TOKEN"
    assert (
        told(client.post(ORDERS, json=ORDER, headers={"Authorization": "Bearer x.y.z"}), 401)["code"]
        != "NO_TOKEN"
    )
    assert client.post(ORDERS, json=ORDER, headers=service.headers(Role.ADMIN)).status_code == 201


def test_lists_come_page_by_page_and_are_filtered(trading: Trading, trader: httpx.Client) -> None:
    for number in range(5):
        trading.clock.advance(timedelta(seconds=1))
        told(
            trader.post(
                ORDERS, json={**ORDER, "client_order_id": f"n{number}", "quantity_usd": 1000 + number}
            ),
            201,
        )
    seen, cursor = [], ""
    while True:
        page = told(trader.get(f"{ORDERS}?limit=2{cursor}"), 200)
        seen += [order["client_order_id"] for order in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == ["n4", "n3", "n2", "n1", "n0"]
    assert told(trader.get(f"{ORDERS}?status=filled"), 200)["data"] == []
    assert (
        len(
            told(trader.get(f"{ORDERS}?account=manual&symbol=usdcop&origin=manual&session=2025-01-02"), 200)[
                "data"
            ]
        )
        == 5
    )
    for query in ("status=done", "session=tomorrow", "account=%27--", "limit=0", "cursor=abc", "order=1"):
        assert told(trader.get(f"{ORDERS}?{query}"), 422)["code"] == "INVALID", query


def test_fills_positions_and_accounts_are_reckoned_from_the_ledger(
    trading: Trading, trader: httpx.Client
) -> None:
    order_id = _filled(trading.engine)
    (fill,) = told(trader.get(f"/api/trading/fills?order_id={order_id}"), 200)["data"]
    assert {**fill, "id": 0, "recorded_at": ""} == {
        "id": 0, "order_id": str(order_id), "n": 1, "account": "manual", "symbol": "USDCOP", "session": "2025-01-02",
        "slot": 12, "quantity_usd": 10_000.0, "price": 3990.0, "cost_cop": 1000.0, "forced": False,
        "spread_cop": 5000.0, "slippage_cop": 1000.0, "total_cost_cop": 6000.0, "at": "2025-01-02T14:00:00Z", "recorded_at": "",
        "bars_changed": None,
    }  # fmt: skip
    (held,) = told(trader.get("/api/trading/positions?account=manual"), 200)["data"]
    assert (held["quantity_usd"], held["average_price"], held["price"], held["fills"]) == (
        10_000.0,
        3990.0,
        4000.0,
        1,
    )
    assert (held["costs_cop"], held["spread_cop"], held["total_cost_cop"]) == (1000.0, 5000.0, 6000.0)
    assert held["unrealised_cop"] == pytest.approx(100_000.0)
    assert held["pnl_cop"] == pytest.approx(99_000.0)
    assert held["pnl_usd"] == pytest.approx(99_000.0 / 4000.0)
    assert told(trader.get("/api/trading/positions?account=main"), 200)["data"] == []
    accounts = {one["id"]: one for one in told(trader.get("/api/trading/accounts"), 200)["data"]}
    assert accounts["manual"]["pnl_today_cop"] == pytest.approx(99_000.0)
    assert accounts["main"]["pnl_cop"] == 0.0
    order = told(trader.get(f"{ORDERS}/{order_id}"), 200)
    assert order["filled_usd"] == 10_000.0
    assert told(trader.get("/api/trading/fills?cursor=" + "9" * 600), 422)["code"] == "INVALID"


def test_orders_and_fills_are_marked_once_bars_of_their_session_were_changed(
    trading: Trading, trader: httpx.Client
) -> None:
    order_id = _filled(trading.engine)

    def marks() -> list[Any]:
        lists = [told(trader.get(path), 200)["data"] for path in (ORDERS, "/api/trading/fills")]
        one = told(trader.get(f"{ORDERS}/{order_id}"), 200)
        return [row["bars_changed"] for row in (*lists[0], *lists[1], one)]

    wall = SystemWall().now()
    note_change(trading.lake, a_change(SESSION, recorded_at=wall - timedelta(days=1)))
    note_change(trading.lake, a_change(SESSION + timedelta(days=1), recorded_at=wall + timedelta(days=1)))
    assert marks() == [None] * 3, "of before, and of another session"
    later = a_change(SESSION, at=AT, recorded_at=wall + timedelta(days=1))
    note_change(trading.lake, later)
    assert marks() == [marked_by(later)] * 3


def _filled(engine: Engine) -> UUID:
    """A filled purchase of 10,000 dollars at 3,990."""
    with transaction(engine) as connection:
        order = insert_order(connection, NewOrder(a_request("f"), Origin.MANUAL, "trader", SESSION, AT))
        insert_fill(
            connection,
            order,
            NewFill(
                session=SESSION,
                slot=12,
                quantity=Usd(10_000.0),
                units=0.1,
                price=Price(3990.0),
                cost=Cop(1000.0),
                at=AT,
                in_price=Cop(5000.0),
                slippage=Cop(1000.0),
            ),
        )
    return order.id


def test_the_desk_and_the_route_agree_on_what_was_accepted(trading: Trading, trader: httpx.Client) -> None:
    order, is_new = desk_of(trading.engine).place(a_request("desk"), "trader", AT)
    assert is_new
    body = {**ORDER, "client_order_id": "desk", "quantity_usd": 10_000}
    assert told(trader.post(ORDERS, json=body), 200)["id"] == str(order.id)


def _signed_in(times: int) -> int:
    """Rows that users and sign-ins leave in the trail: one for the user, one for each sign-in."""
    return 1 + times


def test_the_limits_are_those_that_orders_meet(trading: Trading) -> None:
    said = trading.get("/api/trading/limits")
    assert said == {
        "account": "manual", "order_usd": 250_000, "position_usd": 500_000, "daily_loss_cop": 20_000_000,
        "working_orders": 200, "quote_age_seconds": 30, "half_spread_bps": 2.5, "slippage_bps": 0.5,
    }  # fmt: skip
    order = {
        "account": said["account"], "client_order_id": "l", "symbol": "USDCOP", "side": "buy", "type": "limit",
        "limit_price": 3900, "quantity_usd": said["order_usd"] + 1,
    }  # fmt: skip
    client, trader = trading.service.client, trading.service.headers(Role.TRADER)
    assert told(client.post("/api/trading/orders", json=order, headers=trader), 409)["code"] == "ORDER_LIMIT"
    order["quantity_usd"] = said["order_usd"]
    assert client.post("/api/trading/orders", json=order, headers=trader).status_code == 201
