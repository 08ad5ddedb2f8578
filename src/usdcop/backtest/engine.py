"""The engine: a policy or given targets over all sessions at once, by the one rule of ``core.accounting``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from usdcop.backtest.session_stop import StopWatch, stopped_positions
from usdcop.core.accounting import CostModel, Stakes, entry_after, heeded, permitted, reward, unrealised
from usdcop.core.costs import at_middle
from usdcop.core.episodes import Episodes, Flags, Floats, UnitEconomics, time_to_close, unit_economics
from usdcop.core.errors import ContractError
from usdcop.core.ledger import (
    Decision,
    Fill,
    SessionResult,
    Trade,
    decision_hash,
    session_results,
    trades,
)
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.units import BPS, Price, Usd
from usdcop.policy.interface import Observation, Policy

CALENDAR = Calendar()
"""The calendar of the default market: it dates the fills."""

MAY_CHANGE = 1.0
"""Decision slots are, by their definition, never among the last slots of a session."""


@dataclass(frozen=True, eq=False)
class Backtest:
    """What a policy did over ``E`` sessions of ``S`` slots and what it earned."""

    name: str
    episodes: Episodes
    positions: Floats
    """(E, S) position in units of the notional after the decision of each slot; carried where none is made."""
    rewards: Floats
    """(E, S) net P&L of each decision in bps of the session's capital; 0 where none is made."""
    costs: CostModel
    stakes: Stakes
    calendar: Calendar
    stop: float | None = None
    """Loss of a session, as a share of its capital, at which it was left flat; None: no stop."""

    @cached_property
    def decided(self) -> Flags:
        """(E, S) where a decision was made: the decision slots, and where the stop left a position besides."""
        episodes = self.episodes
        return episodes.decides if self.stop is None else episodes.decides | (self.positions != self.previous)

    @cached_property
    def session_gains(self) -> Floats:
        """(E,) return of each session on its capital, net of costs."""
        gains: Floats = self.rewards.sum(axis=1) / BPS
        return gains

    def returns(self, expected: Sequence[date]) -> Floats:
        """Return of every session in ``expected``; one that could not be traded counts as zero."""
        gain_of = dict(zip(self.episodes.sessions, self.session_gains.tolist(), strict=True))
        return np.array([gain_of.get(day, 0.0) for day in expected])

    @cached_property
    def previous(self) -> Floats:
        """(E, S) position before the decision of each slot."""
        return _before(self.positions)

    @cached_property
    def decisions(self) -> list[Decision]:
        """Every decision in order of time."""
        rows, slots = np.nonzero(self.decided)
        targets = self.positions[rows, slots].tolist()
        days = self.episodes.sessions
        return [
            Decision(days[row], slot, target)
            for row, slot, target in zip(rows.tolist(), slots.tolist(), targets, strict=True)
        ]

    @cached_property
    def fills(self) -> list[Fill]:
        """The ledger: every change of position in order of time, forced exits included."""
        return list(self._fills())

    @cached_property
    def trades(self) -> list[Trade]:
        """Round trips, each from an entry to flat or to a reversal."""
        return list(trades(self.fills, self.stakes.notional))

    @cached_property
    def results(self) -> list[SessionResult]:
        """P&L of each session in pesos, from the ledger."""
        prices = map(Price, self.episodes.first_close.tolist())
        firsts = dict(zip(self.episodes.sessions, prices, strict=True))
        return session_results(self.fills, firsts, self.stakes.notional)

    @cached_property
    def decision_hash(self) -> str:
        """SHA-256 (hex) of decisions and fills; equal to that of any other engine which did the same."""
        return decision_hash(self.decisions, self.fills)

    def at_costs(self, costs: CostModel) -> "Backtest":
        """The same under other costs: a policy does not see costs, so it would act the same.

        With a stop, higher costs reach it sooner, and that is reckoned. At lower ones a session that was stopped
        stays so: what the policy would have gone on to do is not known.
        """
        positions = self.positions
        if self.stop is not None and costs.rate > self.costs.rate:
            watch = StopWatch(self.episodes, self.stop, costs, self.stakes)
            positions = stopped_positions(positions, self.episodes, watch)
        market = Market.priced(self.episodes, costs, self.stakes, self.calendar)
        return market.held(positions, self.name, self.stop)

    def _fills(self) -> Iterator[Fill]:
        changes = self.positions - self.previous
        leaving = self.positions[:, -1]
        for row in np.flatnonzero(changes.any(axis=1) | (leaving != 0)).tolist():
            for slot in np.flatnonzero(changes[row]).tolist():
                where = int(self.episodes.fill_slot[row, slot])
                yield self._fill(row, where, changes[row, slot], self.episodes.fill[row, slot])
            if leaving[row]:
                last = self._fill(
                    row, int(self.episodes.exit_slot[row]), -leaving[row], self.episodes.exit_price[row]
                )
                yield replace(last, forced=True)

    def _fill(self, row: int, slot: int, units: float, price: float) -> Fill:
        day = self.episodes.sessions[row]
        paid = Price(float(price))
        cost = at_middle(Usd(float(units) * self.stakes.notional), paid, self.costs)
        return Fill(
            session=day,
            slot=slot,
            at=self.calendar.opens_at(day) + (slot + 1) * BAR,
            units=float(units),
            price=paid,
            cost=cost.charged,
            slippage=cost.slippage,
        )


