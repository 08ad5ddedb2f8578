"""Regulations: the rules the system holds itself to, and how each stands as measured now. Pure.

Each rule is a text of ours, the control that enforces it, and a judgement of measured facts. Where a fact is
missing the state is ``unknown`` and says why; nothing is assumed to hold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from usdcop.core.audit import AuditRow
from usdcop.core.controls import Facts
from usdcop.core.risk import RiskLimits
from usdcop.core.trading import TradingState
from usdcop.services.compliance import schemas

MOST_SKEW: Final = timedelta(seconds=2)
"""Clocks further apart than this are not together."""
ANCHOR_EVERY: Final = timedelta(minutes=15)
"""How often the trail's head is anchored."""

Value: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything the judgements look at."""

    facts: Facts
    verification: schemas.Verification
    limits: RiskLimits
    newest_halt: AuditRow | None
    """The newest change of the trading state to HALTED."""
    reconstructed: tuple[int, int]
    """Of the newest trades: how many are completely known, and how many were looked at."""
    gaps: Mapping[str, int]
    """How often each part was missing in them."""
    skew: timedelta
    """The database's clock less this process's, measured around one question."""
    now: datetime
    """Real time."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judgement found; ``holds`` None: it cannot be known."""

    holds: bool | None
    measured: Mapping[str, Value]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    title: str
    text: str
    control: str
    judge: Callable[[Observed], Judged]


def regulations_of(seen: Observed) -> tuple[schemas.Regulation, ...]:
    """Every rule with its live state."""
    return tuple(_regulation(rule, rule.judge(seen)) for rule in RULES)


def _regulation(rule: Rule, found: Judged) -> schemas.Regulation:
    return schemas.Regulation(
        id=rule.id,
        title=rule.title,
        text=rule.text,
        control=rule.control,
        status="unknown" if found.holds is None else "held" if found.holds else "broken",
        measured=dict(found.measured),
        why=found.why,
    )


def _records(seen: Observed) -> Judged:
    measured: dict[str, Value] = {}
    for table, kept in seen.facts.kept.items():
        measured[f"{table}_rows"] = kept.rows
        measured[f"{table}_since"] = _text(kept.since)
    if not seen.facts.kept["audit_log"].rows:
        return Judged(None, measured, "Nothing has happened yet that would be recorded.")
    free = seen.facts.privileges.may_change_fills
    why = "The role of this service may change fills." if free else None
    return Judged(not free, measured, why)


def _trail(seen: Observed) -> Judged:
    found = seen.verification
    measured: dict[str, Value] = {
        "rows": found.rows,
        "anchors": found.anchors,
        "differences": found.found,
        "court_record_findings": len(found.court),
        "anchored_until_row": found.anchored_until,
        "newest_anchor_at": _text(found.newest_anchor_at),
        "verified_at": _text(found.verified_at),
        "role_may_write_the_table": seen.facts.privileges.may_change_trail,
    }
    if not found.holds:
        return Judged(holds=False, measured=measured, why=found.why)
    if seen.facts.privileges.may_change_trail:
        return Judged(
            holds=False, measured=measured, why="The role of this service may write the table directly."
        )
    if found.rows and not found.anchors:
        return Judged(
            None, measured, "The chain holds, but no anchor has been written yet to compare it with."
        )
    return Judged(holds=True, measured=measured)


def _anchoring(seen: Observed) -> Judged:
    found, newest = seen.verification, seen.verification.newest_anchor_at
    ahead = max(0, found.rows - found.anchored_until - 1)  # one row tells of the anchor itself
    measured: dict[str, Value] = {
        "newest_anchor_at": _text(newest),
        "rows_not_anchored": ahead,
        "due_every_minutes": ANCHOR_EVERY.total_seconds() / 60,
    }
    if newest is None:
        return Judged(None, measured, "No anchor has been written yet.")
    late = ahead > 0 and seen.now - newest > 2 * ANCHOR_EVERY
    return Judged(not late, measured, "Rows wait for longer than two anchors are due." if late else None)


