"""The door every request comes through: named, judged, limited, served, measured, logged."""

import asyncio
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from usdcop.core.access import Identity, Principal, RecentIdentity
from usdcop.core.errors import UnauthenticatedError, UsdcopError
from usdcop.core.urgency import is_urgent, urgent
from usdcop.services.kit.access import Caller
from usdcop.services.kit.bodies import body_of, has_body, replayed, unusable
from usdcop.services.kit.callers import bearer_token, client_address, header
from usdcop.services.kit.errors import Refusal, RefusedError, answer, refusal_of
from usdcop.services.kit.guard import refused
from usdcop.services.kit.lanes import BUSY, Lanes, Place, Traffic
from usdcop.services.kit.limiting import Limiter, too_many
from usdcop.services.kit.metrics import HttpMetrics
from usdcop.services.kit.settings import ServiceSettings

UNMATCHED: Final = "unmatched"
"""The route of requests to paths that do not exist."""
HEALTH: Final = "/health"
"""Always answers: no token is looked at, so that nothing else has to be well."""
UNLIMITED: Final = frozenset({HEALTH, "/metrics"})
"""Paths that may be called as often as one likes; only their failures are logged."""

QUIET_SECONDS: Final = 1.0
"""How often a crowd that is turned away is logged."""
LOOKUPS: Final = 4
"""Tokens that are asked about at once; those of urgent requests have as many of their own."""

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
    lanes: Lanes = field(default_factory=Lanes)


class _Visit:
    """One request on its way through."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.id = uuid.uuid4().hex
        self.started = time.perf_counter()
        self.status = 0
        self.code: str | None = None
        self.caller: Caller | None = None
        self.place: Place | None = None
        """Its place in the lane, until the answer is there: a client that reads slowly keeps none."""
        self._scope = scope
        self._send = send

    async def send(self, message: Message) -> None:
        """Pass ``message`` on, an answer's head with the headers that all answers carry."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if self.place is not None:
                self.place.leave()
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
        self._traffic = Traffic(keeper.lanes)
        self._said_at = -QUIET_SECONDS
        self._lookups = {urgency: ThreadPoolExecutor(LOOKUPS, "tokens") for urgency in (False, True)}

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
                with urgent(it_is=self._keeper.lanes.is_urgent(scope)):
                    await self._served(scope, receive, visit)
            finally:
                self._written(scope, visit)
                structlog.contextvars.unbind_contextvars("request_id")

    async def _served(self, scope: Scope, receive: Receive, visit: _Visit) -> None:
        try:
            judged = (
                refused(scope, self._keeper.settings)
                or self._crowded_out(scope)
                or await self._admitted(scope, visit)
            )
            found = judged or await self._with_body(scope, receive)
            if not isinstance(found, Refusal):
                await self._worked_on(scope, found, visit)
                return
            refusal = found
        except Exception as error:  # noqa: BLE001 - the last place where a failure becomes an answer
            refusal = _failure(error)
        if visit.status == 0:
            visit.code = refusal.code
            await answer(refusal, visit.id)(scope, receive, visit.send)

    def _crowded_out(self, scope: Scope) -> Refusal | None:
        unlimited = scope["path"] in UNLIMITED
        return BUSY if not unlimited and self._traffic.is_full(urgent=is_urgent()) else None

    async def _worked_on(self, scope: Scope, receive: Receive, visit: _Visit) -> None:
        if scope["path"] in UNLIMITED:
            await self._app(scope, receive, visit.send)
            return
        async with self._traffic.place(urgent=is_urgent()) as visit.place:
            await self._app(scope, receive, visit.send)

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

    async def _with_body(self, scope: Scope, receive: Receive) -> Receive | Refusal:
        """What gives the body to the route, which was read and found usable."""
        if not has_body(scope):
            return receive
        body = await body_of(receive, self._keeper.settings.body_bytes)
        if isinstance(body, Refusal):
            return body
        media = header(scope["headers"], b"content-type") or ""
        return unusable(body, media) or replayed(body, receive)

    async def _identified(self, caller: Caller, token: str | None) -> Caller:
        if token is None:
            return caller
        try:
            principal = self._recent(token) or await self._asked_about(token)
        except UnauthenticatedError as error:
            return Caller(caller.address, None, error)
        return Caller(caller.address, principal)

    async def _asked_about(self, token: str) -> Principal:
        """Whoever holds ``token``, from a server, in a thread that a crowd of others with tokens cannot take."""
        ask = partial(copy_context().run, self._keeper.identity.principal, token)
        return await asyncio.get_running_loop().run_in_executor(self._lookups[is_urgent()], ask)

    def _recent(self, token: str) -> Principal | None:
        identity = self._keeper.identity
        return identity.recent(token) if isinstance(identity, RecentIdentity) else None

    def _said_lately(self) -> bool:
        """Whether it was logged a moment ago that requests are turned away: each is counted, not each is written."""
        now = time.monotonic()
        if now - self._said_at < QUIET_SECONDS:
            return True
        self._said_at = now
        return False

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
        if visit.code == BUSY.code and self._said_lately():
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


def _failure(error: Exception) -> Refusal:
    if isinstance(error, RefusedError):
        return error.refusal
    if isinstance(error, UsdcopError):
        return refusal_of(error)
    _log.error("request failed", exc_info=error)
    cure = "Try again; if it stays, look for the request id in the log of this service."
    return Refusal(500, "INTERNAL_ERROR", "The service failed.", cure)
