import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from support.orders import AT
from usdcop.adapters.objects import LocalObjects
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.core.audit import ANCHORED, GENESIS, AuditRow
from usdcop.core.errors import StorageError, VerificationError
from usdcop.main.jobs.anchoring import FOLDER, anchor, newest, shelf, verify


@pytest.fixture
def trail(postgres: Engine) -> PostgresAudit:
    return PostgresAudit(postgres)


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path)


def more(trail: PostgresAudit, count: int) -> None:
    for number in range(count):
        trail.append(AT, "ana", "did", f"thing:{number}", {"n": number})


def test_an_empty_trail_is_not_anchored_and_holds(trail: PostgresAudit, objects: LocalObjects) -> None:
    assert anchor(trail, objects, AT) is None
    assert newest(objects) is None
    found = verify(trail, objects)
    assert (found.rows, found.anchors, found.anchored_until, found.broken) == (0, 0, 0, None)


def told(trail: PostgresAudit) -> list[AuditRow]:
    return [row for row in trail.rows() if row.action == ANCHORED]


def test_a_head_is_anchored_once_and_each_anchor_carries_the_one_before(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    more(trail, 3)
    first = anchor(trail, objects, AT)
    assert first is not None
    assert (first.number, first.seq, first.anchored_at, first.previous) == (1, 3, AT, GENESIS)
    assert anchor(trail, objects, AT + timedelta(minutes=15)) is None
    assert objects.keys(FOLDER) == [f"{FOLDER}/000000000003.json"]
    more(trail, 2)
    second = anchor(trail, objects, AT + timedelta(minutes=30))
    assert second is not None
    assert (second.number, second.previous) == (2, first.digest)
    assert shelf(objects).anchors == (first, second)
    assert newest(objects) == second
    more(trail, 1)
    found = verify(trail, objects)
    assert (found.first, found.rows, found.anchors, found.anchored_until, found.broken) == (1, 8, 2, 6, None)
    assert found.told == 2


def test_the_trail_tells_of_each_anchor(trail: PostgresAudit, objects: LocalObjects) -> None:
    more(trail, 3)
    made = anchor(trail, objects, AT, AT + timedelta(days=1))
    assert made is not None
    (row,) = told(trail)
    assert (row.seq, row.actor, row.subject, row.at) == (
        4,
        "scheduler",
        "audit_trail",
        AT + timedelta(days=1),
    )
    assert row.detail == {"number": 1, "seq": 3, "hash": made.hash, "digest": made.digest}


class Refusing(PostgresAudit):
    """A trail whose writer is killed when it would tell of an anchor."""

    def append(self, *_told: object) -> int:
        raise StorageError("Killed.", "None.")


def test_whoever_was_killed_before_the_trail_told_of_an_anchor_is_made_up_for(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    more(trail, 3)
    anchor(trail, objects, AT)
    more(trail, 1)
    with pytest.raises(StorageError):
        anchor(Refusing(trail.engine), objects, AT)
    assert (len(objects.keys(FOLDER)), len(told(trail))) == (2, 1)
    assert verify(trail, objects).broken is None, "an anchor that no row tells of yet is nobody's fault"
    assert anchor(trail, objects, AT) is None, "the row that tells of it is all there is to do"
    assert [row.detail["number"] for row in told(trail)] == [1, 2]
    assert verify(trail, objects).broken is None


def test_anchors_of_an_earlier_version_are_counted_and_the_newest_is_told_of(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    more(trail, 3)
    anchor(trail, objects, AT)
    key = objects.keys(FOLDER)[0]
    old = {name: value for name, value in json.loads(objects.get(key)).items() if name != "number"}
    objects.put(key, json.dumps(old).encode())
    with transaction(trail.engine) as connection:
        connection.execute(text("DELETE FROM audit_log WHERE action = :told"), {"told": ANCHORED})
    found = verify(trail, objects)
    assert (found.broken, found.anchors, found.told) == (None, 1, 0)
    more(trail, 1)
    made = anchor(trail, objects, AT)
    assert made is not None
    assert [row.detail["number"] for row in told(trail)] == [1, 2]
    assert (made.number, verify(trail, objects).broken) == (2, None)


@pytest.mark.parametrize("spoil", ["deleted", "changed"])
def test_nothing_is_anchored_over_a_newest_anchor_that_is_not_the_one_told_of(
    trail: PostgresAudit, objects: LocalObjects, spoil: str
) -> None:
    for _ in range(2):
        more(trail, 2)
        anchor(trail, objects, AT)
    key = objects.keys(FOLDER)[-1]
    if spoil == "deleted":
        objects.delete([key])
    else:
        objects.put(key, objects.get(key) + b" ")
    more(trail, 1)
    with pytest.raises(VerificationError, match="do not fit the trail: anchor 2"):
        anchor(trail, objects, AT)
    assert len(told(trail)) == 2


def test_an_anchor_that_is_made_while_the_trail_is_walked_is_no_fault(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    more(trail, 2)
    before = shelf(objects)
    anchor(trail, objects, AT)
    assert verify(trail, objects, held=before).broken is None


def test_a_home_whose_anchors_do_not_read_is_not_anchored_further(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    more(trail, 1)
    anchor(trail, objects, AT)
    objects.put(f"{FOLDER}/000000000001.json", b"{}")
    more(trail, 1)
    with pytest.raises(VerificationError, match="cannot be read"):
        anchor(trail, objects, AT)
