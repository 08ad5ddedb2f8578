"""Reconstructs trades: reads what led to each fill from the ledger, the trail, the lake and the bundles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from usdcop.core.audit import AuditFilter, AuditRow
from usdcop.core.errors import DataError, UnknownError
from usdcop.core.layers import Layer
from usdcop.core.lineage import Lineage, trace
from usdcop.core.reconstruction import (
    BarFacts,
    DecisionFacts,
    FeatureFacts,
    Leg,
    PredictionFacts,
    RawFacts,
    Reconstruction,
    not_applicable,
    trail_gaps,
    unknown_of,
)
from usdcop.core.round_trips import RoundTrip, parse_trade_id, round_trips
from usdcop.core.sessions import BAR
from usdcop.core.trading import MAIN_ACCOUNT, Order, OrderFill
from usdcop.services.compliance.ports import CompliancePorts

# untested: here, but over HTTP in tests/services/compliance/test_app.py

MOST_AUDIT_ROWS: Final = 200
"""Rows of the trail read for one order."""
PLACES: Final = frozenset({"time", "session", "slot", "close"})
"""Columns of layer L3 that are no features."""
SESSIONS_AT_HAND: Final = 8
"""Sessions whose frames are kept while trades are reconstructed in order."""


@dataclass(frozen=True, slots=True, eq=False)
class _Session:
    """What the lake has of one session."""

    day: date
    frames: Mapping[Layer, pl.DataFrame]
    checksums: Mapping[Layer, str]
    lineage: Lineage | None
    trouble: str | None
    """Why something of it could not be read."""


@dataclass(slots=True)
class Reconstructor:
    """Reconstructs trades one after the other; sessions and contracts are read once."""

    ports: CompliancePorts
    _sessions: dict[date, _Session] = field(default_factory=dict)
    _contracts: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    _assigned: dict[date, str | None] = field(default_factory=dict)

    def one(self, trade_id: str) -> Reconstruction:
        """The trade called ``trade_id``.

        Raises:
            UnknownError: there is none.
        """
        account, fill_id = parse_trade_id(trade_id)
        entry = self.ports.trades.fill(fill_id)
        if entry is not None and entry.account == account:
            for trip in self._trips(account, entry.symbol):
                if trip.entry.id == fill_id:
                    return self.of(trip)
        raise UnknownError(
            f"There is no trade {trade_id!r}.",
            "A trade is called after its account and the fill that entered it.",
        )

    def trips(self, first: date, last: date) -> list[RoundTrip]:
        """Every trade that was left in the sessions from ``first`` to ``last``, and those open that were entered by then."""
        every = (
            trip for account, symbol in self.ports.trades.books() for trip in self._trips(account, symbol)
        )
        chosen = [trip for trip in every if _in_period(trip, first, last)]
        return sorted(chosen, key=lambda trip: (trip.last.session, trip.account, trip.entry.id))

    def newest(self, count: int) -> list[RoundTrip]:
        """The ``count`` trades that were filled last, oldest first."""
        every = [
            trip for account, symbol in self.ports.trades.books() for trip in self._trips(account, symbol)
        ]
        return sorted(every, key=lambda trip: trip.last.id)[-count:]

    def of(self, trip: RoundTrip) -> Reconstruction:
        """All that led to each fill of ``trip``."""
        return Reconstruction(trip, tuple(self._leg(fill) for fill in trip.fills))

    def _trips(self, account: str, symbol: str) -> list[RoundTrip]:
        return list(round_trips(self.ports.trades.fills(account, symbol), self.ports.notional))

    def _leg(self, fill: OrderFill) -> Leg:
        trades = self.ports.trades
        order = trades.order(fill.order_id)
        decision = None if fill.forced else trades.decision(fill.order_id)
        session = self._session(fill.session)
        decided = None if order is None or fill.forced else order.decided_slot
        audit = self._audit(fill)
        assignment = self._assignment(fill)
        bars = (_bar(session, decided), _bar(session, fill.slot))
        parts: dict[str, Any] = {
            "order": order,
            "decision": decision,
            "prediction": self._prediction(fill, order, decided),
            "contract": None if order is None or fill.forced else self._contract(order),
            "features": _features(session, decided, self.ports.feature_hash),
            "decided_bar": bars[0],
            "filled_bar": bars[1],
            "raw": tuple(row for bar in bars if bar is not None for row in _raw(session, bar)),
            "quote": _quote(audit, fill),
            "lineage": session.lineage,
        }
        without = not_applicable(fill, order)
        unknown = unknown_of(parts, without, self._reasons(fill, decision, session))
        return Leg(
            fill=fill,
            **parts,
            assignment=assignment,
            audit=audit,
            unknown=unknown | self._further(fill, assignment, session, audit),
            not_applicable=without,
        )

    def _further(
        self, fill: OrderFill, assignment: str | None, session: _Session, audit: tuple[AuditRow, ...]
    ) -> dict[str, str]:
        """What is missing though the part itself is there."""
        found: dict[str, str] = {}
        if gaps := "; ".join(trail_gaps(audit, fill)):
            found["audit"] = f"{gaps[0].upper()}{gaps[1:]}."
        if session.lineage is not None and not session.lineage.complete:
            found["lineage"] = (
                "A layer of this session was made again since: the partitions named are not those held now."
            )
        if fill.account == MAIN_ACCOUNT and assignment is None:
            found["assignment"] = "No assignment of the main account was logged for this session."
        return found

    def _reasons(self, fill: OrderFill, decision: DecisionFacts | None, session: _Session) -> dict[str, str]:
        lake = session.trouble or "the lake has no such row of this session"
        absent = f"{lake[0].upper()}{lake[1:]}." if not lake.endswith(".") else lake
        no_bundle = "The bundle is not in the object store, or cannot be read."
        return {
            "order": f"There is no order {fill.order_id}.",
            "decision": "No decision is recorded for this order.",
            "prediction": "No prediction of this bundle is recorded for the bar."
            if decision is not None
            else "Without a decision it is not known what was asked.",
            "contract": no_bundle,
            "features": absent,
            "decided_bar": absent,
            "filled_bar": absent,
            "raw": absent,
            "quote": "The trail has no quote for this fill.",
            "lineage": absent,
        }

    def _prediction(self, fill: OrderFill, order: Order | None, slot: int | None) -> PredictionFacts | None:
        if order is None or slot is None or order.bundle_hash is None:
            return None
        time = self.ports.market.calendar.opens_at(order.session) + slot * BAR
        return self.ports.trades.prediction(fill.symbol, time, order.bundle_hash)

    def _contract(self, order: Order) -> Mapping[str, Any] | None:
        digest = order.bundle_hash
        if not digest:
            return None
        if digest not in self._contracts:
            self._contracts[digest] = self.ports.contract(digest)
        return self._contracts[digest]

    def _assignment(self, fill: OrderFill) -> str | None:
        if fill.account != MAIN_ACCOUNT:
            return None
        if fill.session not in self._assigned:
            self._assigned[fill.session] = self.ports.trades.assignment(fill.symbol, fill.session)
        return self._assigned[fill.session]

    def _audit(self, fill: OrderFill) -> tuple[AuditRow, ...]:
        subject = AuditFilter(subject=f"order:{fill.order_id}")
        return tuple(reversed(self.ports.trail.page(subject, None, MOST_AUDIT_ROWS)))

    def _session(self, day: date) -> _Session:
        if day not in self._sessions:
            while len(self._sessions) >= SESSIONS_AT_HAND:
                del self._sessions[next(iter(self._sessions))]
            self._sessions[day] = _read(self.ports, day)
        return self._sessions[day]


def _read(ports: CompliancePorts, day: date) -> _Session:
    """What the lake has of ``day``; what is damaged is left out and told."""
    frames: dict[Layer, pl.DataFrame] = {}
    checksums: dict[Layer, str] = {}
    lineage, trouble = None, None
    try:
        for layer in (Layer.L0, Layer.L1, Layer.L3):
            rows, checksum = ports.lake.read(layer, [day]), ports.lake.days(layer).get(day)
            if rows is not None and checksum is not None:
                frames[layer], checksums[layer] = rows, checksum
        lineage = next(
            (one for layer in (Layer.L3, Layer.L1) if (one := trace(ports.lake, layer, day))), None
        )
    except DataError as error:
        trouble = error.sentence
    return _Session(day, frames, checksums, lineage, trouble)


def _bar(session: _Session, slot: int | None) -> BarFacts | None:
    rows = session.frames.get(Layer.L1)
    found = None if rows is None or slot is None else rows.filter(pl.col("slot") == slot)
    if found is None or found.is_empty():
        return None
    return BarFacts(**found.row(0, named=True), checksum=session.checksums[Layer.L1])


def _raw(session: _Session, bar: BarFacts) -> list[RawFacts]:
    rows = session.frames.get(Layer.L0)
    if rows is None:
        return []
    corrected = pl.col("time") + pl.duration(minutes=pl.col("clock_shift_minutes"))
    names = [name for name in RawFacts.__dataclass_fields__ if name != "checksum"]
    found = rows.filter(corrected == bar.time).select(names)
    checksum = session.checksums[Layer.L0]
    return [RawFacts(**row, checksum=checksum) for row in found.iter_rows(named=True)]


def _features(session: _Session, slot: int | None, definitions: Callable[[], str]) -> FeatureFacts | None:
    rows = session.frames.get(Layer.L3)
    found = None if rows is None or slot is None else rows.filter(pl.col("slot") == slot)
    if found is None or found.is_empty():
        return None
    row = found.row(0, named=True)
    values = {name: float(value) for name, value in row.items() if name not in PLACES}
    return FeatureFacts(row["time"], values, definitions(), session.checksums[Layer.L3])


def _quote(audit: tuple[AuditRow, ...], fill: OrderFill) -> Mapping[str, Any] | None:
    """The quote of the fill's row in the trail, if it has one."""
    for row in audit:
        if row.action == "order.filled" and row.detail.get("fill", {}).get("id") == fill.id:
            found: Mapping[str, Any] | None = row.detail.get("quote")
            return found
    return None


def _in_period(trip: RoundTrip, first: date, last: date) -> bool:
    if trip.trade is None:
        return trip.entry.session <= last
    return first <= trip.trade.session <= last
