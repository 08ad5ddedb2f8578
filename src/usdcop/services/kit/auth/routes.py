"""Routes to sign in and out, and to manage users."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from pydantic import SecretStr
from starlette.concurrency import run_in_threadpool

from usdcop.core.access import Principal, Role
from usdcop.services.kit.access import caller_of, signed_in
from usdcop.services.kit.auth.desk import Desk, Wanted
from usdcop.services.kit.auth.schemas import (
    ChangedUser,
    Me,
    NewUser,
    PasswordChange,
    RenewalBody,
    SignInForm,
    TokenAnswer,
    UserAnswer,
    UserList,
    me,
    token_answer,
    user_answer,
)
from usdcop.services.kit.errors import RefusedError, documented
from usdcop.services.kit.limiting import too_many

_auth = APIRouter(prefix="/api/auth", tags=["sign-in"])
_users = APIRouter(prefix="/api/auth/users", tags=["users"])


def routers() -> tuple[APIRouter, ...]:
    """The routes for signing in; a service that includes them is given a desk in ``Shared``."""
    return _auth, _users


async def _desk(request: Request) -> Desk:
    desk: Desk | None = request.app.state.shared.desk
    if desk is None:
        raise RuntimeError("this service was given no desk")
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]
Anyone = Annotated[Principal, signed_in()]
Admin = Annotated[Principal, signed_in(Role.ADMIN)]


@_auth.post("/token", summary="Sign in", responses=documented(401))
async def token(request: Request, form: Annotated[SignInForm, Form()], desk: AtDesk) -> TokenAnswer:
    """Name and password for an access token (15 minutes) and a refresh token, as OAuth2's password flow.

    An unknown name, a wrong password and a deactivated user get the same answer. Attempts are limited, by
    address and by name.
    """
    await _attempt(request, form.username)
    password, address = form.password.get_secret_value(), caller_of(request).address
    issued = await run_in_threadpool(desk.sign_in, form.username, password, address)
    return token_answer(issued, request.app.state.shared.wall.now())


@_auth.post("/refresh", summary="Renew the tokens", responses=documented(401))
def refresh(request: Request, body: RenewalBody, desk: AtDesk) -> TokenAnswer:
    """A refresh token for the next pair of tokens; it is used up.

    Used again within 10 seconds (by a second tab) it gives the same successor; later its sign-in is ended, for
    somebody else may hold it.
    """
    issued = desk.renew(body.refresh_token.get_secret_value())
    return token_answer(issued, request.app.state.shared.wall.now())


@_auth.post("/logout", summary="Sign out", status_code=204, responses=documented(401))
def logout(who: Anyone, desk: AtDesk) -> None:
    """End the sign-in: its access and refresh tokens are worthless within two seconds."""
    desk.sign_out(who)


@_auth.get("/me", summary="Who am I", responses=documented(401))
def whoami(who: Anyone) -> Me:
    """Whom the token belongs to, and what he may."""
    return me(who)


@_auth.put("/password", summary="Change my password", status_code=204, responses=documented(401))
async def own_password(request: Request, body: PasswordChange, who: Anyone, desk: AtDesk) -> None:
    """Give oneself a new password of at least 12 characters. Every sign-in ends, this one too."""
    await _attempt(request, who.name)
    old, new = body.old.get_secret_value(), body.new.get_secret_value()
    await run_in_threadpool(desk.change_own_password, who, old, new)


@_users.get("", summary="All users", responses=documented(401, 403))
def users(_who: Admin, desk: AtDesk) -> UserList:
    """Everybody who may, or might, sign in."""
    return UserList(data=tuple(user_answer(user) for user in desk.users()))


@_users.post("", summary="Add a user", status_code=201, responses=documented(401, 403, 409))
def add_user(body: NewUser, who: Admin, desk: AtDesk) -> UserAnswer:
    """Add a user with a first password of at least 12 characters."""
    password = body.password.get_secret_value()
    return user_answer(desk.add_user(body.name, frozenset(body.roles), password, who.name))


@_users.patch("/{name}", summary="Change a user", responses=documented(401, 403, 404, 409))
def change_user(name: str, body: ChangedUser, who: Admin, desk: AtDesk) -> UserAnswer:
    """Give other roles or another password, deactivate or activate; the user's sign-ins end."""
    roles = frozenset(body.roles) if body.roles is not None else None
    wanted = Wanted(roles, body.active, _said(body.password))
    return user_answer(desk.change_user(name, wanted, who.name))


def _said(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None else None


async def _attempt(request: Request, name: str) -> None:
    """Count an attempt to give a password.

    Raises:
        RefusedError: there were too many from this address, or for this name.
    """
    shared = request.app.state.shared
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    for client in (f"sign-in:{caller_of(request).address}", f"sign-in-as:{digest}"):
        wait = await shared.limiter.hit(client, shared.settings.sign_ins_per_minute)
        if wait is not None:
            raise RefusedError(too_many(wait, "attempts to sign in"))
