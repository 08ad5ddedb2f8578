from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from support.orders import AT
from usdcop.adapters.objects import LocalObjects
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.audit import GENESIS
from usdcop.core.errors import UsageError, VerificationError
from usdcop.main.jobs.anchoring import FOLDER, anchor, anchors, newest, verify


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


def test_a_head_is_anchored_once_and_each_anchor_carries_the_one_before(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    more(trail, 3)
    first = anchor(trail, objects, AT)
    assert first is not None
    assert (first.seq, first.anchored_at, first.previous) == (3, AT, GENESIS)
    assert anchor(trail, objects, AT + timedelta(minutes=15)) is None
    assert objects.keys(FOLDER) == [f"{FOLDER}/000000000003.json"]
    more(trail, 2)
    second = anchor(trail, objects, AT + timedelta(minutes=30))
    assert second is not None
    assert second.previous != GENESIS
    assert anchors(objects) == [first, second]
    assert newest(objects) == second
    more(trail, 1)
    found = verify(trail, objects)
    assert (found.first, found.rows, found.anchors, found.anchored_until, found.broken) == (1, 6, 2, 5, None)


def test_a_walk_may_begin_at_an_anchor_and_nowhere_else(trail: PostgresAudit, objects: LocalObjects) -> None:
    more(trail, 3)
    anchor(trail, objects, AT)
    more(trail, 2)
    found = verify(trail, objects, after=3)
    assert (found.first, found.rows, found.broken) == (4, 2, None)
    with pytest.raises(UsageError, match="not anchored"):
        verify(trail, objects, after=2)


def test_a_home_whose_anchors_do_not_read_is_not_anchored_further(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    more(trail, 1)
    anchor(trail, objects, AT)
    objects.put(f"{FOLDER}/000000000001.json", b"{}")
    more(trail, 1)
    with pytest.raises(VerificationError, match="cannot be read"):
        anchor(trail, objects, AT)
