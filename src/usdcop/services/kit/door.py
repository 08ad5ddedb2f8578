"""The door every request comes through: named, judged, limited, served, measured, logged."""

import asyncio
import time
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from usdcop.core.access import Identity
from usdcop.core.errors import UnauthenticatedError, UsdcopError
from usdcop.services.kit.access import Caller
from usdcop.services.kit.callers import bearer_token, client_address, header
from usdcop.services.kit.errors import Refusal, answer, refusal_of
from usdcop.services.kit.guard import NUL, holds_nul, refused
from usdcop.services.kit.limiting import Limiter, too_many
from usdcop.services.kit.metrics import HttpMetrics
from usdcop.services.kit.settings import ServiceSettings

UNMATCHED: Final = "unmatched"
"""The route of requests to paths that do not exist."""
HEALTH: Final = "/health"
"""Always answers: no token is looked at, so that nothing else has to be well."""
UNLIMITED: Final = frozenset({HEALTH, "/metrics"})
"""Paths that may be called as often as one likes; only their failures are logged."""
BODY_SECONDS: Final = 10.0
"""Longest wait for the next piece of a body."""

_FORM: Final = "application/x-www-form-urlencoded"
_OVERLAP: Final = 5
"""Bytes in which an escaped NUL can begin before a piece of a body ends."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SAFE_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-site",
}
_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"

_log = structlog.get_logger("usdcop.http")


@dataclass(frozen=True, slots=True)
class Keeper:
    """What the door needs."""

    settings: ServiceSettings
    identity: Identity
    limiter: Limiter
    metrics: HttpMetrics


class _Visit:
    """One request on its way through."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.id = uuid.uuid4().hex
        self.started = time.perf_counter()
        self.status = 0
        self.code: str | None = None
        self.caller: Caller | None = None
        self._scope = scope
        self._send = send

    async def send(self, message: Message) -> None:
        """Pass ``message`` on, an answer's head with the headers that all answers carry."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.id
            for name, value in _SAFE_HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", _POLICY)
            if bearer_token(self._scope["headers"]) is not None or self._scope["path"].startswith(
                "/api/auth/"
            ):
                headers["Cache-Control"] = "no-store"
        await self._send(message)

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.perf_counter() - self.started


class Door:
    """ASGI middleware around all routes."""

    def __init__(self, app: ASGIApp, keeper: Keeper) -> None:
        self._app = app
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = _Visit(scope, send)
        scope.setdefault("state", {})["request_id"] = visit.id
        structlog.contextvars.bind_contextvars(request_id=visit.id)
        with self._keeper.metrics.in_flight.track_inprogress():
            try:
                await self._served(scope, _patient(scope, receive), visit)
            finally:
                self._written(scope, visit)
                structlog.contextvars.unbind_contextvars("request_id")

    async def _served(self, scope: Scope, receive: Receive, visit: _Visit) -> None:
        refusal = refused(scope["method"], scope["headers"], self._keeper.settings)
        if holds_nul(scope["raw_path"] + scope["query_string"], percent=True):
            refusal = NUL
        try:
            refusal = refusal or await self._admitted(scope, visit)
            if refusal is None:
                await self._app(scope, receive, visit.send)
                return
        except Exception as error:  # noqa: BLE001 - the last place where a failure becomes an answer
            refusal = _failure(error)
        if visit.status == 0:
            visit.code = refusal.code
            await answer(refusal, visit.id)(scope, receive, visit.send)

    async def _admitted(self, scope: Scope, visit: _Visit) -> Refusal | None:
        keeper = self._keeper
        peer = scope["client"][0] if scope.get("client") else None
        caller = Caller(client_address(peer, scope["headers"], keeper.settings.proxies))
        if scope["path"] != HEALTH:
            caller = await self._identified(caller, bearer_token(scope["headers"]))
        if scope["path"] not in UNLIMITED:
            wait = await keeper.limiter.hit(caller.client, keeper.settings.rate_per_minute)
            if wait is not None:
                return too_many(wait)
        visit.caller = scope["state"]["caller"] = caller
        return None

    async def _identified(self, caller: Caller, token: str | None) -> Caller:
        if token is None:
            return caller
        try:
            principal = await run_in_threadpool(self._keeper.identity.principal, token)
        except UnauthenticatedError as error:
            return Caller(caller.address, None, error)
        return Caller(caller.address, principal)

    def _written(self, scope: Scope, visit: _Visit) -> None:
        route = getattr(scope.get("route"), "path", UNMATCHED)
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        status, seconds = visit.status or 499, visit.seconds
        self._keeper.metrics.answered(method, route, status, seconds)
        if status >= HTTPStatus.BAD_REQUEST:
            code = visit.code or scope["state"].get("code") or str(status)
            self._keeper.metrics.rejected.labels(code).inc()
        if scope["path"] in UNLIMITED and status < HTTPStatus.BAD_REQUEST:
            return
        caller = visit.caller
        _log.info(
            "request",
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1e3, 3),
            subject=caller.principal.name if caller and caller.principal else None,
            client=caller.address if caller else None,
        )


def _patient(scope: Scope, receive: Receive) -> Receive:
    """``receive`` that does not wait for ever for a body, and takes none that cannot be stored."""
    whole, rest = False, b""
    is_form = (header(scope["headers"], b"content-type") or "").startswith(_FORM)

    async def received() -> Message:
        nonlocal whole, rest
        if whole:  # what comes now is only the end of the connection, which may be far
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS)
        except TimeoutError:
            raise HTTPException(408, "The body did not arrive in time") from None
        whole = not message.get("more_body", False)
        piece = rest + message.get("body", b"")
        if holds_nul(piece, percent=is_form):
            raise HTTPException(400, NUL.detail)
        rest = piece[-_OVERLAP:]
        return message

    return received


def _failure(error: Exception) -> Refusal:
    if isinstance(error, UsdcopError):
        return refusal_of(error)
    _log.error("request failed", exc_info=error)
    cure = "Try again; if it stays, look for the request id in the log of this service."
    return Refusal(500, "INTERNAL_ERROR", "The service failed.", cure)
