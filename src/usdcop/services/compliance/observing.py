"""Observes what the regulations are judged by; what is costly is measured at most once a minute."""

from collections import Counter
from datetime import timedelta
from threading import Lock
from typing import Final

from usdcop.core.audit import AuditFilter, AuditRow
from usdcop.services.compliance import schemas
from usdcop.services.compliance.ports import CompliancePorts
from usdcop.services.compliance.reconstruct import Reconstructor
from usdcop.services.compliance.regulations import HALT, Observed
from usdcop.services.compliance.verifying import verification_of

# untested: here, but over HTTP in tests/services/compliance/test_app.py

FRESH: Final = timedelta(minutes=1)
NEWEST_TRADES: Final = 50
"""Trades that are reconstructed to see whether they can be."""
MOST_CHANGES: Final = 500
"""Changes of the trading state that are searched for the newest halt."""


class Observer:
    """Measures for all who ask; threads share it."""

    def __init__(self, ports: CompliancePorts) -> None:
        self._ports = ports
        self._lock = Lock()
        self._costly: tuple[schemas.Verification, tuple[int, int], dict[str, int]] | None = None
        self._measured_at = float("-inf")

    def observe(self) -> Observed:
        """Everything as it is now; trail and trades as of at most a minute ago."""
        ports = self._ports
        verification, reconstructed, gaps = self._slowly()
        asked = ports.wall.now()
        facts = ports.controls()
        answered = ports.wall.now()
        return Observed(
            facts=facts,
            verification=verification,
            limits=ports.limits,
            newest_halt=_newest_halt(ports),
            reconstructed=reconstructed,
            gaps=gaps,
            skew=_proven(facts.database_clock - answered, facts.database_clock - asked),
            now=answered,
        )

    def _slowly(self) -> tuple[schemas.Verification, tuple[int, int], dict[str, int]]:
        with self._lock:
            age = self._ports.wall.monotonic() - self._measured_at
            if self._costly is None or age > FRESH.total_seconds():
                complete, looked_at, gaps = _newest(self._ports)
                self._costly = (verification_of(self._ports), (complete, looked_at), gaps)
                self._measured_at = self._ports.wall.monotonic()
            return self._costly


def _proven(earliest: timedelta, latest: timedelta) -> timedelta:
    """What is proven of a difference that lies between two: zero where it may be none."""
    if earliest > timedelta(0):
        return earliest
    return min(timedelta(0), latest)


def _newest(ports: CompliancePorts) -> tuple[int, int, dict[str, int]]:
    """Of the newest trades: how many are completely known, how many there are, and what lacks how often."""
    reader = Reconstructor(ports)
    chosen = reader.newest(NEWEST_TRADES)
    found = list(reader.of(chosen))
    gaps = Counter(name for one in found for leg in one.legs for name in leg.unknown)
    return sum(one.complete for one in found), len(found), dict(sorted(gaps.items()))


def _newest_halt(ports: CompliancePorts) -> AuditRow | None:
    rows = ports.trail.page(AuditFilter(action="trading_state.changed"), None, MOST_CHANGES)
    return next((row for row in rows if row.detail.get("to") == HALT), None)
