"""One way to make a service: errors, health, metrics, documentation and the door are the same everywhere."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import NoReturn

from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.exceptions import RequestValidationError
from opentelemetry.trace import TracerProvider
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, disable_created_metrics, generate_latest
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from usdcop.core.access import Identity, Principal
from usdcop.core.errors import UnauthenticatedError, UsdcopError
from usdcop.core.ports import Clock, Wall
from usdcop.services.kit import health
from usdcop.services.kit.access import Collector
from usdcop.services.kit.auth.desk import Desk
from usdcop.services.kit.compression import Compression
from usdcop.services.kit.documentation import add_documentation
from usdcop.services.kit.door import Door, Keeper
from usdcop.services.kit.errors import PROBLEMS, RefusedError, on_http, on_invalid, on_refused, on_usdcop
from usdcop.services.kit.health import Component, Health, Watched, overall
from usdcop.services.kit.lanes import Lanes
from usdcop.services.kit.limiting import Limiter, Unlimited
from usdcop.services.kit.metrics import HttpMetrics, Pool, watch_pool
from usdcop.services.kit.settings import AccessSettings, AuthMode, ServiceSettings
from usdcop.services.kit.strict import known_parameters

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, that nothing reads


@dataclass(frozen=True, slots=True)
class About:
    """What a service is called, and what it is for."""

    name: str
    """Such as ``trading``."""
    title: str
    description: str
    lanes: Lanes = field(default_factory=Lanes)
    """How many requests are worked on at once, and which are urgent."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What every service is given."""

    settings: ServiceSettings
    access: AccessSettings
    identity: Identity
    clock: Clock
    wall: Wall
    health: Callable[[], Sequence[Component]] = tuple
    limiter: Limiter = field(default_factory=Unlimited)
    data_kind: str = "synthetic"
    """``real``, ``replay`` or ``synthetic``."""
    pool: Callable[[], Pool] | None = None
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    """Where a service registers figures of its own."""
    tracing: TracerProvider | None = None
    desk: Desk | None = None
    """Where people sign in; of the service that has the routes for it."""


def create_app(about: About, routers: Iterable[APIRouter], shared: Shared, ports: object) -> FastAPI:
    """The service ``about``: ``routers`` behind the door.

    Routes find ``shared`` and ``ports`` in ``request.app.state``.
    """
    app = FastAPI(
        title=about.title,
        description=about.description,
        version=version("usdcop"),
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
        dependencies=[Depends(known_parameters)],
        lifespan=_closing(shared),
        telemetry={
            "tracing": shared.tracing is not None,
            "tracer_provider": shared.tracing,
            "metrics": False,
            "logs": False,
            "auto_configure": False,
        },
    )
    app.state.shared, app.state.ports, app.state.about = shared, ports, about
    app.add_exception_handler(UsdcopError, on_usdcop)
    app.add_exception_handler(RefusedError, on_refused)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    _add_system_routes(app, about, shared)
    for router in routers:
        app.include_router(router)
    add_documentation(app)
    _add_middleware(app, shared, about.lanes)
    return app


def _closing(shared: Shared) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await shared.limiter.close()

    return lifespan


def undecided() -> Shared:
    """What a service is given only to write its documents: it cannot serve with it."""
    access = AccessSettings(mode=AuthMode.WRITES, secret="")
    return Shared(ServiceSettings(), access, _Nobody(), _NoTime(), _NoTime())


def _add_system_routes(app: FastAPI, about: About, shared: Shared) -> None:
    def described(components: Sequence[Component]) -> Health:
        return Health(
            status=overall(components),
            service=about.name,
            version=version("usdcop"),
            data_kind=shared.data_kind,
            market_time=shared.clock.now(),
            time=shared.wall.now(),
            components=health.told(components),
        )

    app.include_router(health.router(described, Watched(shared.health, shared.wall)))
    if shared.pool is not None:
        watch_pool(shared.registry, shared.pool)

    @app.get("/metrics", summary="Figures for Prometheus", tags=["system"], response_class=Response)
    def metrics(_who: Collector) -> Response:
        """Counts, latencies and states in Prometheus' text format.

        Open like everything that is looked at; where all takes a token, also to this machine and the proxies.
        """
        return Response(generate_latest(shared.registry), media_type=CONTENT_TYPE_LATEST)


def _add_middleware(app: FastAPI, shared: Shared, lanes: Lanes) -> None:
    """From the inside to the outside: the last one added meets a request first."""
    app.add_middleware(Compression)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=shared.settings.origins,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["X-Request-ID", "Retry-After"],
        max_age=600,
    )
    metrics = HttpMetrics(shared.registry)
    keeper = Keeper(shared.settings, shared.identity, shared.limiter, metrics, lanes)
    app.add_middleware(Door, keeper=keeper)


class _Nobody:
    def principal(self, token: str) -> Principal:  # noqa: ARG002 - the port's shape
        raise UnauthenticatedError("Nobody can sign in here.")


class _NoTime:
    """A clock for documents: it stands still."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(0, UTC)

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, duration: object) -> NoReturn:
        raise NotImplementedError(duration)
