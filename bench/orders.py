"""Orders: from the request to the commit, and from there to the fill on the next quote.

usage: python -m bench.orders [--orders N] [--json]

The embedded PostgreSQL as it ships (durable: fsync and synchronous commit on) in a temporary home. Each order is
placed, a quote is stored and matched, and the fill is read back; then the same with fills of a whole year before it.
What is told holds for one client at a time; the last row is of four at once.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bench.rows import Row, run_bench
from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.leases import Lease
from usdcop.adapters.postgres.matching import PostgresMatching
from usdcop.adapters.postgres.migrate import migrate
from usdcop.adapters.postgres.orders import PostgresDesk
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import LiveQuote, OrderRequest, OrderType, Side
from usdcop.core.units import Price, Usd
from usdcop.live.broker import Broker, BrokerRules
from usdcop.main.embedded.postgres import create_database, start_postgres, stop_postgres

OPEN = datetime(2025, 1, 2, 13, 0, tzinfo=UTC)
STEP = timedelta(milliseconds=10)
"""Market time between two events."""
YEAR = 10_000
"""Fills of an account in a busy year."""
CLIENTS = 4
WARM_UP = 20
MILLISECONDS = 1e3


@dataclass(slots=True)
class Place:
    """A home with a market that is open, and a clock that every event moves on."""

    desk: PostgresDesk
    broker: Broker
    quotes: PostgresQuotes
    at: datetime = OPEN
    number: int = 0

    def now(self) -> datetime:
        """The next instant."""
        self.at += STEP
        return self.at

    def request(self) -> OrderRequest:
        """The next order: purchases and sales in turn."""
        self.number += 1
        side = Side.BUY if self.number % 2 else Side.SELL
        return OrderRequest("manual", f"{self.number}", "USDCOP", side, OrderType.MARKET, Usd(1_000.0))

    def quote(self) -> LiveQuote:
        """The next quote, stored."""
        quote = LiveQuote("USDCOP", Price(4000.0), Price(3999.5), Price(4000.5), self.now(), "bench", 5.0)
        self.quotes.put(quote)
        return quote


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    return run_bench(__doc__, measure, ("--orders", 400, "orders of each row"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """Latencies of acceptance, of matching and of both, on an empty and on a full ledger; orders a second."""
    with tempfile.TemporaryDirectory(prefix="usdcop-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the server may run as another user
        try:
            return _rows(home, chosen.orders)
        finally:
            stop_postgres(home)


def _rows(home: Path, orders: int) -> list[Row]:
    server = start_postgres(home)
    create_database(server, "bench")
    migrate(server.url("bench"))
    engine = open_database(server.url("bench"))
    place = _opened(engine)
    _timed(place, WARM_UP)
    placed, matched = _timed(place, orders)
    _fill_ledger(engine)
    full_placed, full_matched = _timed(place, orders)
    rate = _rate(place, orders)
    engine.dispose()
    both = [one + other for one, other in zip(placed, matched, strict=True)]
    full = [one + other for one, other in zip(full_placed, full_matched, strict=True)]
    return [
        *_latencies("Order placed → committed", placed, f"{orders} orders, one client"),
        *_latencies("Quote → stored, matched, committed", matched, "one order a quote"),
        *_latencies(
            "Order round trip: placed → committed → matched", both, "durable; the fill is on the next quote"
        ),
        *_latencies("The same after a year of fills", full, f"{YEAR:,} fills in the account before"),
        Row(work="Orders accepted", ours=rate, unit="orders/s", note=f"{CLIENTS} clients, one account"),
    ]


def _opened(engine: Engine) -> Place:
    rules = BrokerRules(MARKETS["USDCOP"], CostModel(), Stakes(), RiskLimits())
    broker = Broker(PostgresMatching(engine, MARKETS), Lease(engine, "bench"), rules)
    place = Place(PostgresDesk(engine, MARKETS, RiskLimits()), broker, PostgresQuotes(engine))
    PostgresTradingState(engine).ensure_active("bench", place.now())
    place.quote()
    return place


def _timed(place: Place, orders: int) -> tuple[list[float], list[float]]:
    """Seconds of each acceptance and of each match."""
    placed, matched = [], []
    for _ in range(orders):
        request, now = place.request(), place.now()
        began = time.perf_counter()
        _, created = place.desk.place(request, "bench", now)
        placed.append(time.perf_counter() - began)
        began = time.perf_counter()
        fills = place.broker.on_quote(place.quote(), place.now())
        matched.append(time.perf_counter() - began)
        if not created or fills != 1:
            raise ArithmeticError(f"{fills} fills of one order, new: {created}.")
    return placed, matched


def _fill_ledger(engine: Engine) -> None:
    """Copy one filled order as often as a year has fills; the copies are of an earlier session."""
    with transaction(engine) as connection:
        connection.execute(_COPY_ORDERS, {"count": YEAR, "day": date(2024, 6, 4)})
        connection.execute(_COPY_FILLS, {"day": date(2024, 6, 4)})
        connection.execute(text("ANALYZE"))


def _rate(place: Place, orders: int) -> float:
    requests = [place.request() for _ in range(orders)]
    now = place.now()
    place.quote()

    def placed(request: OrderRequest) -> bool:
        return place.desk.place(request, "bench", now)[1]

    unlimited = RiskLimits(working=10 * orders)
    place.desk = PostgresDesk(place.desk.engine, MARKETS, unlimited)
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        created = sum(pool.map(placed, requests))
    seconds = time.perf_counter() - began
    if created != orders:
        raise ArithmeticError(f"{created} of {orders} orders were accepted.")
    return orders / seconds


def _latencies(work: str, seconds: Sequence[float], note: str) -> list[Row]:
    cuts = quantiles(seconds, n=100)
    return [
        Row(work=f"{work}, p50", ours=cuts[49] * MILLISECONDS, unit="ms", note=note),
        Row(work=f"{work}, p99", ours=cuts[98] * MILLISECONDS, unit="ms"),
    ]


_COPY_ORDERS = text(
    "INSERT INTO orders (account, client_order_id, symbol, side, type, quantity_usd, time_in_force, reduce_only,"
    " origin, actor, body_hash, session, status, accepted_at, closed_at)"
    " SELECT account, 'year-' || n, symbol, side, type, quantity_usd, time_in_force, reduce_only, origin, actor,"
    " body_hash, :day, status, accepted_at - interval '200 days', closed_at - interval '200 days'"
    " FROM (SELECT * FROM orders WHERE status = 'filled' LIMIT 1) AS one, generate_series(1, :count) AS n"
)
_COPY_FILLS = text(
    "INSERT INTO fills (order_id, n, account, symbol, session, slot, quantity_usd, units, price, cost_cop, forced, at)"
    " SELECT id, 1, account, symbol, session, 1, sign * quantity_usd, sign * quantity_usd / 100000, 4000, 20, false,"
    " closed_at FROM (SELECT *, CASE WHEN row_number() OVER (ORDER BY id) % 2 = 0 THEN 1 ELSE -1 END AS sign"
    " FROM orders WHERE session = :day) AS year"
)


if __name__ == "__main__":
    sys.exit(main())
