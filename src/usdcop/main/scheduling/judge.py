"""L6 in a process of its own, at the lowest priority: what it needs of memory goes with it."""

import os
from typing import Final

from usdcop.core.layers import Layer
from usdcop.main.jobs.judging import judge_entries, judge_newest
from usdcop.main.jobs.running import Done, run_layer
from usdcop.main.jobs.titles import review_champion
from usdcop.main.scheduling.nights import judged_before, write_mark
from usdcop.main.settings import read_settings
from usdcop.main.supervision.parent import follow
from usdcop.main.wiring import System, open_system

# untested: the program that nights.Judging starts; tests/main/scheduling/test_nights.py waits for its work

_LEAST_URGENT: Final = 19


def main() -> None:
    """Judge the newest bundle, as a recorded run of L6, every entry of the forward proof, and the champion."""
    follow(os.getppid())
    os.nice(_LEAST_URGENT)
    with open_system(read_settings()) as system:
        run_layer(system, Layer.L6, lambda: _newest(system))
        judge_entries(system)
        review_champion(system)
        write_mark(system)


def _newest(system: System) -> Done:
    """The newest bundle, unless it was judged on this history."""
    return Done(0, 0, note="up to date") if judged_before(system) else judge_newest(system)


if __name__ == "__main__":
    main()
