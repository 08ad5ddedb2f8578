"""Orders, fills and decisions held against the trail; every kind of tampering: tests/faults/test_record_tampering.py."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from usdcop.core.audit import GENESIS, AuditRow
from usdcop.core.examination import Kind
from usdcop.core.ledger import Decision, Fill, decision_hash
from usdcop.core.ledger_trail import LedgerRows, LedgerTrail
from usdcop.core.units import Cop, Price

AT = datetime(2025, 1, 2, 14, tzinfo=UTC)
DAY = date(2025, 1, 2)
ORDER = {
    "id": "o-1",
    "account": "champion",
    "side": "buy",
    "quantity_usd": 100.0,
    "status": "working",
    "reason": None,
    "closed_at": None,
    "triggered_at": None,
    "filled_usd": 0.0,
}
DONE = {**ORDER, "status": "filled", "closed_at": "2025-01-02T14:05:00Z", "filled_usd": 100.0}
FILL = {
    "id": 1,
    "order_id": "o-1",
    "account": "champion",
    "symbol": "USDCOP",
    "session": "2025-01-02",
    "quantity_usd": 100.0,
    "price": 4000.0,
}
LEDGER = Fill(DAY, 1, AT, 1.0, Price(4000.0), Cop(10.0))
DECISION = Decision(DAY, 0, 1.0)
RULING = {"wanted": 1, "held": 0, "late": False}
STATE = {"state": "ACTIVE", "version": 1}
SEALED = decision_hash([DECISION], [LEDGER])
KEPT = LedgerRows(
    orders={"o-1": DONE},
    fills={1: FILL},
    ledger={1: LEDGER},
    decided={("USDCOP", "2025-01-02", "champion"): [DECISION]},
    rulings={"o-1": RULING},
    state=STATE,
)
Event = tuple[str, str, Mapping[str, Any]]
TRAIL: list[Event] = [
    ("trading_state.changed", "trading_state", {"from": None, "to": "ACTIVE", "version": 1}),
    ("order.accepted", "order:o-1", {**ORDER, **RULING}),
    ("order.filled", "order:o-1", {"order": DONE, "fill": FILL}),
    ("session.closed", "session:USDCOP:2025-01-02", {"decision_hashes": {"champion": SEALED}}),
    ("user.signed_in", "user:ana", {}),
]


def told(trail: list[Event], kept: LedgerRows = KEPT) -> list[tuple[Kind, str]]:
    walked = LedgerTrail(kept)
    for seq, (action, subject, detail) in enumerate(trail, 1):
        record = json.dumps({"detail": detail})
        walked.hear(AuditRow(seq, AT, AT, "ana", action, subject, record, GENESIS, GENESIS))
    return [(one.kind, one.where) for one in walked.differences()]


def test_tables_that_are_as_the_trail_tells_them_are_sound() -> None:
    assert told(TRAIL) == []
    assert told([], LedgerRows({}, {}, {}, {}, {}, None)) == []


def test_what_rows_of_an_earlier_version_do_not_tell_is_held_against_nothing() -> None:
    newer = replace(KEPT, fills={1: {**FILL, "units": 1.0}}, orders={"o-1": {**DONE, "body_hash": "ab"}})
    assert told(TRAIL, newer) == []


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        (replace(KEPT, fills={1: {**FILL, "price": 4001.0}}), [(Kind.FILL, "fill:1")]),
        (
            replace(KEPT, fills={}, ledger={}),
            [
                (Kind.FILL, "fill:1"),
                (Kind.DECISION, "session:USDCOP:2025-01-02"),
                (Kind.POSITION, "account:champion"),
            ],
        ),
        (replace(KEPT, orders={}), [(Kind.ORDER, "order:o-1")]),
        (replace(KEPT, orders={"o-1": {**DONE, "side": "sell"}}), [(Kind.ORDER, "order:o-1")] * 2),
        (replace(KEPT, orders={"o-1": {**DONE, "reason": "why"}}), [(Kind.ORDER, "order:o-1")]),
        (replace(KEPT, rulings={"o-1": {**RULING, "wanted": -1}}), [(Kind.DECISION, "order:o-1")]),
        (replace(KEPT, decided={}), [(Kind.DECISION, "session:USDCOP:2025-01-02")]),
        (replace(KEPT, state={**STATE, "version": 2}), [(Kind.STATE, "trading_state")]),
        (replace(KEPT, state=None), [(Kind.STATE, "trading_state")]),
    ],
)
def test_each_change_of_a_table_is_told_where_it_is(kept: LedgerRows, found: list[tuple[Kind, str]]) -> None:
    assert told(TRAIL, kept) == found


def test_rows_that_the_trail_does_not_tell_of_were_added() -> None:
    added = replace(KEPT, fills={1: FILL, 2: {**FILL, "id": 2}}, orders={"o-1": DONE, "o-2": ORDER})
    assert told(TRAIL, added) == [
        (Kind.ORDER, "order:o-2"),
        (Kind.FILL, "fill:2"),
        (Kind.POSITION, "account:champion"),
    ]


def test_an_order_whose_end_the_trail_does_not_tell_is_working() -> None:
    begun, working = TRAIL[:2], LedgerRows({"o-1": ORDER}, {}, {}, {}, {"o-1": RULING}, STATE)
    assert told(begun, working) == []
    triggered = replace(working, orders={"o-1": {**ORDER, "triggered_at": "2025-01-02T14:01:00Z"}})
    assert told(begun, triggered) == [], "the trail tells of a trigger with the order's end"
    ended = replace(working, orders={"o-1": {**ORDER, "status": "cancelled"}})
    assert told(begun, ended) == [(Kind.ORDER, "order:o-1")]


def test_a_fill_after_a_session_was_closed_does_not_belong_to_its_seal() -> None:
    later = {**FILL, "id": 2, "account": "champion"}
    trail = [*TRAIL, ("order.filled", "order:o-1", {"order": DONE, "fill": later})]
    kept = replace(KEPT, fills={1: FILL, 2: later}, ledger={1: LEDGER, 2: replace(LEDGER, units=2.0)})
    assert told(trail, kept) == []


@pytest.mark.parametrize("kept", [{}, {"o-3": {**ORDER, "id": "o-3", "status": "refused"}}])
def test_an_order_that_was_refused_may_have_a_row_and_need_not(kept: dict[str, dict[str, Any]]) -> None:
    refused = {**ORDER, "id": "o-3", "status": "refused"}
    trail = [*TRAIL, ("order.refused", "order:o-3", refused)]
    assert told(trail, replace(KEPT, orders={"o-1": DONE, **kept})) == []


@pytest.mark.parametrize("detail", [{}, {"id": "o-1"}, {"order": 3, "fill": {}}])
def test_a_row_that_is_not_of_its_kind_is_told(detail: Mapping[str, Any]) -> None:
    found = told([*TRAIL, ("order.filled", "order:o-1", detail)])
    assert (Kind.TRAIL, "row:6") in found
