"""P5 for the switch: once a halt has returned, nothing that it forbids happens, whoever was in the middle of it."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from random import Random
from threading import Event

import pytest
from sqlalchemy import Engine

from support.order_workers import all_fills, all_orders, market_now
from support.orders import a_quote, a_request, broker_of, desk_of, open_book
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.audit import AuditRow, first_break
from usdcop.core.errors import RiskRefusedError
from usdcop.core.risk import Exposure
from usdcop.core.trading import FLAT_USD, Side, TradingState
from usdcop.core.units import Usd

pytestmark = pytest.mark.alone

SEED = 20_250_103
PLACERS = 3
PATIENCE = 4.0
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


def replay(trail: Iterable[AuditRow]) -> Counter[str]:
    """Go through the trail, which is in order of commits, and check every step against the state it met."""
    state, position, working, seen = TradingState.ACTIVE, 0.0, dict[str, float](), Counter[str]()
    for row in trail:
        detail, seen[f"{row.action} {state}"] = row.detail, seen[f"{row.action} {state}"] + 1
        match row.action:
            case "trading_state.changed":
                state = TradingState(detail["to"])
            case "order.accepted":
                signed = detail["quantity_usd"] * Side(detail["side"]).sign
                free = Exposure(Usd(position), tuple(working.values())).reduces(signed)
                assert state is TradingState.ACTIVE or free, f"row {row.seq}: accepted under {state}"
                working[row.subject] = signed
            case "order.filled":
                bought = detail["fill"]["quantity_usd"]
                grows = position * bought >= 0 or abs(bought) > abs(position) + FLAT_USD
                assert state is TradingState.ACTIVE or not grows, f"row {row.seq}: filled under {state}"
                position += bought
                del working[row.subject]
            case _:
                del working[row.subject]
    return seen


@pytest.mark.parametrize("state", [TradingState.HALTED, TradingState.REDUCE_ONLY])
def test_after_the_switch_has_returned_no_position_grows(
    postgres: Engine, state: TradingState, fault_rounds: int
) -> None:
    open_book(postgres)
    chance, switch, trail = Random(SEED), PostgresTradingState(postgres), PostgresAudit(postgres)
    with busy(postgres) as market:
        for number in range(max(4, fault_rounds // 4)):
            before = len(all_fills(postgres))
            wait_until(lambda seen=before: len(all_fills(postgres)) > seen + 5)  # type: ignore[misc]
            time.sleep(chance.random() * 0.05)
            began = time.monotonic()
            switch.change(state, "ana", f"round {number}", market_now(market.base))
            assert time.monotonic() - began < PATIENCE
            time.sleep(0.1)
            switch.change(TradingState.ACTIVE, "ola", "next round", market_now(market.base))
    seen = replay(trail.rows())
    assert first_break(trail.rows()) is None
    assert seen["order.filled ACTIVE"] > 20
    assert seen[f"order.accepted {state}"] > 0, "closing orders were accepted meanwhile"


def test_the_switch_is_not_kept_waiting_by_a_stream_of_orders(postgres: Engine) -> None:
    """Each shares the row of the state; together they never let go of it. The switch queues up all the same."""
    open_book(postgres)
    with busy(postgres) as market:
        wait_until(lambda: len(all_orders(postgres)) > PLACERS)
        took = []
        for state in (TradingState.HALTED, TradingState.ACTIVE) * 5:
            began = time.monotonic()
            PostgresTradingState(postgres).change(state, "ana", "again", market_now(market.base))
            took.append(time.monotonic() - began)
    assert sorted(took)[len(took) // 2] < PATIENCE / 4
