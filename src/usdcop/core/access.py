"""Who may do what: roles, users, sign-ins, and the person behind a request. Times of sign-ins are real."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol, runtime_checkable
from uuid import UUID

from usdcop.core.errors import UsageError

SHORTEST_PASSWORD: Final = 12
"""Characters."""
LONGEST_PASSWORD: Final = 256

_NAME: Final = re.compile(r"[a-z][a-z0-9._-]{0,31}")


class Role(StrEnum):
    """What a user may do. ``ADMIN`` may do everything."""

    VIEWER = "viewer"
    """Look at market, pipeline, analytics, orders and positions."""
    TRADER = "trader"
    """Send and cancel orders, halt."""
    OPERATOR = "operator"
    """Resume, backfill, start the feed by hand, deploy models."""
    COMPLIANCE = "compliance"
    """Read the audit trail, verify it, make reports, approve overrides."""
    ADMIN = "admin"
    """Manage users, and everything else."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in user, as far as a token proves it."""

    name: str
    roles: frozenset[Role]
    sign_in: UUID
    """The family of tokens: revoked as a whole."""
    expires_at: datetime

    def may(self, *roles: Role) -> bool:
        """Whether the user has one of ``roles``, or is an administrator."""
        return Role.ADMIN in self.roles or not self.roles.isdisjoint(roles)


class Identity(Protocol):
    """Proves who a token belongs to."""

    def principal(self, token: str) -> Principal:
        """Whoever holds ``token``.

        Raises:
            UnauthenticatedError: it is malformed, expired, forged, meant for others, or its sign-in was revoked.
        """


@runtime_checkable
class RecentIdentity(Protocol):
    """An identity that can often tell at once, which saves a server a change of thread."""

    def recent(self, token: str) -> Principal | None:
        """Whoever holds ``token``, as far as that is known without asking any server; None: it has to be asked.

        Raises:
            UnauthenticatedError: as ``Identity.principal``, where that is plain from the token itself.
        """


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in."""

    name: str
    roles: frozenset[Role]
    active: bool
    created_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class UserChange:
    """What is changed of a user; None: left as it is."""

    roles: frozenset[Role] | None = None
    active: bool | None = None
    password_hash: str | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """A family of refresh tokens: one sign-in, however often it is renewed."""

    id: UUID
    user: str
    roles: frozenset[Role]
    expires_at: datetime


class Renewal(StrEnum):
    """What becomes of a refresh token that is shown."""

    RENEW = "renew"
    """It is used now, and its successor takes its place."""
    REPEAT = "repeat"
    """It was used just now, by a second tab say: the same successor again."""
    REVOKE = "revoke"
    """It was used long ago, so somebody has a copy: the whole family ends."""
    REFUSE = "refuse"
    """Its sign-in has ended."""


def renewal(*, ended: bool, used_at: datetime | None, now: datetime, grace: timedelta) -> Renewal:
    """What becomes of a refresh token shown at ``now``.

    Args:
        ended: its sign-in was revoked, has expired, or its user may not sign in any more.
        used_at: when it was used before; None: never.
        now: real time.
        grace: how long after its use it gives the same successor.
    """
    if ended:
        return Renewal.REFUSE
    if used_at is None:
        return Renewal.RENEW
    return Renewal.REPEAT if now - used_at <= grace else Renewal.REVOKE


def is_user_name(text: str) -> bool:
    """Whether ``text`` can be the name of a user."""
    return _NAME.fullmatch(text) is not None


def checked_name(text: str) -> str:
    """``text``, which is to name a new user.

    Raises:
        UsageError: it cannot.
    """
    if not is_user_name(text):
        raise UsageError(
            "This cannot be the name of a user.",
            "Take a small letter, then up to 31 small letters, digits, dots, dashes or underscores.",
        )
    return text


def checked_password(password: str, name: str) -> str:
    """``password``, which ``name`` is to have.

    Raises:
        UsageError: it is too short, too long or too plain.
    """
    cure = f"Take {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; four words at random are good."
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(f"The password has {len(password)} characters.", cure)
    if name in password.lower() or len(set(password)) < SHORTEST_PASSWORD // 2:
        raise UsageError("The password is too easy to guess.", cure)
    return password


def roles_of(texts: Iterable[str]) -> frozenset[Role]:
    """The roles written as ``texts``.

    Raises:
        UsageError: one of them is no role, or there is none.
    """
    cure = f"The roles are {', '.join(Role)}."
    try:
        found = frozenset(Role(text.strip()) for text in texts)
    except ValueError as error:
        raise UsageError(f"{error}.".replace("Role", "role"), cure) from None
    if not found:
        raise UsageError("A user needs at least one role.", cure)
    return found
