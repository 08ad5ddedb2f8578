"""The court's own error rates, measured and published in ``docs/COURT.md``.

usage: python -m bench.court drawn [--scale X] | whole | page

``drawn`` puts made-up session returns through the functions that judge; ``whole`` takes made-up markets through
import, training and verdict, and goes on where it was stopped. Both write the page anew. Every run has its own seed,
so a part that is run again gives the same counts.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.court.page import write_page

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "results"
DRAWN, WHOLE = RESULTS / "court-drawn.json", RESULTS / "court-whole.jsonl"
PROCESSES = 2
CONTEXT = get_context("spawn")
"""JAX has threads, and a process that has threads must not be forked."""


def main() -> int:
    """Measure what was asked for, and write the page; 1 where a rate is excluded by its interval."""
    parser = argparse.ArgumentParser(prog="python -m bench.court", description=__doc__)
    parser.add_argument("what", choices=("drawn", "whole", "page"))
    parser.add_argument("--scale", type=float, default=1.0, help="share of the drawn runs")
    asked = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    if asked.what == "drawn":
        _drawn(asked.scale)
    if asked.what == "whole":
        _whole()
    return 1 if write_page(_read(DRAWN), _lines(WHOLE)) else 0


def _drawn(scale: float) -> None:
    from bench.court.drawn import cells, count  # noqa: PLC0415 - heavy

    began, todo = time.monotonic(), cells(scale)
    counts = {cell.key: [0, 0] for cell in todo}
    with ProcessPoolExecutor(PROCESSES, CONTEXT) as pool:
        waiting = [
            pool.submit(count, cell.key, scale, part, PROCESSES) for cell in todo for part in range(PROCESSES)
        ]
        for done in as_completed(waiting):
            key, happened, runs = done.result()
            counts[key][0] += happened
            counts[key][1] += runs
            if counts[key][1] == next(cell.runs for cell in todo if cell.key == key):
                print(f"{counts[key][0]:5d} of {counts[key][1]:5d}  {key}", flush=True)
    told = {
        "seconds": round(time.monotonic() - began),
        "scale": scale,
        "cells": [
            {
                "table": cell.table,
                "name": cell.name,
                "happened": counts[cell.key][0],
                "runs": counts[cell.key][1],
                "goal": cell.goal,
                "at_most": cell.at_most,
                "theory": cell.theory,
            }
            for cell in todo
        ],
    }
    DRAWN.write_text(json.dumps(told, indent=1))


def _whole() -> None:
    os.environ["POLARS_MAX_THREADS"] = "1"  # noqa: TID251 - each process has one core, and reads it when it loads
    from bench.court.whole import runs, timed  # noqa: PLC0415 - heavy, and only after that

    known = {one["key"] for one in _lines(WHOLE)}
    todo = [one for one in runs() if one.key not in known]
    with ProcessPoolExecutor(PROCESSES, CONTEXT) as pool, WHOLE.open("a") as kept:
        waiting = [pool.submit(timed, one.kind, one.number) for one in todo]
        for number, done in enumerate(as_completed(waiting), 1):
            told = done.result()
            kept.write(json.dumps(told) + "\n")
            kept.flush()
            print(f"{number:4d} of {len(todo)}  {told['key']}: promoted {told['promoted']}", flush=True)


def _read(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(path.read_text()) if path.exists() else None


def _lines(path: Path) -> list[dict[str, Any]]:
    text: Iterable[str] = path.read_text().splitlines() if path.exists() else ()
    return [json.loads(line) for line in text]


if __name__ == "__main__":
    sys.exit(main())
