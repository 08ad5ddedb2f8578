"""P9: whoever owns the database may change the trail, but not unnoticed, up to the newest anchor."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from support.orders import AT
from usdcop.adapters.objects import LocalObjects
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.core.audit import sealed
from usdcop.core.errors import VerificationError
from usdcop.main.jobs.anchoring import FOLDER, anchor, verify

Harm = Callable[[Connection], None]


@pytest.fixture
def trail(postgres: Engine) -> PostgresAudit:
    return PostgresAudit(postgres)


@pytest.fixture
def objects(trail: PostgresAudit, tmp_path: Path) -> LocalObjects:
    """Ten rows, anchored at the fourth and at the eighth, which is row 9: row 5 and row 10 tell of the anchors."""
    store = LocalObjects(tmp_path)
    for number in range(1, 11):
        trail.append(AT, "ana", "order.accepted", f"order:{number}", {"venue": f"venue {number}"})
        if number in {4, 8}:
            anchor(trail, store, AT)
    return store


def run(statement: str) -> Harm:
    def harm(connection: Connection) -> None:
        connection.execute(text(statement))

    return harm


def rechained(first: int, *, record: Callable[[str], str] = lambda line: line, drop: bool = False) -> Harm:
    """Change or drop row ``first`` and seal all rows after it anew, as somebody who knows the code would."""

    def harm(connection: Connection) -> None:
        rows = connection.execute(text("SELECT seq, record, previous_hash FROM audit_log ORDER BY seq")).all()
        previous = rows[first - 1].previous_hash
        connection.execute(text("DELETE FROM audit_log WHERE seq >= :first"), {"first": first})
        for row in rows[first - 1 + drop :]:
            seq = row.seq - drop
            told = json.loads(row.record)
            line = record(row.record) if row.seq == first else json.dumps({**told, "seq": seq})
            connection.execute(
                text(
                    "INSERT INTO audit_log VALUES (:seq, CAST(:at AS timestamptz), CAST(:recorded_at AS timestamptz),"
                    " :actor, :action, :subject, :line, :previous, :hash)"
                ),
                {**told, "seq": seq, "line": line, "previous": previous, "hash": sealed(previous, line)},
            )
            previous = sealed(previous, line)

    return harm


@pytest.mark.parametrize(
    ("harm", "seq"),
    [
        (run("UPDATE audit_log SET record = replace(record, 'venue 2', 'venue 9') WHERE seq = 2"), 2),
        (run("UPDATE audit_log SET actor = 'ben' WHERE seq = 3"), 3),
        (run("UPDATE audit_log SET at = at + interval '1 second' WHERE seq = 5"), 5),
        (run("UPDATE audit_log SET recorded_at = recorded_at - interval '1 day' WHERE seq = 5"), 5),
        (run("UPDATE audit_log SET hash = repeat('0', 64) WHERE seq = 6"), 6),
        (run("UPDATE audit_log SET record = 'nothing' WHERE seq = 7"), 7),
        (run("DELETE FROM audit_log WHERE seq = 1"), 2),
        (run("DELETE FROM audit_log WHERE seq = 5"), 6),
        (run("DELETE FROM audit_log WHERE seq >= 8"), 8),
        (run("DELETE FROM audit_log WHERE seq >= 5"), 5),
        (run("TRUNCATE audit_log"), 1),
        (run("UPDATE audit_log SET seq = seq + 1000 WHERE seq = 12"), 1012),
        (rechained(2, record=lambda line: line.replace("venue 2", "venue 9")), 4),
        (rechained(7, record=lambda line: line.replace("venue 6", "venue 9")), 9),
        (rechained(6, drop=True), 9),
    ],
)
def test_any_change_before_the_newest_anchor_is_found(
    trail: PostgresAudit, objects: LocalObjects, harm: Harm, seq: int
) -> None:
    assert verify(trail, objects).broken is None
    with transaction(trail.engine) as connection:
        harm(connection)
    broken = verify(trail, objects).broken
    assert broken is not None
    assert broken.seq == seq


@pytest.mark.parametrize(
    ("first", "spoil"),
    [(first, spoil) for first in "49" for spoil in ("hash", "seq", "previous", "torn")] + [("4", "gone")],
)
def test_an_anchor_that_was_changed_or_removed_is_found(
    trail: PostgresAudit, objects: LocalObjects, first: str, spoil: str
) -> None:
    key = f"{FOLDER}/{first:0>12}.json"
    told = json.loads(objects.get(key))
    match spoil:
        case "gone":
            objects.delete([key])
        case "torn":
            objects.put(key, objects.get(key)[:20])
        case _:
            changed = 3 if spoil == "seq" else "0" * 63 + "1"
            objects.put(key, json.dumps({**told, spoil: changed}).encode())
    assert verify(trail, objects).broken is not None


def test_what_was_cut_or_changed_at_the_anchored_head_is_not_anchored_over(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    with transaction(trail.engine) as connection:
        run("DELETE FROM audit_log WHERE seq >= 9")(connection)
    for number in range(4):
        trail.append(AT, "ana", "order.accepted", f"order:{number}", {})
    with pytest.raises(VerificationError, match="row 9"):
        anchor(trail, objects, AT)
    found = verify(trail, objects)
    assert found.broken is not None
    assert found.broken.seq == 9
    assert len(objects.keys(FOLDER)) == 2


def test_a_broken_chain_after_the_newest_anchor_is_not_anchored(
    trail: PostgresAudit, objects: LocalObjects
) -> None:
    with transaction(trail.engine) as connection:
        run("UPDATE audit_log SET actor = 'ben' WHERE seq = 11")(connection)
    with pytest.raises(VerificationError, match="row 11"):
        anchor(trail, objects, AT)
