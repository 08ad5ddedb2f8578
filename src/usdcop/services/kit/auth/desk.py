"""The desk where people sign in: the rules, over stores of users and sign-ins. Blocking: call it from a thread."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NoReturn, Protocol
from uuid import UUID

from usdcop.core.access import (
    Principal,
    Renewal,
    Role,
    SignIn,
    User,
    UserChange,
    checked_name,
    checked_password,
    is_user_name,
)
from usdcop.core.errors import UnauthenticatedError
from usdcop.core.ports import Clock, Wall
from usdcop.services.kit.settings import AccessSettings

NOBODY: Final = "?"
"""The name in the trail of whoever gives one that cannot be a user's: it may be a password typed too early."""


class UserStore(Protocol):
    """Who may sign in. ``at`` is market time, ``by`` who does it."""

    def all(self) -> Sequence[User]:
        """Every user, by name."""

    def find(self, name: str) -> tuple[User, str] | None:
        """A user and the hash of its password; None where there is none of that name."""

    def add(self, name: str, roles: frozenset[Role], password_hash: str, by: str, at: datetime) -> User:
        """Add a user. Raises ``ConflictError`` where there is one of that name."""

    def change(self, name: str, change: UserChange, by: str, at: datetime) -> User:
        """Change a user and end the sign-ins. Raises ``UnknownError`` and, for the last admin, ``ConflictError``."""


class SignInStore(Protocol):
    """Who is signed in. ``now`` is real time, ``at`` market time; refresh tokens are known by digests."""

    def open(self, sign_in: SignIn, digest: str, now: datetime, at: datetime, address: str) -> None:
        """Record a sign-in with its first refresh token."""

    def refused(self, name: str, at: datetime, address: str, why: str) -> None:
        """Record that somebody was refused."""

    def renew(
        self, digests: tuple[str, str], now: datetime, grace: timedelta, at: datetime
    ) -> tuple[Renewal, SignIn | None]:
        """Use a refresh token and put its successor in its place."""

    def close(self, sign_in: UUID, by: str, now: datetime, at: datetime) -> None:
        """End a sign-in."""


class TokenMaker(Protocol):
    """Makes tokens."""

    def access(self, sign_in: SignIn, now: datetime) -> tuple[str, Principal]:
        """An access token, and what it proves."""

    def refresh(self) -> str:
        """A new refresh token."""

    def successor(self, refresh: str) -> str:
        """The one that follows ``refresh``."""

    def digest(self, refresh: str) -> str:
        """What is kept of ``refresh``."""


class PasswordKeeper(Protocol):
    """Hashes passwords and checks them."""

    def hash(self, password: str) -> str:
        """The hash to keep."""

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether ``password`` is the one of ``kept``; takes as long without ``kept``."""


@dataclass(frozen=True, slots=True)
class DeskPorts:
    """What the desk works with."""

    users: UserStore
    sign_ins: SignInStore
    tokens: TokenMaker
    passwords: PasswordKeeper
    clock: Clock
    wall: Wall


@dataclass(frozen=True, slots=True)
class Issued:
    """The tokens of a sign-in."""

    access: str
    refresh: str
    principal: Principal


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be changed of a user; None: left as it is."""

    roles: frozenset[Role] | None = None
    active: bool | None = None
    password: str | None = None


