import json

import pytest

import usdcop.core.errors as tree
from support.services import Service
from usdcop.core.errors import (
    BusyError,
    ConflictError,
    CreditsError,
    ForbiddenError,
    GateRefusedError,
    MissingInputError,
    RiskRefusedError,
    ServerError,
    UnauthenticatedError,
    UnknownError,
    UsageError,
    UsdcopError,
    VendorError,
)
from usdcop.services.kit.errors import answer, documented, refusal_of

ANSWERS = [
    (UnknownError("x"), 404, "UNKNOWN"),
    (ConflictError("x", "", "SAME_ID"), 409, "SAME_ID"),
    (RiskRefusedError("x", "", "HALTED"), 409, "HALTED"),
    (GateRefusedError("x", "", ("sharpe",)), 409, "GATE_REFUSED"),
    (UnauthenticatedError("x", "", "TOKEN_EXPIRED"), 401, "TOKEN_EXPIRED"),
    (ForbiddenError("x", "", "ROLE"), 403, "ROLE"),
    (UsageError("x"), 422, "INVALID"),
    (BusyError("x"), 409, "BUSY"),
    (ServerError("x"), 503, "UNAVAILABLE"),
    (VendorError("x", "", 429), 503, "UNAVAILABLE"),
    (CreditsError("x"), 503, "UNAVAILABLE"),
    (MissingInputError("x"), 404, "NOTHING_YET"),
]


@pytest.mark.parametrize(("error", "status", "code"), ANSWERS)
def test_each_error_has_its_status_and_code(error: UsdcopError, status: int, code: str) -> None:
    refusal = refusal_of(error)
    assert (refusal.status, refusal.code) == (status, code)


def test_every_error_of_the_tree_has_a_status() -> None:
    kinds = [kind for kind in vars(tree).values() if isinstance(kind, type) and issubclass(kind, UsdcopError)]
    assert len(kinds) > 20
    for kind in kinds:
        error = kind.__new__(kind)
        UsdcopError.__init__(error, "It failed.", "Do something.")
        assert 400 <= refusal_of(error).status < 600


def test_who_is_not_signed_in_is_told_how_to_be() -> None:
    assert refusal_of(UnauthenticatedError("x")).headers == {"WWW-Authenticate": "Bearer"}


def test_what_a_driver_says_is_kept_out_of_the_answer() -> None:
    refusal = refusal_of(ServerError('PostgreSQL does not answer: host "db", password=hunter2', "Try again."))
    assert refusal.detail == "PostgreSQL does not answer."


def test_a_problem_says_all_that_the_standard_asks_for() -> None:
    written = json.loads(
        bytes(answer(refusal_of(UnknownError("No such order.", "Look at the list.")), "r1").body)
    )
    assert written == {
        "type": "urn:usdcop:unknown",
        "title": "Not Found",
        "status": 404,
        "detail": "No such order.",
        "code": "UNKNOWN",
        "cure": "Look at the list.",
        "request_id": "r1",
        "errors": [],
    }


def test_documented_answers_are_problems() -> None:
    found = documented(404, 409)
    assert set(found) == {404, 409}
    assert all("application/problem+json" in one["content"] for one in found.values())


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/broken/conflict", 409, "SAME_ID"),
        ("/api/broken/risk", 409, "HALTED"),
        ("/api/broken/away", 503, "UNAVAILABLE"),
        ("/api/broken/otherwise", 500, "INTERNAL_ERROR"),
        ("/api/latest/EURUSD", 404, "UNKNOWN"),
        ("/api/latest/USDCOP?factor=nan", 422, "INVALID"),
        ("/api/latest/USDCOP?factor=1e400", 422, "INVALID"),
        ("/api/latest/USDCOP?factor=-Infinity", 422, "INVALID"),
        ("/api/items/1' OR '1'='1", 422, "INVALID"),
        ("/api/items/..%2f..%2fetc%2fpasswd", 404, "NOT_FOUND"),
        ("/nowhere", 404, "NOT_FOUND"),
    ],
)
def test_failures_are_problems_over_http(service: Service, path: str, status: int, code: str) -> None:
    told = service.client.get(path)
    body = told.json()
    assert (told.status_code, body["status"], body["code"]) == (status, status, code)
    assert told.headers["content-type"] == "application/problem+json"
    assert body["request_id"] == told.headers["x-request-id"]
    assert "hunter2" not in told.text
    assert "Traceback" not in told.text


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b'{"quantity": NaN}', 422),
        (b'{"quantity": 1e400}', 422),
        (b'{"quantity": -Infinity}', 422),
        (b'{"quantity": 0}', 422),
        (b'{"quantity": "1; DROP TABLE orders"}', 422),
        (b'{"quantity": 1, "unknown": 1}', 422),
        (b'{"quantity": 1, "at": "2025-03-14T13:00:00"}', 422),
        (b'{"quantity": 1, "at": "99999-01-01T00:00:00Z"}', 422),
        (b'{"quantity": 1, "note": "\\ud800"}', 422),
        (b"[" * 60_000, 422),
        (b'{"quantity": 1', 422),
        (b"\xff\xfe\x00", 400),
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
    ],
)
def test_hostile_bodies_change_nothing_and_are_told_so(service: Service, content: bytes, status: int) -> None:
    told = service.client.post("/api/echo", content=content, headers={"Content-Type": "application/json"})
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"


def test_a_wrong_field_is_named_and_its_value_not_repeated(service: Service) -> None:
    told = service.client.post("/api/echo", json={"quantity": "my secret", "note": 5})
    body = told.json()
    assert [fault["field"] for fault in body["errors"]] == ["body.quantity", "body.note"]
    assert "my secret" not in told.text


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "PUT", "HEAD", "OPTIONS", "TRACE", "BREW"])
def test_a_method_that_a_path_does_not_have_is_a_problem(service: Service, method: str) -> None:
    told = service.client.request(method, "/api/echo")
    assert told.status_code == 405
    assert told.headers["allow"] == "POST"
    if method != "HEAD":
        assert told.json()["code"] == "METHOD_NOT_ALLOWED"
