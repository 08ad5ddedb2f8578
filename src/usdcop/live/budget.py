"""The budget: when may the next quote be bought, so that no closed bar goes without a credit? Pure.

Every quote, every request for closed bars and every run of L0 costs one credit. What the bars, L0 and
recovery still need today is set aside first; what is left is spread evenly over what is left of the session.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from usdcop.core.credits import MINUTE, CreditLimits, KeyUse, rolled
from usdcop.core.sessions import BAR

_ASIDE_A_MINUTE: Final = 2
"""Credits of the pool that are left in any minute for a closed bar and for L0."""

_L0_WITHIN: Final = MINUTE
"""How long after a bar closed its run of L0 may still come, and its credit is kept."""


@dataclass(frozen=True, slots=True)
class Purse:
    """Credits of all usable keys together."""

    minute: int
    """Left in this minute."""
    day: int
    """Left today."""
    minute_limit: int
    """Of a whole minute."""
    unobserved: bool = False
    """Whether the vendor has to be asked how much of the day some key has used."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Credits that are not for quotes."""

    bars: int
    """Closed bars still to be fetched in this session, those asked for again included."""
    l0: int
    """Runs of L0 still to come in this session."""
    recovery: int
    """Kept back for asking again and for starting anew."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.bars + self.l0 + self.recovery


def purse(uses: Iterable[KeyUse], limits: CreditLimits, now: datetime) -> Purse:
    """What is left on the keys with ``uses`` at ``now``; a key that is benched past this minute has nothing."""
    minute = day = whole = 0
    unobserved = False
    for use in (rolled(use, now) for use in uses):
        unobserved = unobserved or not use.day_known
        if use.benched_until is not None and use.benched_until > _next_minute(now):
            continue
        allowed = limits.per_day if use.day_known else min(limits.per_minute, limits.per_day)
        left = max(0, allowed - use.in_day)
        day += left
        whole += min(left, limits.per_minute)
        resting = use.benched_until is not None and use.benched_until > now
        minute += 0 if resting else min(left, max(0, limits.per_minute - use.in_minute))
    return Purse(minute, day, whole, unobserved)


def needs(grid_closes: Iterable[datetime], fetched: int, now: datetime, recovery: int) -> Needs:
    """What a session still needs at ``now``.

    Args:
        grid_closes: closing instants of all bars of the session.
        fetched: closed bars that need no request any more.
        now: market time.
        recovery: credits kept back.
    """
    closes = list(grid_closes)
    ahead = sum(1 for at in closes if at > now)
    waiting = len(closes) - ahead - fetched
    l0 = sum(1 for at in closes if at > now - _L0_WITHIN)
    # One request brings all bars that wait.
    return Needs(bars=ahead + min(1, max(0, waiting)), l0=l0, recovery=recovery)


def interval(left: Purse, wanted: timedelta, need: Needs, until_close: timedelta) -> timedelta | None:
    """Time between quotes that the day allows; None where no quote may be bought.

    Never shorter than ``wanted``, nor than the minute's credits allow.
    """
    for_quotes = left.day - need.total
    a_minute = left.minute_limit - _ASIDE_A_MINUTE
    if for_quotes <= 0 or a_minute <= 0 or until_close <= timedelta(0):
        return None
    return max(wanted, until_close / for_quotes, MINUTE / a_minute)


def next_quote(last: datetime | None, spacing: timedelta, left: Purse, now: datetime) -> datetime:
    """When the next quote is due: ``spacing`` after the last one, but not while the minute is spent.

    Quotes that were missed (a slow answer, a fast replay) are not made up for.
    """
    due = now if last is None else max(now, last + spacing)
    if left.minute <= _ASIDE_A_MINUTE and due < _next_minute(now):
        return _next_minute(now)
    return due


def may_ask_again(left: Purse, bars_ahead: int) -> bool:
    """Whether a bar the vendor did not have may be asked for again: only if all to come keep their credit."""
    return left.day > bars_ahead


def bars_ahead(closes: datetime, now: datetime) -> int:
    """Bars of the session that have not closed by ``now``."""
    return max(0, -((now - closes) // BAR))


def _next_minute(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(second=0, microsecond=0) + MINUTE
