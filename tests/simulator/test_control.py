from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from support.vendor import Vendor, vendor
from usdcop.simulator.faults import Fault, FaultKind


@pytest.fixture(scope="module")
def running() -> Iterator[Vendor]:
    with vendor() as served:
        yield served


@pytest.fixture
def served(running: Vendor) -> Iterator[Vendor]:
    yield running
    running.faults.clear()


def post(at: Vendor, body: object) -> httpx.Response:
    return httpx.post(at.url + "/_faults", json=body, trust_env=False)


def test_a_fault_is_switched_on_listed_and_switched_off(served: Vendor) -> None:
    assert post(served, {"kind": "server_error", "count": 3, "code": 503}).json()[0]["code"] == 503
    assert served.faults.active() == [Fault(FaultKind.SERVER_ERROR, count=3, code=503)]
    assert len(httpx.get(served.url + "/_faults", trust_env=False).json()) == 1
    assert httpx.delete(served.url + "/_faults", trust_env=False).json() == []
    assert served.faults.active() == []


def test_several_are_switched_on_at_once_and_times_are_read(served: Vendor) -> None:
    post(
        served, [{"kind": "late_bars", "minutes": 4, "start": "2024-07-10T08:00:00-05:00"}, {"kind": "html"}]
    )
    late, page = served.faults.active()
    assert late == Fault(FaultKind.LATE_BARS, minutes=4, start=datetime(2024, 7, 10, 13, tzinfo=UTC))
    assert page.kind is FaultKind.HTML


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "flood"},
        {},
        {"kind": "html", "often": 1},
        {"kind": "html", "count": "3"},
        7,
        ["html"],
        {"kind": "html", "start": "x"},
    ],
)
def test_a_fault_that_cannot_be_read_names_those_that_can(served: Vendor, body: object) -> None:
    answer = post(served, body)
    assert answer.status_code == 422
    assert "rate_limit" in answer.json()["kinds"]
    assert "probability" in answer.json()["fields"]
    assert served.faults.active() == []


def test_what_is_no_json_is_refused(served: Vendor) -> None:
    answer = httpx.post(served.url + "/_faults", content=b"{", trust_env=False)
    assert answer.status_code == 422
