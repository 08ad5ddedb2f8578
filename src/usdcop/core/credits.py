"""Vendor credits: may a key be used now, and if not, when? Pure: what is known of the keys goes in and out.

A key has ``per_minute`` credits in each minute of market time and ``per_day`` in each UTC day. Where its
record was lost, this minute counts as spent, and until the vendor says how much of the day is used
(``observe``) no more than one minute's credits are spent: enough to ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from usdcop.core.errors import CreditsError

MINUTE = timedelta(minutes=1)
_ANOTHER_CLOCK = timedelta(hours=1)
"""A clock that goes back further is not the one the record was made by."""


@dataclass(frozen=True, slots=True)
class CreditLimits:
    """What the vendor grants each key."""

    per_minute: int = 8
    per_day: int = 800


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What is known of one key."""

    minute: datetime
    """Start of the newest minute in which it was used."""
    in_minute: int
    """Credits used in that minute."""
    day: date
    """UTC day of ``in_day``."""
    in_day: int
    """Credits used on that day, or since the record was lost."""
    day_known: bool = True
    """Whether ``in_day`` is all of the day."""
    benched_until: datetime | None = None
    """No use before this instant."""
    benched_why: str = ""
    """Why, as a clause."""


@dataclass(frozen=True, slots=True)
class Account:
    """All keys of one pool; ``turn`` is the key used last (round robin goes on after it)."""

    uses: Mapping[str, KeyUse]
    turn: str | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """A key that may not be used for a while although it may have credits."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """No key has enough credits now."""

    free_at: datetime | None
    """When one will have, None: never. Sooner where ``unobserved`` keys turn out to have some."""
    unobserved: bool
    """Whether the day of some key has to be observed."""
    resting: tuple[Rest, ...] = ()
    """Keys that rest, soonest first."""


def unspent(now: datetime) -> KeyUse:
    """A key that was surely not used in the minute and day of ``now``."""
    return KeyUse(_minute(now), 0, _day(now), 0)


def lost(limits: CreditLimits, now: datetime) -> KeyUse:
    """A key of whose use nothing is known: its minute counts as spent, its day has to be observed."""
    return KeyUse(_minute(now), limits.per_minute, _day(now), 0, day_known=False)


def reserve(
    account: Account, keys: Sequence[str], needed: int, limits: CreditLimits, now: datetime
) -> tuple[Account, str] | Refusal:
    """The account after ``needed`` credits of the next usable key in ``keys`` are taken, and that key.

    A key the account does not know counts as lost.
    """
    uses = {key: account.uses.get(key) or lost(limits, now) for key in keys}
    for key in _in_turn(keys, account.turn):
        if free_at(uses[key], needed, limits, now) == now:
            spent = _spent(uses[key], needed, now)
            return Account({**account.uses, **uses, key: spent}, key), key
    later = [at for key in keys if (at := free_at(uses[key], needed, limits, now)) is not None]
    unobserved = any(not rolled(use, now).day_known for use in uses.values())
    rests = [
        Rest(use.benched_until, use.benched_why)
        for use in uses.values()
        if use.benched_until is not None and use.benched_until > now
    ]
    return Refusal(min(later, default=None), unobserved, tuple(sorted(rests, key=lambda rest: rest.until)))


def credits_error(refusal: Refusal, needed: int, keys: int) -> CreditsError:
    """``refusal`` as the error that a port raises."""
    sentence = f"None of {keys} vendor key(s) has {needed} credit(s) left."
    if len(refusal.resting) == keys:
        rest = refusal.resting[0]
        which = "The vendor key rests" if keys == 1 else f"All {keys} vendor keys rest, the first"
        sentence = f"{which} until {rest.until:%F %T} UTC{f', because {rest.why}' if rest.why else ''}."
    if refusal.unobserved:
        cure = "Ask the vendor how much of the day is used (/api_usage) and tell the ledger (observe)."
    elif refusal.free_at is None:
        cure = "One key never has that many: ask for less at a time, or raise the limits if yours are higher."
    else:
        cure = f"Wait until {refusal.free_at:%F %T} UTC, or add a key to TWELVEDATA_API_KEYS."
    return CreditsError(sentence, cure, refusal.free_at)


def free_at(use: KeyUse, needed: int, limits: CreditLimits, now: datetime) -> datetime | None:
    """When ``needed`` credits of a key can first be used: ``now``, later, or None for never.

    Where the day has to be observed first, the next UTC day, unless it is observed.
    """
    if needed > min(limits.per_minute, limits.per_day):
        return None
    use = rolled(use, now)
    earliest = max(now, use.benched_until or now)
    allowance = limits.per_day if use.day_known else min(limits.per_minute, limits.per_day)
    if use.in_day + needed > allowance:
        earliest = max(earliest, datetime.combine(use.day + timedelta(days=1), time(), UTC))
    if use.in_minute + needed > limits.per_minute:
        earliest = max(earliest, use.minute + MINUTE)
    return earliest


def observed(use: KeyUse, used_today: int, now: datetime) -> KeyUse:
    """``use`` after the vendor said how many credits of the day are used; our own count stands if it is higher.

    What was spent since the record was lost is added, because the vendor may not have counted it yet.
    """
    use = rolled(use, now)
    count = max(use.in_day, used_today) if use.day_known else use.in_day + used_today
    return replace(use, in_day=count, day_known=True)


def benched(use: KeyUse, until: datetime, why: str = "") -> KeyUse:
    """``use`` not to be used before ``until``, because of ``why``; a longer bench stands."""
    if use.benched_until is not None and use.benched_until > until:
        return use
    return replace(use, benched_until=until, benched_why=why)


def rolled(use: KeyUse, now: datetime) -> KeyUse:
    """``use`` with what lies before the minute and the day of ``now`` forgotten.

    A clock that went back a little (another process is behind) changes nothing: the newest minute counts. One
    that went back further is another clock, such as a replay's in a home that lived in real time: of its day
    nothing is known.
    """
    if use.minute - now > _ANOTHER_CLOCK:
        return KeyUse(_minute(now), use.in_minute, _day(now), 0, day_known=False)
    if _minute(now) > use.minute:
        use = replace(use, minute=_minute(now), in_minute=0)
    if _day(now) > use.day:
        use = replace(use, day=_day(now), in_day=0, day_known=True)
    return use


def _spent(use: KeyUse, needed: int, now: datetime) -> KeyUse:
    use = rolled(use, now)
    return replace(use, in_minute=use.in_minute + needed, in_day=use.in_day + needed)


def _in_turn(keys: Sequence[str], last: str | None) -> list[str]:
    start = keys.index(last) + 1 if last in keys else 0
    return [*keys[start:], *keys[:start]]


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
