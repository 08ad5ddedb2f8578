"""The report of the feed: what it is doing, frozen, for health, status and metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from usdcop.core.feed import L0Run
from usdcop.core.trading import OrchestratorState, StateRow
from usdcop.live.bodies import stamp
from usdcop.live.book import Book
from usdcop.live.condition import Cause, Incident
from usdcop.live.desk import Desk
from usdcop.live.skew import Skew

# untested: here, but with the feed in tests/live/test_runner.py, and over HTTP in tests/services/orchestrator


@dataclass(frozen=True, slots=True)
class Waiting:
    """The dependency on L0, of the newest session."""

    session: date
    since: datetime
    """The opening: patience counts from there."""
    until: datetime
    """When patience ends."""
    l0: L0Run | None
    step: str
    """What was decided last."""


@dataclass(frozen=True, slots=True)
class BarCounts:
    """Closed bars of the newest session."""

    expected: int
    """That have closed."""
    final: int
    missing: int
    late: int
    recovered: int
    revised: int
    refused: int
    """Rows of the vendor that were no usable bar."""


@dataclass(frozen=True, slots=True)
class Report:
    """The feed at one instant; times are market time."""

    symbol: str
    state: OrchestratorState
    phase: OrchestratorState
    since: datetime
    at: datetime
    cause: str | None
    causes: tuple[Cause, ...]
    incidents: tuple[Incident, ...]
    failures: int
    leading: bool
    """Whether this process is the one feed of its symbol."""
    session: date | None
    closed: date | None
    """The newest session that was brought to its end."""
    waiting: Waiting | None
    bars: BarCounts | None
    quotes: Mapping[str, int]
    """What became of quotes, ever, by verdict."""
    quoted_at: datetime | None
    poll_interval: timedelta | None
    credits: Mapping[str, int]
    """Credits left today, by digest of the key."""
    trading_state: StateRow | None
    skew: Skew | None
    data_kind: str
    replay_ended: bool
    unsettled: int
    """Closed bars that wait to be stored or published."""

    @property
    def detail(self) -> Mapping[str, Any]:
        """What the table keeps of it besides the state, as JSON."""
        return {
            "cause": self.cause,
            "phase": self.phase.value,
            "session": self.session.isoformat() if self.session else None,
            "closed": self.closed.isoformat() if self.closed else None,
            "quoted_at": stamp(self.quoted_at) if self.quoted_at else None,
            "poll_interval_seconds": self.poll_interval.total_seconds() if self.poll_interval else None,
            "missing": self.bars.missing if self.bars else None,
            "data_kind": self.data_kind,
            "replay_ended": self.replay_ended,
        }


def bar_counts(book: Book, now: datetime) -> BarCounts:
    """What became of the bars of ``book`` by ``now``."""
    missing = len(book.missing(now))
    return BarCounts(
        expected=len(book.have) + missing,
        final=len(book.have),
        missing=missing,
        late=book.late,
        recovered=book.recovered,
        revised=book.revised,
        refused=book.refused,
    )


def report_of(desk: Desk, book: Book | None, waiting: Waiting | None, known: "Known") -> Report:
    """The report of ``desk`` and ``book`` now."""
    condition, now = desk.condition, desk.now()
    return Report(
        symbol=desk.market.symbol,
        state=condition.state,
        phase=condition.phase,
        since=condition.since,
        at=now,
        cause=condition.cause,
        causes=tuple(condition.causes.values()),
        incidents=tuple(condition.incidents),
        failures=condition.failures,
        leading=known.leading,
        session=book.day if book else known.session,
        closed=known.closed,
        waiting=waiting,
        bars=bar_counts(book, now) if book else None,
        quotes={verdict.value: count for verdict, count in desk.quotes.items()},
        quoted_at=desk.quoted_at,
        poll_interval=desk.spacing,
        credits=dict(desk.credits),
        trading_state=known.trading_state,
        skew=known.skew,
        data_kind=desk.label.data_kind,
        replay_ended=desk.ended,
        unsettled=len(book.to_store.keys() | book.to_publish.keys()) if book else 0,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the runner knows besides."""

    leading: bool = False
    trading_state: StateRow | None = None
    skew: Skew | None = None
    session: date | None = None
    """The newest session that was begun, by whichever process."""
    closed: date | None = None
    """The newest session that was brought to its end."""
