"""The whole system for tests: ``usdcop up`` on a file whose last ten sessions the home has not seen."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from support.dashboards import dashboard_folder
from support.homes import ANY_PORT, PROGRAM, SPAN, TINY, built_home, environment, market_file
from usdcop.main.embedded.process import waited
from usdcop.main.embedded.servers import stop
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Row, read_record

LATER = datetime(2024, 5, 21, tzinfo=UTC)
"""End of a file that has ten sessions more than the built home knows."""
PATIENCE = 150.0
"""Seconds that anything may take on a machine that others use as well; a quiet one is ready in 20."""


@dataclass
class Up:
    """A system that was brought up, and where its home is."""

    process: subprocess.Popen[str]
    root: Path
    lines: list[str]

    @property
    def home(self) -> Path:
        return self.root / "replay"

    @property
    def rows(self) -> dict[str, Row]:
        record = read_record(self.home)
        return {} if record is None else {row.name: row for row in record.rows}

    def get(self, name: str, path: str) -> Any:  # noqa: ANN401 - JSON
        return httpx.get(f"{self.rows[name].address}{path}", timeout=10).json()

    def becomes(self, happened: Callable[[], bool], patience: float = PATIENCE) -> bool:
        return waited(lambda: happened() or self.process.poll() is not None, patience) and happened()

    def kill(self, name: str) -> None:
        """Kill the process ``name``, by its id."""
        pid = self.rows[name].pid
        assert pid is not None, f"{name} does not run"
        os.kill(pid, signal.SIGKILL)

    def logs(self) -> str:
        """The end of what the processes and the supervisor said."""
        files = (*sorted((self.home / "logs").glob("*.log")), self.root / "up.log")
        return "\n".join(f"{file.name}:\n{file.read_text()[-3000:]}" for file in files if file.exists())

    def ready(self) -> bool:
        return bool(self.rows) and all(row.state is State.READY for row in self.rows.values())


@contextmanager
def brought_up(root: Path, file: Path, speed: int = 60, **settings: str) -> Iterator[Up]:
    """``usdcop up`` on ``file`` in ``root``; ended by Ctrl-C, and by force where that fails."""
    settings = {**ANY_PORT, "USDCOP_DASHBOARD": "false", **settings}
    settings["USDCOP_DASHBOARD_DIR"] = str(dashboard_folder())
    log = (root / "up.log").open("w+")
    process = subprocess.Popen(
        [PROGRAM, "up", "--data", str(file), "--speed", str(speed), *TINY],
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **environment(root, **settings)},  # noqa: TID251 - where Node is
    )
    up = Up(process, root, [])
    try:
        yield up
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        finally:
            process.kill()
            log.seek(0)
            up.lines = log.read().splitlines()
            log.close()


@contextmanager
def replay_home(servers_root: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """A root whose home was trained on the history of a longer file, and that file."""
    root = servers_root / name
    shutil.copytree(built_home(servers_root), root)
    (root / "longer").mkdir()
    file = market_file(root / "longer" / "bars.csv", SPAN[0], LATER)
    try:
        yield root, file
    finally:
        stop(root / "replay")
        shutil.rmtree(root)
