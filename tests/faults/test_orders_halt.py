"""P5 for the switch: once a halt has returned, nothing that it forbids happens, whoever was in the middle of it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from random import Random
from threading import Event

import pytest
from sqlalchemy import Engine

from support.order_workers import all_fills, all_orders, market_now
from support.orders import a_quote, a_request, broker_of, desk_of, open_book
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.errors import RiskRefusedError
from usdcop.core.trading import OrderStatus, Side, TradingState
from usdcop.core.units import Usd

SEED = 20_250_103
PLACERS = 3
PATIENCE = 2.0
"""Seconds that the switch may take under load on a busy machine; it queues behind what is under way, no more."""


class Market:
    """Placers and a matcher at work in threads, until told to stop."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.base = time.monotonic()
        self.stop = Event()
        self.numbers = count()

    def place(self, seed: int) -> None:
        chance, desk = Random(seed), desk_of(self.engine)
        while not self.stop.is_set():
            side = chance.choice([Side.BUY, Side.SELL])
            request = a_request(
                f"{next(self.numbers)}", side=side, quantity=Usd(chance.choice([100.0, 250.0, 900.0]))
            )
            with suppress(RiskRefusedError):
                desk.place(request, "ana", market_now(self.base))

    def match(self) -> None:
        broker, quotes = broker_of(self.engine), PostgresQuotes(self.engine)
        while not self.stop.is_set():
            quote = a_quote(market_now(self.base))
            quotes.put(quote)
            broker.on_quote(quote, market_now(self.base))


@contextmanager
def busy(engine: Engine) -> Iterator[Market]:
    market = Market(engine)
    with ThreadPoolExecutor(PLACERS + 1) as pool:
        jobs = [pool.submit(market.place, SEED + number) for number in range(PLACERS)]
        jobs.append(pool.submit(market.match))
        try:
            yield market
        finally:
            market.stop.set()
    for job in jobs:
        job.result()


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize("state", [TradingState.HALTED, TradingState.REDUCE_ONLY])
def test_after_the_switch_has_returned_no_position_grows(
    postgres: Engine, state: TradingState, fault_rounds: int
) -> None:
    open_book(postgres)
    chance, switch = Random(SEED), PostgresTradingState(postgres)
    with busy(postgres) as market:
        for number in range(max(3, fault_rounds // 6)):
            before = len(all_fills(postgres))
            wait_until(lambda seen=before: len(all_fills(postgres)) > seen + 5)  # type: ignore[misc]
            time.sleep(chance.random() * 0.05)
            began = time.monotonic()
            switch.change(state, "ana", f"round {number}", market_now(market.base))
            took = time.monotonic() - began
            known = {fill.id for fill in all_fills(postgres)}
            time.sleep(0.15)
            everything = sorted(all_fills(postgres), key=lambda fill: fill.id)
            assert took < PATIENCE
            position = float(sum(fill.quantity for fill in everything if fill.id in known))
            for fill in (fill for fill in everything if fill.id not in known):
                assert abs(position + fill.quantity) < abs(position), "a position grew under the switch"
                assert position * fill.quantity < 0
                position += fill.quantity
            switch.change(TradingState.ACTIVE, "ola", "next round", market_now(market.base))
    working = [order for order in all_orders(postgres) if order.status is OrderStatus.WORKING]
    assert len({order.request.client_order_id for order in working}) == len(working)