def run(
    episodes: Episodes,
    policy: Policy,
    costs: CostModel,
    stakes: Stakes,
    calendar: Calendar = CALENDAR,
    stop: float | None = None,
) -> Backtest:
    """Let ``policy`` decide slot by slot over all ``episodes`` at once.

    A session that has lost ``stop``, a share of its capital, is left flat; the policy is asked on, and not heeded.

    Raises:
        ContractError: the policy answers with something that is not a target per session.
    """
    if stop is None:
        positions = _decided(episodes, policy)
    else:
        positions = _stopped(episodes, policy, StopWatch(episodes, stop, costs, stakes))
    return Market.priced(episodes, costs, stakes, calendar).held(positions, policy.name, stop)


def _decided(episodes: Episodes, policy: Policy) -> Floats:
    """(E, S) positions that ``policy`` takes."""
    positions = np.zeros(episodes.decides.shape)
    held, entry = np.zeros(len(episodes)), np.zeros(len(episodes))
    for slot in range(episodes.slots):
        rows = np.flatnonzero(episodes.decides[:, slot])
        if rows.size:
            before = held[rows]
            wanted = _wanted(policy, _observe(episodes, rows, slot, before, entry[rows]))
            target = permitted(wanted, before, MAY_CHANGE, episodes.doubtful[rows, slot])
            entry[rows] = entry_after(entry[rows], episodes.fill[rows, slot], target, before)
            held[rows] = target
        positions[:, slot] = held
    return positions


def _stopped(episodes: Episodes, policy: Policy, watch: StopWatch) -> Floats:
    """(E, S) positions that ``policy`` takes until the stop, and flat from it on."""
    positions = np.zeros(episodes.decides.shape)
    held, entry = np.zeros(len(episodes)), np.zeros(len(episodes))
    for slot in range(episodes.slots):
        over = watch.over(slot, held)
        target = heeded(held, over)
        rows = np.flatnonzero(episodes.decides[:, slot])
        if rows.size:
            wanted = _wanted(policy, _observe(episodes, rows, slot, held[rows], entry[rows]))
            wish, doubtful = heeded(wanted, over[rows]), episodes.doubtful[rows, slot]
            target[rows] = permitted(wish, held[rows], MAY_CHANGE, doubtful)
        entry = entry_after(entry, episodes.fill[:, slot], target, held)
        watch.filled(slot, target - held)
        positions[:, slot] = held = target
    return positions


