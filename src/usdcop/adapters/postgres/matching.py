"""The matcher's desk: one account at a time is locked, looked at, and what was decided is carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.accounts import exposure, is_doubtful
from usdcop.adapters.postgres.audit import AuditEntry, append_all
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_entries import ended, filled
from usdcop.adapters.postgres.order_rows import (
    close_order,
    insert_fill,
    lock_accounts,
    lock_state,
    trigger_order,
    working_orders,
)
from usdcop.core.matching import Book, Decide, Ended, Filled, Outcome, Triggered
from usdcop.core.sessions import Market
from usdcop.core.trading import LiveQuote, OrderStatus, Origin, TradingState

BROKER: Final = "broker"
"""Who fills, in the trail."""


@dataclass(frozen=True, slots=True)
class PostgresMatching:
    """Working orders of people in the configured ``markets``."""

    engine: Engine
    markets: Mapping[str, Market]

    def accounts(self, symbol: str) -> list[str]:
        """Accounts with working orders of people in ``symbol``."""
        with transaction(self.engine) as connection:
            return list(connection.execute(_ACCOUNTS, {"symbol": symbol}).scalars())

    def settle(
        self, account: str, symbol: str, quote: LiveQuote | None, now: datetime, decide: Decide
    ) -> Sequence[Outcome]:  # fmt: skip
        """Lock ``account``, let ``decide`` look at its book, carry out what it decides; all in one transaction.

        Without a trading state nothing is done. The profit in the book is at ``quote``.
        """
        with transaction(self.engine) as connection:
            state = lock_state(connection)
            if state is None:
                return ()
            lock_accounts(connection, [account])
            outcomes = decide(self._book(connection, account, symbol, quote, now, state.state))
            entries = [_carried_out(connection, outcome, quote) for outcome in outcomes]
            append_all(connection, [entry for entry in entries if entry is not None])
            return outcomes

    def _book(
        self,
        connection: Connection,
        account: str,
        symbol: str,
        quote: LiveQuote | None,
        now: datetime,
        state: TradingState,
    ) -> Book:
        market = self.markets[symbol]
        held = exposure(connection, account, market, None if quote is None else quote.price, now)
        return Book(
            account=account,
            state=state,
            position=held.position,
            working=working_orders(connection, symbol, [account], Origin.MANUAL),
            session_pnl=held.session_pnl,
            doubtful=is_doubtful(connection, market, now),
        )


def _carried_out(connection: Connection, outcome: Outcome, quote: LiveQuote | None) -> AuditEntry | None:
    match outcome:
        case Triggered(order, at):
            trigger_order(connection, order, at)
            return None  # the trail has it with the order's end
        case Filled(order, new, reason):
            fill = insert_fill(connection, order, new)
            status = OrderStatus.FILLED if reason is None else OrderStatus.CANCELLED
            return filled(close_order(connection, order, status, new.at, reason), fill, BROKER, quote)
        case Ended(order, status, at, reason):
            return ended(close_order(connection, order, status, at, reason), BROKER, at)
        case _:
            assert_never(outcome)


_ACCOUNTS: Final = text(
    "SELECT DISTINCT account FROM orders WHERE status = 'working' AND origin = 'manual' AND symbol = :symbol"
    " ORDER BY account"
)
