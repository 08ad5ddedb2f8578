import errno
import signal
import statistics
import subprocess
import sys
import time

import pytest
import typer
from typer.testing import CliRunner

from support.homes import PROGRAM
from usdcop.core.errors import DataError, GateRefusedError, SourceError, UsageError
from usdcop.main.cli import Commands, app

COMMANDS = {
    "import",
    "acquire",
    "imports",
    "run",
    "quality",
    "verify",
    "watch",
    "train",
    "evaluate",
    "backtest",
    "up",
    "down",
    "status",
    "simulate",
    "models",
    "serve",
    "backup",
    "doctor",
    "restore",
    "users",
    "login",
    "logout",
    "openapi",
}
HEAVY = ("polars", "numpy", "jax", "mlflow", "sqlalchemy", "rich.console", "pydantic", "onnxruntime")
FULL = OSError(errno.ENOSPC, "No space left on device", "/home/x")


def raising(error: BaseException) -> typer.Typer:
    def deed() -> None:
        raise error

    made = typer.Typer(cls=Commands, rich_markup_mode=None)
    made.command("deed")(deed)
    made.command("other")(lambda: None)
    return made


def test_help_names_every_command_in_one_line_each() -> None:
    told = CliRunner().invoke(app, ["--help"])
    assert told.exit_code == 0
    listed = told.stdout.split("Commands:")[1]
    lines = [line.split() for line in listed.splitlines() if line.strip()]
    assert {line[0] for line in lines} == COMMANDS
    assert "..." not in listed


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_explains_itself(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"])
    assert told.exit_code == 0
    assert "Usage:" in told.stdout


@pytest.mark.parametrize(
    "arguments",
    [["fly"], ["status", "--fast"], ["import"], ["up", "--steps", "0"], ["run", "--mode", "live"]],
)
def test_wrong_usage_ends_with_code_2(arguments: list[str]) -> None:
    told = CliRunner().invoke(app, arguments)
    assert told.exit_code == 2
    assert "Error: " in told.stderr


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (DataError("Bad data.", "Clean it."), 1, ("error Bad data.", "cure  Clean it.")),
        (SourceError("No answer."), 1, ("error No answer.",)),
        (UsageError("Wrong.", "Right it."), 2, ("error Wrong.", "cure  Right it.")),
        (GateRefusedError("Refused.", "Improve.", ["Sharpe"]), 3, ("error Refused.", "cure  Improve.")),
        (FULL, 1, ("error /home/x refuses: No space left on device.", "cure  Free some disk")),
        (PermissionError(errno.EACCES, "Permission denied", "f"), 1, ("error f refuses", "right to use it")),
        (OSError("odd"), 1, ("error The system refuses: odd.",)),
        (KeyboardInterrupt(), 130, ()),
    ],
)
def test_every_failure_has_its_code_and_no_traceback(
    error: BaseException, code: int, words: tuple[str, ...]
) -> None:
    told = CliRunner().invoke(raising(error), ["deed"])
    assert told.exit_code == code
    assert all(word in told.stderr for word in words)
    assert "Traceback" not in told.stderr


def test_a_mistake_of_ours_is_not_hidden() -> None:
    told = CliRunner().invoke(raising(ZeroDivisionError("ours")), ["deed"])
    assert isinstance(told.exception, ZeroDivisionError)


def test_a_reader_that_left_is_no_error() -> None:
    ended = subprocess.run(
        f"{PROGRAM} --help | true; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ended.stderr


@pytest.mark.alone
def test_help_answers_within_four_tenths_of_a_second() -> None:
    def taken() -> float:
        began = time.perf_counter()
        subprocess.run([PROGRAM, "--help"], check=True, capture_output=True)
        return time.perf_counter() - began

    times: list[float] = []
    while min(times, default=1.0) >= 0.4 and len(times) < 20:  # others may use the machine for a moment
        times.append(taken())
    assert min(times) < 0.4, f"{statistics.median(times):.2f} s at the median"


def test_help_loads_nothing_heavy() -> None:
    deed = "import sys; import usdcop.main.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", deed], check=True, capture_output=True, text=True
    ).stdout.split()
    assert set(HEAVY).isdisjoint(loaded)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_lets_it_close_what_it_opened(number: signal.Signals) -> None:
    deed = """
import sys, time, typer
from usdcop.main import cli
@cli.app.command()
def wait() -> None:
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        print("closed", flush=True)
sys.argv = ["usdcop", "wait"]
cli.main()
"""
    with subprocess.Popen(
        [sys.executable, "-c", deed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (out, err) == ("closed\n", "")
    assert process.returncode == 128 + number
