import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from websockets.sync.client import connect

import usdcop
from usdcop.core.errors import UsageError
from usdcop.main.embedded.ports import any_free_port
from usdcop.main.serve.stream import _allow_files, run
from usdcop.main.settings import read_settings

pytestmark = pytest.mark.alone

RUN = "from usdcop.main.settings import read_settings; from usdcop.main.serve.stream import run; run(read_settings())"


@contextmanager
def served(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The stream of ``home`` as a process of its own, once it answers."""
    environment = {
        "USDCOP_HOME": str(home),
        "USDCOP_MODE": "synthetic",
        "USDCOP_STREAM_PORT": str(port),
        "PYTHONPATH": str(Path(usdcop.__file__).parents[1]),
        "PATH": os.defpath,
    }
    with subprocess.Popen([sys.executable, "-c", RUN], env=environment, stderr=subprocess.DEVNULL) as child:
        try:
            until = monotonic() + 60
            while not _answers(port):
                assert child.poll() is None, "it ended"
                assert monotonic() < until
                sleep(0.05)
            yield child
        finally:
            child.kill()


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def test_it_serves_until_it_is_told_to_stop(empty_home: Path) -> None:
    port = any_free_port()
    with served(empty_home, port) as child:
        with connect(f"ws://127.0.0.1:{port}/ws/market-data", proxy=None) as client:
            client.send('{"action":"subscribe","symbols":["USDCOP"]}')
            assert '"ack"' in str(client.recv(timeout=10))
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == 0
    assert (empty_home / "synthetic" / "logs" / "stream.jsonl").exists()


def test_a_taken_port_is_named(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("USDCOP_HOME", str(empty_home))
        monkeypatch.setenv("USDCOP_STREAM_PORT", str(taken.getsockname()[1]))
        with pytest.raises(UsageError, match="USDCOP_STREAM_PORT"):
            run(read_settings())


def test_more_files_are_allowed_but_never_fewer() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    _allow_files(1)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (soft, hard)
