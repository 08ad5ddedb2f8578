"""The dashboard's own process, without the services behind it: it answers, it ends when told, and with its parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from support.dashboards import dashboard_folder, dashboard_or_reason
from support.homes import PROGRAM, environment
from usdcop.main.embedded import process
from usdcop.main.embedded.ports import any_free_port
from usdcop.main.embedded.process import waited
from usdcop.main.supervision.dashboard import NoDashboard
from usdcop.main.supervision.record import mark_of

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(
        isinstance(dashboard_or_reason(), NoDashboard), reason=getattr(dashboard_or_reason(), "sentence", "")
    ),
]
PATIENCE = 60.0
PARENT = """
import os, subprocess, sys
child = subprocess.Popen([*sys.argv[1:], "serve", "dashboard", "--parent", str(os.getpid())])
print(child.pid, flush=True)
child.wait()
"""


@contextmanager
def parent_of_a_dashboard(root: Path) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """A process that started a dashboard, the dashboard's process id, and its address."""
    port = str(any_free_port())
    ports = {"USDCOP_DASHBOARD_PORT": port, "USDCOP_TRADING_PORT": str(any_free_port())}
    settings = environment(root, **ports, USDCOP_DASHBOARD_DIR=str(dashboard_folder()))
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env={"PATH": os.environ["PATH"], **settings},  # noqa: TID251 - where Node is
    ) as parent:
        assert parent.stdout is not None
        pid, url = int(parent.stdout.readline()), f"http://127.0.0.1:{port}"
        try:
            assert waited(lambda: answers(url), PATIENCE)
            yield parent, pid, url
        finally:
            with suppress(ProcessLookupError):
                os.killpg(parent.pid, signal.SIGKILL)


def answers(url: str) -> bool:
    try:
        return bool(httpx.get(f"{url}/health", timeout=10).json()["status"] == "ok")
    except httpx.TransportError:
        return False


def test_it_answers_by_itself_is_known_by_its_words_and_ends_with_its_parent(tmp_path: Path) -> None:
    with parent_of_a_dashboard(tmp_path) as (parent, pid, url):
        mark = mark_of("dashboard", parent.pid)
        assert process.runs(pid, mark)
        down = httpx.get(f"{url}/backend/trading/api/health")
        assert (down.status_code, down.json()["code"]) == (503, "SERVICE_DOWN")
        assert httpx.get(f"{url}/trading").status_code == 200
        parent.kill()
        assert waited(lambda: not process.runs(pid, mark), 10)
        assert not answers(url)


def test_it_ends_when_told_also_under_an_open_connection(tmp_path: Path) -> None:
    with parent_of_a_dashboard(tmp_path) as (parent, pid, url), httpx.Client(base_url=url) as open_one:
        assert open_one.get("/health").is_success
        os.kill(pid, signal.SIGTERM)
        assert parent.wait(timeout=5) == 0
