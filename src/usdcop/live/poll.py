"""When closed bars are asked for, and what an answer brings. Pure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import BAR
from usdcop.live.plan import LiveSettings

_HIGHEST: Final = Decimal(10) ** 9
"""No price of a dollar is higher; the table holds no more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The newest question for closed bars, and how often its newest bar was asked for."""

    bar: datetime | None = None
    """Opening instant of the newest bar that had closed."""
    times: int = 0
    at: datetime | None = None
    failed: bool = False
    """Whether there was no answer."""

    def again(self, bar: datetime, at: datetime) -> "Asked":
        """After ``bar`` was asked for at ``at`` as the newest closed one; the answer is not known yet."""
        return Asked(bar, self.times + 1 if bar == self.bar else 1, at, failed=True)


def newest_closed(grid: Sequence[datetime], now: datetime) -> datetime | None:
    """Opening instant of the newest bar of ``grid`` (ascending) that has closed by ``now``."""
    return next((at for at in reversed(grid) if at + BAR <= now), None)


def next_request(
    grid: Sequence[datetime], have: AbstractSet[datetime], asked: Asked, now: datetime, plan: LiveSettings
) -> datetime | None:
    """When closed bars are to be asked for; None: never again in this session.

    Each bar is asked for once when it has closed. While the vendor answers without it, again after
    ``plan.bar_retries``; while the vendor does not answer, every ``plan.failure_retry`` until
    ``plan.give_up`` after the close. Who starts later than that asks once. An answer brings all bars of the session so far, so older ones that
    are missing come along.
    """
    newest = newest_closed(grid, now)
    ahead = next((at + BAR + plan.bar_delay for at in grid if at + BAR > now), None)
    if newest is None or newest in have:
        return ahead
    again = _again(newest, asked, plan)
    if again is None:
        return ahead
    if ahead is None:
        in_time = max(now, again) <= grid[-1] + BAR + plan.give_up
        return max(now, again) if in_time or asked.bar != newest else None
    return min(max(now, again), ahead)


def _again(newest: datetime, asked: Asked, plan: LiveSettings) -> datetime | None:
    """When the newest closed bar, which is not there, is asked for (again)."""
    first = newest + BAR + plan.bar_delay
    if asked.bar != newest or asked.at is None:
        return first
    if asked.failed:
        return asked.at + plan.failure_retry
    if asked.times > len(plan.bar_retries):
        return None
    return max(first + plan.bar_retries[asked.times - 1], asked.at + plan.bar_retries[0])


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
    if not all(map(plausible, prices)):
        return False
    return bar.low <= min(bar.open, bar.close) and bar.high >= max(bar.open, bar.close)


def plausible(price: Decimal) -> bool:
    """Whether ``price`` is a number above zero that the tables can hold."""
    return price.is_finite() and 0 < price < _HIGHEST


def same(one: VendorBar, other: VendorBar) -> bool:
    """Whether two versions of a bar have equal prices, as they are stored (eight places)."""
    return _stored(one) == _stored(other)


def _stored(bar: VendorBar) -> tuple[float, ...]:
    return tuple(round(float(price), 8) for price in (bar.open, bar.high, bar.low, bar.close))
