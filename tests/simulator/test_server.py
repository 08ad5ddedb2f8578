import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from support.clocks import HandClock
from usdcop.core.errors import ServerError
from usdcop.simulator.app import create_app
from usdcop.simulator.faults import Faults
from usdcop.simulator.server import running, serve
from usdcop.simulator.synthetic import SyntheticMarket

SERVING = """
import sys
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from usdcop.simulator.server import serve

async def hello(request):
    return PlainTextResponse("hello")

serve(Starlette(routes=[Route("/", hello)]), 0, lambda url: print(url, flush=True))
"""


async def _hello(_: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


def app() -> Starlette:
    return Starlette(routes=[Route("/", _hello)])


def test_it_answers_on_a_free_loopback_port_while_the_block_runs() -> None:
    with running(app()) as url:
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(url, trust_env=False).text == "hello"
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


@pytest.mark.alone
def test_an_answer_does_not_wait_for_the_acknowledgement_of_its_head() -> None:
    with running(app()) as url, httpx.Client(trust_env=False) as client:
        times = []
        for _ in range(20):
            began = time.perf_counter()
            client.get(url)
            times.append(time.perf_counter() - began)
        assert min(times) < 0.03  # 1 ms; 40 ms each without TCP_NODELAY


def test_no_thread_is_left_behind() -> None:
    before = threading.active_count()
    with running(app()):
        assert threading.active_count() > before
    assert threading.active_count() == before


def test_a_taken_port_is_named_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=str(port)) as caught, running(app(), port):
            pytest.fail("the port was taken")
        assert "USDCOP_SIMULATOR_PORT" in caught.value.cure
        with pytest.raises(ServerError, match=str(port)):
            serve(app(), port, pytest.fail)


@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_in_the_foreground_it_says_where_it_is_and_stops_when_told_to(
    told: signal.Signals, code: int
) -> None:
    command = [sys.executable, "-c", SERVING]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert _text(url) == "hello"
        process.send_signal(told)
        _, complaints = process.communicate(timeout=20)
        assert process.returncode == code
        assert complaints == ""


def _text(url: str) -> str:
    transport = httpx.HTTPTransport(retries=20)  # the address is printed just before the first accept
    with httpx.Client(transport=transport) as client:
        return client.get(url).text


def test_two_simulators_run_side_by_side() -> None:
    clock = HandClock(datetime(2024, 7, 10, 15, tzinfo=UTC))
    one, two = (create_app(SyntheticMarket(seed), clock, Faults()) for seed in (1, 2))
    asked = {"symbol": "USD/COP", "apikey": "key"}
    with running(one) as first, running(two) as second:
        prices = {httpx.get(f"{url}/price", params=asked, trust_env=False).text for url in (first, second)}
    assert len(prices) == 2
