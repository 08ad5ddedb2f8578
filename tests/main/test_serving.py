"""One process of the system: the simulator, as the supervisor would start it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from support.homes import PROGRAM, environment, usdcop
from usdcop.main.embedded.ports import any_free_port
from usdcop.main.embedded.process import waited


def answers(url: str) -> bool:
    try:
        return bool(httpx.get(f"{url}/health").json()["data_kind"] == "synthetic")
    except httpx.TransportError:
        return False


def test_a_process_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = str(any_free_port())
    given = environment(tmp_path, "synthetic", USDCOP_SIMULATOR_PORT=port, USDCOP_CLOCK="real")
    with subprocess.Popen([PROGRAM, "serve", "simulator"], env={"PATH": os.defpath, **given}) as process:
        url = f"http://127.0.0.1:{port}"
        assert waited(lambda: answers(url), 60)
        assert httpx.get(f"{url}/price?symbol=USD/COP&apikey=simulator").json()["price"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) in {0, 128 + signal.SIGTERM}


def test_a_process_ends_with_its_parent(tmp_path: Path) -> None:
    given = environment(tmp_path, "synthetic", USDCOP_SIMULATOR_PORT="0", USDCOP_CLOCK="real")
    command = [sys.executable, "-m", "usdcop.main", "serve", "simulator", "--parent", "1"]
    with subprocess.Popen(command, env={"PATH": os.defpath, **given}) as process:
        assert process.wait(timeout=60) in {0, 128 + signal.SIGTERM, -signal.SIGTERM}


def test_what_cannot_be_served_is_refused(tmp_path: Path) -> None:
    told = usdcop(tmp_path, "serve", "lunch", code=2)
    assert "simulator, scheduler, orchestrator" in told.err
    assert "replays nothing yet" in usdcop(tmp_path, "serve", "simulator", code=2).err
