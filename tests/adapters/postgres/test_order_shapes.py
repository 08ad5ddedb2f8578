import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

from support.orders import AT, a_request, an_order, an_order_fill
from usdcop.adapters.postgres.order_shapes import fill_data, instant, order_data
from usdcop.core.trading import OrderStatus, OrderType
from usdcop.core.units import Price

ORDER_FIELDS = {
    "id", "account", "client_order_id", "symbol", "side", "type", "quantity_usd", "limit_price", "stop_price",
    "time_in_force", "reduce_only", "origin", "actor", "session", "status", "reason", "accepted_at", "recorded_at",
    "closed_at", "triggered_at", "decided_slot", "bundle_hash", "filled_usd",
}  # fmt: skip
FILL_FIELDS = {
    "id", "order_id", "n", "account", "symbol", "session", "slot", "quantity_usd", "price", "cost_cop", "forced",
    "at", "recorded_at", "spread_cop", "slippage_cop", "total_cost_cop",
}  # fmt: skip


def test_instants_are_told_in_utc_with_a_z_and_to_the_microsecond() -> None:
    bogota = timezone(timedelta(hours=-5))
    assert instant(datetime(2025, 1, 2, 9, 0, 0, 5, tzinfo=bogota)) == "2025-01-02T14:00:00.000005Z"
    assert instant(datetime(2025, 1, 2, 14, tzinfo=UTC)) == "2025-01-02T14:00:00Z"
    assert instant(None) is None


def test_an_order_is_told_with_every_agreed_field_as_json() -> None:
    order = replace(
        an_order(a_request(type=OrderType.STOP, stop_price=Price(4000.5))),
        status=OrderStatus.CANCELLED,
        closed_at=AT,
        reason="by hand",
    )
    told = json.loads(json.dumps(order_data(order)))
    assert set(told) == ORDER_FIELDS
    assert (told["type"], told["stop_price"], told["limit_price"]) == ("stop", 4000.5, None)
    assert (told["status"], told["reason"], told["closed_at"]) == (
        "cancelled",
        "by hand",
        "2025-01-02T14:00:00Z",
    )
    assert told["session"] == "2025-01-02"


def test_a_fill_is_told_with_every_agreed_field_as_json() -> None:
    fill = an_order_fill(-500.0, 4000.25, cost=12.5)
    told = json.loads(json.dumps(fill_data(fill)))
    assert set(told) == FILL_FIELDS
    assert (told["quantity_usd"], told["price"], told["cost_cop"]) == (-500.0, 4000.25, 12.5)
    assert told["total_cost_cop"] is None, "what was not kept is not a zero"
    assert len(fields(fill)) == len(FILL_FIELDS), "units are told nowhere: they are dollars over the notional"
