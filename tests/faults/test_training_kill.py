"""P10 and P1 for training: a training killed without warning resumes to the very same weights."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from support.training import COSTS, SMALL, small_data
from usdcop.rl.training import TrainingProgress, train

TESTS = Path(__file__).parents[1]


def test_kill_9_in_the_middle_then_resume_gives_the_same_weights(tmp_path: Path) -> None:
    checkpoint = tmp_path / "training.ckpt"
    script = TESTS / "support" / "train_until_killed.py"
    places = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    with subprocess.Popen(
        [sys.executable, str(script), str(checkpoint)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": places, "PATH": os.defpath},
    ) as process:
        assert process.stdout is not None
        first = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
    assert process.returncode == -signal.SIGKILL
    seen: list[TrainingProgress] = []
    resumed = train(small_data(), COSTS, SMALL, [0, 1], checkpoint, seen.append)
    assert seen, "the process was killed only after it had finished"
    assert seen[0].steps > first
    for one, other in zip(resumed, train(small_data(), COSTS, SMALL, [0, 1]), strict=True):
        assert one.last.digest == other.last.digest
        assert one.weights.digest == other.weights.digest
        assert one.history == other.history
