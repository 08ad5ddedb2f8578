import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.homes import started, usdcop
from usdcop.main.embedded.ports import any_free_port


@pytest.fixture
def port(empty_home: Path) -> Iterator[int]:
    """Port of the stream of a synthetic home, running as a process of its own."""
    chosen = any_free_port()
    with started(empty_home, "serve", "stream", mode="synthetic", USDCOP_STREAM_PORT=str(chosen)) as process:
        try:
            _wait(chosen, process)
            yield chosen
        finally:
            process.terminate()
            process.communicate(timeout=60)


def _wait(port: int, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        assert process.poll() is None, process.communicate()[1]
        try:
            httpx.get(f"http://127.0.0.1:{port}/health", timeout=5, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        return
    pytest.fail("the stream was not ready")


def test_each_message_is_a_line(empty_home: Path, port: int) -> None:
    lines = _watched(empty_home, port, "--count", "2")
    assert json.loads(lines[0])["type"] == "ack"
    assert len(lines) == 2


def test_an_unknown_symbol_is_answered_by_an_error_message(empty_home: Path, port: int) -> None:
    (line,) = _watched(empty_home, port, "XXXYYY", "--count", "1")
    assert json.loads(line)["code"] == "INVALID_SYMBOL"


def test_accounts_are_watched_by_those_who_signed_in(empty_home: Path) -> None:
    told = usdcop(empty_home, "watch", "--account", "manual", "--count", "1", mode="synthetic", code=2)
    assert "usdcop login" in told.err


def test_where_nothing_answers_it_says_what_to_start(empty_home: Path) -> None:
    quiet = str(any_free_port())
    told = usdcop(empty_home, "watch", "--count", "1", mode="synthetic", code=1, USDCOP_STREAM_PORT=quiet)
    assert "usdcop up" in told.err


def _watched(root: Path, port: int, *arguments: str) -> list[str]:
    with started(root, "watch", *arguments, mode="synthetic", USDCOP_STREAM_PORT=str(port)) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.splitlines()
