"""Whoever owns the database or the object store may change what is kept; each of the three examiners sees it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from support.homes import copied_home
from support.tampering import (
    AT,
    EXAMINERS,
    Harm,
    Scene,
    made_by_an_earlier_version,
    rechained,
    scene,
    tampered,
)
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.errors import ServerError
from usdcop.core.examination import Kind
from usdcop.core.trials import SERIES
from usdcop.main.jobs.anchoring import anchor
from usdcop.main.jobs.examination import archive_of, examine_record
from usdcop.main.scheduling.nights import anchor_now

POLICY_FILL = "id = (SELECT min(id) FROM fills)"
PERSONS_FILL = "account = 'manual'"
A_SIGN_IN = "subject = 'user:0'"


@pytest.fixture(scope="module")
def home(servers_root: Path) -> Iterator[Scene]:
    """Tampered with and put back by each test."""
    with copied_home(servers_root, "tampered", running=True) as root, scene(root) as made:
        yield made


def sql(*statements: str) -> Harm:
    return lambda home: home.run(*statements)


def rehashed(condition: str) -> Harm:
    """Change one row and seal it, and no other, anew."""
    sealed = "encode(sha256(convert_to(previous_hash || E'\\n' || record, 'UTF8')), 'hex')"
    return sql(
        f"UPDATE audit_log SET actor = 'ben', record = replace(record, 'ana', 'ben') WHERE {condition}",
        f"UPDATE audit_log SET hash = {sealed} WHERE {condition}",
    )


def anchor_deleted(place: int) -> Harm:
    return lambda home: home.system.objects.delete([home.anchors()[place]])


def all_anchors_deleted(home: Scene) -> None:
    home.system.objects.delete(home.anchors())


def anchor_edited(place: int, field: str, value: object) -> Harm:
    def harm(home: Scene) -> None:
        key = home.anchors()[place]
        told = json.loads(home.system.objects.get(key))
        home.system.objects.put(key, json.dumps({**told, field: value}).encode())

    return harm


def anchors_made_anew(home: Scene) -> None:
    """Every anchor is written anew, each with the hash of the one before: only the trail knows better."""
    objects, previous = home.system.objects, "0" * 64
    for key in home.anchors():
        told = {
            **json.loads(objects.get(key)),
            "previous": previous,
            "anchored_at": "2030-01-01T00:00:00+00:00",
        }
        data = json.dumps(told).encode()
        objects.put(key, data)
        previous = hashlib.sha256(data).hexdigest()


def series_altered(home: Scene) -> None:
    objects = home.system.objects
    (key,) = objects.keys(SERIES)
    objects.put(key, objects.get(key).replace(b"0.0", b"0.1"))


def bundle_altered(home: Scene) -> None:
    objects = home.system.objects
    key = objects.keys("usdcop-models")[0]
    objects.put(key, objects.get(key) + b" ")


def bundle_deleted(home: Scene) -> None:
    objects = home.system.objects
    objects.delete(objects.keys("usdcop-models"))


TAMPERING: dict[str, tuple[Harm, str]] = {
    "row edited": (sql(f"UPDATE audit_log SET actor = 'ben' WHERE {A_SIGN_IN}"), "columns differ"),
    "row's record edited": (
        sql(f"UPDATE audit_log SET record = replace(record, 'ana', 'ben') WHERE {A_SIGN_IN}"),
        "its record was changed",
    ),
    "row edited and re-hashed": (
        rehashed(A_SIGN_IN),
        "differs from what was anchored",
    ),
    "row deleted": (sql(f"DELETE FROM audit_log WHERE {A_SIGN_IN}"), "is missing"),
    "newest anchored row deleted": (
        sql(
            "DELETE FROM audit_log WHERE subject = 'user:2' OR seq > (SELECT seq FROM audit_log WHERE subject = 'user:2')"
        ),
        "the trail reached row",
    ),
    "trail emptied": (sql("DELETE FROM audit_log"), "is missing"),
    "chain made anew from a row on": (rechained("user:0", "ana", "ben"), "differs from what was anchored"),
    "first anchor edited": (anchor_edited(0, "hash", "0" * 64), "does not follow"),
    "newest anchor edited": (
        anchor_edited(-1, "anchored_at", "2030-01-01T00:00:00+00:00"),
        "was changed after it was made",
    ),
    "newest anchor's hash edited": (anchor_edited(-1, "hash", "0" * 64), "differs from what was anchored"),
    "newest anchor torn": (lambda home: home.system.objects.put(home.anchors()[-1], b"{"), "cannot be read"),
    "all anchors made anew": (anchors_made_anew, "was changed after it was made"),
    "newest anchor deleted": (anchor_deleted(-1), "is not there any more: it was deleted"),
    "middle anchor deleted": (anchor_deleted(1), "anchors between 1 and 3 were deleted"),
    "first anchor deleted": (anchor_deleted(0), "were deleted"),
    "all anchors deleted": (all_anchors_deleted, "is not there any more: it was deleted"),
    "person's fill deleted": (sql(f"DELETE FROM fills WHERE {PERSONS_FILL}"), "it was deleted"),
    "policy's fill deleted": (sql(f"DELETE FROM fills WHERE {POLICY_FILL}"), "it was deleted"),
    "fill's price changed": (sql(f"UPDATE fills SET price = price + 1 WHERE {PERSONS_FILL}"), "price is"),
    "fill's units changed": (sql(f"UPDATE fills SET units = units * 2 WHERE {PERSONS_FILL}"), "units is"),
    "fill's quantity changed": (
        sql(f"UPDATE fills SET quantity_usd = 2e4 + 1 WHERE {PERSONS_FILL}"),
        "quantity_usd is",
    ),
    "fill's spread changed": (
        sql(f"UPDATE fills SET in_price_cop = 0 WHERE {PERSONS_FILL}"),
        "in_price_cop is",
    ),
    "fill's account changed": (
        sql(f"UPDATE fills SET account = 'main' WHERE {PERSONS_FILL}"),
        "account is main",
    ),
    "fill added": (
        sql(
            "CREATE TEMPORARY TABLE one AS SELECT * FROM fills WHERE account = 'manual'",
            "UPDATE one SET id = 1000000, n = 2",
            "INSERT INTO fills SELECT * FROM one",
            "DROP TABLE one",
        ),
        "added by hand",
    ),
    "order changed": (sql(f"UPDATE orders SET quantity_usd = 1 WHERE {PERSONS_FILL}"), "quantity_usd is 1"),
    "order's actor changed": (sql(f"UPDATE orders SET actor = 'ben' WHERE {PERSONS_FILL}"), "actor is ben"),
    "order reopened": (
        sql(f"UPDATE orders SET status = 'working', closed_at = NULL WHERE {PERSONS_FILL}"),
        "status is working",
    ),
    "order and its fill deleted": (
        sql(f"DELETE FROM fills WHERE {PERSONS_FILL}", f"DELETE FROM orders WHERE {PERSONS_FILL}"),
        "it was deleted",
    ),
    "decision changed": (
        sql("UPDATE decisions SET target = -target WHERE slot = 20"),
        "not those it was closed with",
    ),
    "trading state changed": (
        sql("UPDATE trading_state SET state = 'HALTED'"),
        "The trading state is HALTED",
    ),
    "prediction changed": (
        sql("UPDATE predictions SET p_long = p_long / 2 WHERE time = (SELECT max(time) FROM predictions)"),
        "differ from L5 in p_long",
    ),
    "prediction deleted": (
        sql("DELETE FROM predictions WHERE time = (SELECT max(time) FROM predictions)"),
        "predictions of L5 are not in PostgreSQL",
    ),
    "bundle of predictions unknown": (
        sql("UPDATE predictions SET bundle_hash = repeat('f', 64)"),
        "which the registry does not have",
    ),
    "version of predictions changed": (sql("UPDATE predictions SET model_version = '99'"), "of version 99"),
    "bundle altered": (bundle_altered, "differs from its checksum"),
    "bundle deleted": (bundle_deleted, "is not there"),
    "look changed": (sql("UPDATE looks SET number = 2"), "number is 2 and was 1"),
    "trial deleted": (sql("DELETE FROM look_trials"), "is none"),
    "look deleted": (sql("DELETE FROM look_trials", "DELETE FROM looks"), "was deleted"),
    "session returns altered": (series_altered, "altered"),
}


@pytest.mark.parametrize("examiner", EXAMINERS)
def test_an_untouched_home_is_sound(home: Scene, examiner: str) -> None:
    assert EXAMINERS[examiner](home) == []


@pytest.mark.parametrize("examiner", EXAMINERS)
@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_is_seen(home: Scene, kind: str, examiner: str) -> None:
    harm, said = TAMPERING[kind]
    with tampered(home, harm):
        found = EXAMINERS[examiner](home)
    assert found != []
    assert any(said in one for one in found), found


class Dying(PostgresAudit):
    """The trail of a process that is killed when it would tell of an anchor."""

    def append(self, *_told: object) -> int:
        raise ServerError("Killed.", "None.")


def killed_before_the_trail_told_of_an_anchor(home: Scene) -> None:
    trail = PostgresAudit(home.system.engine)
    trail.append(AT, "ana", "user.signed_in", "user:ana", {})
    with pytest.raises(ServerError):
        anchor(Dying(home.system.engine), home.system.objects, home.system.wall.now())


def killed_between_l5_and_postgresql(home: Scene) -> None:
    home.run(
        "UPDATE predictions SET p_long = p_long / 2 WHERE time = (SELECT max(time) FROM predictions)",
        "DELETE FROM predictions WHERE time = (SELECT min(time) FROM predictions)",
        "UPDATE pipeline_status SET status = 'interrupted'"
        " WHERE id = (SELECT max(id) FROM pipeline_status WHERE pipeline_type = 'L5')",
    )


def killed_before_a_fill_was_committed(home: Scene) -> None:
    with home.system.engine.connect() as connection:
        connection.execute(text("SELECT nextval('fills_id_seq')"))
        connection.execute(text("UPDATE orders SET status = 'cancelled'"))
        connection.rollback()


KILLED: dict[str, Harm] = {
    "anchor": killed_before_the_trail_told_of_an_anchor,
    "L5": killed_between_l5_and_postgresql,
    "fill": killed_before_a_fill_was_committed,
}


@pytest.mark.parametrize("examiner", EXAMINERS)
@pytest.mark.parametrize("step", KILLED)
def test_a_killed_write_is_no_tampering(home: Scene, step: str, examiner: str) -> None:
    with tampered(home, KILLED[step]):
        assert EXAMINERS[examiner](home) == []
        anchor_now(home.system)
        assert EXAMINERS[examiner](home) == []


@pytest.mark.parametrize("examiner", EXAMINERS)
def test_a_home_of_an_earlier_version_is_sound_and_what_was_not_recorded_is_told(
    home: Scene, examiner: str
) -> None:
    with tampered(home, made_by_an_earlier_version):
        assert EXAMINERS[examiner](home) == []
        notes = examine_record(archive_of(home.system)).notes
        assert [one.kind for one in notes if "tells of no anchor" in one.what] == [Kind.NOT_RECORDED]
        home.system.objects.delete([home.anchors()[0]])
        assert any("were deleted" in one for one in EXAMINERS[examiner](home))
    with tampered(home, made_by_an_earlier_version):
        anchor_now(home.system)
        assert EXAMINERS[examiner](home) == []
        home.system.objects.delete([home.anchors()[-1]])
        assert any("it was deleted" in one for one in EXAMINERS[examiner](home))
