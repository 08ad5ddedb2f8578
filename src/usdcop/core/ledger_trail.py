"""Orders, fills, positions and decisions held against the rows of the audit trail about them. Pure.

The trail is heard row by row, so that it need not fit into memory. What it tells is taken as true: whether its own
chain holds is another question (``core.audit``). Only what it tells is compared: a field that rows of an earlier
version do not have is not held against anything.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from usdcop.core.audit import AuditRow
from usdcop.core.examination import Difference, Kind
from usdcop.core.ledger import Decision, Fill, decision_hash
from usdcop.core.trading import FLAT_USD

CHANGING: Final = frozenset({"status", "reason", "closed_at", "triggered_at", "filled_usd"})
"""Fields of an order that change as it goes on."""
_WORKING: Final = {"status": "working", "reason": None, "closed_at": None, "filled_usd": 0.0}
_LONGEST: Final = 40

Told = Mapping[str, Any]
Session = tuple[str, str, str]
"""Symbol, date as ISO text, account."""


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """What the tables have, read at one instant, in the words of the trail."""

    orders: Mapping[str, Told]
    """By id."""
    fills: Mapping[int, Told]
    """By number, in order."""
    ledger: Mapping[int, Fill]
    """The same fills as a seal takes them."""
    decided: Mapping[Session, Sequence[Decision]]
    """Decisions that count, by session, in order."""
    rulings: Mapping[str, Told]
    """What was wanted and held at the decision that led to an order, by the order's id."""
    state: Told | None
    """The trading state."""


