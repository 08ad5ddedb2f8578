"""What policies decide, order and fill: all of one bar in one transaction, under the locks of orders.

A decision is one row per symbol, session, slot and account, an order one per account and
``<bundle8>-<session>-<slot>``, a fill one per order: whatever was done is found again by the next attempt, and
left as it is. ``session.closed`` in the audit trail seals a session with the hash of its decisions and fills.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.audit import AuditEntry, append_all
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_entries import accepted, ended, filled
from usdcop.adapters.postgres.order_rows import (
    close_order,
    fills_of_session,
    insert_fill,
    insert_order,
    lock_accounts,
    lock_state,
    open_account,
    working_orders,
)
from usdcop.adapters.postgres.outcomes import insert_said
from usdcop.core.ledger import Decision, Fill, decision_hash
from usdcop.core.policy_book import (
    NEVER,
    NO_LATER_BAR,
    SESSION_STOP,
    Assignment,
    BarOutcome,
    Barred,
    BarRule,
    Begun,
    Book,
    Exit,
    ExitRule,
    Holder,
    Ruling,
)
from usdcop.core.registry import Alias
from usdcop.core.round_trips import ledger_fill
from usdcop.core.trading import (
    MAIN_ACCOUNT,
    NewFill,
    NewOrder,
    Order,
    OrderRequest,
    OrderStatus,
    OrderType,
    Origin,
    Side,
)
from usdcop.core.units import Usd

ACTOR: Final = "trader"
"""Who the audit trail names for what policies do."""
LOGGED, CLOSED = "assignment.logged", "session.closed"
"""Audit actions that begin and end a session."""
SESSION_CLOSED: Final = "session closed"
"""Why an order that no bar filled has expired."""


@dataclass(frozen=True, slots=True)
class PostgresPolicyLedger:
    """The port ``PolicyLedger`` on PostgreSQL."""

    engine: Engine
    symbol: str
    notional: Usd
    """Dollars of one unit of position."""
    data_kind: str
    """``real``, ``replay`` or ``synthetic``."""

    def begun(self, day: date) -> Begun | None:
        """How the session of ``day`` was begun, if it was."""
        with transaction(self.engine) as connection:
            return _begun(connection, self._subject(day))

    def unfinished(self, before: date) -> list[date]:
        """Sessions before ``before`` that were begun and never closed, oldest first."""
        values = {"symbol": self.symbol, "before": before, "closed": CLOSED}
        with transaction(self.engine) as connection:
            return list(connection.execute(_UNFINISHED, values).scalars())

    def begin(
        self, day: date, holders: Sequence[Holder], main: Assignment | None, at: datetime, *, late: bool
    ) -> Begun:
        """Log roles and assignment of a session, once: what was logged before stands and is returned."""
        accounts = {one.alias.value: "policy" for one in holders if one.alias is not Alias.SHADOW}
        with transaction(self.engine) as connection:
            connection.execute(_ONE_AT_A_TIME)
            found = _begun(connection, self._subject(day))
            if found is not None:
                return found
            for account, kind in sorted({**accounts, MAIN_ACCOUNT: "main"}.items()):
                open_account(connection, account, kind, at)
            if main is not None:
                connection.execute(_ASSIGN, self._assignment(day, main, at))
            detail = _logged(holders, main, late=late)
            append_all(connection, [AuditEntry(at, ACTOR, LOGGED, self._subject(day), detail)])
        return Begun(tuple(holders), None if main is None else main.alias, closed=False)

    def settle(self, bar: Barred, accounts: Sequence[str], rule: BarRule) -> BarOutcome:
        """Apply ``rule`` to ``accounts`` in one transaction, under the locks of trading state and accounts."""
        with transaction(self.engine) as connection:
            state = lock_state(connection)
            lock_accounts(connection, accounts)
            made = rule(None if state is None else state.state, self._books(connection, bar.day, accounts))
            entries = [*self._cancel(connection, made, bar.now), *self._fill(connection, made, bar.now)]
            for ruling in made.rulings:
                entries += self._decide(connection, bar, ruling)
            insert_said(connection, self.symbol, self.data_kind, bar, made.said)
            append_all(connection, entries)
        return made

    def close(self, day: date, last: int, now: datetime, rule: ExitRule) -> Mapping[str, str]:
        """End the session: expire what is pending, drop decisions from slot ``last`` on, force the exits."""
        with transaction(self.engine) as connection:
            lock_state(connection)
            accounts = self._deciders(connection, day)
            lock_accounts(connection, accounts)
            sealed = _sealed(connection, self._subject(day))
            if sealed is not None:
                return sealed
            books = self._books(connection, day, accounts)
            entries = list(_expire(connection, books.values(), now))
            for one in rule(books):
                entries += self._exit(connection, day, one, now)
            connection.execute(_DROP, {**self._of(day), "last": last, "why": NO_LATER_BAR})
            hashes = {one: decision_hash(*self._ledger(connection, day, one)) for one in accounts}
            seal = AuditEntry(now, ACTOR, CLOSED, self._subject(day), {"decision_hashes": hashes})
            append_all(connection, [*entries, seal])
        return hashes

    def ledger_of(self, day: date, account: str) -> tuple[list[Decision], list[Fill]]:
        """Decisions and fills of an account in a session, as ``core.ledger.decision_hash`` takes them."""
        with transaction(self.engine) as connection:
            return self._ledger(connection, day, account)

    def _books(self, connection: Connection, day: date, accounts: Iterable[str]) -> dict[str, Book]:
        chosen = list(accounts)
        values = {**self._of(day), "accounts": chosen, "stop": SESSION_STOP}
        newest = {row.account: row for row in connection.execute(_NEWEST, values)}
        pending = working_orders(connection, self.symbol, chosen, Origin.POLICY)
        return {
            account: Book(
                account=account,
                pending=tuple(
                    order for order in pending if (order.request.account, order.session) == (account, day)
                ),
                decided=newest[account].slot if account in newest else NEVER,
                bundle_hash=newest[account].bundle_hash if account in newest else None,
                stopped=newest[account].stopped if account in newest else False,
            ).after_all(ledger_fill(one) for one in fills_of_session(connection, account, self.symbol, day))
            for account in chosen
        }

    def _cancel(self, connection: Connection, made: BarOutcome, now: datetime) -> Iterator[AuditEntry]:
        for one in made.cancelled:
            order = close_order(connection, one.order, OrderStatus.CANCELLED, now, one.reason)
            yield ended(order, ACTOR, now)

    def _fill(self, connection: Connection, made: BarOutcome, now: datetime) -> Iterator[AuditEntry]:
        for one in made.filled:
            yield self._filled(connection, one.order, one.fill, now)

    def _filled(self, connection: Connection, order: Order, fill: Fill, now: datetime) -> AuditEntry:
        new = NewFill(
            session=fill.session,
            slot=fill.slot,
            quantity=Usd(fill.units * self.notional),
            units=fill.units,
            price=fill.price,
            cost=fill.cost,
            at=fill.at,
            forced=fill.forced,
            in_price=fill.in_price,
            slippage=fill.slippage,
        )
        stored = insert_fill(connection, order, new)
        return filled(close_order(connection, order, OrderStatus.FILLED, now), stored, ACTOR)

    def _decide(self, connection: Connection, bar: Barred, ruling: Ruling) -> list[AuditEntry]:
        """Record a decision, and the order that follows where the target differs from what is held."""
        units = ruling.target - ruling.held
        order = None
        if units:
            client = f"{ruling.bundle_hash[:8]}-{bar.day}-{bar.slot}"
            request = self._request(ruling.account, client, units, reduce_only=ruling.target == 0)
            order = self._order(connection, request, bar.day, (bar.slot, ruling.bundle_hash), bar.now)
        values = {
            **self._of(bar.day),
            "slot": bar.slot,
            "account": ruling.account,
            "bundle": ruling.bundle_hash,
            "wanted": int(ruling.wanted),
            "target": _whole(ruling.target),
            "held": _whole(ruling.held),
            "refused": ruling.refused,
            "late": ruling.late,
            "order_id": None if order is None else order.id,
            "at": bar.now,
        }
        connection.execute(_DECIDE, values)
        told = {"wanted": int(ruling.wanted), "held": _whole(ruling.held), "late": ruling.late}
        return [] if order is None else [accepted(order, told)]

    def _exit(self, connection: Connection, day: date, one: Exit, now: datetime) -> list[AuditEntry]:
        """The forced exit: an order that is accepted and filled at once."""
        if one.fill is None:
            return []
        bundle = one.bundle_hash or ""
        request = self._request(one.account, f"{bundle[:8]}-{day}-exit", one.fill.units, reduce_only=True)
        order = self._order(connection, request, day, (one.fill.slot, bundle), now)
        return [accepted(order), self._filled(connection, order, one.fill, now)]

    def _request(self, account: str, client: str, units: float, *, reduce_only: bool) -> OrderRequest:
        return OrderRequest(
            account=account,
            client_order_id=client,
            symbol=self.symbol,
            side=Side.BUY if units > 0 else Side.SELL,
            type=OrderType.MARKET,
            quantity=Usd(abs(units) * self.notional),
            reduce_only=reduce_only,
        )

    def _order(
        self,
        connection: Connection,
        request: OrderRequest,
        day: date,
        made_by: tuple[int, str],
        now: datetime,
    ) -> Order:
        slot, bundle = made_by
        return insert_order(
            connection,
            NewOrder(
                request=request,
                origin=Origin.POLICY,
                actor=ACTOR,
                session=day,
                accepted_at=now,
                decided_slot=slot,
                bundle_hash=bundle,
            ),
        )

    def _ledger(self, connection: Connection, day: date, account: str) -> tuple[list[Decision], list[Fill]]:
        values = {**self._of(day), "account": account, "why": NO_LATER_BAR}
        rows = connection.execute(_COUNTING, values)
        decisions = [Decision(day, row.slot, float(row.target)) for row in rows]
        return decisions, [
            ledger_fill(one) for one in fills_of_session(connection, account, self.symbol, day)
        ]

    def _deciders(self, connection: Connection, day: date) -> list[str]:
        return list(connection.execute(_DECIDERS, self._of(day)).scalars())

    def _assignment(self, day: date, main: Assignment, at: datetime) -> dict[str, Any]:
        facts = {"alias": main.alias.value, "bundle": main.bundle_hash, "salt_hash": main.salt_hash}
        return {**self._of(day), **facts, "at": at}

    def _of(self, day: date) -> dict[str, Any]:
        return {"symbol": self.symbol, "session": day}

    def _subject(self, day: date) -> str:
        """What the trail calls the session."""
        return f"session:{self.symbol}:{day}"


def _expire(connection: Connection, books: Iterable[Book], now: datetime) -> Iterator[AuditEntry]:
    for book in books:
        for order in book.pending:
            yield ended(close_order(connection, order, OrderStatus.EXPIRED, now, SESSION_CLOSED), ACTOR, now)


def _begun(connection: Connection, subject: str) -> Begun | None:
    """The beginning of a session, as the trail has it: nobody can change it there."""
    row = connection.execute(_ENTRY, {"subject": subject, "action": LOGGED}).first()
    if row is None:
        return None
    detail = json.loads(row.record)["detail"]
    holders = tuple(
        Holder(Alias(one["alias"]), one["version"], one["bundle_hash"], one.get("stop"))
        for one in detail["holders"]
    )
    assigned = Alias(detail["assigned"]) if detail["assigned"] else None
    return Begun(holders, assigned, closed=_sealed(connection, subject) is not None)


def _logged(holders: Sequence[Holder], main: Assignment | None, *, late: bool) -> dict[str, Any]:
    """What the trail keeps of the beginning of a session."""
    held = [
        {"alias": one.alias.value, "version": one.version, "bundle_hash": one.bundle_hash}
        | ({} if one.stop is None else {"stop": one.stop})
        for one in holders
    ]
    return {
        "holders": held,
        "assigned": None if main is None else main.alias.value,
        "salt_hash": None if main is None else main.salt_hash,
        "late": late,
    }


def _sealed(connection: Connection, subject: str) -> dict[str, str] | None:
    """The decision hashes a session was closed with."""
    row = connection.execute(_ENTRY, {"subject": subject, "action": CLOSED}).first()
    return None if row is None else dict(json.loads(row.record)["detail"]["decision_hashes"])


def _whole(position: float) -> int:
    """The nearest position a policy can hold: a person may have left another in its account."""
    return max(-1, min(1, round(position)))


_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(x'05DC0D'::int)")
_ENTRY: Final = text(
    "SELECT record FROM audit_log WHERE subject = :subject AND action = :action ORDER BY seq LIMIT 1"
)
_UNFINISHED: Final = text("""
    SELECT session FROM assignments a
    WHERE symbol = :symbol AND session < :before AND NOT EXISTS (
        SELECT FROM audit_log l
        WHERE l.subject = 'session:' || a.symbol || ':' || a.session AND l.action = :closed
    ) ORDER BY session
