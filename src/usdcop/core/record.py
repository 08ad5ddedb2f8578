"""The record of one policy: what it decided and filled over a span of expected sessions.

A backtest and a paper account give the same kind of record, and every figure shown of either is reckoned here
from its decisions and fills, never from the price series.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.core.ledger import Decision, Fill, SessionResult, Trade, session_results, trades
from usdcop.core.metrics import Activity, Metrics, measure
from usdcop.core.units import BPS, Cop, Price, Usd


@dataclass(frozen=True, eq=False)
class Record:
    """What a policy did in the ``expected`` sessions; those without a fill earned nothing."""

    name: str
    expected: tuple[date, ...]
    """Every expected session of the span, oldest first."""
    first_closes: Mapping[date, Price]
    """First present close of each session that had a bar, in order."""
    decisions: tuple[Decision, ...]
    """In order of time."""
    fills: tuple[Fill, ...]
    """In order of time; each session ends flat."""
    notional: Usd

    def between(self, first: date, last: date) -> "Record":
        """The part of it from ``first`` to ``last``, both included."""
        return replace(
            self,
            expected=tuple(day for day in self.expected if first <= day <= last),
            first_closes={day: price for day, price in self.first_closes.items() if first <= day <= last},
            decisions=tuple(one for one in self.decisions if first <= one.session <= last),
            fills=tuple(one for one in self.fills if first <= one.session <= last),
        )

    @cached_property
    def results(self) -> dict[date, SessionResult]:
        """P&L of each session that had a bar."""
        found = session_results(self.fills, self.first_closes, self.notional)
        return {result.session: result for result in found}

    @cached_property
    def returns(self) -> Floats:
        """(n,) return of every expected session on its capital."""
        found = self.results
        return np.array([found[day].gain if day in found else 0.0 for day in self.expected])

    @cached_property
    def trades(self) -> tuple[Trade, ...]:
        """Round trips, each from an entry to flat or to a reversal."""
        return tuple(trades(self.fills, self.notional))

    @cached_property
    def trade_bps(self) -> Floats:
        """(T,) net P&L of each trade in bps of its session's capital."""
        return np.array([BPS * trade.pnl / self.results[trade.session].capital for trade in self.trades])

    @cached_property
    def activity(self) -> Activity:
        """How much it decided, held and traded."""
        changes = [after - before for before, after in self._steps()]
        held = [after for _, after in self._steps()]
        return Activity(
            sessions=len(self.expected),
            decisions=len(self.decisions),
            buys=sum(change > 0 for change in changes),
            sells=sum(change < 0 for change in changes),
            long=sum(target > 0 for target in held),
            short=sum(target < 0 for target in held),
            position_sum=float(sum(held)),
            exposure_sum=float(sum(map(abs, held))),
            turnover=float(sum(abs(fill.units) for fill in self.fills)),
            cost=sum(result.cost / result.capital for result in self.results.values()),
        )

    @cached_property
    def metrics(self) -> Metrics:
        """Everything measured of it."""
        return measure(self.returns, self.trades, self.activity)

    def at_costs(self, multiple: float) -> "Record":
        """The same decisions and fills with every cost multiplied."""
        return replace(self, fills=tuple(replace(one, cost=Cop(one.cost * multiple)) for one in self.fills))

    def _steps(self) -> Iterator[tuple[float, float]]:
        """Target before and after each decision; a session starts flat."""
        for _, group in groupby(self.decisions, key=lambda decision: decision.session):
            before = 0.0
            for decision in group:
                yield before, decision.target
                before = decision.target
