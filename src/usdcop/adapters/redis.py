"""Redis: short-lived answers, and vendor credits that all processes share."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from usdcop.core.credits import (
    Account,
    CreditLimits,
    KeyUse,
    Refusal,
    benched,
    credits_error,
    lost,
    observed,
    reserve,
    rolled,
    unspent,
)
from usdcop.core.errors import ServerError, UsageError

_CACHE: Final = "cache:"
_ACCOUNT: Final = "credits"
_ATTEMPTS: Final = 1000
_ANOTHER_CLOCK: Final = timedelta(hours=1)

_SWAP: Final = """
local current = redis.call('GET', KEYS[1]) or ''
if current ~= ARGV[1] then return {0, current} end
redis.call('SET', KEYS[1], ARGV[2])
return {1, ''}
"""
"""Replaces the account if it is still the one the decision was made on; returns the newer one if not."""


def open_redis(url: str) -> redis.Redis:
    """A client for ``url`` (``redis://:password@host:port/0``); connects when first used.

    Raises:
        UsageError: the address cannot be read.
    """
    try:
        return redis.Redis.from_url(
            url,
            socket_timeout=5,
            socket_connect_timeout=5,
            retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), 2),
        )
    except ValueError as error:
        shape = "Write USDCOP_REDIS_URL as redis://:password@host:port/0."
        raise UsageError("The Redis address cannot be read.", shape) from error


@contextmanager
def _translated() -> Iterator[None]:
    """Errors of the client as ours."""
    try:
        yield
    except redis.RedisError as error:
        cure = "Check USDCOP_REDIS_URL, and that the server runs, then try again."
        raise ServerError(f"Redis does not answer: {error}", cure) from error


@dataclass(frozen=True, slots=True)
class RedisCache:
    """The port ``Cache`` on Redis."""

    client: redis.Redis

    def put(self, key: str, value: bytes, lifetime: timedelta | None) -> None:
        """Keep ``value`` under ``key`` for ``lifetime`` of real time, or until it is replaced.

        Raises:
            ServerError: Redis is away.
        """
        with _translated():
            if lifetime is not None and lifetime <= timedelta(0):
                self.client.delete(_CACHE + key)
            else:
                self.client.set(_CACHE + key, value, px=lifetime)

    def get(self, key: str) -> bytes | None:
        """What is kept under ``key``, if anything.

        Raises:
            ServerError: Redis is away.
        """
        with _translated():
            found = self.client.get(_CACHE + key)
        return found if isinstance(found, bytes) else None


class RedisCredits:
    """The port ``CreditLedger`` on Redis: one account for every process that has the same keys.

    The whole account is one value. A call reads it, decides by ``core.credits``, and replaces it by one
    script only if nobody else did meanwhile; else it decides again. Where the value is gone (Redis lost its
    data) every key counts as lost: its minute as spent, its day to be observed. Keys are stored as digests.

    Args:
        client: from ``open_redis``.
        keys: the vendor keys.
        limits: what each may spend.
    """

    def __init__(self, client: redis.Redis, keys: tuple[str, ...], limits: CreditLimits) -> None:
        self._client = client
        self._names = {digest(key): key for key in keys}
        self._limits = limits
        self._swap = client.register_script(_SWAP)

    def open_unspent(self, now: datetime) -> bool:
        """Start a new account with all keys unspent, unless there is one; whether it was started.

        For a home that has just been made: nothing was lost there.
        """
        account = Account({name: unspent(now) for name in self._names})
        with _translated():
            return bool(self._client.set(_ACCOUNT, _written(account), nx=True))

    def reserve(self, credits_needed: int, now: datetime) -> str:
        """Reserve credits and return the key to call with.

        Raises:
            CreditsError: no key has enough; ``free_at`` says when one has.
            ServerError: Redis is away.
        """
        names = tuple(self._names)
        chosen = ""

        def decide(account: Account) -> Account:
            nonlocal chosen
            taken = reserve(account, names, credits_needed, self._limits, now)
            if isinstance(taken, Refusal):
                raise credits_error(taken, credits_needed, len(names))
            account, chosen = taken
            return account

        self._replace(decide)
        return self._names[chosen]

    def bench(self, key: str, until: datetime, why: str = "") -> None:
        """Take ``key`` out of the round robin until ``until``; a lost key is dated from then."""
        self._change(key, until, lambda use: benched(use, until, why))

    def observe(self, key: str, used_today: int, now: datetime) -> None:
        """Learn from the vendor how many credits ``key`` has used today."""
        self._change(key, now, lambda use: observed(use, used_today, now))

    def uses(self, now: datetime) -> dict[str, KeyUse]:
        """What is known of each key, by its digest; a key whose record is gone counts as lost.

        Raises:
            ServerError: Redis is away.
        """
        with _translated():
            account = _read(self._client.get(_ACCOUNT))
        return {name: account.uses.get(name) or lost(self._limits, now) for name in self._names}

    def needs_observation(self, key: str, now: datetime) -> bool:
        """Whether the vendor has to be asked how much of the day ``key`` has used."""
        with _translated():
            account = _read(self._client.get(_ACCOUNT))
        use = account.uses.get(digest(key))
        return use is None or not rolled(use, now).day_known

    def forget_later(self, now: datetime) -> None:
        """Forget what is dated an hour and more after market time ``now``: it was written by another clock.

        A home that was made by real time and is then replayed would wait for ever for those minutes to pass.
        """

        def decide(account: Account) -> Account:
            kept = {name: use for name, use in account.uses.items() if use.minute - now < _ANOTHER_CLOCK}
            return replace(account, uses=kept)

        self._replace(decide)

    def _change(self, key: str, now: datetime, change: Callable[[KeyUse], KeyUse]) -> None:
        name = digest(key)

        def decide(account: Account) -> Account:
            use = account.uses.get(name) or lost(self._limits, now)
            return replace(account, uses={**account.uses, name: change(use)})

        self._replace(decide)

    def _replace(self, decide: Callable[[Account], Account]) -> None:
        with _translated():
            seen: Any = self._client.get(_ACCOUNT) or b""
            for _ in range(_ATTEMPTS):
                done, newer = self._swap(keys=[_ACCOUNT], args=[seen, _written(decide(_read(seen)))])
                if done:
                    return
                seen = newer
        raise ServerError("The credit account in Redis changes too fast.", "Run fewer processes at once.")


def digest(key: str) -> str:
    """What a vendor key is called in Redis: enough of its SHA-256 to tell keys apart."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _written(account: Account) -> bytes:
    uses = {name: asdict(use) for name, use in account.uses.items()}
    return json.dumps({"turn": account.turn, "uses": uses}, default=str).encode()


def _read(value: Any) -> Account:  # noqa: ANN401 - what the client gives: bytes or None
    if not value:
        return Account({})
    stored = json.loads(value)
    return Account({name: _use(fields) for name, fields in stored["uses"].items()}, stored["turn"])


def _use(fields: dict[str, Any]) -> KeyUse:
    bench = fields["benched_until"]
    return KeyUse(
        minute=datetime.fromisoformat(fields["minute"]),
        in_minute=fields["in_minute"],
        day=date.fromisoformat(fields["day"]),
        in_day=fields["in_day"],
        day_known=fields["day_known"],
        benched_until=datetime.fromisoformat(bench) if bench else None,
        benched_why=fields.get("benched_why", ""),
    )
