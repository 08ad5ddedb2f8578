"""Processes that place and match orders until they are killed, and what must hold whatever was killed when."""

import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import Engine, text

from support.orders import AT, a_quote, a_request, broker_of, desk_of
from usdcop.adapters.postgres.accounts import PostgresAccounts
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.order_pages import PostgresOrders
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.audit import first_break
from usdcop.core.errors import ServerError
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import FillFilter, Order, OrderFill, OrderFilter, OrderRequest, OrderStatus, Side
from usdcop.core.units import Usd

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["pytest", "usdcop.adapters.postgres.orders", "usdcop.adapters.postgres.matching", "usdcop.live.broker"]
)

Worker = Callable[[str, float, Path], None]


def market_now(base: float) -> datetime:
    """Market time of all workers: as much after ``AT`` as the machine's monotonic clock is after ``base``."""
    return AT + timedelta(seconds=time.monotonic() - base)


def started(worker: Worker, url: str, base: float, told: Path) -> ForkServerProcess:
    """``worker`` in a process of its own; it adds a line to the file ``told`` for whatever was acknowledged."""
    process = _FORKS.Process(target=worker, args=(url, base, told), daemon=True)
    process.start()
    return process


def place(url: str, base: float, told: Path) -> None:
    """Place orders 0, 1, 2, … from the first that was not acknowledged; tell each with the order it got."""
    desk = desk_of(open_database(url))
    number = len(lines(told))
    with told.open("ab", buffering=0) as acknowledged:
        while True:
            order, _ = desk.place(nth_request(number), "ana", market_now(base))
            acknowledged.write(f"{number} {order.id}\n".encode())
            number += 1


def match(url: str, base: float, told: Path) -> None:
    """Match on a quote every few milliseconds; tell how many fills each brought."""
    engine = open_database(url)
    broker = broker_of(engine, "matcher")
    with told.open("ab", buffering=0) as acknowledged:
        while True:
            now = market_now(base)
            PostgresQuotes(engine).put(a_quote(now))
            acknowledged.write(f"{broker.on_quote(a_quote(now), now)}\n".encode())
            time.sleep(0.003)


def nth_request(number: int) -> OrderRequest:
    """The same order for the same number, in every process."""
    chance = Random(number)
    side = chance.choice([Side.BUY, Side.SELL])
    return a_request(f"order-{number}", side=side, quantity=Usd(float(chance.randint(1, 90))))


def lines(told: Path) -> list[str]:
    """Whole lines of ``told``: one cut short was never acknowledged."""
    return [line for line in told.read_text().splitlines(keepends=True) if line.endswith("\n")]


def settle_all(engine: Engine, base: float) -> None:
    """Match what is still working, as the next process would."""
    broker = broker_of(engine, "matcher")
    while any(order.status is OrderStatus.WORKING for order in all_orders(engine)):
        now = market_now(base)
        with suppress(ServerError):
            broker.on_quote(a_quote(now), now)
    broker.lease.release()  # type: ignore[attr-defined] # a lease of ours


def check(engine: Engine, acknowledged: list[str], fills_told: int) -> None:
    """Nothing acknowledged is lost, nothing is doubled, and every table tells the same story."""
    orders, fills = all_orders(engine), all_fills(engine)
    by_name = {order.request.client_order_id: order.id for order in orders}
    assert len(by_name) == len(orders)
    for line in acknowledged:
        number, order_id = line.split()
        assert by_name[f"order-{number}"] == UUID(order_id)
    assert {order.status for order in orders} <= {OrderStatus.FILLED}
    assert fills_told <= len(fills)
    signed = {order.id: order.request.signed for order in orders}
    assert {fill.order_id: fill.quantity for fill in fills} == signed
    assert len(fills) == len(orders), "one fill an order"
    held = sum(position.quantity for position in PostgresAccounts(engine, MARKETS).positions("USDCOP"))
    assert abs(held - sum(signed.values())) < 1e-6
    _check_events(engine, len(orders))


def _check_events(engine: Engine, orders: int) -> None:
    with transaction(engine) as connection:
        told = connection.execute(
            text("SELECT kind, body->'data'->>'status', count(*) FROM outbox GROUP BY 1, 2")
        ).all()
    assert {(kind, status): count for kind, status, count in told} == {
        ("order", "working"): orders, ("order", "filled"): orders, ("fill", None): orders,
    }  # fmt: skip
    trail = list(PostgresAudit(engine).rows())
    assert first_break(trail) is None
    assert Counter((row.action, row.subject) for row in trail).most_common(1)[0][1] == 1
    assert Counter(row.action for row in trail) == {"order.accepted": orders, "order.filled": orders}


def all_orders(engine: Engine) -> list[Order]:
    """Every order."""
    return PostgresOrders(engine).orders(OrderFilter(), None, 1_000_000)


def all_fills(engine: Engine) -> list[OrderFill]:
    """Every fill."""
    return PostgresOrders(engine).fills(FillFilter(), None, 1_000_000)


def kill_group(pid: int) -> None:
    """kill -9 of a server and all its processes."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for each in (pid, *map(int, children)):
        with suppress(ProcessLookupError):  # some end by themselves when the first does
            os.kill(each, 9)
