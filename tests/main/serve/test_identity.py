import secrets
import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from support.clocks import HandClock
from usdcop.adapters.tokens import Tokens
from usdcop.core.access import Role, SignIn
from usdcop.core.errors import UnauthenticatedError, UsageError
from usdcop.main.serve.identity import SIGN_IN_FRESH, TokenIdentity, access_settings, is_loopback
from usdcop.services.kit.settings import AuthMode

NOW = datetime(2025, 3, 14, 13, tzinfo=UTC)
KEPT = secrets.token_urlsafe(24)
OWN = "kX3mv9Qw2Lr8Ty6Zp0Nb4Hc7Jd1Fg5Sa"


@pytest.mark.parametrize(
    ("host", "given", "mode", "wanted"),
    [
        ("127.0.0.1", None, AuthMode.WRITES, AuthMode.WRITES),
        ("localhost", None, AuthMode.ALL, AuthMode.ALL),
        ("::1", OWN, AuthMode.WRITES, AuthMode.WRITES),
        ("0.0.0.0", OWN, AuthMode.WRITES, AuthMode.ALL),
        ("10.0.0.5", OWN, AuthMode.WRITES, AuthMode.ALL),
        ("desk.example", OWN, AuthMode.ALL, AuthMode.ALL),
    ],
)
def test_what_needs_a_token_and_the_key_it_is_signed_with(
    host: str, given: str | None, mode: AuthMode, wanted: AuthMode
) -> None:
    access = access_settings(mode, host, given, KEPT)
    assert (access.mode, access.secret) == (wanted, given or KEPT)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.5", "::", "desk.example", ""])
def test_without_a_secret_of_ones_own_nobody_else_is_let_near(host: str) -> None:
    with pytest.raises(UsageError, match="USDCOP_JWT_SECRET"):
        access_settings(AuthMode.ALL, host, None, KEPT)


@pytest.mark.parametrize(
    "given",
    ["", "short", "a" * 64, "abab" * 16, "changeme" * 8, "secretsecretsecretsecretsecretSECRET", OWN[:31]],
)
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_weak_secret_refuses_to_start_and_is_not_repeated(host: str, given: str) -> None:
    with pytest.raises(UsageError, match="weak") as refused:
        access_settings(AuthMode.WRITES, host, given, KEPT)
    assert not given or given not in str(refused.value)


def test_a_secret_spoilt_in_the_home_refuses_to_start() -> None:
    with pytest.raises(UsageError, match=r"jwt\.secret"):
        access_settings(AuthMode.WRITES, "127.0.0.1", None, "spoilt")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("[::1]", True),
        ("LOCALHOST", True),
        ("0.0.0.0", False),
        ("x", False),
    ],
)
def test_which_hosts_only_this_machine_can_reach(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


class Standing:
    """Sign-ins in memory, that count how often they are looked at."""

    def __init__(self, *standing: UUID) -> None:
        self.standing = set(standing)
        self.looks = 0

    def stands(self, sign_in: UUID, now: datetime) -> bool:
        self.looks += now > datetime.min.replace(tzinfo=UTC)
        return sign_in in self.standing


class Signed:
    """A token, the sign-in it is of, and who proves it."""

    def __init__(self) -> None:
        self.clock = HandClock(NOW)
        tokens = Tokens(OWN, "usdcop-real", timedelta(minutes=15))
        sign_in = SignIn(uuid4(), "maria", frozenset({Role.TRADER}), NOW + timedelta(days=1))
        self.token, self.principal = tokens.access(sign_in, NOW)
        self.standing = Standing(sign_in.id)
        self.identity = TokenIdentity(tokens, self.standing, self.clock)


def test_a_sign_in_is_looked_at_once_in_two_seconds() -> None:
    signed = Signed()
    for _ in range(5):
        assert signed.identity.principal(signed.token) == signed.principal
    assert signed.standing.looks == 1
    signed.clock.advance(SIGN_IN_FRESH)
    signed.identity.principal(signed.token)
    assert signed.standing.looks == 2


def test_a_revoked_sign_in_is_refused_within_two_seconds_and_stays_so() -> None:
    signed = Signed()
    signed.identity.principal(signed.token)
    signed.standing.standing.clear()
    signed.clock.advance(SIGN_IN_FRESH)
    for _ in range(2):
        with pytest.raises(UnauthenticatedError) as refused:
            signed.identity.principal(signed.token)
        assert refused.value.code == "SIGNED_OUT"


def test_what_is_known_is_told_without_a_look_and_what_is_not_is_not() -> None:
    signed = Signed()
    assert signed.identity.recent(signed.token) is None
    signed.identity.principal(signed.token)
    assert signed.identity.recent(signed.token) == signed.principal
    assert signed.standing.looks == 1
    signed.clock.advance(SIGN_IN_FRESH)
    assert signed.identity.recent(signed.token) is None
    with pytest.raises(UnauthenticatedError):
        signed.identity.recent("forged")


def test_a_forged_token_never_reaches_the_database() -> None:
    signed = Signed()
    with pytest.raises(UnauthenticatedError):
        signed.identity.principal(signed.token + "x")
    assert signed.standing.looks == 0


def test_threads_may_ask_at_once() -> None:
    signed = Signed()
    found: list[str] = []
    askers = [
        threading.Thread(target=lambda: found.append(signed.identity.principal(signed.token).name))
        for _ in range(8)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert found == ["maria"] * 8
