import asyncio
import json

import pytest
from starlette.requests import Request
from starlette.types import Message

from usdcop.simulator.faults import ANSWER_FAULTS, Fault, FaultKind
from usdcop.simulator.spoilt import spoilt


async def _gone() -> Message:
    return {"type": "http.disconnect"}


def answer(fault: Fault) -> tuple[int, bytes, str]:
    request = Request({"type": "http", "method": "GET", "path": "/price", "headers": []}, _gone)
    response = asyncio.run(spoilt(fault, request))
    return response.status_code, bytes(response.body), response.headers.get("content-type", "")


@pytest.mark.parametrize("kind", sorted(ANSWER_FAULTS))
def test_every_fault_of_an_answer_has_one(kind: FaultKind) -> None:
    status, _, _ = answer(Fault(kind))
    assert status in {200, 500, 504}


def test_a_caller_that_has_gone_ends_the_wait() -> None:
    assert answer(Fault(FaultKind.TIMEOUT)) == (504, b"", "")


def test_failures_carry_the_code_asked_for() -> None:
    assert answer(Fault(FaultKind.SERVER_ERROR, code=503))[0] == 503
    status, body, _ = answer(Fault(FaultKind.ERROR_BODY, code=403, message="no"))
    assert (status, json.loads(body)) == (200, {"code": 403, "message": "no", "status": "error"})


def test_nonsense_is_nonsense() -> None:
    assert answer(Fault(FaultKind.EMPTY))[1] == b""
    assert answer(Fault(FaultKind.HTML))[1].startswith(b"<html>")
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer(Fault(FaultKind.MALFORMED_JSON))[1])