class Desk:
    """Signs people in and out, and keeps the list of who may."""

    def __init__(self, ports: DeskPorts, settings: AccessSettings) -> None:
        self._ports = ports
        self._settings = settings

    def sign_in(self, name: str, password: str, address: str) -> Issued:
        """Sign ``name`` in from ``address``.

        Raises:
            UnauthenticatedError: no such user, a wrong password, or the user may not sign in any more; which of
                them is not told, and takes the same time.
        """
        ports = self._ports
        found = ports.users.find(name) if is_user_name(name) else None
        fits = ports.passwords.fits(password, found[1] if found else None)
        at = ports.clock.now()
        if found is None or not fits or not found[0].active:
            why = "unknown" if found is None else "deactivated" if fits else "wrong password"
            ports.sign_ins.refused(name if found or is_user_name(name) else NOBODY, at, address, why)
            raise UnauthenticatedError(
                "The name or the password is wrong.",
                "Check both; an administrator can set a new one.",
                "REFUSED",
            )
        now, user = ports.wall.now(), found[0]
        sign_in = SignIn(uuid.uuid4(), user.name, user.roles, now + self._settings.refresh_lifetime)
        refresh = ports.tokens.refresh()
        ports.sign_ins.open(sign_in, ports.tokens.digest(refresh), now, at, address)
        return self._issued(sign_in, refresh, now)

    def renew(self, refresh: str) -> Issued:
        """New tokens for the refresh token ``refresh``, which is used up by it.

        Raises:
            UnauthenticatedError: it is unknown, its sign-in has ended, or it was used before: then the sign-in
                ends for everybody who holds one of its tokens.
        """
        ports, now = self._ports, self._ports.wall.now()
        successor = ports.tokens.successor(refresh)
        digests = (ports.tokens.digest(refresh), ports.tokens.digest(successor))
        verdict, sign_in = ports.sign_ins.renew(digests, now, self._settings.reuse_grace, ports.clock.now())
        if sign_in is None or verdict in {Renewal.REFUSE, Renewal.REVOKE}:
            _refuse_renewal(verdict)
        return self._issued(sign_in, successor, now)

    def sign_out(self, who: Principal) -> None:
        """End the sign-in of ``who``: all its tokens are worthless from now on."""
        self._ports.sign_ins.close(who.sign_in, who.name, self._ports.wall.now(), self._ports.clock.now())

    def users(self) -> Sequence[User]:
        """Everybody who may, or might, sign in."""
        return self._ports.users.all()

    def add_user(self, name: str, roles: frozenset[Role], password: str, by: str) -> User:
        """Add a user.

        Raises:
            UsageError: the name or the password will not do.
            ConflictError: there is one of that name.
        """
        kept = self._ports.passwords.hash(checked_password(password, checked_name(name)))
        return self._ports.users.add(name, roles, kept, by, self._ports.clock.now())

    def change_user(self, name: str, wanted: Wanted, by: str) -> User:
        """Change a user, whose sign-ins end.

        Raises:
            UsageError: the password will not do.
            UnknownError: there is none of that name.
            ConflictError: nobody would be left who may manage users.
        """
        password = wanted.password
        kept = None if password is None else self._ports.passwords.hash(checked_password(password, name))
        change = UserChange(wanted.roles, wanted.active, kept)
        return self._ports.users.change(name, change, by, self._ports.clock.now())

    def change_own_password(self, who: Principal, old: str, new: str) -> None:
        """Give ``who`` the password ``new``; every sign-in ends, this one too.

        Raises:
            UsageError: the new one will not do.
            UnauthenticatedError: the old one is wrong.
        """
        found = self._ports.users.find(who.name)
        if found is None or not self._ports.passwords.fits(old, found[1]):
            raise UnauthenticatedError("The old password is wrong.", "Check it.", "REFUSED")
        self.change_user(who.name, Wanted(password=new), who.name)

    def _issued(self, sign_in: SignIn, refresh: str, now: datetime) -> Issued:
        access, principal = self._ports.tokens.access(sign_in, now)
        return Issued(access, refresh, principal)


def _refuse_renewal(verdict: Renewal) -> NoReturn:
    if verdict is Renewal.REVOKE:
        raise UnauthenticatedError(
            "This refresh token was used before: somebody else may hold it, so the sign-in was ended.",
            "Sign in again.",
            "TOKEN_REUSED",
        )
    raise UnauthenticatedError("The refresh token is not valid.", "Sign in again.", "TOKEN_INVALID")
