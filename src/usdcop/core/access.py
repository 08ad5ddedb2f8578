"""Who may do what: roles, and the person behind a request."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


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
