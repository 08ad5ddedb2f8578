"""When closed bars are asked for, and what an answer brings. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import BAR
from usdcop.live.plan import LiveSettings


@dataclass(frozen=True, slots=True)
class Asked:
    """How often the newest closed bar was asked for."""

    bar: datetime | None = None
    """Its opening instant."""
    times: int = 0

    def after(self, bar: datetime) -> "Asked":
        """After ``bar`` was asked for, as the newest closed one."""
        return Asked(bar, self.times + 1 if bar == self.bar else 1)


def newest_closed(grid: Sequence[datetime], now: datetime) -> datetime | None:
    """Opening instant of the newest bar of ``grid`` (ascending) that has closed by ``now``."""
    return next((at for at in reversed(grid) if at + BAR <= now), None)


def next_request(
    grid: Sequence[datetime],
    have: Mapping[datetime, VendorBar],
    asked: Asked,
    now: datetime,
    plan: LiveSettings,
) -> datetime | None:
    """When closed bars are to be asked for; None: never again in this session.

    Each bar is asked for once when it has closed, and again after ``plan.bar_retries`` while it is not
    there. An answer brings all bars of the session so far, so older ones that are missing come along.
    """
    newest = newest_closed(grid, now)
    if newest is not None and newest not in have:
        first = newest + BAR + plan.bar_delay
        times = asked.times if asked.bar == newest else 0
        if times == 0:
            return max(now, first)
        if times <= len(plan.bar_retries):
            return max(now, first + plan.bar_retries[times - 1])
    ahead = next((at for at in grid if at + BAR > now), None)
    return None if ahead is None else ahead + BAR + plan.bar_delay


class Arrival(StrEnum):
    """How a closed bar came."""

    NEW = "new"
    LATE = "late"
    """It had been asked for in vain, and came long after its close."""
    RECOVERED = "recovered"
    """Nobody had asked for it while it was new: the feed was away."""
    REVISED = "revised"
    """It was known with other prices."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """What an answer brings: bars not known before, known ones with other prices, and useless rows."""

    new: tuple[VendorBar, ...]
    revised: tuple[VendorBar, ...]
    refused: int
    """Rows that are no bar of the session, or whose prices contradict each other."""


def sort_out(
    answer: Sequence[VendorBar], grid: Sequence[datetime], have: Mapping[datetime, VendorBar], now: datetime
) -> Sorted:
    """Part ``answer`` into what is new, what is revised and what is useless; equal rows count once.

    Where two rows of one answer differ, the first usable one counts.
    """
    expected = {at for at in grid if at + BAR <= now}
    found: dict[datetime, VendorBar] = {}
    refused = 0
    for bar in answer:
        if bar.time not in expected or not usable(bar):
            refused += 1
        else:
            found.setdefault(bar.time, bar)
    in_order = [found[at] for at in sorted(found)]
    new = tuple(bar for bar in in_order if bar.time not in have)
    revised = tuple(bar for bar in in_order if bar.time in have and not same(bar, have[bar.time]))
    return Sorted(new, revised, refused)


def arrival(bar: VendorBar, asked_before: bool, now: datetime, plan: LiveSettings) -> Arrival:  # noqa: FBT001 - a fact
    """How a bar that was not known came at ``now``."""
    if now <= bar.time + BAR + plan.late_after:
        return Arrival.NEW
    return Arrival.LATE if asked_before else Arrival.RECOVERED


def usable(bar: VendorBar) -> bool:
    """Whether the prices are numbers above zero that do not contradict each other, as L1 asks of them."""
    prices = (bar.open, bar.high, bar.low, bar.close)
    if not all(price.is_finite() and price > 0 and math.isfinite(price) for price in prices):
        return False
    return bar.low <= min(bar.open, bar.close) and bar.high >= max(bar.open, bar.close)


def same(one: VendorBar, other: VendorBar) -> bool:
    """Whether two versions of a bar have equal prices, as they are stored (eight places)."""
    return _stored(one) == _stored(other)


def _stored(bar: VendorBar) -> tuple[float, ...]:
    return tuple(round(float(price), 8) for price in (bar.open, bar.high, bar.low, bar.close))
