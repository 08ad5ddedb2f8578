"""Trading: orders, fills, positions, accounts, and the switch that stops it."""

from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from usdcop.core.access import Principal, Role
from usdcop.core.errors import MissingInputError
from usdcop.core.trading import (
    FillFilter,
    OrderFilter,
    OrderStatus,
    Origin,
)
from usdcop.services.kit import paging
from usdcop.services.kit.access import Reader, signed_in
from usdcop.services.kit.errors import documented
from usdcop.services.kit.ledger import FillBody, OrderBody, fill_body, order_body
from usdcop.services.trading import schemas_orders as schemas
from usdcop.services.trading.asked import Serving
from usdcop.services.trading.bodies import (
    account_body,
    limits_body,
    position_body,
    request_of,
    state_body,
)
from usdcop.services.trading.metrics import TradingMetrics

# untested: here, but over HTTP in test_orders_over_http.py and test_state_over_http.py

routes = APIRouter(prefix="/api/trading", tags=["trading"])

Anybody = Annotated[Principal, signed_in()]
Trader = Annotated[Principal, signed_in(Role.TRADER)]
Switcher = Annotated[Principal, signed_in(Role.TRADER, Role.OPERATOR)]
OrderId = Annotated[UUID, Path(description="`id` of the order.")]
Account = Annotated[
    str | None, Query(max_length=32, pattern=r"^[a-z][a-z0-9_-]*$", description="Only of this account.")
]
Symbol = Annotated[
    str | None, Query(max_length=16, pattern=r"^[A-Za-z/]+$", description="Only of this symbol.")
]
Session = Annotated[date | None, Query(description="Only of this session: a date of the market's calendar.")]
PageLimit = Annotated[int, Query(ge=1, le=10_000, description="Most rows of the answer.")]
_LOCATION: Final = {"Location": {"description": "Path of the order.", "schema": {"type": "string"}}}
_PLACED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "model": OrderBody,
        "description": "The same order again: it has no second effect.",
        "headers": _LOCATION,
    },
    201: {"description": "The order was accepted.", "headers": _LOCATION},
    **documented(404, 409),
}


@routes.post(
    "/orders",
    summary="Send an order",
    status_code=201,
    responses=_PLACED,
)
def place(
    serving: Serving, request: Request, response: Response, who: Trader, order: schemas.NewOrder
) -> OrderBody:
    """201 is given after the order was committed, so it survives whatever comes.

    The same order sent again answers 200; another one with the same `client_order_id` 409. A refusal is a 409 whose
    `code` names the rule: `HALTED`, `REDUCE_ONLY`, `MARKET_CLOSED`, `STALE_QUOTE`, `ORDER_LIMIT` and so on.
    """
    metrics: TradingMetrics = request.app.state.metrics
    with metrics.refusals():
        wanted = request_of(order, serving.market(order.symbol).symbol)
        accepted, is_new = serving.ports.desk.place(wanted, who.name, serving.now)
    metrics.orders.labels("accepted" if is_new else "repeated").inc()
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/api/trading/orders/{accepted.id}"
    return order_body(accepted, serving.ports.marks())


def order_choice(
    account: Account = None,
    symbol: Symbol = None,
    status: Annotated[OrderStatus | None, Query(description="Only those that stand so.")] = None,
    origin: Annotated[Origin | None, Query(description="Only those of people, or of policies.")] = None,
    session: Session = None,
) -> OrderFilter:
    """Which orders are asked for."""
    return OrderFilter(account, _symbol(symbol), status, origin, session)


@routes.get("/orders", summary="Orders, newest first")
def orders(
    serving: Serving,
    _who: Anybody,
    chosen: Annotated[OrderFilter, Depends(order_choice)],
    limit: PageLimit = 100,
    cursor: paging.PageCursor = None,
) -> paging.Page[OrderBody]:
    """Page by page: orders that arrive meanwhile shift nothing."""
    found = serving.ports.orders.orders(chosen, paging.after(cursor, datetime, UUID), limit)
    last = found[-1] if len(found) == limit else None
    marks = serving.ports.marks()
    return paging.Page[OrderBody](
        data=tuple(order_body(order, marks) for order in found),
        next_cursor=paging.cursor(last.accepted_at, last.id) if last else None,
    )


