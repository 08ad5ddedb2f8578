"""Accounts: positions and profit, reckoned from fills each time they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import Connection, Engine, Row, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_shapes import FILL_COLUMNS, FILLED, fill_from
from usdcop.adapters.postgres.quotes import newest_quote
from usdcop.core.positions import Held, held_after, session_worth, worth
from usdcop.core.risk import Exposure
from usdcop.core.sessions import Calendar, Market
from usdcop.core.trading import FLAT_USD, PaperAccount, Position
from usdcop.core.units import Cop, Price, Usd


@dataclass(frozen=True, slots=True)
class PostgresAccounts:
    """Positions and profit of all accounts in the configured ``markets``."""

    engine: Engine
    markets: Mapping[str, Market]

    def positions(self, symbol: str | None = None) -> list[Position]:
        """What each account holds of ``symbol`` (default: of every symbol it ever traded), flat ones included."""
        with transaction(self.engine) as connection:
            fills = [fill_from(row) for row in connection.execute(_FILLS, {"symbol": symbol})]
            prices = {name: _quoted(connection, name) for name in {fill.symbol for fill in fills}}
        return [
            _position(account, name, held_after(group), prices[name])
            for (account, name), group in groupby(fills, key=lambda fill: (fill.account, fill.symbol))
        ]

    def accounts(self, now: datetime) -> list[PaperAccount]:
        """Every account with its profit in the session of ``now`` (the last one where none is on) and ever.

        Open positions are valued at the newest quote; where there is none, at the account's last fill.
        """
        with transaction(self.engine) as connection:
            rows = connection.execute(_ACCOUNTS).all()
            return [self._account(connection, row, now) for row in rows]

    def _account(
        self, connection: Connection, row: Row[tuple[str, str, datetime]], now: datetime
    ) -> PaperAccount:
        today, ever, dollars = 0.0, 0.0, 0.0
        for symbol, market in self.markets.items():
            sums = account_sums(connection, row.id, symbol, market.calendar, now)
            price = _quoted(connection, symbol) or sums.last_price
            if price is not None:
                profit = worth(sums.cash, sums.position, price)
                today += sums.session_pnl(price)
                ever += profit
                dollars += profit / price
        return PaperAccount(row.id, row.kind, row.opened_at, Cop(today), Cop(ever), Usd(dollars))


@dataclass(frozen=True, slots=True)
class AccountSums:
    """Sums over the fills of an account in a symbol. Cash is what its fills paid, less their costs, in pesos."""

    position: Usd
    carried: Usd
    """Dollars it held at the opening of the session."""
    cash: Cop
    cash_today: Cop
    reference: float
    """What ``carried`` was worth at the opening: the last close before it, else the last fill's price."""
    last_price: Price | None
    """Of the newest fill; None where there is none."""

    def session_pnl(self, price: float) -> Cop:
        """Profit of the session with the open position at ``price``."""
        return session_worth(self.cash_today, self.position, price, self.carried, self.reference)


def account_sums(
    connection: Connection, account: str, symbol: str, calendar: Calendar, now: datetime
) -> AccountSums:
    """The sums of ``account`` in ``symbol``; the session is the one of the local date of ``now``."""
    day = calendar.local_date(now)
    values = {"account": account, "symbol": symbol, "day": day}
    row = connection.execute(_SUMS, values).one()
    reference = row.price_before or 0.0
    if abs(row.carried) >= FLAT_USD:
        opens = {"symbol": symbol, "opens": calendar.opens_at(day)}
        reference = connection.execute(_CLOSE_BEFORE, opens).scalar() or reference
    return AccountSums(
        position=Usd(row.position if abs(row.position) >= FLAT_USD else 0.0),
        carried=Usd(row.carried if abs(row.carried) >= FLAT_USD else 0.0),
        cash=Cop(row.cash),
        cash_today=Cop(row.cash_today),
        reference=float(reference),
        last_price=row.last_price,
    )


def exposure(
    connection: Connection, account: str, market: Market, price: float | None, now: datetime
) -> Exposure:
    """What ``account`` has at risk in ``market``; without a ``price`` its open position earns nothing."""
    sums = account_sums(connection, account, market.symbol, market.calendar, now)
    working = connection.execute(_WORKING, {"account": account, "symbol": market.symbol}).scalars()
    marked = price or sums.last_price or 0.0
    return Exposure(position=sums.position, working=tuple(working), session_pnl=sums.session_pnl(marked))


def is_doubtful(connection: Connection, market: Market, now: datetime) -> bool:
    """Whether the newest closed bar of the session of ``now`` is doubtful or suspect."""
    opens = market.calendar.opens_at(market.calendar.local_date(now))
    return bool(connection.execute(_DOUBT, {"symbol": market.symbol, "opens": opens, "now": now}).scalar())


def _quoted(connection: Connection, symbol: str) -> Price | None:
    quote = newest_quote(connection, symbol)
    return None if quote is None else quote.price


def _position(account: str, symbol: str, held: Held, price: Price | None) -> Position:
    return Position(
        account=account,
        symbol=symbol,
        quantity=held.quantity,
        average_price=held.average_price,
        realised=held.realised,
        unrealised=None if price is None else held.unrealised(price),
        costs=held.costs,
        fills=held.fills,
        parts=held.parts,
    )


_FILLS: Final = text(
    f"SELECT {FILL_COLUMNS} FROM fills WHERE (CAST(:symbol AS text) IS NULL OR symbol = :symbol)"  # noqa: S608 - our own names
    " ORDER BY account, symbol, id"
)
_ACCOUNTS: Final = text("SELECT id, kind, opened_at FROM accounts ORDER BY id")
# The cash of a fill is the rule of ``core.ledger.net_pnl``, summed where the rows are; a test compares the two.
_SUMS: Final = text(
    "SELECT coalesce(sum(quantity_usd), 0) AS position,"
    " coalesce(sum(quantity_usd) FILTER (WHERE session < :day), 0) AS carried,"
    " coalesce(sum(-quantity_usd * price - cost_cop), 0) AS cash,"
    " coalesce(sum(-quantity_usd * price - cost_cop) FILTER (WHERE session >= :day), 0) AS cash_today,"
    " (array_agg(price ORDER BY id DESC) FILTER (WHERE session < :day))[1] AS price_before,"
    " (array_agg(price ORDER BY id DESC))[1] AS last_price"
    " FROM fills WHERE account = :account AND symbol = :symbol"
)
_WORKING: Final = text(
    "SELECT CASE side WHEN 'buy' THEN quantity_usd - filled_usd ELSE filled_usd - quantity_usd END FROM ("  # noqa: S608 - our own names
    f"SELECT side, quantity_usd, {FILLED} FROM orders o"
    " WHERE status = 'working' AND account = :account AND symbol = :symbol) AS working"
)
_CLOSE_BEFORE: Final = text(
    "SELECT close::float8 FROM usdcop_m5_ohlcv WHERE symbol = :symbol AND time < :opens AND close IS NOT NULL"
    " AND state <> 'forming' AND NOT suspect ORDER BY time DESC LIMIT 1"
)
_DOUBT: Final = text(
    "SELECT doubtful OR suspect FROM usdcop_m5_ohlcv WHERE symbol = :symbol AND time >= :opens AND time < :now"
    " AND state <> 'forming' ORDER BY time DESC LIMIT 1"
)
