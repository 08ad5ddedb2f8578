from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from usdcop.core.access import (
    Principal,
    Renewal,
    Role,
    checked_name,
    checked_password,
    is_user_name,
    renewal,
    roles_of,
)
from usdcop.core.errors import UsageError

NOW = datetime(2025, 3, 14, 13, tzinfo=UTC)
GRACE = timedelta(seconds=10)


def principal(*roles: Role) -> Principal:
    return Principal("maria", frozenset(roles), uuid4(), NOW)


def test_a_user_may_what_one_of_the_roles_may_and_an_admin_everything() -> None:
    assert principal(Role.TRADER).may(Role.TRADER, Role.OPERATOR)
    assert not principal(Role.TRADER).may(Role.OPERATOR)
    assert principal(Role.ADMIN).may(Role.COMPLIANCE)
    assert not principal().may(Role.VIEWER)


@pytest.mark.parametrize(
    ("ended", "used", "verdict"),
    [
        (False, None, Renewal.RENEW),
        (False, timedelta(0), Renewal.REPEAT),
        (False, timedelta(seconds=10), Renewal.REPEAT),
        (False, timedelta(seconds=10, microseconds=1), Renewal.REVOKE),
        (False, timedelta(seconds=-5), Renewal.REPEAT),  # the clock of another process is ahead
        (True, None, Renewal.REFUSE),
        (True, timedelta(0), Renewal.REFUSE),
        (True, timedelta(hours=1), Renewal.REFUSE),
    ],
)
def test_what_becomes_of_a_refresh_token(ended: bool, used: timedelta | None, verdict: Renewal) -> None:
    used_at = None if used is None else NOW - used
    assert renewal(ended=ended, used_at=used_at, now=NOW, grace=GRACE) is verdict


@pytest.mark.parametrize("name", ["maria", "m", "a.b-c_d9", "a" * 32])
def test_names_of_users(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize("name", ["", "Maria", "9a", "a b", "a" * 33, "maría", "a\n", "a'; DROP TABLE users"])
def test_other_names_are_refused(name: str) -> None:
    assert not is_user_name(name)
    with pytest.raises(UsageError, match="letter"):
        checked_name(name)


@pytest.mark.parametrize("password", ["correct horse battery", "abcdefghijkl", "контрасеньяпароль"])
def test_passwords(password: str) -> None:
    assert checked_password(password, "maria") == password


@pytest.mark.parametrize(
    "password", ["", "short", "abcdefghijk", "a" * 40, "ababababababab", "maria-maria-42", "x" * 257]
)
def test_other_passwords_are_refused_without_being_repeated(password: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_password(password, "maria")
    assert not password or len(password) == 1 or password not in str(refused.value)


def test_roles_are_read_by_name() -> None:
    assert roles_of(["trader", " viewer "]) == {Role.TRADER, Role.VIEWER}
    for texts in ([], ["root"], ["Trader"]):
        with pytest.raises(UsageError, match="viewer, trader, operator, compliance, admin"):
            roles_of(texts)