""")
_ASSIGN: Final = text(
    "INSERT INTO assignments (symbol, session, alias, bundle_hash, salt_hash, at)"
    " VALUES (:symbol, :session, :alias, :bundle, :salt_hash, :at)"
)
_NEWEST: Final = text("""
    SELECT account, max(slot) AS slot, (array_agg(bundle_hash ORDER BY slot DESC))[1] AS bundle_hash,
        coalesce(bool_or(refused = :stop), false) AS stopped
    FROM decisions WHERE symbol = :symbol AND session = :session AND account = ANY(:accounts) GROUP BY account
""")
_DECIDERS: Final = text(
    "SELECT DISTINCT account FROM decisions WHERE symbol = :symbol AND session = :session ORDER BY account"
)
_DECIDE: Final = text(
    "INSERT INTO decisions (symbol, session, slot, account, bundle_hash, wanted, target, held, refused, late,"
    " order_id, at) VALUES (:symbol, :session, :slot, :account, :bundle, :wanted, :target, :held, :refused, :late,"
    " :order_id, :at)"
)
_DROP: Final = text(
    "UPDATE decisions SET refused = :why, target = held"
    " WHERE symbol = :symbol AND session = :session AND slot >= :last"
)
_COUNTING: Final = text(
    "SELECT slot, target FROM decisions WHERE symbol = :symbol AND session = :session AND account = :account"
    " AND refused IS DISTINCT FROM :why ORDER BY slot"
)
