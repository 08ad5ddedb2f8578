import os
import signal
import subprocess

import pytest

from usdcop.core.errors import ServerError
from usdcop.main.embedded import process


def test_a_process_is_known_by_its_number_and_its_words() -> None:
    with subprocess.Popen(["sleep", "60.25"]) as sleeper:
        assert process.waited(lambda: process.runs(sleeper.pid, "60.25"), 5)
        assert not process.runs(sleeper.pid, "postgres")
        sleeper.kill()
        os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
        assert not process.runs(sleeper.pid, "60.25")  # dead, though nobody has fetched its exit code yet
    assert not process.runs(sleeper.pid, "60.25")


def test_stop_sends_one_signal_after_the_other_until_the_process_ends() -> None:
    stubborn = "trap '' INT; echo ready; while :; do sleep 0.01; done"
    with subprocess.Popen(["bash", "-c", stubborn], stdout=subprocess.PIPE) as shell:
        assert shell.stdout is not None
        shell.stdout.readline()
        with pytest.raises(ServerError, match="does not stop"):
            process.stop(shell.pid, "trap", (signal.SIGINT,), 0.1)
        process.stop(shell.pid, "trap", (signal.SIGINT, signal.SIGTERM), 0.1)
    assert shell.returncode == -signal.SIGTERM


def test_stop_lets_a_stranger_with_the_same_number_live() -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        process.stop(stranger.pid, "postgres", (signal.SIGKILL,), 1)
        assert stranger.poll() is None
        stranger.kill()


def test_an_answer_of_the_living_is_passed_on_and_of_the_absent_never_asked_for() -> None:
    assert process.unless_dying(lambda: 1, lambda: "answer") == "answer"
    assert process.unless_dying(lambda: None, lambda: pytest.fail("asked")) is None


def test_who_dies_under_the_question_is_absent_and_who_lives_on_is_an_error() -> None:
    def silent() -> str:
        raise ServerError("no answer")

    signs = iter([1, 1, None])
    assert process.unless_dying(lambda: next(signs), silent) is None
    with pytest.raises(ServerError, match="no answer"):
        process.unless_dying(lambda: 1, silent)
