"""L6 in a process of its own, at the lowest priority: what it needs of memory goes with it."""

import os
from typing import Final

from usdcop.core.layers import Layer
from usdcop.main.jobs.judging import judge_newest
from usdcop.main.jobs.running import run_layer
from usdcop.main.scheduling.nights import write_mark
from usdcop.main.settings import read_settings
from usdcop.main.supervision.parent import follow
from usdcop.main.wiring import open_system

# untested: the program that nights.Judging starts; tests/main/scheduling/test_nights.py waits for its work

_LEAST_URGENT: Final = 19


def main() -> None:
    """Judge the newest bundle, as a recorded run of L6."""
    follow(os.getppid())
    os.nice(_LEAST_URGENT)
    with open_system(read_settings()) as system:
        run_layer(system, Layer.L6, lambda: judge_newest(system))
        write_mark(system)


if __name__ == "__main__":
    main()
