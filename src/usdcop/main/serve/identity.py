"""Who is who: the secret that tokens are signed with, and the proof of a token, for REST and stream alike."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final, Protocol
from uuid import UUID

from usdcop.adapters.passwords import Passwords
from usdcop.adapters.postgres.sign_ins import PostgresSignIns
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.adapters.tokens import Tokens
from usdcop.core.access import Principal
from usdcop.core.errors import UnauthenticatedError, UsageError
from usdcop.core.ports import Wall
from usdcop.main.embedded.files import secret
from usdcop.main.settings import Settings
from usdcop.main.wiring import System
from usdcop.services.kit.auth.desk import Desk, DeskPorts
from usdcop.services.kit.settings import AccessSettings, AuthMode

SHORTEST_SECRET: Final = 32
"""Bytes of the key that tokens are signed with."""
LEAST_VARIETY: Final = 10
"""Different characters in it."""
SIGN_IN_FRESH: Final = timedelta(seconds=2)
"""How long a sign-in that stood is taken to stand still."""

_WEAK: Final = ("secret", "changeme", "change-me", "password", "example", "usdcop", "test")


def access_settings(mode: AuthMode, host: str, given: str | None, kept: str) -> AccessSettings:
    """What needs a token, and the key they are signed with.

    Args:
        mode: ``USDCOP_AUTH``.
        host: address that is listened on; anything but loopback makes everything need a token.
        given: ``USDCOP_JWT_SECRET``.
        kept: the secret that was generated in the home.

    Raises:
        UsageError: the given secret is too weak, or none is given where others can reach the services.
    """
    open_to_others = not is_loopback(host)
    if given is None and open_to_others:
        raise UsageError(f"Services that listen on {host} need a secret of your own.", _CURE)
    chosen = kept if given is None else given
    if len(chosen.encode()) < SHORTEST_SECRET or len(set(chosen)) < LEAST_VARIETY or _is_known(chosen):
        name = "The file jwt.secret in the home" if given is None else "USDCOP_JWT_SECRET"
        raise UsageError(f"{name} is too weak: whoever guesses it is every user at once.", _CURE)
    return AccessSettings(mode=AuthMode.ALL if open_to_others else mode, secret=chosen)


_CURE: Final = "Set USDCOP_JWT_SECRET to 32 random bytes or more, such as 'openssl rand -base64 48' prints."


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_known(given: str) -> bool:
    """Whether it is a word that everybody tries, perhaps repeated."""
    text = given.lower()
    return any(len(text.replace(word, "")) < SHORTEST_SECRET // 2 for word in _WEAK)


def access_of(settings: Settings) -> AccessSettings:
    """The access of the home of ``settings``; makes its secret where there is none.

    Raises:
        UsageError: the secret is too weak for where the services listen.
    """
    given = settings.environment.jwt_secret
    kept, _ = secret(settings.home / "jwt.secret")
    return access_settings(
        settings.environment.auth,
        settings.services.host,
        given.get_secret_value() if given else None,
        kept,
    )


def tokens_of(settings: Settings, access: AccessSettings) -> Tokens:
    """The tokens of the home of ``settings``."""
    return Tokens(access.secret, f"usdcop-{settings.mode.value}", access.access_lifetime)


def identity_of(system: System, access: AccessSettings) -> "TokenIdentity":
    """Proves tokens of the home ``system``."""
    return TokenIdentity(tokens_of(system.settings, access), PostgresSignIns(system.engine), system.wall)


def desk_of(system: System, access: AccessSettings) -> Desk:
    """Where the users of the home ``system`` sign in."""
    ports = DeskPorts(
        users=PostgresUsers(system.engine),
        sign_ins=PostgresSignIns(system.engine),
        tokens=tokens_of(system.settings, access),
        passwords=Passwords(),
        clock=system.clock,
        wall=system.wall,
    )
    return Desk(ports, access)


class StandingSignIns(Protocol):
    """Where it is known whether a sign-in still stands."""

    def stands(self, sign_in: UUID, now: datetime) -> bool:
        """Whether ``sign_in`` has neither expired nor been revoked."""


@dataclass(slots=True)
class TokenIdentity:
    """The port ``Identity``: a token proves somebody as long as its sign-in stands. May be shared by threads."""

    tokens: Tokens
    sign_ins: StandingSignIns
    wall: Wall
    _stood: dict[UUID, datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def principal(self, token: str) -> Principal:
        """Whoever holds ``token``; one whose sign-in was revoked is refused within ``SIGN_IN_FRESH``.

        Raises:
            UnauthenticatedError: it is malformed, expired, forged, meant for others, or its sign-in has ended.
            ServerError: the database cannot say whether the sign-in stands.
        """
        now = self.wall.now()
        found = self.tokens.read(token, now)
        if not self._is_recent(found, now):
            self._look(found, now)
        return found

    def recent(self, token: str) -> Principal | None:
        """The same without a look at the database; None where that is needed.

        Raises:
            UnauthenticatedError: it is malformed, expired, forged or meant for others.
        """
        now = self.wall.now()
        found = self.tokens.read(token, now)
        return found if self._is_recent(found, now) else None

    def _is_recent(self, found: Principal, now: datetime) -> bool:
        with self._lock:
            stood = self._stood.get(found.sign_in)
        return stood is not None and timedelta(0) <= now - stood < SIGN_IN_FRESH

    def _look(self, found: Principal, now: datetime) -> None:
        stands = self.sign_ins.stands(found.sign_in, now)
        with self._lock:
            if len(self._stood) > _MOST_KEPT:
                self._stood.clear()
            if stands:
                self._stood[found.sign_in] = now
            else:
                self._stood.pop(found.sign_in, None)
        if not stands:
            raise UnauthenticatedError("The sign-in has ended.", "Sign in again.", "SIGNED_OUT")


_MOST_KEPT: Final = 10_000
