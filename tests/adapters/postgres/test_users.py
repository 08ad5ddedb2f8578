import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from usdcop.adapters.postgres.sign_ins import PostgresSignIns
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.core.access import Role, SignIn, UserChange
from usdcop.core.errors import ConflictError, UnknownError

AT = datetime(2025, 3, 14, 13, tzinfo=UTC)
ADMIN, TRADER = frozenset({Role.ADMIN}), frozenset({Role.TRADER, Role.VIEWER})


def trail(engine: Engine) -> list[tuple[str, str, str]]:
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT actor, subject, record FROM audit_log ORDER BY seq"))
        return [(row.actor, row.subject, row.record) for row in rows]


def test_users_are_kept_with_roles_and_hash(postgres: Engine) -> None:
    users = PostgresUsers(postgres)
    made = users.add("maria", TRADER, "a hash", "admin", AT)
    assert (made.name, made.roles, made.active, made.created_by) == ("maria", TRADER, True, "admin")
    assert users.find("maria") == (made, "a hash")
    assert users.find("omar") is None
    users.add("ana", ADMIN, "another", "admin", AT)
    assert [user.name for user in users.all()] == ["ana", "maria"]


def test_a_name_is_given_once(postgres: Engine) -> None:
    users = PostgresUsers(postgres)
    users.add("maria", TRADER, "a hash", "admin", AT)
    with pytest.raises(ConflictError) as refused:
        users.add("maria", ADMIN, "another", "admin", AT)
    assert refused.value.code == "USER_EXISTS"
    assert users.find("maria") == (users.all()[0], "a hash")
    assert len(trail(postgres)) == 1


def test_the_first_user_is_made_once_also_by_two_at_once(postgres: Engine) -> None:
    made: list[bool] = []

    def make() -> None:
        made.append(PostgresUsers(postgres).add_first("admin", "a hash", AT))

    makers = [threading.Thread(target=make) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert sorted(made) == [False, False, False, True]
    assert [user.roles for user in PostgresUsers(postgres).all()] == [ADMIN]


def test_a_change_changes_what_it_names_ends_the_sign_ins_and_is_audited(postgres: Engine) -> None:
    users, sign_ins = PostgresUsers(postgres), PostgresSignIns(postgres)
    users.add("ana", ADMIN, "hash", "system", AT)
    users.add("maria", TRADER, "hash", "ana", AT)
    now = datetime.now(UTC)  # noqa: TID251 - the database reckons revocations with it
    sign_in = SignIn(uuid4(), "maria", TRADER, now + timedelta(days=1))
    sign_ins.open(sign_in, "digest", now, AT, "127.0.0.1")
    assert sign_ins.stands(sign_in.id, now)

    changed = users.change("maria", UserChange(roles=frozenset({Role.VIEWER})), "ana", AT)
    assert changed.roles == {Role.VIEWER}
    assert changed.active
    assert users.find("maria") == (changed, "hash")
    assert not sign_ins.stands(sign_in.id, now)
    actor, subject, record = trail(postgres)[-1]
    assert (actor, subject) == ("ana", "user:maria")
    assert "viewer" in record


def test_a_new_password_is_audited_without_it(postgres: Engine) -> None:
    users = PostgresUsers(postgres)
    users.add("ana", ADMIN, "hash", "system", AT)
    users.change("ana", UserChange(password_hash="the new hash"), "ana", AT)
    assert users.find("ana") == (users.all()[0], "the new hash")
    assert "the new hash" not in trail(postgres)[-1][2]


@pytest.mark.parametrize("change", [UserChange(active=False), UserChange(roles=frozenset({Role.VIEWER}))])
def test_the_last_administrator_stays(postgres: Engine, change: UserChange) -> None:
    users = PostgresUsers(postgres)
    users.add("ana", ADMIN, "hash", "system", AT)
    with pytest.raises(ConflictError) as refused:
        users.change("ana", change, "ana", AT)
    assert refused.value.code == "LAST_ADMIN"
    assert users.all()[0].active
    assert users.all()[0].roles == ADMIN
    users.add("omar", ADMIN, "hash", "ana", AT)
    users.change("ana", change, "omar", AT)


def test_nobody_cannot_be_changed(postgres: Engine) -> None:
    with pytest.raises(UnknownError):
        PostgresUsers(postgres).change("maria", UserChange(active=False), "ana", AT)
    assert trail(postgres) == []
