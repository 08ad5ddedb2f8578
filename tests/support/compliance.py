"""Trades of policies and of a person over the small lake, and the compliance service that looks at them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from sqlalchemy import Engine, make_url

from support.batch import MARKET
from support.bundles import make_contract, make_weights
from support.clocks import HandClock
from support.services import Service, running_service, shared_for
from support.small_lakes import NOW
from usdcop.adapters.clock import SystemWall
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import open_objects
from usdcop.adapters.postgres.audit import PostgresAudit, append_all
from usdcop.adapters.postgres.compliance_reports import PostgresReports
from usdcop.adapters.postgres.controls import PostgresControls
from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.order_entries import accepted, filled
from usdcop.adapters.postgres.order_rows import close_order, insert_fill, insert_order, open_account
from usdcop.adapters.postgres.policy_ledger import PostgresPolicyLedger
from usdcop.adapters.postgres.service_role import SERVICE_ROLE, admit_service
from usdcop.adapters.postgres.trade_facts import PostgresTradeFacts
from usdcop.core.accounting import CostModel
from usdcop.core.costs import at_middle, on_quote
from usdcop.core.layers import Layer
from usdcop.core.ledger import Fill
from usdcop.core.policy_book import Assignment, BarOutcome, Barred, Book, Exit, Filled, Holder, Ruling, Said
from usdcop.core.registry import Alias
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import BAR
from usdcop.core.trading import (
    LiveQuote,
    NewFill,
    NewOrder,
    OrderRequest,
    OrderStatus,
    OrderType,
    Origin,
    Side,
    TradingState,
)
from usdcop.core.units import Price, Usd
from usdcop.main.jobs.examination import Archive, examine_record
from usdcop.main.serve.compliance import contract_in, definitions, newest_anchor
from usdcop.pipeline.changes import ChangeRecord
from usdcop.policy.bundle import Bundle
from usdcop.services.compliance.app import create
from usdcop.services.compliance.ports import CompliancePorts

NOTIONAL: Final = Usd(100_000.0)
DAY: Final = date(2024, 7, 9)
"""The session the policy trades."""
PLAN: Final[Mapping[int, float]] = {10: 1.0, 20: -1.0, 30: 0.0, 40: 1.0}
"""Target by slot: long, reversed to short, flat, long until the forced exit."""
BUNDLE: Final = Bundle.build(make_weights(), make_contract())


@dataclass(frozen=True)
class Desk:
    """The running service, and what stands behind it."""

    service: Service
    ports: CompliancePorts
    lake: ParquetLake
    folder: Path
    owner: Engine
    """PostgreSQL as the owner of the tables."""


def trade_policy(
    owner: Engine,
    lake: ParquetLake,
    account: str = "challenger",
    day: date = DAY,
    digest: str = BUNDLE.digest,
) -> None:
    """A session of ``account`` by ``PLAN``, decided, filled and closed as the live path does it."""
    ledger = PostgresPolicyLedger(owner, "USDCOP", NOTIONAL, "synthetic")
    holder = Holder(Alias.CHALLENGER, 1, digest)
    opened = MARKET.calendar.opens_at(day)
    ledger.begin(day, [holder], Assignment(Alias.CHALLENGER, digest, "s" * 64), opened, late=False)
    closes = closes_of(lake, day)
    for slot in sorted({*PLAN, *(slot + 1 for slot in PLAN)}):
        bar = Barred(day, slot, opened + slot * BAR, opened + (slot + 1) * BAR)
        ledger.settle(bar, [account], _rule(bar, closes, account, holder))

    def leave(books: Mapping[str, Book]) -> list[Exit]:
        return [
            Exit(name, digest, _fill(day, 59, closes[59], -book.position, forced=True))
            for name, book in books.items()
        ]

    ledger.close(day, 58, MARKET.calendar.closes_at(day), leave)


def trade_person(owner: Engine, price: float, day: date = date(2024, 7, 10)) -> None:
    """A person buys 20,000 dollars on a quote and keeps them."""
    at = datetime(2024, 7, 10, 14, 30, tzinfo=UTC)
    quote = LiveQuote("USDCOP", Price(price), Price(price - 0.5), Price(price + 0.5), at, "test", 5.0)
    request = OrderRequest("manual", "by-hand", "USDCOP", Side.BUY, OrderType.MARKET, Usd(20_000.0))
    with transaction(owner) as connection:
        open_account(connection, "manual", "manual", at)
        order = insert_order(connection, NewOrder(request, Origin.MANUAL, "trader", day, at))
        cost = on_quote(Usd(20_000.0), (Price(price - 0.5), Price(price + 0.5)), CostModel())
        new = NewFill(
            session=day,
            slot=18,
            quantity=Usd(20_000.0),
            units=0.2,
            price=Price(price + 0.5),
            cost=cost.charged,
            at=at,
            in_price=cost.in_price,
            slippage=cost.slippage,
        )
        fill = insert_fill(connection, order, new)
        done = close_order(connection, order, OrderStatus.FILLED, at)
        append_all(connection, [accepted(order), filled(done, fill, "matcher", quote)])


def closes_of(lake: ParquetLake, day: date) -> dict[int, float]:
    """Close of each accepted bar of ``day`` by slot."""
    rows = lake.read(Layer.L1, [day])
    assert rows is not None
    return dict(rows.select(pl.col("slot").cast(pl.Int64), "close").iter_rows())


@contextmanager
def open_desk(lake: ParquetLake, folder: Path, owner: Engine, redis_url: str) -> Iterator[Desk]:
    """The service over ``lake``, signed in at the database as the role of the services."""
    with _as_service(owner) as engine:
        ports = ports_over(lake, folder, engine)
        shared = replace(shared_for(owner, redis_url, clock=ports.clock), data_kind="synthetic")
        with running_service(lambda given: create(given, ports), owner, redis_url, shared) as service:
            yield Desk(service, ports, lake, folder, owner)


def ports_over(lake: ParquetLake, folder: Path, engine: Engine) -> CompliancePorts:
    """What the service is handed, over real adapters."""
    objects, trail = open_objects(folder.as_uri()), PostgresAudit(engine)
    registered = {BUNDLE.digest: frozenset({"1"})}
    archive = Archive(engine, objects, lake, "USDCOP", lambda: registered)
    return CompliancePorts(
        market=MARKET,
        data_kind="synthetic",
        clock=HandClock(NOW),
        wall=SystemWall(),
        lake=lake,
        objects=objects,
        trail=trail,
        examine=lambda: examine_record(archive),
        anchored_at=lambda: newest_anchor(objects),
        trades=PostgresTradeFacts(engine),
        reports=PostgresReports(engine),
        contract=lambda digest: contract_in(objects, digest),
        feature_hash=definitions,
        controls=PostgresControls(engine, "USDCOP", "synthetic").measure,
        limits=RiskLimits(),
        notional=NOTIONAL,
        marks=ChangeRecord(lake).marks,
    )


def keep_bundle(folder: Path) -> None:
    """Put the bundle's file where the registry keeps it."""
    open_objects(folder.as_uri()).put(f"usdcop-models/{BUNDLE.digest}.onnx", BUNDLE.data)


