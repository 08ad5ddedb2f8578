"""L1 to L4 as history grows: CPU, memory and bytes on the disk at 1, 5 and 20 times 1,300 sessions, all stored.

usage: python -m bench.growth [--sessions N] [--json]

Each history runs in a process of its own, from raw rows in the lake to episodes in the lake, block by block as
`usdcop run l1-l4` does, without PostgreSQL. Every layer is read back and its rows counted before a figure is
told. The exponent is that of cost = sessions ** exponent between the smallest and the largest history.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.bars import CALENDAR, NOW, raw_bars
from bench.rows import Row, run_bench

from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import open_objects
from usdcop.core.accounting import CostModel
from usdcop.core.layers import Layer, quarter_end
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.l0_store import store
from usdcop.pipeline.run import run_stage
from usdcop.pipeline.stages import feature_stage, prepare_stage, rlready_stage, standardise_stage

MARKET = MARKETS["USDCOP"]
STAMP = datetime(2025, 7, 1, tzinfo=UTC)
TIMES = (1, 5, 20)
AT_ONCE = 1_300
EXPONENT_GOAL, MEMORY_GOAL = 1.05, 1.25
"""Memory of the largest history is held against that of the smallest; the interpreter's own is in both."""


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":  # noqa: PLR2004 - the option and its number
        print(json.dumps(_one(int(sys.argv[2]))))
        return 0
    return run_bench(__doc__, measure, ("--sessions", AT_ONCE, "sessions of the smallest history"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """A row for each history, one for the exponent, one for memory."""
    found = {times: _apart(times * chosen.sessions) for times in TIMES}
    small, large = found[TIMES[0]], found[TIMES[-1]]
    growth = TIMES[-1] / TIMES[0]
    exponent = math.log(large["cpu"] / small["cpu"]) / math.log(growth)
    rows = [
        Row(
            work=f"L1 to L4 of {times * chosen.sessions:,} sessions",
            ours=one["cpu"] / (times * chosen.sessions) * 1e3,
            unit="ms of CPU a session",
            note=f"{one['cpu']:.1f} s of CPU; {one['stored'] / times / chosen.sessions / 1024:.0f} KiB a session on disk"
            f" ({one['files']:,} files); largest resident size {one['memory']:.0f} MiB in L1 to L3",
        )
        for times, one in found.items()
    ]
    note = f"from {TIMES[0]} to {TIMES[-1]} times the sessions, CPU of L1 to L4"
    memory = large["memory"] / small["memory"]
    return [
        *rows,
        Row(work="cost as history grows", ours=exponent, unit="exponent", goal=EXPONENT_GOAL, at_most=True, note=note),
        Row(
            work="memory of L1 to L3 as history grows", ours=memory, unit="× the smallest's", goal=MEMORY_GOAL,
            at_most=True, note=f"{small['memory']:.0f} to {large['memory']:.0f} MiB, the interpreter's own included",
        ),
    ]  # fmt: skip


def _apart(sessions: int) -> dict[str, Any]:
    """Figures of one history, from a process of its own."""
    command = [sys.executable, "-m", "bench.growth", "--one", str(sessions)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _one(sessions: int) -> dict[str, float]:
    days = CALENDAR.sessions(date(2000, 1, 1), date(2130, 1, 1))[:sessions]
    with tempfile.TemporaryDirectory() as folder:
        objects = open_objects(Path(folder).as_uri())
        lake = ParquetLake(objects, MARKET.symbol, Versions("bench", "bench"), lambda: STAMP)
        for start in range(0, sessions, AT_ONCE):
            store(lake, MARKET, raw_bars(days[start : start + AT_ONCE], sys.maxsize))
        began, memory = time.process_time(), 0.0
        for stage in (standardise_stage(), prepare_stage(), feature_stage(), rlready_stage(CostModel())):
            run_stage(stage, MARKET, lake, NOW, lambda *_: None, lambda *_: None)
            if stage.layer is not Layer.L4:
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cpu = time.process_time() - began
        _check(lake, days)
        sizes = [path.stat().st_blocks * 512 for path in Path(folder).rglob("*")]
        files = sum(path.is_file() for path in Path(folder).rglob("*"))
    return {"cpu": cpu, "memory": memory, "stored": sum(sizes), "files": files}


def _check(lake: ParquetLake, days: list[date]) -> None:
    """Every layer holds every session, whole."""
    for layer in (Layer.L0, Layer.L1, Layer.L2, Layer.L4):
        for start in lake.quarters(layer):
            held = lake.days(layer, start, quarter_end(start))
            rows = lake.read(layer, held)
            if rows is None or rows.height != len(held) * CALENDAR.hours.slots:
                raise SystemExit(f"{layer} of the quarter from {start} lacks rows.")
        if list(lake.days(layer)) != days:
            raise SystemExit(f"{layer} lacks sessions.")


if __name__ == "__main__":
    sys.exit(main())
