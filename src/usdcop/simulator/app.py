"""The simulator's face: a web application that answers as the vendor does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from usdcop.core.ports import Clock
from usdcop.simulator import answers
from usdcop.simulator.control import control
from usdcop.simulator.faults import Faults
from usdcop.simulator.market import BarSource, visible
from usdcop.simulator.meter import Limit, Meter, Plan
from usdcop.simulator.query import RefusedError, series_query, style_of
from usdcop.simulator.spoilt import LIMIT_TEXT, error_response, spoilt

KIND_HEADER: Final = "x-usdcop-data-kind"
"""Response header that says ``synthetic`` or ``replay``."""

_STATUS_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask, how much, and how refusals look."""

    keys: frozenset[str] | None = None
    """Keys that are known; None lets every key in."""
    plan: Plan = field(default_factory=Plan)
    errors_under_200: bool = True
    """Whether errors come with HTTP status 200, as the vendor's often do, or with their own code."""


@dataclass(slots=True)
class Simulator:
    """What the endpoints share."""

    source: BarSource
    clock: Clock
    faults: Faults
    access: Access
    meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        self.meter = Meter(self.access.plan)


def create_app(source: BarSource, clock: Clock, faults: Faults, access: Access | None = None) -> Starlette:
    """The vendor's endpoints over ``source`` as far as ``clock`` has come, and ``/_faults`` to spoil them."""
    simulator = Simulator(source, clock, faults, access or Access())
    bodies = {"/time_series": _series, "/quote": _quote, "/price": _price, "/api_usage": _usage}
    routes = [Route(path, _endpoint(simulator, body)) for path, body in bodies.items()]
    routes.append(Route("/technical_indicators", _no_indicators))
    return Starlette(routes=[*routes, Route("/_faults", control(faults), methods=["GET", "POST", "DELETE"])])


Body = Callable[[Simulator, Request, str], Response]


def _endpoint(simulator: Simulator, body: Body) -> Callable[[Request], Any]:
    """Key, credits, faults, then ``body``: the same for every endpoint."""

    async def answer(request: Request) -> Response:
        key = _key(request)
        response = _refusal(simulator, key)
        if response is None:
            fault = simulator.faults.answer(request.url.path)
            response = await spoilt(fault, request) if fault else _answered(simulator, request, key, body)
        _add_headers(simulator, response, key)
        return response

    return answer


def _answered(simulator: Simulator, request: Request, key: str, body: Body) -> Response:
    try:
        return body(simulator, request, key)
    except RefusedError as refused:
        return _error(refused.code, refused.message, simulator.access)


def _refusal(simulator: Simulator, key: str) -> Response | None:
    """The answer to a caller without a right or without credits."""
    access = simulator.access
    if not key or (access.keys is not None and key not in access.keys):
        return _error(401, "**apikey** parameter is incorrect or not specified.", access)
    limit = simulator.meter.spend(key, 1, simulator.clock.now())
    if limit is None:
        return None
    return _error(429, _limit_text(simulator, key, limit), access)


def _limit_text(simulator: Simulator, key: str, limit: Limit) -> str:
    used, plan = simulator.meter.usage(key, simulator.clock.now()), simulator.access.plan
    numbers = (used.minute, plan.per_minute) if limit is Limit.MINUTE else (used.day, plan.per_day)
    return LIMIT_TEXT[limit].format(used=numbers[0], limit=numbers[1])


def _series(simulator: Simulator, request: Request, _: str) -> Response:
    now, source = simulator.clock.now(), simulator.source
    query = series_query(request.query_params, source.market, now)
    bars = visible(source, query.start, query.end + timedelta(seconds=1), now)
    answer = answers.series(simulator.faults.bars(bars, now), query, source.market)
    if query.style.csv:
        text = answers.series_csv(answer, query.style.delimiter)
        return Response(
            text, headers={"content-type": "text/csv"}
        )  # exactly so: the official client compares
    return JSONResponse(answer)


def _price(simulator: Simulator, request: Request, _: str) -> Response:
    style = style_of(request.query_params, simulator.source.market)
    return JSONResponse(answers.price(simulator.source, style, simulator.clock.now()))


def _quote(simulator: Simulator, request: Request, _: str) -> Response:
    style = style_of(request.query_params, simulator.source.market)
    return JSONResponse(answers.quote(simulator.source, style, simulator.clock.now()))


def _usage(simulator: Simulator, _: Request, key: str) -> Response:
    used = simulator.meter.usage(key, simulator.clock.now())
    return JSONResponse(answers.usage(used, simulator.access.plan))


async def _no_indicators(_: Request) -> Response:
    """The official client asks for the vendor's indicators when it is made; we have none."""
    return JSONResponse({"data": {}, "status": "ok"})


def _error(code: int, message: str, access: Access) -> Response:
    return error_response(code, message, _STATUS_OK if access.errors_under_200 else code)


def _add_headers(simulator: Simulator, response: Response, key: str) -> None:
    used = simulator.meter.usage(key, simulator.clock.now()).minute
    response.headers["api-credits-used"] = str(used)
    response.headers["api-credits-left"] = str(max(0, simulator.access.plan.per_minute - used))
    response.headers[KIND_HEADER] = simulator.source.kind


def _key(request: Request) -> str:
    scheme, _, header = request.headers.get("authorization", "").partition(" ")
    return request.query_params.get("apikey") or (header.strip() if scheme.lower() == "apikey" else "")
