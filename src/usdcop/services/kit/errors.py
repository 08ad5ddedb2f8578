"""Errors as answers: RFC 9457 problem details, their status decided in one table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from usdcop.core.errors import (
    BusyError,
    ConflictError,
    CorruptPartitionError,
    DataError,
    ForbiddenError,
    GateRefusedError,
    MissingInputError,
    MissingPartitionError,
    OverloadedError,
    ReplayEndedError,
    RiskRefusedError,
    SourceError,
    UnauthenticatedError,
    UnknownError,
    UsageError,
    UsdcopError,
    VerificationError,
)
from usdcop.services.kit.schemas import Model

_log = structlog.get_logger("usdcop.http")
PROBLEM_JSON: Final = "application/problem+json"


class Fault(Model):
    """What is wrong with one field."""

    field: str
    """Where: `body.quantity_usd`, `query.limit`."""
    message: str
    """What: such as `Input should be greater than 0`."""


class Problem(Model):
    """Why a request was not served."""

    type: str
    """`about:blank`, or `urn:usdcop:` and the code."""
    title: str
    """The phrase of the status."""
    status: int
    """The HTTP status again."""
    detail: str
    """What is wrong, in a sentence."""
    code: str
    """The same for programs."""
    cure: str
    """What to do about it."""
    request_id: str
    """Names this request in the logs."""
    errors: tuple[Fault, ...] = ()
    """Of a 422: what is wrong with which field."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not served, before it is written as an answer."""

    status: int
    code: str
    detail: str
    cure: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


class RefusedError(Exception):
    """A request that a route refuses by a rule of the kit, such as a limit; carries the answer."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


_STATUS: Final[Mapping[type[UsdcopError], tuple[int, str]]] = {
    UnknownError: (404, "UNKNOWN"),
    ConflictError: (409, "CONFLICT"),
    RiskRefusedError: (409, "RISK_REFUSED"),
    GateRefusedError: (409, "GATE_REFUSED"),
    ReplayEndedError: (409, "REPLAY_ENDED"),
    BusyError: (409, "BUSY"),
    UnauthenticatedError: (401, "UNAUTHENTICATED"),
    ForbiddenError: (403, "FORBIDDEN"),
    UsageError: (422, "INVALID"),
    MissingInputError: (404, "NOTHING_YET"),
    CorruptPartitionError: (503, "CORRUPT"),
    MissingPartitionError: (503, "CORRUPT"),
    VerificationError: (503, "CORRUPT"),
    DataError: (422, "DATA"),
    OverloadedError: (503, "OVERLOADED"),
    SourceError: (503, "UNAVAILABLE"),
    UsdcopError: (500, "FAILED"),
}
"""The one table: the nearest class an error descends from gives its status and, if it has none, its code."""

_SAID: Final[Mapping[int, str]] = {
    400: "The request cannot be read.",
    401: "A token is needed, or the one sent is not valid.",
    403: "The role or the origin does not allow it.",
    404: "It does not exist.",
    409: "It contradicts the state of things; `code` says how.",
    413: "The body is too large.",
    422: "A parameter or a field is wrong; `errors` names it.",
    429: "Too many requests; `Retry-After` says when to try again.",
    503: "Something the answer needs is away.",
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route, for its ``responses``."""
    return {
        status: {
            "model": Problem,
            "description": _SAID[status],
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


PROBLEMS: Final = documented(400, 401, 403, 413, 422, 429, 503)
"""What any route may answer; those that find or change things add ``documented(404, 409)``."""


def refusal_of(error: UsdcopError) -> Refusal:
    """``error`` as an answer."""
    status, code = next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)
    own = getattr(error, "code", None)
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    if isinstance(error, OverloadedError):
        headers = {"Retry-After": str(error.retry_after)}
    # what a driver says of a server names hosts and statements: that is for the log
    detail = (
        f"{error.sentence.partition(':')[0].rstrip('.')}."
        if isinstance(error, SourceError)
        else error.sentence
    )
    return Refusal(status, own if isinstance(own, str) else code, detail, error.cure, headers)


def answer(refusal: Refusal, request_id: str) -> JSONResponse:
    """``refusal`` as a response."""
    problem = Problem(
        type=f"urn:usdcop:{refusal.code.lower()}",
        title=HTTPStatus(refusal.status).phrase,
        status=refusal.status,
        detail=refusal.detail,
        code=refusal.code,
        cure=refusal.cure,
        request_id=request_id,
        errors=refusal.faults,
    )
    return JSONResponse(
        problem.model_dump(mode="json"),
        refusal.status,
        headers=dict(refusal.headers),
        media_type=PROBLEM_JSON,
    )


def _said(request: Request, refusal: Refusal) -> JSONResponse:
    """``refusal`` of ``request`` as a response; its code is counted at the door."""
    request.state.code = refusal.code
    return answer(refusal, request_id_of(request))


def request_id_of(request: Request) -> str:
    """What ``request`` is called in the logs."""
    return str(getattr(request.state, "request_id", ""))


def on_usdcop(request: Request, error: Exception) -> JSONResponse:
    """An error of ours."""
    if not isinstance(error, UsdcopError):  # registered for nothing else
        raise error
    refusal = refusal_of(error)
    if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("not served", code=refusal.code, cause=str(error))
    return _said(request, refusal)


def on_refused(request: Request, error: Exception) -> JSONResponse:
    """A rule of the kit."""
    if not isinstance(error, RefusedError):
        raise error
    return _said(request, error.refusal)


def on_invalid(request: Request, error: Exception) -> JSONResponse:
    """Parameters or fields that the schema refuses. What was sent is not repeated: it may be a secret."""
    if not isinstance(error, RequestValidationError):
        raise error
    found = tuple(
        Fault(field=".".join(str(part) for part in one["loc"])[:200], message=str(one["msg"])[:300])
        for one in error.errors()[:20]
    )
    first = f"{found[0].field}: {found[0].message}." if found else "The request does not fit its schema."
    cure = "Correct what 'errors' names; /docs describes every parameter."
    return _said(request, Refusal(422, "INVALID", first, cure, faults=found))


def on_http(request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses: no such path, no such method, a body that cannot be read."""
    if not isinstance(error, HTTPException):
        raise error
    phrase = HTTPStatus(error.status_code).phrase
    code = phrase.upper().replace(" ", "_").replace("-", "_")
    detail = str(error.detail).rstrip(".")
    refusal = Refusal(
        error.status_code, code, f"{detail}.", _CURES.get(error.status_code, ""), error.headers or {}
    )
    return _said(request, refusal)


_CURES: Final[Mapping[int, str]] = {
    400: "Send a body that is valid JSON (or a form where one is asked for), in UTF-8.",
    404: "Look at /docs for the paths there are.",
    405: "Use one of the methods in 'Allow'.",
    413: "Send less.",
}
