"""How long ``usdcop --help`` takes, from the shell's point of view.

usage: python -m bench.startup [--json]
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.rows import Row, run_bench

RUNS = 10
GOAL = 0.4
SHOWN = 3
PROGRAM = str(Path(sys.executable).parent / "usdcop")


def main() -> int:
    """Measure and print; 1 if the goal is missed."""
    return run_bench(__doc__, measure)


def measure(_chosen: argparse.Namespace) -> list[Row]:
    """One row: the median of runs after a first one that warms the disk's cache."""
    _seconds()
    took = median(_seconds() for _ in range(RUNS))
    note = f"median of {RUNS} processes; dearest imports: {', '.join(_dearest())}"
    return [Row(work="usdcop --help", ours=round(took, 3), unit="s", goal=GOAL, at_most=True, note=note)]


def _seconds() -> float:
    began = time.perf_counter()
    subprocess.run([PROGRAM, "--help"], check=True, capture_output=True)
    return time.perf_counter() - began


def _dearest() -> list[str]:
    """The top packages that took longest to import, with what they imported, in milliseconds."""
    command = [sys.executable, "-X", "importtime", PROGRAM, "--help"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    spent: dict[str, int] = {}
    for line in told.splitlines():
        own, _, name = line.removeprefix("import time:").split("|") if line.count("|") == 2 else ("", "", "")  # noqa: PLR2004 - three columns
        if own.strip().isdigit():
            package = name.strip().split(".")[0]
            spent[package] = spent.get(package, 0) + int(own)
    ranked = sorted(spent.items(), key=lambda item: -item[1])[:SHOWN]
    return [f"{name} {micros / 1000:.0f} ms" for name, micros in ranked]


if __name__ == "__main__":
    sys.exit(main())
