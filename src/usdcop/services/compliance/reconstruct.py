"""Reconstructs trades: reads what led to each fill from the ledger, the trail, the lake and the bundles."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import polars as pl

from usdcop.core.audit import AuditRow
from usdcop.core.errors import DataError, UnknownError
from usdcop.core.layers import Layer
from usdcop.core.lineage import Held, Lineage, held_in, trace
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
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.trading import MAIN_ACCOUNT, Order, OrderFill
from usdcop.services.compliance.ports import CompliancePorts

# untested: here, but over HTTP in tests/services/compliance/test_app.py

AT_ONCE: Final = 100
"""Trades whose stories are read from the database together."""
PLACES: Final = frozenset({"time", "session", "slot", "close"})
"""Columns of layer L3 that are no features."""
SESSIONS_AT_HAND: Final = 8
"""Sessions whose frames are kept while trades are reconstructed in order."""


@dataclass(frozen=True, slots=True, eq=False)
class _Session:
    """What the lake has of one session."""

    bars: Mapping[int, BarFacts] = field(default_factory=dict)
    """By slot."""
    features: Mapping[int, FeatureFacts] = field(default_factory=dict)
    """By slot."""
    raw: Mapping[datetime, tuple[RawFacts, ...]] = field(default_factory=dict)
    """By opening instant, on the corrected clock."""
    lineage: Lineage | None = None
    trouble: str | None = None
    """Why nothing of it could be read."""


@dataclass(frozen=True, slots=True)
class _Stories:
    """What the database tells of some fills, by order."""

    orders: Mapping[UUID, Order]
    decisions: Mapping[UUID, DecisionFacts]
    trail: Mapping[UUID, tuple[AuditRow, ...]]
    predictions: Mapping[tuple[datetime, str], PredictionFacts]

    def prediction(self, calendar: Calendar, order: Order | None, slot: int | None) -> PredictionFacts | None:
        """What the bundle of ``order`` said at the close of the bar in ``slot``."""
        if order is None or slot is None or order.bundle_hash is None:
            return None
        return self.predictions.get((_opened(calendar, order, slot), order.bundle_hash))


@dataclass(slots=True)
class Reconstructor:
    """Reconstructs trades one after the other; sessions and contracts are read once."""

    ports: CompliancePorts
    _sessions: dict[date, _Session] = field(default_factory=dict)
    _contracts: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    _held: Held | None = None
    _assigned: dict[date, str | None] = field(default_factory=dict)

    def one(self, trade_id: str) -> Reconstruction:
        """The trade called ``trade_id``, or the one that the fill named so belongs to.

        Raises:
            UnknownError: there is none.
        """
        account, fill_id = parse_trade_id(trade_id)
        entry = self.ports.trades.fill(fill_id)
        if entry is not None and entry.account == account:
            trips = self._trips(account, entry.symbol)
            # the fill that reverses a position ends one trade and enters the next: it is called after the latter
            for trip in reversed(trips):
                if any(fill.id == fill_id for fill in trip.fills):
                    return next(self.of([trip]))
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

    def of(self, trips: Sequence[RoundTrip]) -> Iterator[Reconstruction]:
        """All that led to each fill of ``trips``, which are best in order of session."""
        for start in range(0, len(trips), AT_ONCE):
            some = trips[start : start + AT_ONCE]
            told = _stories(self.ports, [fill for trip in some for fill in trip.fills])
            for trip in some:
                yield Reconstruction(trip, tuple(self._leg(fill, told) for fill in trip.fills))

    def _trips(self, account: str, symbol: str) -> list[RoundTrip]:
        return list(round_trips(self.ports.trades.fills(account, symbol), self.ports.notional))

    def _leg(self, fill: OrderFill, told: "_Stories") -> Leg:
        order = told.orders.get(fill.order_id)
        decision = None if fill.forced else told.decisions.get(fill.order_id)
        session = self._session(fill.session)
        decided = None if order is None or fill.forced else order.decided_slot
        audit = told.trail.get(fill.order_id, ())
        assignment = self._assignment(fill)
        bars = (None if decided is None else session.bars.get(decided), session.bars.get(fill.slot))
        parts: dict[str, Any] = {
            "order": order,
            "decision": decision,
            "prediction": told.prediction(self.ports.market.calendar, order, decided),
            "contract": None if order is None or fill.forced else self._contract(order),
            "features": None if decided is None else session.features.get(decided),
            "decided_bar": bars[0],
            "filled_bar": bars[1],
            "raw": tuple(row for bar in bars if bar is not None for row in session.raw.get(bar.time, ())),
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

    def _now_held(self, day: date) -> Held:
        """What the lake holds: read once, but for the running session, which grows meanwhile."""
        running = day >= self.ports.market.calendar.local_date(self.ports.clock.now())
        if self._held is None or running:
            self._held = held_in(self.ports.lake)
        return self._held

    def _session(self, day: date) -> _Session:
        if day not in self._sessions:
            while len(self._sessions) >= SESSIONS_AT_HAND:
                del self._sessions[next(iter(self._sessions))]
            self._sessions[day] = _read(self.ports, day, self._now_held(day))
        return self._sessions[day]


def _stories(ports: CompliancePorts, fills: Sequence[OrderFill]) -> _Stories:
    ids = sorted({fill.order_id for fill in fills})
    orders = ports.trades.orders(ids)
    decided = [one for one in orders.values() if one.decided_slot is not None]
    times = {_opened(ports.market.calendar, one, one.decided_slot or 0) for one in decided}
    predictions: dict[tuple[datetime, str], PredictionFacts] = {}
    for symbol in {fill.symbol for fill in fills}:
        predictions |= ports.trades.predictions(symbol, sorted(times))
    return _Stories(orders, ports.trades.decisions(ids), ports.trades.trail(ids), predictions)


def _opened(calendar: Calendar, order: Order, slot: int) -> datetime:
    return calendar.opens_at(order.session) + slot * BAR


def _read(ports: CompliancePorts, day: date, held: Held) -> _Session:
    """What the lake has of ``day``; where something of it is damaged nothing is taken, and it is told."""
    lake = ports.lake
    try:
        rows = {layer: lake.read(layer, [day]) for layer in (Layer.L0, Layer.L1, Layer.L3)}
        checksum = {layer: held[layer].get(day, "") for layer in rows}
        lineage = next(
            (one for layer in (Layer.L3, Layer.L1) if (one := trace(lake, layer, day, held))), None
        )
    except DataError as error:
        return _Session(trouble=error.sentence)
    return _Session(
        bars=_bars(rows[Layer.L1], checksum[Layer.L1]),
        features=_features(rows[Layer.L3], checksum[Layer.L3], ports.feature_hash),
        raw=_raw(rows[Layer.L0], checksum[Layer.L0]),
        lineage=lineage,
    )


def _bars(rows: pl.DataFrame | None, checksum: str) -> dict[int, BarFacts]:
    if rows is None:
        return {}
    return {row["slot"]: BarFacts(**row, checksum=checksum) for row in rows.iter_rows(named=True)}


def _features(
    rows: pl.DataFrame | None, checksum: str, definitions: Callable[[], str]
) -> dict[int, FeatureFacts]:
    if rows is None:
        return {}
    names, hash_ = [name for name in rows.columns if name not in PLACES], definitions()
    return {
        row["slot"]: FeatureFacts(row["time"], {name: row[name] for name in names}, hash_, checksum)
        for row in rows.iter_rows(named=True)
    }


def _raw(rows: pl.DataFrame | None, checksum: str) -> dict[datetime, tuple[RawFacts, ...]]:
    found: dict[datetime, tuple[RawFacts, ...]] = {}
    if rows is None:
        return found
    names = [name for name in RawFacts.__dataclass_fields__ if name != "checksum"]
    for row in rows.select(names).iter_rows(named=True):
        at = row["time"] + timedelta(minutes=row["clock_shift_minutes"])
        found[at] = (*found.get(at, ()), RawFacts(**row, checksum=checksum))
    return found


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
