"""What must hold of a home after its sessions, whatever was killed while they ran."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from sqlalchemy import text

from support.persistent_trader import PersistentTrader
from usdcop.adapters.postgres.accounts import PostgresAccounts
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_pages import PostgresOrders
from usdcop.adapters.postgres.policy_ledger import CLOSED, PostgresPolicyLedger
from usdcop.backtest.engine import Backtest, run
from usdcop.core.audit import AuditFilter
from usdcop.core.bars import VendorBar
from usdcop.core.layers import Layer
from usdcop.core.ledger import decision_hash
from usdcop.core.registry import Alias
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import FillFilter, Order, OrderFilter, OrderStatus
from usdcop.features.spec import FEATURE_NAMES
from usdcop.main.jobs.replaying import read_replay, replayed_market
from usdcop.main.serve.trader import RegisteredBundles
from usdcop.main.wiring import System
from usdcop.pipeline.l4_rlready import episodes_of
from usdcop.policy.bundle import Bundle
from usdcop.simulator.replay import FileMarket

MARKET = MARKETS["USDCOP"]
CALENDAR = MARKET.calendar
ALL = 1_000_000
PRICES = ("open", "high", "low", "close")


def closed(system: System, days: Sequence[date]) -> bool:
    """Whether ``days`` were sealed, none of their orders works any more, and their events are in the streams."""
    with transaction(system.engine) as connection:
        waiting = connection.execute(_WAITING, {"before": days[-1] + timedelta(days=1)}).scalar_one()
    working = [one for one in orders(system, OrderStatus.WORKING) if one.session in days]
    return not waiting and not working and all(seals(system, day) for day in days)


def complete(system: System, days: Sequence[date]) -> bool:
    """Whether the layers up to L4 have come to the end of ``days``."""
    newest = {day: served(system, day)[-1].time for day in days}
    layers = (Layer.L0, Layer.L1)
    arrived = all(times(system, layer, day)[-1:] == [newest[day]] for layer in layers for day in days)
    made = {day: system.lake.read(Layer.L4, [day]) for day in days}
    return arrived and all(rows is not None and rows.height > 0 for rows in made.values())


def check_orders(system: System, days: Sequence[date], trader: PersistentTrader) -> None:
    """P1 and P2: what was acknowledged exists, once; nothing else does; what was cancelled stayed so."""
    assert trader.unexpected == []
    made = [one for one in orders(system) if one.request.account == "manual"]
    assert {one.request.client_order_id: str(one.id) for one in made} == trader.accepted
    assert len(made) == len(trader.accepted) > 0
    assert not trader.accepted.keys() & trader.refused.keys()
    assert {str(one.id) for one in made if one.status is OrderStatus.CANCELLED} == trader.cancelled
    assert OrderStatus.WORKING not in {one.status for one in made if one.session in days}


def check_fills(system: System) -> None:
    """Fills sum to orders and to positions, and the trail tells each step of an order once."""
    fills = PostgresOrders(system.engine).fills(FillFilter(), None, ALL)
    signed = {one.id: one.request.signed for one in orders(system) if one.status is OrderStatus.FILLED}
    assert {one.order_id: one.quantity for one in fills} == pytest.approx(signed)
    assert len(fills) == len(signed), "one fill an order"
    assert {one.account for one in fills} == {"manual", "main", "champion", "challenger"}
    for position in PostgresAccounts(system.engine, MARKETS).positions("USDCOP"):
        own = sum(one.quantity for one in fills if one.account == position.account)
        assert position.quantity == pytest.approx(own, abs=1e-6)
    told = Counter((row.action, row.subject) for row in PostgresAudit(system.engine).rows())
    assert {step: times for step, times in told.items() if step[0].startswith("order.") and times > 1} == {}
    assert sum(1 for action, _ in told if action == "order.filled") == len(fills)


def check_bars(system: System, day: date) -> None:
    """P1: every bar that the vendor served is final, once, with its prices; the layers hold the same."""
    rows = system.bars.read("USDCOP", CALENDAR.opens_at(day), CALENDAR.closes_at(day))
    expected = served(system, day)
    assert rows["time"].to_list() == [bar.time for bar in expected]
    assert set(rows["state"].to_list()) == {"final"}
    for name in PRICES:
        prices = [float(getattr(bar, name)) for bar in expected]
        assert rows[name].cast(pl.Float64).to_list() == pytest.approx(prices)
    assert times(system, Layer.L0, day) == times(system, Layer.L1, day) == rows["time"].to_list()


def check_policy(system: System, day: date) -> None:
    """P4: decisions and fills of the deployed bundles are those of the backtest of the session."""
    store = RegisteredBundles(
        system.addresses.registry, system.objects, system.stops.stops, system.court.demoted
    )
    ledger = PostgresPolicyLedger(system.engine, "USDCOP", system.settings.stakes.notional, "replay")
    begun = ledger.begun(day)
    assert begun is not None
    assert {one.alias for one in begun.holders} == {Alias.CHAMPION, Alias.CHALLENGER}
    assert begun.assigned is not None
    [seal] = seals(system, day)
    for holder in begun.holders:
        done = backtested(system, day, Bundle.load(store.load(holder.bundle_hash)))
        assert len(done.fills) > 2, "a bundle that does nothing proves nothing"
        for account in [holder.alias.value, *(["main"] if holder.alias is begun.assigned else [])]:
            decisions, fills = ledger.ledger_of(day, account)
            assert (day, account, decisions) == (day, account, list(done.decisions))
            assert (day, account, fills) == (day, account, list(done.fills))
            assert seal[account] == decision_hash(done.decisions, done.fills)


def backtested(system: System, day: date, bundle: Bundle) -> Backtest:
    """The engine's run of ``bundle`` on what the lake holds of ``day``."""
    frame = system.lake.read(Layer.L4, [day])
    assert frame is not None
    episodes = episodes_of(frame, FEATURE_NAMES, CALENDAR.hours.slots)
    return run(episodes, bundle.policy, system.settings.costs, system.settings.stakes)


def served(system: System, day: date) -> list[VendorBar]:
    """The bars of ``day`` as the simulator serves them."""
    replay = read_replay(system.settings.home)
    assert replay is not None
    frame, _ = replayed_market(replay.file, MARKET, replay.clock)
    return FileMarket(MARKET, frame).bars(CALENDAR.opens_at(day), CALENDAR.closes_at(day))


def seals(system: System, day: date) -> list[dict[str, str]]:
    """The decision hashes that ``day`` was closed with, once for each time it was."""
    chosen = AuditFilter(action=CLOSED, subject=f"session:USDCOP:{day}")
    rows = PostgresAudit(system.engine).page(chosen, None, 10)
    return [json.loads(row.record)["detail"]["decision_hashes"] for row in rows]


def orders(system: System, status: OrderStatus | None = None) -> list[Order]:
    """Every order, or those that stand so."""
    return PostgresOrders(system.engine).orders(OrderFilter(status=status), None, ALL)


def times(system: System, layer: Layer, day: date) -> list[datetime]:
    """When the bars of ``day`` in ``layer`` opened, in order."""
    rows = system.lake.read(layer, [day])
    return [] if rows is None else rows.sort("time")["time"].to_list()


_WAITING = text("SELECT count(*) FROM outbox WHERE relayed_at IS NULL AND at < :before")
