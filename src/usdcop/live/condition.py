"""The condition of the feed: its phase, what is wrong with it, and what went wrong lately."""

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

import structlog

from usdcop.core.errors import UsdcopError
from usdcop.core.ports import Clock, Wall
from usdcop.core.trading import OrchestratorState
from usdcop.live.bodies import stamp

KEPT: Final = 100
"""Errors that are remembered."""


class Trouble(StrEnum):
    """What can be wrong."""

    VENDOR = "vendor"
    BARS = "bars"
    CREDITS = "credits"
    REDIS = "redis"
    POSTGRES = "postgres"
    SKEW = "clock_skew"
    TRADER = "trader"
    POLICY = "policy"
    MATCHER = "matcher"
    LEASE = "lease"


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong now."""

    trouble: Trouble
    sentence: str
    next_step: str
    since: datetime
    """Market time."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that went wrong."""

    at: datetime
    recorded_at: datetime
    trouble: Trouble
    sentence: str
    next_step: str
    line: str
    """The line of the log that tells of it."""


PHASES: Final = (OrchestratorState.WAITING_FOR_L0, OrchestratorState.COLLECTING)
"""Phases of an open market: with a cause in force they count as degraded."""


@dataclass(slots=True)
class Condition:
    """Phase, causes and incidents. Written by the feed's own loop; readers get frozen copies."""

    clock: Clock
    wall: Wall
    phase: OrchestratorState = OrchestratorState.CLOSED
    notice: str | None = None
    """What is to be said of the phase, such as that it started without L0."""
    since: datetime = field(init=False)
    """When the state was entered, in market time."""
    causes: dict[Trouble, Cause] = field(default_factory=dict, init=False)
    incidents: deque[Incident] = field(default_factory=lambda: deque(maxlen=KEPT), init=False)
    failures: int = field(default=0, init=False)
    """Incidents ever."""

    def __post_init__(self) -> None:
        self.since = self.clock.now()

    @property
    def state(self) -> OrchestratorState:
        """The phase, or that the feed is degraded in it."""
        return OrchestratorState.DEGRADED if self.causes and self.phase in PHASES else self.phase

    @property
    def cause(self) -> str | None:
        """Everything that is wrong or to be said, in sentences; None: nothing."""
        said = [f"{cause.sentence} {cause.next_step}".strip() for cause in self.causes.values()]
        return " ".join([*said, *([self.notice] if self.notice else [])]) or None

    def enter(self, phase: OrchestratorState, notice: str | None = None) -> None:
        """Go over into ``phase``."""
        before = self.state
        self.phase, self.notice = phase, notice
        self._changed(before)

    def fail(self, trouble: Trouble, error: UsdcopError) -> None:
        """``error`` happened, and stands until ``mend``. Told in the log when it begins or changes its words."""
        before, known = self.state, self.causes.get(trouble)
        now, cure = self.clock.now(), error.cure or "It is tried again by itself."
        since = now if known is None else known.since
        self.causes[trouble] = Cause(trouble, error.sentence, cure, since)
        self.failures += 1
        if known is None or known.sentence != error.sentence:
            self._note(trouble, error.sentence, cure)
        self._changed(before)

    def mend(self, *troubles: Trouble) -> None:
        """``troubles`` are over, if they were in force."""
        before = self.state
        over = [trouble for trouble in troubles if self.causes.pop(trouble, None) is not None]
        if over:
            _log.info("feed.mended", troubles=[one.value for one in over])
        self._changed(before)

    def _note(self, trouble: Trouble, sentence: str, cure: str) -> None:
        at, recorded = self.clock.now(), self.wall.now()
        told = {"at": stamp(at), "trouble": trouble.value, "sentence": sentence, "next_step": cure}
        _log.error("feed.trouble", **told)
        line = json.dumps({"event": "feed.trouble", "level": "error", "timestamp": stamp(recorded), **told})
        self.incidents.append(Incident(at, recorded, trouble, sentence, cure, line))

    def _changed(self, before: OrchestratorState) -> None:
        if self.state is not before:
            self.since = self.clock.now()
            _log.info("feed.state", was=before.value, state=self.state.value, cause=self.cause)


_log = structlog.get_logger("usdcop.live")
