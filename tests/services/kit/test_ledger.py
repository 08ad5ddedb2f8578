from dataclasses import fields
from uuid import UUID

from support.orders import AT, a_request, new_order
from usdcop.adapters.postgres.order_shapes import fill_data, order_data
from usdcop.core.trading import Order, OrderFill, OrderStatus
from usdcop.core.units import Cop, Price, Usd
from usdcop.pipeline.changes import Marks
from usdcop.services.kit.ledger import fill_body, order_body

ORDER_ID = UUID("8b5d307b-ea50-4dff-9eb5-affec764365c")


def test_answers_and_events_name_the_same_things_alike() -> None:
    new = new_order(a_request("c-1"))
    given = {field.name: getattr(new, field.name) for field in fields(new)}
    order = Order(**given, id=ORDER_ID, status=OrderStatus.WORKING, recorded_at=AT)
    told = order_body(order, Marks()).model_dump(mode="json")
    assert told.keys() == order_data(order).keys() | {"bars_changed"}
    fill = OrderFill(
        id=1,
        order_id=ORDER_ID,
        n=1,
        account="manual",
        symbol="USDCOP",
        session=new.session,
        slot=4,
        quantity=Usd(-10.0),
        units=-0.0001,
        price=Price(4000.0),
        cost=Cop(2.0),
        forced=False,
        at=AT,
        recorded_at=AT,
    )
    told = fill_body(fill, Marks()).model_dump(mode="json")
    assert told.keys() == fill_data(fill).keys() | {"bars_changed"}
    assert (told["quantity_usd"], told["cost_cop"]) == (-10.0, 2.0)
