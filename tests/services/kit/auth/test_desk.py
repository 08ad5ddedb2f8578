from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from support.clocks import HandClock
from usdcop.adapters.tokens import Tokens
from usdcop.core.access import Renewal, Role, SignIn, User, UserChange, renewal
from usdcop.core.errors import UnauthenticatedError, UsageError
from usdcop.services.kit.auth.desk import Desk, DeskPorts, Wanted
from usdcop.services.kit.settings import AccessSettings, AuthMode

NOW = datetime(2025, 3, 14, 13, tzinfo=UTC)
GIVEN = "correct horse battery"
ACCESS = AccessSettings(AuthMode.WRITES, "a key of thirty-two bytes or more, for tests")


# ruff: noqa: ARG002 - the stores in memory have the shapes of the ports


class PlainPasswords:
    """Keeps passwords as they are, and counts how often one was checked."""

    checked = 0

    def hash(self, password: str) -> str:
        return f"hash of {password}"

    def fits(self, password: str, kept: str | None) -> bool:
        self.checked += 1
        return kept == self.hash(password)


@dataclass
class HeldUsers:
    """Users in memory."""

    held: dict[str, tuple[User, str]] = field(default_factory=dict)

    def all(self) -> Sequence[User]:
        return [user for user, _ in self.held.values()]

    def find(self, name: str) -> tuple[User, str] | None:
        return self.held.get(name)

    def add(self, name: str, roles: frozenset[Role], password_hash: str, by: str, at: datetime) -> User:
        user = User(name, roles, active=True, created_by=by, recorded_at=at)
        self.held[name] = user, password_hash
        return user

    def change(self, name: str, change: UserChange, by: str, at: datetime) -> User:
        user, kept = self.held[name]
        user = replace(
            user,
            roles=user.roles if change.roles is None else change.roles,
            active=user.active if change.active is None else change.active,
        )
        self.held[name] = user, change.password_hash or kept
        return user


@dataclass
class HeldSignIns:
    """Sign-ins in memory."""

    families: dict[UUID, SignIn] = field(default_factory=dict)
    digests: dict[str, tuple[UUID, datetime | None]] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)

    def open(self, sign_in: SignIn, digest: str, now: datetime, at: datetime, address: str) -> None:
        self.families[sign_in.id] = sign_in
        self.digests[digest] = sign_in.id, None

    def refused(self, name: str, at: datetime, address: str, why: str) -> None:
        self.told.append((name, why))

    def renew(
        self, digests: tuple[str, str], now: datetime, grace: timedelta, at: datetime
    ) -> tuple[Renewal, SignIn | None]:
        if digests[0] not in self.digests:
            return Renewal.REFUSE, None
        family, used_at = self.digests[digests[0]]
        verdict = renewal(ended=family not in self.families, used_at=used_at, now=now, grace=grace)
        sign_in = self.families.get(family)
        if verdict is Renewal.RENEW:
            self.digests[digests[0]] = family, now
            self.digests[digests[1]] = family, None
        elif verdict is Renewal.REVOKE:
            del self.families[family]
        return verdict, sign_in

    def close(self, sign_in: UUID, by: str, now: datetime, at: datetime) -> None:
        self.families.pop(sign_in, None)


class At:
    """A desk on a clock moved by hand."""

    def __init__(self) -> None:
        self.clock = HandClock(NOW)
        self.users, self.sign_ins, self.passwords = HeldUsers(), HeldSignIns(), PlainPasswords()
        tokens = Tokens(ACCESS.secret, "usdcop-real", ACCESS.access_lifetime)
        ports = DeskPorts(self.users, self.sign_ins, tokens, self.passwords, self.clock, self.clock)
        self.desk = Desk(ports, ACCESS)
        self.desk.add_user("maria", frozenset({Role.TRADER}), GIVEN, "admin")


@pytest.fixture
def at() -> At:
    return At()


