"""Bodies of the orchestrator's service. Times are market time in UTC unless they say ``recorded_at``."""

from datetime import date, datetime
from typing import TypedDict

from pydantic import Field

from usdcop.core.trading import OrchestratorState, TradingState
from usdcop.live.condition import Trouble
from usdcop.services.kit.health import ComponentHealth, Status
from usdcop.services.kit.schemas import Instant, Model

# untested: declarations; the tests of the routes read them


class CommonFields(TypedDict):
    """The fields of ``Common``."""

    symbol: str
    data_kind: str
    timestamp: datetime


class Common(Model):
    """What every answer says of itself."""

    symbol: str = Field(examples=["USDCOP"])
    data_kind: str = Field(examples=["real"])
    """`real`, `replay` or `synthetic`."""
    timestamp: Instant
    """Market time of the answer."""


class Cause(Model):
    """One thing that is wrong now."""

    trouble: Trouble
    sentence: str = Field(examples=["The vendor did not answer properly: a web page instead of data."])
    next_step: str = Field(examples=["Try again later; what had arrived is kept."])
    since: Instant


class Bars(Model):
    """Closed bars of the newest session."""

    expected: int = Field(examples=[31])
    """That have closed by now."""
    final: int = Field(examples=[30])
    missing: int = Field(examples=[1])
    """Closed, and not there."""
    late: int = Field(examples=[0])
    """That had been asked for in vain, and came more than a minute after their close."""
    recovered: int = Field(examples=[0])
    """That were fetched after the feed had been away."""
    revised: int = Field(examples=[0])
    """Corrections of the vendor, each in the audit trail."""
    refused: int = Field(examples=[0])
    """Rows of the vendor that were no usable bar."""


class Credits(Model):
    """What a vendor key may still spend today."""

    key: str = Field(examples=["2c26b46b68ffc68f"])
    """The key's digest, never the key."""
    left: int = Field(examples=[412])


class Trading(Model):
    """The trading state, as the feed last saw it."""

    state: TradingState
    version: int = Field(examples=[3])
    actor: str = Field(examples=["maria"])
    reason: str = Field(examples=["quote feed looked wrong"])
    at: Instant


class ClockSkew(Model):
    """How far this machine's clock is off, at least."""

    reference: str = Field(examples=["PostgreSQL"])
    seconds: float = Field(examples=[2.4])
    """Positive: behind the reference."""


class FeedStatus(Common):
    """What the live feed is doing."""

    state: OrchestratorState
    phase: OrchestratorState
    """The state without what is wrong: `DEGRADED` says that something is, the phase says of what."""
    since: Instant
    """When the state was entered."""
    cause: str | None
    """Everything that is wrong or to be said, in sentences; null: nothing."""
    causes: tuple[Cause, ...]
    leading: bool
    """Whether this process is the one feed of its symbol; false: it stands by."""
    market_open: bool
    session: date | None = Field(examples=["2025-03-14"])
    """The session that is open, or was last."""
    closed_session: date | None = Field(examples=["2025-03-13"])
    """The newest session that was brought to its end."""
    bars: Bars | None
    """Null before the first session."""
    unsettled: int = Field(examples=[0])
    """Closed bars that wait to be stored or published."""
    quotes: dict[str, int] = Field(examples=[{"opened": 12, "updated": 131, "duplicate": 0}])
    """What became of quotes since the start."""
    quoted_at: Instant | None
    quote_age_seconds: float | None = Field(examples=[3.2])
    poll_interval_seconds: float | None = Field(examples=[26.4])
    """Planned time between quotes; null: none is planned."""
    credits: tuple[Credits, ...]
    trading_state: Trading | None
    """Null: not known, so nothing may be traded."""
    clock_skew: ClockSkew | None
    """Null: none beyond the limit."""
    replay_ended: bool


class Dependency(Common):
    """What the feed waits for, or waited for, in the newest session."""

    session: date | None = Field(examples=["2025-03-14"])
    """Null before the first session."""
    waiting: bool
    decision: str | None = Field(examples=["start"])
    """`poll_again`, `start`, `start_forced` or `start_on_history`; null before the first session."""
    waiting_since: Instant | None
    patience_ends: Instant | None
    patience_left_seconds: float | None = Field(examples=[1260.0])
    """Null where it does not wait."""
    l0_status: str | None = Field(examples=["completed"])
    """Of its newest run; null: it never ran."""
    l0_started_at: Instant | None
    l0_completed_at: Instant | None
    """When a run of this session's morning completed last; null: none has."""
    l0_error: str | None


class Examination(Common):
    """What the doctor found."""

    status: Status
    findings: tuple[ComponentHealth, ...]


class Incident(Model):
    """One thing that went wrong."""

    at: Instant
    recorded_at: Instant
    """Real time."""
    trouble: Trouble
    sentence: str
    next_step: str
    log_line: str
    """The line of the log that tells of it."""


class Incidents(Common):
    """What went wrong lately, the newest first."""

    total: int = Field(examples=[3])
    """Failures since the start; a failure that repeats itself is told once."""
    errors: tuple[Incident, ...]


class Started(Common):
    """A start that was forced."""

    session: date = Field(examples=["2025-03-14"])
    actor: str = Field(examples=["omar"])