class LedgerTrail:
    """Hears the trail and tells in what the tables differ from it."""

    def __init__(self, kept: LedgerRows) -> None:
        self._kept = kept
        self._found: list[Difference] = []
        self._status: dict[str, str] = {}
        self._told_fills: set[int] = set()
        self._sessions: defaultdict[Session, list[int]] = defaultdict(list)
        self._held: Counter[tuple[str, str]] = Counter()
        self._state: Told | None = None
        self._hearers: Mapping[str, Callable[[AuditRow, Told], None]] = {
            "order.accepted": self._accepted,
            "order.filled": self._filled,
            "session.closed": self._closed,
            "trading_state.changed": self._switched,
        }

    def hear(self, row: AuditRow) -> None:
        """Take in the next row of the trail."""
        of_order = self._changed if row.action.startswith("order.") else None
        hearer = self._hearers.get(row.action, of_order)
        if hearer is None:
            return
        try:
            hearer(row, row.detail)
        except (ValueError, KeyError, TypeError, AttributeError):
            what = f"Row {row.seq} of the trail, {row.action}, cannot be read as one of its kind."
            self._found.append(Difference(Kind.TRAIL, f"row:{row.seq}", what))

    def differences(self) -> list[Difference]:
        """What differs, once the whole trail was heard."""
        return [*self._found, *self._untold(), *self._positions(), *self._of_state()]

    def _accepted(self, _row: AuditRow, told: Told) -> None:
        self._status[told["id"]] = told["status"]
        order = self._order(told["id"])
        if order is not None:
            fixed = {name: value for name, value in told.items() if name not in CHANGING}
            self._compare(Kind.ORDER, told["id"], fixed, order)
            ruling = self._kept.rulings.get(told["id"], {})
            self._compare(Kind.DECISION, f"order:{told['id']}", told, ruling)

    def _changed(self, _row: AuditRow, told: Told) -> None:
        """What became of an order; one that was never accepted need not have a row."""
        order = self._order(told["id"])
        if order is not None:
            self._status[told["id"]] = told["status"]
            self._compare(Kind.ORDER, told["id"], told, order)

    def _filled(self, row: AuditRow, told: Told) -> None:
        self._changed(row, told["order"])
        fill = told["fill"]
        self._told_fills.add(fill["id"])
        self._sessions[fill["symbol"], fill["session"], fill["account"]].append(fill["id"])
        self._held[fill["account"], fill["symbol"]] += fill["quantity_usd"]
        kept = self._kept.fills.get(fill["id"])
        if kept is None:
            what = (
                f"Fill {fill['id']} of the account {fill['account']}, {fill['quantity_usd']:,.2f} USD at"
                f" {fill['price']}, is not in the table fills. Row {row.seq} of the trail tells of it: it was deleted."
            )
            self._found.append(Difference(Kind.FILL, f"fill:{fill['id']}", what))
        else:
            self._compare(Kind.FILL, str(fill["id"]), fill, kept)

    def _closed(self, row: AuditRow, told: Told) -> None:
        """Make the hash of a session again, from the fills that had been told of when it was closed."""
        _, symbol, day = row.subject.split(":")
        for account, digest in told["decision_hashes"].items():
            session = (symbol, day, account)
            ids = sorted(self._sessions.pop(session, ()))
            fills = [self._kept.ledger[one] for one in ids if one in self._kept.ledger]
            if decision_hash(self._kept.decided.get(session, ()), fills) != digest:
                what = (
                    f"Decisions and fills of the account {account} in the session of {day} are not those it was"
                    f" closed with, as row {row.seq} of the trail tells."
                )
                self._found.append(Difference(Kind.DECISION, f"session:{symbol}:{day}", what))

    def _switched(self, _row: AuditRow, told: Told) -> None:
        self._state = {"state": told["to"], "version": told["version"]}

    def _order(self, order_id: str) -> Told | None:
        return self._kept.orders.get(order_id)

    def _compare(self, kind: Kind, name: str, told: Told, kept: Told) -> None:
        changes = [
            f"{field} is {_short(kept[field])} and was {_short(value)}"
            for field, value in told.items()
            if field in kept and kept[field] != value
        ]
        if changes:
            where = name if ":" in name else f"{kind.value}:{name}"
            noun = "The decision of" if kind is Kind.DECISION else kind.capitalize()
            what = f"{noun} {name} was rewritten: {', '.join(changes)}."
            self._found.append(Difference(kind, where, what))

    def _untold(self) -> Iterator[Difference]:
        for order_id, order in self._kept.orders.items():
            told = self._status.get(order_id)
            if told is None:
                what = f"Order {order_id} is in the table orders. No row of the trail tells of it: it was added by hand."
                yield Difference(Kind.ORDER, f"order:{order_id}", what)
            elif told == _WORKING["status"] and any(order[name] != value for name, value in _WORKING.items()):
                what = f"Order {order_id} is {order['status']}, and the trail does not tell that it ended: it was rewritten."
                yield Difference(Kind.ORDER, f"order:{order_id}", what)
        for order_id in self._status.keys() - self._kept.orders.keys():
            what = f"Order {order_id} is not in the table orders. The trail tells of it: it was deleted."
            yield Difference(Kind.ORDER, f"order:{order_id}", what)
        for number in self._kept.fills.keys() - self._told_fills:
            what = (
                f"Fill {number} is in the table fills. No row of the trail tells of it: it was added by hand."
            )
            yield Difference(Kind.FILL, f"fill:{number}", what)

    def _positions(self) -> Iterator[Difference]:
        held: Counter[tuple[str, str]] = Counter()
        for fill in self._kept.fills.values():
            held[fill["account"], fill["symbol"]] += fill["quantity_usd"]
        for account, symbol in sorted(held.keys() | self._held.keys()):
            now, was = held[account, symbol], self._held[account, symbol]
            if abs(now - was) >= FLAT_USD:
                what = (
                    f"The account {account} holds {now:,.2f} USD of {symbol} by its fills, and {was:,.2f} USD by the"
                    " trail."
                )
                yield Difference(Kind.POSITION, f"account:{account}", what)

    def _of_state(self) -> Iterator[Difference]:
        told, kept = self._state, self._kept.state
        if told is not None and (kept is None or any(kept[name] != value for name, value in told.items())):
            now = "none" if kept is None else f"{kept['state']}, version {kept['version']}"
            what = f"The trading state is {now}, and was set to {told['state']}, version {told['version']}."
            yield Difference(Kind.STATE, "trading_state", what)


def _short(value: object) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:12]}…"
