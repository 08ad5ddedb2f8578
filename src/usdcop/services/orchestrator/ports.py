"""What the orchestrator's service is handed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from usdcop.core.sessions import Market
from usdcop.live.report import Report
from usdcop.services.kit.health import Component

# untested: here, these are declarations


@dataclass(frozen=True, slots=True)
class OrchestratorPorts:
    """Everything the service is handed. All may be called from any thread."""

    market: Market
    report: Callable[[], Report]
    """What the feed is doing now."""
    force_start: Callable[[str], date]
    """Wait no longer for L0, because the named user says so; gives the session. Raises ``ConflictError``."""
    doctor: Callable[[], Sequence[Component]]
    """Everything that can be examined, and how it is. May take seconds."""
