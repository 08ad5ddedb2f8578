from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from usdcop.core.controls import Facts, Kept, Largest, Overrides, Privileges
from usdcop.core.risk import RiskLimits
from usdcop.core.trading import StateRow, TradingState
from usdcop.services.compliance.regulations import RULES, Observed, regulations_of
from usdcop.services.compliance.schemas import Verification

NOW = datetime(2024, 7, 10, 15, tzinfo=UTC)
TABLES = ("audit_log", "orders", "fills", "decisions", "predictions", "usdcop_m5_ohlcv")
FACTS = Facts(
    kept=dict.fromkeys(TABLES, Kept(10, NOW)),
    largest=Largest(200_000.0, NOW, 100_000.0),
    overrides=Overrides(1, 1, 0, constraint=True),
    privileges=Privileges(
        "usdcop_service", 0, superuser=False, may_change_trail=False, may_change_fills=False
    ),
    state=StateRow(TradingState.ACTIVE, 1, "operator", "start", NOW, NOW),
    users={"admin": 1, "compliance": 1},
    conflicting_users=0,
    early_fills=0,
    other_kinds=0,
    database_clock=NOW,
    feed=None,
    feed_at=None,
)
SOUND = Observed(
    facts=FACTS,
    verification=Verification(
        holds=True,
        rows=10,
        anchors=2,
        anchored_until=10,
        newest_anchor_at=NOW,
        broken_at=None,
        why=None,
        verified_at=NOW,
    ),
    limits=RiskLimits(),
    newest_halt=None,
    reconstructed=(5, 5),
    gaps={},
    skew=timedelta(0),
    now=NOW,
)


def status_of(seen: Observed) -> dict[str, str]:
    return {one.id: one.status for one in regulations_of(seen)}


def with_facts(**changes: object) -> Observed:
    return replace(SOUND, facts=replace(FACTS, **changes))  # type: ignore[arg-type] # names of fields


def with_trail(**changes: object) -> Observed:
    return replace(SOUND, verification=SOUND.verification.model_copy(update=changes))


BROKEN = {
    "records-kept": with_facts(privileges=replace(FACTS.privileges, may_change_fills=True)),
    "trail-unaltered": with_trail(
        holds=False, broken_at=3, why="The audit trail is broken at row 3: its record was changed."
    ),
    "trail-anchored": with_trail(newest_anchor_at=NOW - timedelta(hours=1), anchored_until=8),
    "limits-in-force": with_facts(largest=Largest(300_000.0, NOW, 100_000.0)),
    "two-people": with_facts(overrides=Overrides(1, 1, 1, constraint=True)),
    "decisions-reconstructable": replace(SOUND, reconstructed=(4, 5), gaps={"features": 1}),
    "no-look-ahead": with_facts(early_fills=1),
    "clocks-together": replace(SOUND, skew=timedelta(seconds=-2.5)),
    "roles-separated": with_facts(conflicting_users=1),
    "data-kinds-apart": with_facts(other_kinds=3),
}
NOTHING = Kept(0, None)
UNKNOWN = {
    "records-kept": with_facts(kept=dict.fromkeys(TABLES, NOTHING)),
    "trail-unaltered": with_trail(anchors=0, anchored_until=0),
    "trail-anchored": with_trail(newest_anchor_at=None),
    "limits-in-force": with_facts(largest=Largest(None, None, None)),
    "decisions-reconstructable": replace(SOUND, reconstructed=(0, 0)),
    "no-look-ahead": with_facts(kept=dict.fromkeys(TABLES, NOTHING)),
    "kill-switch": with_facts(state=None),
    "data-kinds-apart": with_facts(kept=dict.fromkeys(TABLES, NOTHING)),
}


def test_a_sound_system_holds_every_rule() -> None:
    assert set(status_of(SOUND).values()) == {"held"}
    assert len(RULES) == len({rule.id for rule in RULES}) == len(status_of(SOUND))


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_broken_and_says_why(rule: str) -> None:
    found = next(one for one in regulations_of(BROKEN[rule]) if one.id == rule)
    assert found.status == "broken"
    assert found.why
    assert found.why[0].isupper()


@pytest.mark.parametrize("rule", UNKNOWN)
def test_what_cannot_be_measured_is_unknown_not_held(rule: str) -> None:
    found = next(one for one in regulations_of(UNKNOWN[rule]) if one.id == rule)
    assert found.status == "unknown"
    assert found.why


def test_other_ways_to_break() -> None:
    owner = replace(FACTS.privileges, owns=12, may_change_trail=True)
    found = status_of(with_facts(privileges=owner))
    assert (found["roles-separated"], found["trail-unaltered"]) == ("broken", "broken")
    assert status_of(with_facts(overrides=Overrides(0, 0, 0, constraint=False)))["two-people"] == "broken"
    late = with_trail(newest_anchor_at=NOW - timedelta(days=30))
    assert status_of(late)["trail-anchored"] == "held"  # nothing was added since
