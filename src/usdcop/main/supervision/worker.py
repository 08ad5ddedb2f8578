"""One process under supervision: started, asked how it is, restarted, stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

import psutil

from usdcop.main.embedded import files
from usdcop.main.supervision.decide import Act, Health, Known, Rules, Seen, State, decide
from usdcop.main.supervision.record import Row

_ANSWER_PATIENCE: Final = 5.0
_ASK_UNTIL_READY: Final = 0.3
_ASK_WHEN_READY: Final = 3.0
_OK: Final = 200
_LONGEST_REASON: Final = 160
_TAIL: Final = 4096


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is: its name, its order, how it is started, where it answers and what it says."""

    name: str
    wave: int
    command: tuple[str, ...]
    environment: Mapping[str, str]
    host: str
    port: int
    log: Path

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://{self.host}:{self.port}"


def serve_command(name: str) -> tuple[str, ...]:
    """The command of the program ``name``, which ends with this process."""
    return (sys.executable, "-m", "usdcop.main", "serve", name, "--parent", str(os.getpid()))


class Worker:
    """One task and what is known of it. Not shared by threads."""

    def __init__(self, task: Task, rules: Rules, pool: ThreadPoolExecutor) -> None:
        self.task, self.known = task, Known()
        self._rules, self._pool = rules, pool
        self._process: subprocess.Popen[bytes] | None = None
        self._question: Future[Health] | None = None
        self._asked_at = 0.0
        self._why = ""
        self._memory: int | None = None

    def look(self, now: float, *, turn: bool) -> None:
        """See how it is, and do what is to be done."""
        running = self._process is not None and self._process.poll() is None
        before = self.known.state
        self.known, act = decide(self.known, Seen(running, turn, self._answer(now)), now, self._rules)
        if self.known.state is not before and self.known.state in {State.WAITING, State.FAILED}:
            self._why = self._last_words()
        if self.known.state is State.READY:
            self._why = ""
        match act:
            case Act.START:
                self._start()
            case Act.KILL:
                self._why = "it did not answer in time"
                self.signal(signal.SIGKILL)
            case Act.NOTHING:
                pass

    def weigh(self) -> None:
        """Measure its memory."""
        self._memory = memory_of(self.pid) if self.pid is not None else None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def row(self) -> Row:
        """Its line of the table."""
        return Row(
            name=self.task.name,
            address=self.task.address,
            state=self.known.state,
            pid=self.pid,
            memory_bytes=self._memory if self.pid is not None else None,
            restarts=self.known.restarts,
            why=self._why,
        )

    def signal(self, number: signal.Signals) -> None:
        """Send ``number`` to it, a killing one to all it started as well."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            if number is signal.SIGKILL:
                os.killpg(self._process.pid, number)
            elif self._process.poll() is None:
                self._process.send_signal(number)

    def _start(self) -> None:
        self._question = None
        files.set_aside(self.task.log)
        with self.task.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                self.task.command,
                env=dict(self.task.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops all in order
            )

    def _answer(self, now: float) -> Health | None:
        """What it answered since the last look; asks again when it is time."""
        if self._question is not None and self._question.done():
            answer, self._question = self._question.result(), None
            return answer
        pause = _ASK_UNTIL_READY if self.known.state is not State.READY else _ASK_WHEN_READY
        if self._question is None and self.pid is not None and now - self._asked_at >= pause:
            self._asked_at = now
            self._question = self._pool.submit(ask, self.task.host, self.task.port)
        return None

    def _last_words(self) -> str:
        """How it ended, and the last line it wrote where it ended by itself."""
        code = self._process.returncode if self._process is not None else None
        if code is not None and code < 0:
            return f"killed by {signal.Signals(-code).name}"
        lines = files.tail(self.task.log, max(0, _size(self.task.log) - _TAIL)).strip().splitlines()
        return f"exit code {code}: {lines[-1][:_LONGEST_REASON]}" if lines else f"exit code {code}"


def ask(host: str, port: int) -> Health:
    """What ``/health`` at ``host`` and ``port`` says."""
    connection = HTTPConnection(host, port, timeout=_ANSWER_PATIENCE)
    try:
        connection.request("GET", "/health")
        return Health.WELL if connection.getresponse().status == _OK else Health.UNWELL
    except (OSError, HTTPException):
        return Health.SILENT
    finally:
        connection.close()


def memory_of(pid: int) -> int | None:
    """Bytes of process ``pid`` and all it started; shared pages are shared out. None where it has gone."""
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(_bytes(one) for one in family)
    except psutil.Error:
        return None


def stop_in_order(
    workers: list[Worker], patience: Callable[[int], float], waited: Callable[..., bool]
) -> None:
    """End ``workers``, the highest wave first; who does not end within ``patience`` of its wave is killed."""
    for wave in sorted({worker.task.wave for worker in workers}, reverse=True):
        group = [worker for worker in workers if worker.task.wave == wave and worker.pid is not None]
        for worker in group:
            worker.signal(signal.SIGTERM)
        waited(lambda group=group: all(worker.pid is None for worker in group), patience(wave))
        for worker in group:
            worker.signal(signal.SIGKILL)
        waited(lambda group=group: all(worker.pid is None for worker in group), 1.0)


def _bytes(one: psutil.Process) -> int:
    try:
        return int(getattr(one.memory_full_info(), "pss", 0)) or int(one.memory_info().rss)
    except psutil.AccessDenied:
        return int(one.memory_info().rss)


def _size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0
