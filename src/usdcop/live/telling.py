"""What the trader did, as the log tells it."""

import structlog

from usdcop.live.session import BarDone, SessionClosed, SessionOpened, Told

_log = structlog.get_logger("usdcop.live")


def log(what: Told) -> None:
    """Write a line about ``what``; what somebody should look at is a warning, what is left undone an error."""
    match what:
        case SessionOpened():
            _opened(what)
        case BarDone():
            _bar(what)
        case SessionClosed(why_not=""):
            _log.info("trader.session_closed", session=f"{what.day}", hashes=dict(what.hashes))
        case SessionClosed():
            _log.error("trader.session_left_open", session=f"{what.day}", cause=what.why_not)


def _opened(what: SessionOpened) -> None:
    roles = {one.alias.value: f"v{one.version} {one.bundle_hash[:8]}" for one in what.holders}
    assigned = what.assigned.value if what.assigned else "nobody: no role trades"
    _log.info("trader.session_opened", session=f"{what.day}", roles=roles, main=assigned)
    if what.late and roles:
        _log.warning("trader.assigned_late", session=f"{what.day}", main=assigned)
    for alias, cause in what.silent.items():
        _log.error("trader.role_silent", session=f"{what.day}", role=alias.value, cause=cause)


def _bar(what: BarDone) -> None:
    made = what.outcome
    for alias, cause in made.mute:
        _log.error("trader.no_answer", session=f"{what.day}", slot=what.slot, role=alias.value, cause=cause)
    _log.info(
        "trader.bar",
        session=f"{what.day}",
        slot=what.slot,
        targets={one.account: round(one.target) for one in made.rulings},
        refused={one.account: one.refused for one in made.rulings if one.refused},
        fills=len(made.filled),
        late=what.late,
        decision_ms=round(1e3 * what.decision_seconds, 3),
        unpublished=what.unpublished,
    )
