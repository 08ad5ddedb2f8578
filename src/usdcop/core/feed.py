"""The live feed as others see it: its row in the table, and the runs of L0 it waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from usdcop.core.trading import OrchestratorState

# untested: declarations; tests/adapters/postgres/test_orchestrator_status.py stores and reads them


@dataclass(frozen=True, slots=True)
class StatusRow:
    """What the feed is doing; times are market time."""

    state: OrchestratorState
    since: datetime
    detail: Mapping[str, Any]
    """JSON: the cause, the session, the newest quote."""
    at: datetime


@dataclass(frozen=True, slots=True)
class L0Run:
    """The newest run of L0 by its state, and when one of the day asked about last completed."""

    status: str | None
    started_at: datetime | None
    completed_at: datetime | None
    error: str | None