def run_targets(
    episodes: Episodes,
    targets: Floats,
    costs: CostModel,
    stakes: Stakes,
    *,
    name: str = "given targets",
    refuse_doubtful: bool = True,
) -> Backtest:
    """Take the given ``targets`` (E, S); what stands where no decision is made is ignored.

    With ``refuse_doubtful`` targets are -1, 0 or 1 and new risk is refused at doubtful quotes, as for any
    policy. Without it they may be fractions of the notional and are taken as they are: that is for
    comparisons which hold a constant share of the notional, not for policies.

    Raises:
        ContractError: the shape is not (E, S), or a target is not permitted.
    """
    market = Market.priced(episodes, costs, stakes)
    return market.take(targets, name=name, refuse_doubtful=refuse_doubtful)


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Episodes with what a unit of position earns in them: made once, for any number of given positions."""

    episodes: Episodes
    costs: CostModel
    stakes: Stakes
    unit: UnitEconomics
    calendar: Calendar

    @classmethod
    def priced(
        cls, episodes: Episodes, costs: CostModel, stakes: Stakes, calendar: Calendar = CALENDAR
    ) -> "Market":
        """The market of ``episodes`` at ``costs``."""
        return cls(episodes, costs, stakes, unit_economics(episodes, costs), calendar)

    def take(
        self, targets: Floats, *, name: str, refuse_doubtful: bool = True, stop: float | None = None
    ) -> Backtest:
        """Take the given ``targets`` (E, S), as ``run_targets`` does, until a session has lost ``stop``.

        Raises:
            ContractError: the shape is not (E, S), or a target is not permitted.
        """
        episodes = self.episodes
        if targets.shape != episodes.decides.shape:
            raise ContractError(
                f"Targets of shape {targets.shape} do not fit episodes of shape {episodes.decides.shape}."
            )
        positions = _refused(episodes, targets) if refuse_doubtful else _carried(episodes, targets)
        if stop is not None:
            watch = StopWatch(episodes, stop, self.costs, self.stakes)
            positions = stopped_positions(positions, episodes, watch)
        return self.held(positions, name, stop)

    def held(self, positions: Floats, name: str, stop: float | None) -> Backtest:
        """What holding ``positions`` (E, S) earns; ``stop`` has been heeded in them already."""
        episodes, previous = self.episodes, _before(positions)
        unit = self.unit if stop is None else _unit_between(positions != previous, self)
        rewards = _rewards(positions, previous, unit)
        return Backtest(name, episodes, positions, rewards, self.costs, self.stakes, self.calendar, stop)


def _unit_between(changes: Flags, market: Market) -> UnitEconomics:
    """Gains and costs of one unit where a stop may have made ``changes`` (E, S) outside of decision slots."""
    decides = market.episodes.decides
    if not (changes & ~decides).any():
        return market.unit
    return unit_economics(replace(market.episodes, decides=decides | changes), market.costs)


def _refused(episodes: Episodes, targets: Floats) -> Floats:
    """(E, S) positions where new risk at doubtful quotes is refused; only few sessions have any."""
    _check(targets[episodes.decides], "the given targets")
    positions = _carried(episodes, targets)
    rows = np.flatnonzero((episodes.doubtful & episodes.decides).any(axis=1))
    if rows.size:
        positions[rows] = _permitted(episodes.take(rows), targets[rows])
    return positions


def _rewards(positions: Floats, previous: Floats, unit: UnitEconomics) -> Floats:
    earned: Floats = reward(positions, previous, unit.gain, unit.cost, unit.exit_cost)
    return earned


def _before(positions: Floats) -> Floats:
    """(E, S) what was held before each slot: nothing before the first."""
    before = np.empty_like(positions)
    before[:, :1] = 0.0
    before[:, 1:] = positions[:, :-1]
    return before


def _carried(episodes: Episodes, targets: Floats) -> Floats:
    """(E, S) the target of the newest decision at or before each slot; 0 before the first."""
    positions = np.empty(targets.shape)
    held = np.zeros(len(episodes))
    for slot in range(episodes.slots):
        held = np.where(episodes.decides[:, slot], targets[:, slot], held)
        positions[:, slot] = held
    return positions


def _permitted(episodes: Episodes, targets: Floats) -> Floats:
    """(E, S) positions where doubtful quotes refuse new risk: each depends on the one before."""
    positions = np.zeros(targets.shape)
    held = np.zeros(len(episodes))
    for slot in range(episodes.slots):
        taken = permitted(targets[:, slot], held, episodes.decides[:, slot], episodes.doubtful[:, slot])
        held = np.where(episodes.decides[:, slot], taken, held)
        positions[:, slot] = held
    return positions


def _observe(
    episodes: Episodes,
    rows: np.ndarray[tuple[int], np.dtype[np.intp]],
    slot: int,
    held: Floats,
    entry: Floats,
) -> Observation:
    close, first = episodes.close[rows, slot], episodes.first_close[rows]
    return Observation(
        sessions=tuple(episodes.sessions[row] for row in rows.tolist()),
        slot=slot,
        features=episodes.features[rows, slot],
        position=held,
        unrealised_bps=unrealised(held, entry, close, first),
        time_to_close=time_to_close(slot, episodes.slots),
    )


def _wanted(policy: Policy, seen: Observation) -> Floats:
    wanted = np.asarray(policy.targets(seen), dtype=np.float64)
    if wanted.shape != seen.position.shape:
        raise ContractError(
            f"The policy {policy.name!r} gave {wanted.shape} targets for {seen.position.shape} sessions."
        )
    _check(wanted, f"the policy {policy.name!r}")
    return wanted


def _check(targets: Floats, who: str) -> None:
    if not np.isin(targets, (-1.0, 0.0, 1.0)).all():
        raise ContractError(f"A target of {who} is not -1, 0 or 1.", "Map actions to short, flat or long.")
