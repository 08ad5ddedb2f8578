"""The feed's report as bodies. Pure."""

from collections.abc import Sequence
from datetime import datetime

from usdcop.core.sessions import Market
from usdcop.core.trading import OrchestratorState
from usdcop.live.report import Report
from usdcop.services.kit.health import Component, Status, overall, told
from usdcop.services.orchestrator import schemas

# untested: here, but over HTTP in tests/services/orchestrator/test_routes.py


def status(report: Report, market: Market) -> schemas.FeedStatus:
    """What the feed is doing."""
    return schemas.FeedStatus(
        **_common(report),
        state=report.state,
        phase=report.phase,
        since=report.since,
        cause=report.cause,
        causes=tuple(
            schemas.Cause(
                trouble=one.trouble, sentence=one.sentence, next_step=one.next_step, since=one.since
            )
            for one in report.causes
        ),
        leading=report.leading,
        market_open=market.calendar.is_open(report.at),
        session=report.session,
        closed_session=report.closed,
        bars=_bars(report),
        unsettled=report.unsettled,
        quotes=dict(report.quotes),
        quoted_at=report.quoted_at,
        quote_age_seconds=_seconds_since(report.quoted_at, report.at),
        poll_interval_seconds=report.poll_interval.total_seconds() if report.poll_interval else None,
        credits=tuple(schemas.Credits(key=key, left=left) for key, left in sorted(report.credits.items())),
        trading_state=_trading(report),
        clock_skew=_skew(report),
        replay_ended=report.replay_ended,
    )


def dependency(report: Report) -> schemas.Dependency:
    """What the feed waits for."""
    waiting, known = report.phase is OrchestratorState.WAITING_FOR_L0, report.waiting
    run = known.l0 if known else None
    left = (known.until - report.at).total_seconds() if known and waiting else None
    return schemas.Dependency(
        **_common(report),
        session=known.session if known else None,
        waiting=waiting,
        decision=known.step if known else None,
        waiting_since=known.since if known else None,
        patience_ends=known.until if known else None,
        patience_left_seconds=None if left is None else max(0.0, left),
        l0_status=run.status if run else None,
        l0_started_at=run.started_at if run else None,
        l0_completed_at=run.completed_at if run else None,
        l0_error=run.error if run else None,
    )


def examination(report: Report, found: Sequence[Component]) -> schemas.Examination:
    """What the doctor found."""
    return schemas.Examination(**_common(report), status=overall(found), findings=told(found))


def incidents(report: Report, limit: int) -> schemas.Incidents:
    """What went wrong lately, the newest first."""
    newest = tuple(reversed(report.incidents))[:limit]
    return schemas.Incidents(
        **_common(report),
        total=report.failures,
        errors=tuple(
            schemas.Incident(
                at=one.at,
                recorded_at=one.recorded_at,
                trouble=one.trouble,
                sentence=one.sentence,
                next_step=one.next_step,
                log_line=one.line,
            )
            for one in newest
        ),
    )


def component(report: Report) -> Component:
    """The feed as a part of the service's health: degraded is no reason not to answer."""
    if report.cause is None:
        return Component("feed", essential=False)
    steps = " ".join(dict.fromkeys(one.next_step for one in report.causes)) or None
    state = Status.DEGRADED if report.causes else Status.OK
    return Component("feed", state, report.cause, steps, essential=False)


def _common(report: Report) -> schemas.CommonFields:
    return {"symbol": report.symbol, "data_kind": report.data_kind, "timestamp": report.at}


def _bars(report: Report) -> schemas.Bars | None:
    bars = report.bars
    if bars is None:
        return None
    return schemas.Bars(
        expected=bars.expected,
        final=bars.final,
        missing=bars.missing,
        late=bars.late,
        recovered=bars.recovered,
        revised=bars.revised,
        refused=bars.refused,
    )


def _trading(report: Report) -> schemas.Trading | None:
    state = report.trading_state
    if state is None:
        return None
    return schemas.Trading(
        state=state.state, version=state.version, actor=state.actor, reason=state.reason, at=state.at
    )


def _skew(report: Report) -> schemas.ClockSkew | None:
    if report.skew is None:
        return None
    return schemas.ClockSkew(reference=report.skew.reference, seconds=report.skew.least.total_seconds())


def _seconds_since(at: datetime | None, now: datetime) -> float | None:
    return None if at is None else max(0.0, (now - at).total_seconds())
