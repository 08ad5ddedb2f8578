"""Answers that are wrong: what the vendor, or something between, sends when it fails."""

from collections.abc import Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from usdcop.simulator.faults import Fault, FaultKind
from usdcop.simulator.meter import Limit, Plan

LIMIT_TEXT: Final = {
    Limit.MINUTE: "You have run out of API credits for the current minute: {used} used, the limit is {limit}.",
    Limit.DAY: "You have run out of API credits for the day: {used} used, the limit is {limit}.",
}

_PAGE: Final = "<html><head><title>502</title></head><body><h1>Bad gateway</h1></body></html>"
_TORN: Final = '{"meta": {"symbol": "USD/COP"}, "values": [{"datet'
_ODD: Final = {"values": {"close": [1, 2, 3]}, "price": ["4000"], "status": "ok"}


def error_response(code: int, message: str, status: int) -> Response:
    """The vendor's error body under HTTP ``status``."""
    return JSONResponse({"code": code, "message": message, "status": "error"}, status_code=status)


async def spoilt(fault: Fault, request: Request) -> Response:
    """What ``fault`` makes of an answer; a time-out never answers, until the caller has gone."""
    if fault.kind is FaultKind.TIMEOUT:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        return Response(status_code=504)
    return _ANSWERS[fault.kind](fault)


def _rate_limited(_: Fault) -> Response:
    plan = Plan()
    text = LIMIT_TEXT[Limit.MINUTE].format(used=plan.per_minute + 1, limit=plan.per_minute)
    return error_response(429, text, 200)


_ANSWERS: Final[Mapping[FaultKind, Callable[[Fault], Response]]] = {
    FaultKind.RATE_LIMIT: _rate_limited,
    FaultKind.SERVER_ERROR: lambda fault: Response("upstream failed", fault.code, media_type="text/plain"),
    FaultKind.ERROR_BODY: lambda fault: error_response(fault.code, fault.message, 200),
    FaultKind.MALFORMED_JSON: lambda _: Response(_TORN, media_type="application/json"),
    FaultKind.HTML: lambda _: Response(_PAGE, media_type="text/html"),
    FaultKind.EMPTY: lambda _: Response("", media_type="application/json"),
    FaultKind.WRONG_SHAPE: lambda _: JSONResponse(_ODD),
}
