"""Train the small example with a checkpoint, as a process that a test may kill: ``python FILE CHECKPOINT``."""

import sys
from pathlib import Path

from support.training import COSTS, SMALL, small_data
from usdcop.rl.training import TrainingProgress, train


def say(progress: TrainingProgress) -> None:
    sys.stdout.write(f"{progress.steps}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    train(small_data(), COSTS, SMALL, [0, 1], Path(sys.argv[1]), say)
