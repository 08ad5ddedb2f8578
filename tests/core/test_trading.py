import json
from dataclasses import replace

import pytest

from support.orders import a_request
from usdcop.core.errors import UsageError
from usdcop.core.trading import OrderType, Side, TimeInForce
from usdcop.core.units import Price, Usd

LIMIT = {"type": OrderType.LIMIT, "limit_price": Price(4000.0)}


def test_a_purchase_is_positive_and_a_sale_negative() -> None:
    assert a_request(quantity=Usd(5.0)).signed == 5.0
    assert a_request(side=Side.SELL, quantity=Usd(5.0)).signed == -5.0


def test_equal_requests_have_equal_hashes_whatever_kind_their_numbers_are() -> None:
    request = a_request("a", **LIMIT)
    assert request.body_hash == replace(request).body_hash
    assert request.body_hash == a_request("a", **{**LIMIT, "quantity": 10_000, "limit_price": 4000}).body_hash


@pytest.mark.parametrize(
    "other",
    [
        {"account": "main"},
        {"side": Side.SELL},
        {"quantity": Usd(10_000.01)},
        {"limit_price": Price(4000.01)},
        {"time_in_force": TimeInForce.IOC},
        {"reduce_only": True},
        {"client_order_id": "b"},
    ],
)
def test_any_other_field_makes_another_hash(other: dict[str, object]) -> None:
    request = a_request("a", **LIMIT)
    assert replace(request, **other).body_hash != request.body_hash  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": Usd(0.0)},
        {"quantity": Usd(float("nan"))},
        {"quantity": Usd(float("inf"))},
        {"quantity": Usd(json.loads("1e400"))},
        {"quantity": Usd(-1.0)},
        {"limit_price": Price(4000.0)},
        {"type": OrderType.LIMIT},
        {"type": OrderType.STOP, "limit_price": Price(4000.0)},
        {"type": OrderType.STOP, "stop_price": Price(-4000.0)},
        {"client_order_id": ""},
        {"client_order_id": "x" * 65},
        {"client_order_id": "a\x00b"},
        {"client_order_id": "a\nb"},
        {"account": "manual\x00"},
        {"symbol": "USD\x00"},
        {"symbol": "\ud800"},
    ],
)
def test_an_order_that_makes_no_sense_cannot_be_built(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        replace(a_request(), **wrong)  # type: ignore[arg-type]
