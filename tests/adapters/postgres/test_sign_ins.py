import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from usdcop.adapters.postgres.sign_ins import PostgresSignIns
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.core.access import Renewal, Role, SignIn

AT = datetime(2024, 1, 2, 13, tzinfo=UTC)
NOW = datetime(2025, 3, 14, 13, tzinfo=UTC)
GRACE = timedelta(seconds=10)
DIGEST = "digest of the first"
ROLES = frozenset({Role.TRADER})


@pytest.fixture
def sign_in(postgres: Engine) -> SignIn:
    PostgresUsers(postgres).add("maria", ROLES, "hash", "system", AT)
    made = SignIn(uuid4(), "maria", ROLES, NOW + timedelta(days=14))
    PostgresSignIns(postgres).open(made, DIGEST, NOW, AT, "192.0.2.1")
    return made


def actions(engine: Engine) -> Sequence[str]:
    with engine.begin() as connection:
        return connection.execute(text("SELECT action FROM audit_log ORDER BY seq")).scalars().all()


def test_tokens_follow_each_other(postgres: Engine, sign_in: SignIn) -> None:
    sign_ins = PostgresSignIns(postgres)
    digests = (DIGEST, "d1", "d2", "d3")
    for n in range(3):
        assert sign_ins.renew((digests[n], digests[n + 1]), NOW, GRACE, AT) == (Renewal.RENEW, sign_in)
    assert sign_ins.stands(sign_in.id, NOW)


def test_a_second_tab_gets_the_same_successor_for_a_while(postgres: Engine, sign_in: SignIn) -> None:
    sign_ins = PostgresSignIns(postgres)
    sign_ins.renew((DIGEST, "d1"), NOW, GRACE, AT)
    assert sign_ins.renew((DIGEST, "d1"), NOW + GRACE, GRACE, AT) == (Renewal.REPEAT, sign_in)
    assert sign_ins.renew(("d1", "d2"), NOW + GRACE, GRACE, AT) == (Renewal.RENEW, sign_in)


def test_a_token_used_again_later_ends_the_family(postgres: Engine, sign_in: SignIn) -> None:
    sign_ins = PostgresSignIns(postgres)
    sign_ins.renew((DIGEST, "d1"), NOW, GRACE, AT)
    later = NOW + GRACE + timedelta(seconds=1)
    assert sign_ins.renew((DIGEST, "d1"), later, GRACE, AT)[0] is Renewal.REVOKE
    assert not sign_ins.stands(sign_in.id, later)
    assert sign_ins.renew(("d1", "d2"), later, GRACE, AT)[0] is Renewal.REFUSE
    assert actions(postgres) == ["user.changed", "user.signed_in", "user.signed_out"]


def test_a_token_shown_by_many_at_once_is_used_once(postgres: Engine, sign_in: SignIn) -> None:
    found: list[Renewal] = []

    def show() -> None:
        found.append(PostgresSignIns(postgres).renew((DIGEST, "d1"), NOW, GRACE, AT)[0])

    tabs = [threading.Thread(target=show) for _ in range(5)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(found) == sorted([Renewal.RENEW, *[Renewal.REPEAT] * 4])


def test_an_unknown_token_belongs_to_nobody(postgres: Engine, sign_in: SignIn) -> None:
    assert PostgresSignIns(postgres).renew(("x", "y"), NOW, GRACE, AT) == (Renewal.REFUSE, None)


def test_a_sign_in_ends_by_itself_by_hand_and_with_its_user(postgres: Engine, sign_in: SignIn) -> None:
    sign_ins = PostgresSignIns(postgres)
    assert not sign_ins.stands(sign_in.id, sign_in.expires_at)
    assert sign_ins.renew((DIGEST, "d1"), sign_in.expires_at, GRACE, AT)[0] is Renewal.REFUSE
    with postgres.begin() as connection:
        connection.execute(text("UPDATE users SET active = false"))
    assert not sign_ins.stands(sign_in.id, NOW)
    assert sign_ins.renew((DIGEST, "d1"), NOW, GRACE, AT)[0] is Renewal.REFUSE
    with postgres.begin() as connection:
        connection.execute(text("UPDATE users SET active = true"))
    assert sign_ins.stands(sign_in.id, NOW)
    sign_ins.close(sign_in.id, "maria", NOW, AT)
    sign_ins.close(sign_in.id, "maria", NOW, AT)
    assert not sign_ins.stands(sign_in.id, NOW)
    assert actions(postgres).count("user.signed_out") == 1


def test_nobody_stands_who_never_signed_in(postgres: Engine) -> None:
    assert not PostgresSignIns(postgres).stands(uuid4(), NOW)


def test_the_trail_tells_who_signed_in_from_where_and_who_was_refused(
    postgres: Engine, sign_in: SignIn
) -> None:
    PostgresSignIns(postgres).refused("omar", AT, "192.0.2.7", "unknown")
    with postgres.begin() as connection:
        rows = connection.execute(
            text("SELECT actor, subject, record FROM audit_log ORDER BY seq DESC LIMIT 2")
        )
        refused, signed_in = rows.all()
    assert (refused.actor, refused.subject) == ("anonymous", "user:omar")
    assert "192.0.2.7" in refused.record
    assert (signed_in.actor, signed_in.subject) == ("maria", "user:maria")
    assert "192.0.2.1" in signed_in.record
    assert DIGEST not in signed_in.record


def test_long_ended_sign_ins_are_forgotten(postgres: Engine, sign_in: SignIn) -> None:
    later = sign_in.expires_at + timedelta(days=31)
    other = SignIn(uuid4(), "maria", ROLES, later + timedelta(days=14))
    PostgresSignIns(postgres).open(other, "e0", later, AT, "192.0.2.1")
    with postgres.begin() as connection:
        assert connection.execute(text("SELECT id FROM sign_ins")).scalars().all() == [other.id]
