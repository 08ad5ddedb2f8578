"""Vendor credits kept in this process: for one process alone, and for tests."""

# untested: here, but held by the suite of its port, tests/ports/test_credit_ledger.py

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from usdcop.core.credits import (
    Account,
    CreditLimits,
    KeyUse,
    Refusal,
    benched,
    credits_error,
    observed,
    reserve,
    unspent,
)

_BEGINNING = datetime.min.replace(tzinfo=UTC)


class LocalCredits:
    """The port ``CreditLedger`` for one process. All keys start unspent.

    Args:
        keys: the vendor keys.
        limits: what each may spend.
    """

    def __init__(self, keys: tuple[str, ...], limits: CreditLimits) -> None:
        self._keys = keys
        self._limits = limits
        self._account = Account({key: unspent(_BEGINNING) for key in keys})
        self._lock = threading.Lock()

    def reserve(self, credits_needed: int, now: datetime) -> str:
        """Reserve credits and return the key to call with.

        Raises:
            CreditsError: no key has enough; ``free_at`` says when one has.
        """
        with self._lock:
            taken = reserve(self._account, self._keys, credits_needed, self._limits, now)
            if isinstance(taken, Refusal):
                raise credits_error(taken, credits_needed, len(self._keys))
            self._account, key = taken
            return key

    def bench(self, key: str, until: datetime, why: str = "") -> None:
        """Take ``key`` out of the round robin until ``until``."""
        self._change(key, lambda use: benched(use, until, why))

    def observe(self, key: str, used_today: int, now: datetime) -> None:
        """Learn from the vendor how many credits ``key`` has used today."""
        self._change(key, lambda use: observed(use, used_today, now))

    def _change(self, key: str, change: Callable[[KeyUse], KeyUse]) -> None:
        with self._lock:
            account = self._account
            self._account = replace(account, uses={**account.uses, key: change(account.uses[key])})
