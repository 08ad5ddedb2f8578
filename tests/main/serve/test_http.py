import re
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from support.services import running_app
from usdcop.core.errors import UsageError
from usdcop.main.serve.http import PatientProtocol, address_of, listening, server_of

pytestmark = pytest.mark.alone

app = FastAPI()
under_way = threading.Event()


@app.get("/")
def root() -> str:
    return "here"


@app.get("/slow")
def slow() -> str:
    under_way.set()
    time.sleep(0.5)
    return "late"


class Hurried(PatientProtocol):
    """Waits a third of a second for a head."""

    header_seconds = 0.3


@pytest.fixture
def url() -> Iterator[str]:
    with running_app(app, Hurried) as address:
        yield address


def connected(url: str) -> socket.socket:
    host, port = url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=5)


def closed_after(connection: socket.socket) -> float:
    started = time.monotonic()
    assert connection.recv(1) == b""
    return time.monotonic() - started


def _trickle(connection: socket.socket, until: float) -> None:
    while time.monotonic() < until:
        connection.sendall(b"X-Slow: 1\r\n")
        time.sleep(0.05)


def test_a_socket_that_says_nothing_is_closed(url: str) -> None:
    with connected(url) as connection:
        assert 0.1 < closed_after(connection) < 4


def test_half_a_head_is_not_waited_for_however_it_trickles(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        started = time.monotonic()
        with pytest.raises(OSError):  # noqa: PT011 - reset or broken pipe
            _trickle(connection, until=started + 4)
        assert time.monotonic() - started < 4


def answered(connection: socket.socket) -> bytes:
    """One whole answer; it may come in several pieces."""
    told = b""
    while True:
        told += connection.recv(4096)
        head, _, body = told.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if length is not None and len(body) >= int(length[1]):
            return told


def test_the_next_head_on_a_connection_is_not_waited_for_either(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answered(connection).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET / HT")
        assert closed_after(connection) < 4


def test_a_request_under_way_is_not_cut_off(url: str) -> None:
    assert httpx.get(f"{url}/slow").json() == "late"


def test_many_silent_sockets_do_not_keep_others_out(url: str) -> None:
    silent = [connected(url) for _ in range(100)]
    assert httpx.get(url).json() == "here"
    for connection in silent:
        connection.close()


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01\x02\x00", b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"],
)
def test_what_is_not_http_is_told_so_as_a_problem(url: str, sent: bytes) -> None:
    with connected(url) as connection:
        connection.sendall(sent + b"\r\n\r\n")
        told = connection.recv(4096)
    assert told.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in told


def test_a_server_stops_with_grace_for_what_is_under_way() -> None:
    with listening("127.0.0.1", 0, "X") as listener:
        server = server_of(app)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        while not server.started:
            time.sleep(0.005)
        url, answers = address_of(listener), []
        caller = threading.Thread(target=lambda: answers.append(httpx.get(f"{url}/slow").status_code))
        idle = connected(url)
        under_way.clear()
        caller.start()
        assert under_way.wait(10)
        started = time.monotonic()
        server.handle_exit(15, None)
        thread.join(10)
        caller.join()
        idle.close()
        assert not thread.is_alive()
        assert answers == [200]
        assert time.monotonic() - started < 5


def test_a_taken_port_names_the_port_and_the_setting() -> None:
    with listening("127.0.0.1", 0, "USDCOP_TRADING_PORT") as listener:
        port = listener.getsockname()[1]
        with (
            pytest.raises(UsageError, match=rf"{port}.*USDCOP_TRADING_PORT"),
            listening("127.0.0.1", port, "USDCOP_TRADING_PORT"),
        ):
            pass


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_that_is_not_ours_is_refused(host: str) -> None:
    with pytest.raises(UsageError), listening(host, 0, "X"):
        pass


def test_the_address_to_call_is_told_for_both_families() -> None:
    with listening("127.0.0.1", 0, "X") as listener:
        assert address_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"
    with listening("[::1]", 0, "X") as listener:
        assert address_of(listener) == f"http://[::1]:{listener.getsockname()[1]}"