def _limits(seen: Observed) -> Judged:
    limits, largest = seen.limits, seen.facts.largest
    measured: dict[str, Value] = {
        "position_limit_usd": limits.position,
        "order_limit_usd": limits.order,
        "daily_loss_limit_cop": limits.daily_loss,
        "quote_age_limit_seconds": limits.quote_age.total_seconds(),
        "largest_order_usd": largest.order,
        "largest_order_at": _text(largest.order_at),
        "largest_position_usd": largest.position,
    }
    if largest.order is None:
        return Judged(None, measured, "No order has been accepted yet that the limits could be held against.")
    over = [
        name
        for name, value, limit in (
            ("order", largest.order, limits.order),
            ("position", largest.position or 0.0, limits.position),
        )
        if value > limit
    ]
    why = f"The largest {' and '.join(over)} ever exceeds today's limit." if over else None
    return Judged(not over, measured, why)


def _two_people(seen: Observed) -> Judged:
    found = seen.facts.overrides
    measured: dict[str, Value] = {
        "enforced_by_the_database": found.constraint,
        "overrides_requested": found.requested,
        "overrides_applied": found.applied,
        "applied_by_one_person": found.by_one_person,
    }
    if found.by_one_person:
        return Judged(holds=False, measured=measured, why="An override was applied by one person alone.")
    if not found.constraint:
        return Judged(
            holds=False, measured=measured, why="The database lacks the constraint that refuses it."
        )
    return Judged(holds=True, measured=measured)


def _reconstructable(seen: Observed) -> Judged:
    complete, looked_at = seen.reconstructed
    measured: dict[str, Value] = {"trades_looked_at": looked_at, "complete": complete, "share": None}
    measured |= {f"missing_{name}": count for name, count in seen.gaps.items()}
    if not looked_at:
        return Judged(None, measured, "No trade has been made yet.")
    measured["share"] = complete / looked_at
    if complete == looked_at:
        return Judged(holds=True, measured=measured)
    return Judged(
        holds=False,
        measured=measured,
        why="Not all of them are completely known; GET trades/{id} says what each lacks.",
    )


def _time(seen: Observed) -> Judged:
    apart = seen.skew.total_seconds()
    measured: dict[str, Value] = {
        "database_less_service_seconds": apart,
        "limit_seconds": MOST_SKEW.total_seconds(),
    }
    together = abs(seen.skew) <= MOST_SKEW
    return Judged(together, measured, None if together else "The database's clock and ours are apart.")


def _switch(seen: Observed) -> Judged:
    state, halt = seen.facts.state, seen.newest_halt
    measured: dict[str, Value] = {
        "state": None if state is None else state.state.value,
        "since": None if state is None else _text(state.at),
        "set_by": None if state is None else state.actor,
        "reason": None if state is None else state.reason,
        "last_halted_at": None if halt is None else _text(halt.at),
        "last_halted_by": None if halt is None else halt.actor,
    }
    if state is None:
        return Judged(None, measured, "The trading state has never been set: no order is accepted.")
    return Judged(holds=True, measured=measured)


def _roles(seen: Observed) -> Judged:
    facts = seen.facts
    measured: dict[str, Value] = {f"{role}_users": count for role, count in facts.users.items()}
    measured |= {
        "users_who_act_and_check": facts.conflicting_users,
        "database_role": facts.privileges.role,
        "tables_it_owns": facts.privileges.owns,
        "is_superuser": facts.privileges.superuser,
    }
    faults = []
    if facts.conflicting_users:
        faults.append("somebody who trades or operates also has the role compliance")
    if facts.privileges.owns or facts.privileges.superuser:
        faults.append("this service's role owns tables, so it could change the trail's protection")
    why = "; ".join(faults)
    return Judged(not faults, measured, f"{why[0].upper()}{why[1:]}." if why else None)


