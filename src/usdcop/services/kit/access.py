"""Who may: dependencies of routes that give the caller, or refuse.

``Reader`` for what everybody may see where ``USDCOP_AUTH=writes``; ``signed_in(Role.TRADER)`` for the rest::

    def orders(who: Annotated[Principal, signed_in(Role.VIEWER, Role.TRADER)], ...)

Dependencies here wait for nothing, so they are coroutines: a plain function would cost a change of thread each.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from usdcop.core.access import Principal, Role
from usdcop.core.errors import ForbiddenError, UnauthenticatedError
from usdcop.services.kit.callers import is_one_of
from usdcop.services.kit.compression import is_here
from usdcop.services.kit.settings import AuthMode

bearer = OAuth2PasswordBearer("/api/auth/token", auto_error=False, refreshUrl="/api/auth/refresh")
"""How a token is sent, for the documentation; the token itself is read once, before the routes."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request, as far as it is known before any route is looked at."""

    address: str
    principal: Principal | None = None
    refused: UnauthenticatedError | None = None
    """Why the token that was sent does not count."""

    @property
    def client(self) -> str:
        """What its requests are counted under."""
        return f"user:{self.principal.name}" if self.principal else f"address:{self.address}"


def caller_of(request: Request) -> Caller:
    """Who sent ``request``."""
    caller: Caller = request.state.caller
    return caller


async def _reader(request: Request, _token: Annotated[str | None, Depends(bearer)]) -> Principal | None:
    caller = caller_of(request)
    if request.app.state.shared.access.mode is AuthMode.ALL:
        return _proven(caller)
    return caller.principal


def _proven(caller: Caller) -> Principal:
    if caller.principal is not None:
        return caller.principal
    if caller.refused is not None:
        raise caller.refused
    raise UnauthenticatedError(
        "This needs a token.",
        "Get one with POST /api/auth/token, and send it as 'Authorization: Bearer …'.",
        "NO_TOKEN",
    )


Reader = Annotated[Principal | None, Depends(_reader)]
"""Who looks. None: somebody without a (valid) token, where looking is open."""


async def _collector(request: Request) -> Principal | None:
    caller, shared = caller_of(request), request.app.state.shared
    trusted = is_here(caller.address) or is_one_of(caller.address, shared.settings.proxies)
    return caller.principal if trusted or shared.access.mode is AuthMode.WRITES else _proven(caller)


Collector = Annotated[Principal | None, Depends(_collector)]
"""Who collects figures: anybody where looking is open; else this machine, the proxies, and users."""


def signed_in(*roles: Role) -> Any:  # noqa: ANN401 - what FastAPI's Depends gives
    """A dependency that gives the signed-in user, who has one of ``roles`` (none named: any), or is admin."""

    async def principal(request: Request, _token: Annotated[str | None, Depends(bearer)]) -> Principal:
        who = _proven(caller_of(request))
        if roles and not who.may(*roles):
            wanted = " or ".join(sorted({*roles, Role.ADMIN}))
            raise ForbiddenError(
                f"This takes the role {wanted}.",
                "Ask an administrator for it, or sign in as somebody else.",
                "ROLE",
            )
        return who

    return Depends(principal)
