"""The switch that stops trading, over HTTP."""

from support.orders import counts
from support.trading_service import Trading, told
from usdcop.core.access import Role

STATE = "/api/trading/state"
ORDERS = "/api/trading/orders"


def test_everybody_sees_the_state_and_where_it_is_unknown_that_is_said(empty_trading: Trading) -> None:
    assert empty_trading.get(STATE, 404)["code"] == "NOTHING_YET"


def test_a_trader_halts_and_an_operator_resumes(trading: Trading) -> None:
    client, service = trading.service.client, trading.service
    trader, operator = service.headers(Role.TRADER), service.headers(Role.OPERATOR)
    order = {
        "client_order_id": "a", "symbol": "USDCOP", "side": "buy", "type": "limit", "quantity_usd": 1000, "limit_price": 3900,
    }  # fmt: skip
    placed = told(client.post(ORDERS, json=order, headers=trader), 201)
    halted = told(
        client.put(STATE, json={"state": "HALTED", "reason": "prices look wrong"}, headers=trader), 200
    )
    assert (halted["state"], halted["actor"], halted["reason"]) == ("HALTED", "trader", "prices look wrong")
    assert halted["version"] == trading.get(STATE)["version"] == 2
    assert told(client.get(f"{ORDERS}/{placed['id']}", headers=trader), 200)["status"] == "cancelled"
    assert (
        told(client.post(ORDERS, json={**order, "client_order_id": "b"}, headers=trader), 409)["code"]
        == "HALTED"
    )
    for loosened in ("ACTIVE", "REDUCE_ONLY"):
        refused = client.put(STATE, json={"state": loosened, "reason": "all is well"}, headers=trader)
        assert told(refused, 403)["code"] == "ROLE"
    resumed = told(
        client.put(STATE, json={"state": "ACTIVE", "reason": "feed is back"}, headers=operator), 200
    )
    assert (resumed["state"], resumed["version"]) == ("ACTIVE", 3)
    assert client.post(ORDERS, json={**order, "client_order_id": "b"}, headers=trader).status_code == 201
    reduced = told(client.put(STATE, json={"state": "REDUCE_ONLY", "reason": "careful"}, headers=trader), 200)
    assert reduced["state"] == "REDUCE_ONLY"


def test_the_same_state_again_changes_nothing(trading: Trading) -> None:
    client, operator = trading.service.client, trading.service.headers(Role.OPERATOR)
    before = counts(trading.engine)
    body = {"state": "ACTIVE", "reason": "to be sure"}
    assert told(client.put(STATE, json=body, headers=operator), 200)["version"] == 1
    assert counts(trading.engine) == before


def test_who_may_not_and_what_is_malformed_changes_nothing(trading: Trading) -> None:
    client, service = trading.service.client, trading.service
    operator = service.headers(Role.OPERATOR)
    halt = {"state": "HALTED", "reason": "a reason"}
    assert told(client.put(STATE, json=halt), 401)["code"] == "NO_TOKEN"
    for role in (Role.VIEWER, Role.COMPLIANCE):
        assert told(client.put(STATE, json=halt, headers=service.headers(role)), 403)["code"] == "ROLE"
    for body in (
        {"state": "HALTED"}, {"reason": "a reason"}, {**halt, "reason": ""}, {**halt, "reason": "   "},
        {**halt, "reason": "x" * 301}, {**halt, "reason": "a\nb"},
        {**halt, "state": "PANIC"}, {**halt, "force": True},
    ):  # fmt: skip
        assert told(client.put(STATE, json=body, headers=operator), 422)["code"] == "INVALID", body
    assert told(client.put(STATE, json={**halt, "reason": "a\u0000b"}, headers=operator), 400)["cure"]
    assert trading.get(STATE)["state"] == "ACTIVE"