@routes.get("/orders/{order_id}", summary="One order", responses=documented(404))
def order(serving: Serving, _who: Anybody, order_id: OrderId) -> OrderBody:
    """An order and what became of it."""
    return order_body(serving.ports.orders.order(order_id), serving.ports.marks())


@routes.delete("/orders/{order_id}", summary="Cancel an order", responses=documented(404, 409))
def cancel(serving: Serving, request: Request, who: Trader, order_id: OrderId) -> OrderBody:
    """Cancelling a cancelled order changes nothing; one that was filled or expired is a 409 (`ORDER_CLOSED`)."""
    metrics: TradingMetrics = request.app.state.metrics
    with metrics.refusals():
        done = serving.ports.desk.cancel(order_id, who.name, serving.now)
    metrics.orders.labels("cancelled").inc()
    return order_body(done, serving.ports.marks())


def fill_choice(
    account: Account = None,
    symbol: Symbol = None,
    session: Session = None,
    order_id: Annotated[UUID | None, Query(description="Only of this order.")] = None,
) -> FillFilter:
    """Which fills are asked for."""
    return FillFilter(account, _symbol(symbol), session, order_id)


@routes.get("/fills", summary="Fills, newest first")
def fills(
    serving: Serving,
    _who: Anybody,
    chosen: Annotated[FillFilter, Depends(fill_choice)],
    limit: PageLimit = 100,
    cursor: paging.PageCursor = None,
) -> paging.Page[FillBody]:
    """Page by page: everything that was earned or lost comes from these rows."""
    found = serving.ports.orders.fills(chosen, paging.after(cursor, datetime, int), limit)
    last = found[-1] if len(found) == limit else None
    marks = serving.ports.marks()
    return paging.Page[FillBody](
        data=tuple(fill_body(fill, marks) for fill in found),
        next_cursor=paging.cursor(last.at, last.id) if last else None,
    )


@routes.get("/positions", summary="Positions of all accounts")
def positions(
    serving: Serving, _who: Anybody, account: Account = None, symbol: Symbol = None
) -> schemas.Positions:
    """Reckoned from fills; flat ones are listed too."""
    found = serving.ports.accounts.positions(_symbol(symbol))
    quotes = {one.symbol: serving.ports.quotes.newest(one.symbol) for one in found}
    prices = {name: quote.price if quote else None for name, quote in quotes.items()}
    return schemas.Positions(
        timestamp=serving.now,
        data=tuple(position_body(one, prices[one.symbol]) for one in found if account in {None, one.account}),
    )


@routes.get("/accounts", summary="Paper accounts and what they earned")
def accounts(serving: Serving, _who: Anybody) -> schemas.Accounts:
    """Net of costs, open positions at the newest quote."""
    found = serving.ports.accounts.accounts(serving.now)
    return schemas.Accounts(timestamp=serving.now, data=tuple(account_body(one) for one in found))


@routes.get("/limits", summary="What an order must keep to, and what it costs")
def limits(serving: Serving, _who: Reader) -> schemas.LimitsBody:
    """The settings by which orders are refused and fills are charged, for whoever shows the risk before it is taken."""
    return limits_body(serving.ports.limits, serving.ports.costs)


@routes.get("/state", summary="What may be traded", responses=documented(404))
def state(serving: Serving, _who: Reader) -> schemas.StateBody:
    """404 with the code `NOTHING_YET` where it was never set: then nothing is accepted."""
    found = serving.ports.state.current()
    if found is None:
        raise MissingInputError(
            "The trading state was never set: no order is accepted.", "An operator sets it."
        )
    return state_body(found)


@routes.put("/state", summary="Halt, reduce or resume trading", responses=documented(409))
def change_state(serving: Serving, who: Switcher, change: schemas.StateChange) -> schemas.StateBody:
    """A trader may tighten (`REDUCE_ONLY`, `HALTED`), an operator may also loosen.

    Once this has answered, no order has been accepted or filled since that the new state forbids; working orders
    that it forbids are cancelled.
    """
    switch = serving.ports.state
    return state_body(switch.change(change.state, who.name, change.reason, serving.now, who.roles))


def _symbol(name: str | None) -> str | None:
    return None if name is None else name.upper().replace("/", "")