def test_who_knows_the_password_gets_tokens(at: At) -> None:
    issued = at.desk.sign_in("maria", GIVEN, "192.0.2.1")
    assert issued.principal.name == "maria"
    assert issued.principal.expires_at == NOW + ACCESS.access_lifetime
    assert at.sign_ins.families[issued.principal.sign_in].expires_at == NOW + ACCESS.refresh_lifetime
    assert issued.refresh not in at.sign_ins.digests


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("maria", "wrong", ("maria", "wrong password")),
        ("omar", GIVEN, ("omar", "unknown")),
        (GIVEN, "maria", ("?", "unknown")),
        ("maria'; --", GIVEN, ("?", "unknown")),
        ("", "", ("?", "unknown")),
    ],
)
def test_everybody_else_gets_one_answer_after_one_check(
    at: At, name: str, password: str, told: tuple[str, str]
) -> None:
    with pytest.raises(UnauthenticatedError) as refused:
        at.desk.sign_in(name, password, "192.0.2.1")
    assert (refused.value.sentence, refused.value.code) == ("The name or the password is wrong.", "REFUSED")
    assert at.passwords.checked == 1
    assert at.sign_ins.told == [told]


def test_a_deactivated_user_gets_the_same_answer(at: At) -> None:
    at.desk.change_user("maria", Wanted(active=False), "admin")
    with pytest.raises(UnauthenticatedError) as refused:
        at.desk.sign_in("maria", GIVEN, "192.0.2.1")
    assert refused.value.code == "REFUSED"
    assert at.sign_ins.told == [("maria", "deactivated")]


def test_tokens_are_renewed_one_after_the_other(at: At) -> None:
    issued = at.desk.sign_in("maria", GIVEN, "192.0.2.1")
    seen = {issued.refresh}
    for _ in range(3):
        at.clock.advance(timedelta(minutes=15))
        issued = at.desk.renew(issued.refresh)
        seen.add(issued.refresh)
    assert len(seen) == 4
    assert issued.principal.expires_at == at.clock.now() + ACCESS.access_lifetime


def test_a_second_tab_gets_the_same_successor_and_a_thief_ends_it_for_both(at: At) -> None:
    first = at.desk.sign_in("maria", GIVEN, "192.0.2.1").refresh
    second = at.desk.renew(first).refresh
    at.clock.advance(ACCESS.reuse_grace)
    assert at.desk.renew(first).refresh == second
    at.clock.advance(timedelta(microseconds=1))
    with pytest.raises(UnauthenticatedError) as refused:
        at.desk.renew(first)
    assert refused.value.code == "TOKEN_REUSED"
    with pytest.raises(UnauthenticatedError) as ended:
        at.desk.renew(second)
    assert ended.value.code == "TOKEN_INVALID"


def test_a_token_that_was_never_given_is_refused(at: At) -> None:
    with pytest.raises(UnauthenticatedError) as refused:
        at.desk.renew("never given")
    assert refused.value.code == "TOKEN_INVALID"


def test_who_signed_out_cannot_renew(at: At) -> None:
    issued = at.desk.sign_in("maria", GIVEN, "192.0.2.1")
    at.desk.sign_out(issued.principal)
    with pytest.raises(UnauthenticatedError):
        at.desk.renew(issued.refresh)


def test_ones_own_password_takes_the_old_one(at: At) -> None:
    who = at.desk.sign_in("maria", GIVEN, "192.0.2.1").principal
    with pytest.raises(UnauthenticatedError):
        at.desk.change_own_password(who, "wrong", "another good password")
    with pytest.raises(UsageError):
        at.desk.change_own_password(who, GIVEN, "short")
    at.desk.change_own_password(who, GIVEN, "another good password")
    assert at.desk.sign_in("maria", "another good password", "192.0.2.1").principal.name == "maria"


def test_users_are_added_and_changed_by_rules(at: At) -> None:
    with pytest.raises(UsageError):
        at.desk.add_user("Omar", frozenset({Role.VIEWER}), GIVEN, "admin")
    with pytest.raises(UsageError):
        at.desk.add_user("omar", frozenset({Role.VIEWER}), "short", "admin")
    assert [user.name for user in at.desk.users()] == ["maria"]
    changed = at.desk.change_user("maria", Wanted(roles=frozenset({Role.OPERATOR})), "admin")
    assert changed.roles == {Role.OPERATOR}
    assert at.desk.sign_in("maria", GIVEN, "192.0.2.1").principal.roles == {Role.OPERATOR}