@contextmanager
def _as_service(owner: Engine) -> Iterator[Engine]:
    address = owner.url.render_as_string(hide_password=False)
    admit_service(address, "of-the-services")
    engine = open_database(
        make_url(address)
        .set(username=SERVICE_ROLE, password="of-the-services")
        .render_as_string(hide_password=False)
    )
    yield engine
    engine.dispose()


def _rule(bar: Barred, closes: Mapping[int, float], account: str, holder: Holder) -> Any:  # noqa: ANN401 - a BarRule
    def rule(_state: TradingState | None, books: Mapping[str, Book]) -> BarOutcome:
        book = books[account]
        done = tuple(
            Filled(order, _fill(bar.day, bar.slot, closes[bar.slot], order.request.signed / NOTIONAL))
            for order in book.pending
        )
        held = book.position + sum(one.fill.units for one in done)
        target = PLAN.get(bar.slot)
        if target is None:
            return BarOutcome(filled=done)
        ruling = Ruling(account, holder.bundle_hash, target, target, held, None, late=False)
        said = Said(holder, target, (0.2, 0.3, 0.5), 1.25)
        return BarOutcome(filled=done, rulings=(ruling,), said=(said,))

    return rule


def _fill(day: date, slot: int, price: float, units: float, *, forced: bool = False) -> Fill:
    at = MARKET.calendar.opens_at(day) + (slot + 1) * BAR
    cost = at_middle(Usd(units * NOTIONAL), Price(price), CostModel())
    return Fill(day, slot, at, units, Price(price), cost.charged, forced, slippage=cost.slippage)