def _no_future(seen: Observed) -> Judged:
    early = seen.facts.early_fills
    measured: dict[str, Value] = {"fills": seen.facts.kept["fills"].rows, "filled_too_early": early}
    if not seen.facts.kept["fills"].rows:
        return Judged(None, measured, "Nothing has been filled yet.")
    why = "A policy's order was filled at or before the bar it was decided at." if early else None
    return Judged(not early, measured, why)


def _kinds(seen: Observed) -> Judged:
    other = seen.facts.other_kinds
    rows = seen.facts.kept["predictions"].rows
    measured: dict[str, Value] = {"predictions": rows, "of_another_kind": other}
    if not rows:
        return Judged(None, measured, "Nothing has been predicted yet.")
    return Judged(
        not other, measured, "Predictions of another kind of data are stored here." if other else None
    )


def _text(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


HALT: Final = TradingState.HALTED.value

RULES: Final = (
    Rule(
        "records-kept",
        "Records are kept",
        "Every bar, prediction, decision, order and fill is kept with when it happened and when it was recorded. Fills are never changed or removed.",
        "The services' database role may add fills and may not change them; layers are files named after their content.",
        _records,
    ),
    Rule(
        "trail-unaltered",
        "The audit trail is as it was written",
        "Whoever edits, removes or cuts rows of the audit trail is found out.",
        "Each row carries the hash of the one before; rows enter through one function of the database only; the whole chain is walked and compared with anchors outside the database.",
        _trail,
    ),
    Rule(
        "trail-anchored",
        "The trail's head is kept elsewhere",
        "Every fifteen minutes the newest hash of the trail is written where the database's owner does not keep it.",
        "The scheduler anchors the head in the object store.",
        _anchoring,
    ),
    Rule(
        "limits-in-force",
        "Limits bound every account",
        "No order and no position is larger than its limit; after the daily loss an account only reduces; nobody takes new risk on a stale quote.",
        "Risk is judged in the transaction that accepts an order, under the account's lock.",
        _limits,
    ),
    Rule(
        "two-people",
        "Two people for what the gates refuse",
        "A model that fails its gates trades as champion only if a second person agrees, who is not the one who asked.",
        "A constraint of the database refuses an override that is decided by whoever requested it; both steps are in the trail.",
        _two_people,
    ),
    Rule(
        "decisions-reconstructable",
        "Every trade can be reconstructed",
        "Of every trade it can be shown which raw rows, bar, features, prediction and decision led to which order and fill.",
        "Layers carry checksums of their inputs; decisions name bundle and order; the trail names order and fill. Measured on the newest trades.",
        _reconstructable,
    ),
    Rule(
        "no-look-ahead",
        "Nothing is filled before it was decided",
        "A policy decides at the close of a bar and is filled at the close of a later one, never at its own.",
        "One engine fills in training, backtest and paper; measured over all fills of policies.",
        _no_future,
    ),
    Rule(
        "clocks-together",
        "Clocks agree",
        "The clocks of the services and of the database are within two seconds of each other.",
        "The live feed degrades beyond that; measured here by one question to the database.",
        _time,
    ),
    Rule(
        "kill-switch",
        "Trading can be stopped at once",
        "A trader can halt all trading; only an operator resumes it, with a reason.",
        "The trading state is one row that every acceptance and every fill locks; where it is missing nothing is accepted.",
        _switch,
    ),
    Rule(
        "roles-separated",
        "Who acts does not check",
        "Nobody but an administrator both trades or operates and reviews; the services own nothing in the database.",
        "Roles are checked on every route; the services use a database role without ownership.",
        _roles,
    ),
    Rule(
        "data-kinds-apart",
        "Real, replayed and synthetic data do not mix",
        "Each kind of data has a home of its own, and everything shown says which it is.",
        "A home per mode; every prediction is stamped with its kind.",
        _kinds,
    ),
)
"""Every rule, in the order in which they are shown."""
