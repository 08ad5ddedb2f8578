"""Bodies of the routes for signing in."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, SecretStr, StringConstraints

from usdcop.core.access import LONGEST_PASSWORD, Principal, Role, User
from usdcop.services.kit.auth.desk import Issued
from usdcop.services.kit.schemas import Instant, Model

# untested: declarations; tests/services/kit/auth/test_routes.py reads and writes each over HTTP

Name = Annotated[str, StringConstraints(min_length=1, max_length=64), Field(examples=["maria"])]
Password = Annotated[
    SecretStr, Field(min_length=1, max_length=LONGEST_PASSWORD, examples=["four words at random"])
]
Roles = Annotated[
    tuple[Role, ...], Field(min_length=1, max_length=len(Role), examples=[["trader", "viewer"]])
]


class SignInForm(Model):
    """The password flow of OAuth2, as a form."""

    username: Name
    password: Password
    grant_type: Literal["password"] = "password"
    scope: Annotated[str, StringConstraints(max_length=200)] = ""
    """Not used: the roles of the user count."""
    client_id: Annotated[str, StringConstraints(max_length=200)] | None = None
    """Not used."""
    client_secret: SecretStr | None = None
    """Not used."""


class RenewalBody(Model):
    """A refresh token."""

    refresh_token: Annotated[SecretStr, Field(min_length=1, max_length=200)]


class TokenAnswer(Model):
    """Tokens of a sign-in."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "access_token": "eyJhbGciOi…",
                    "token_type": "bearer",
                    "expires_in": 900,
                    "refresh_token": "Jx3…",
                    "user": "maria",
                    "roles": ["trader"],
                }
            ]
        }
    )

    access_token: str
    """Send it as `Authorization: Bearer …`."""
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the name of a kind
    expires_in: int
    """Seconds the access token lives."""
    refresh_token: str
    """Gives the next pair of tokens, once."""
    user: str
    roles: tuple[Role, ...]


class Me(Model):
    """Who a token belongs to."""

    name: str
    roles: tuple[Role, ...]
    sign_in: UUID
    """Which sign-in the token is of."""
    expires_at: Instant
    """When the access token ends (real time)."""


class UserAnswer(Model):
    """A user."""

    name: str
    roles: tuple[Role, ...]
    active: bool
    """Whether the user may sign in."""
    created_by: str
    recorded_at: Instant


class UserList(Model):
    """Every user, by name."""

    data: tuple[UserAnswer, ...]


class NewUser(Model):
    """A user to be added."""

    name: Name
    password: Password
    roles: Roles


class ChangedUser(Model):
    """What is to be changed of a user; what is left out stays."""

    roles: Roles | None = None
    active: bool | None = None
    password: Password | None = None


class PasswordChange(Model):
    """One's own password."""

    old: Password
    new: Password


def token_answer(issued: Issued, now: datetime) -> TokenAnswer:
    """``issued`` at real time ``now``."""
    return TokenAnswer(
        access_token=issued.access,
        expires_in=int((issued.principal.expires_at - now).total_seconds()),
        refresh_token=issued.refresh,
        user=issued.principal.name,
        roles=tuple(sorted(issued.principal.roles)),
    )


def me(who: Principal) -> Me:
    """``who`` as an answer."""
    return Me(name=who.name, roles=tuple(sorted(who.roles)), sign_in=who.sign_in, expires_at=who.expires_at)


def user_answer(user: User) -> UserAnswer:
    """``user`` as an answer."""
    return UserAnswer(
        name=user.name,
        roles=tuple(sorted(user.roles)),
        active=user.active,
        created_by=user.created_by,
        recorded_at=user.recorded_at,
    )
