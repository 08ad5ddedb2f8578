import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from usdcop.core.audit import GENESIS, Anchor, AuditRow, Break, first_break, sealed, verify

AT = datetime(2025, 1, 2, 14, 0, tzinfo=UTC)


def chain(length: int, previous: str = GENESIS) -> list[AuditRow]:
    rows = []
    for seq in range(1, length + 1):
        told = {
            "seq": seq,
            "at": AT.isoformat(),
            "recorded_at": AT.isoformat(),
            "actor": "ana",
            "action": "did",
        }
        record = json.dumps({**told, "subject": f"thing:{seq}", "detail": {"n": seq}})
        rows.append(
            AuditRow(seq, AT, AT, "ana", "did", f"thing:{seq}", record, previous, sealed(previous, record))
        )
        previous = rows[-1].hash
    return rows


def anchored(row: AuditRow) -> Anchor:
    return Anchor(row.seq, row.hash, AT, GENESIS, 1, "d" * 64)


def test_a_seal_is_the_hash_of_the_one_before_a_line_feed_and_the_record() -> None:
    assert sealed("a", "b") == "7e18f737311b2dc3b2f269dd78396b0351f14fb66efa879f768cb23181883c78"


def test_a_whole_chain_holds_and_so_does_a_part_that_knows_where_it_starts() -> None:
    rows = chain(4)
    assert first_break(rows) is None
    assert first_break(rows[2:], rows[1].hash, 2) is None
    assert first_break([]) is None
    assert rows[0].detail == {"n": 1}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"record": "{}"}, "changed"),
        ({"hash": GENESIS}, "changed"),
        ({"previous_hash": GENESIS}, "row before"),
        ({"seq": 9}, "missing"),
        ({"actor": "ben"}, "columns"),
        ({"subject": "thing:7"}, "columns"),
        ({"at": AT + timedelta(seconds=1)}, "times"),
    ],
)
def test_each_change_of_a_row_is_a_break_there(changed: dict[str, object], why: str) -> None:
    rows = chain(3)
    rows[1] = replace(rows[1], **changed)  # type: ignore[arg-type]
    found = first_break(rows)
    assert found is not None
    assert found.seq == rows[1].seq
    assert why in found.why


@pytest.mark.parametrize("record", ["nothing", "[]", "{}", '{"seq": 1, "at": 3}'])
def test_a_record_sealed_anew_that_cannot_be_read_is_a_break(record: str) -> None:
    row = replace(chain(1)[0], record=record, hash=sealed(GENESIS, record))
    assert first_break([row]) is not None


def test_a_verification_tells_how_far_it_reached() -> None:
    rows = chain(5)
    found = verify(rows, [anchored(rows[1]), anchored(rows[3])])
    assert (found.first, found.rows, found.anchors, found.anchored_until, found.broken) == (1, 5, 2, 4, None)
    start = anchored(rows[1])
    part = verify(rows[2:], [start, anchored(rows[3])], start)
    assert (part.first, part.rows, part.anchors, part.broken) == (3, 3, 1, None)


def test_a_cut_before_the_newest_anchor_is_a_break_after_the_last_row() -> None:
    rows = chain(5)
    found = verify(rows[:3], [anchored(rows[4])])
    assert found.broken == Break(4, "row 4 is missing: the trail reached row 5")
    assert verify(rows[:4], [anchored(rows[3])]).broken is None


def test_a_chain_made_anew_differs_from_its_anchor() -> None:
    rows = chain(5)
    found = verify(chain(5, previous=sealed("x", "y")), [anchored(rows[2])])
    assert found.broken == Break(1, "it does not carry the hash of the row before")
    other = verify(rows, [replace(anchored(rows[2]), hash=GENESIS)])
    assert other.broken is not None
    assert other.broken.seq == 3
