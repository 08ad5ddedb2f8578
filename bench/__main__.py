"""Every row of speed and memory that exists so far, with the peers beside them, as one table and as JSON.

usage: python -m bench [--json] [--only NAME …]

Each bench runs in a process of its own, so that its memory is its own; one that fails says why in its row.
``make bench`` sets up the peers' environments first. Results are kept in ``bench/results/latest.json``.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.rows import Row, print_table, row_from, unmeasured
from rich.console import Console

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LATEST = HERE / "results" / "latest.json"
WIDTH = 170
"""Columns of the table where no terminal says how wide it is."""
READY, WHY = ".ready", "why.txt"
"""Marks of a peers' environment: that it is complete, or why it is not."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One bench: its module, and the folder of its peers' environment if it has peers."""

    name: str
    peers: str | None = None


BENCHES = (
    Bench("layers"),
    Bench("growth"),
    Bench("beside_pandas"),
    Bench("learning", ".venv-bench-learning"),
    Bench("backtest", ".venv-bench-backtest"),
    Bench("database"),
    Bench("storage"),
    Bench("candles"),
    Bench("decision"),
    Bench("orders"),
    Bench("crowd"),
    Bench("stream"),
    Bench("startup"),
)


def main() -> int:
    """Run, print and keep; 0 even where a goal is missed, 1 where a bench failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--only", nargs="+", choices=[bench.name for bench in BENCHES], help="some of them")
    chosen = parser.parse_args()
    machine = _machine()
    told = Console(stderr=True)
    told.print(f"{machine['processor']}, {machine['cores']} cores, load {machine['load_at_start']}")
    found = [_rows(bench, told) for bench in BENCHES if chosen.only is None or bench.name in chosen.only]
    rows = [row for rows, _ in found for row in rows]
    text = json.dumps({**machine, "rows": [row.as_json() for row in rows]}, indent=1)
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(text + "\n")
    if chosen.json:
        sys.stdout.write(text + "\n")
    else:
        print_table(rows, Console() if sys.stdout.isatty() else Console(width=WIDTH))
    return 0 if all(ran for _, ran in found) else 1


def _rows(bench: Bench, told: Console) -> tuple[list[Row], bool]:
    """The rows of a bench, and whether it ran to its end."""
    told.print(f"measuring: {bench.name}", style="dim")
    began = time.perf_counter()
    command = [sys.executable, "-m", f"bench.{bench.name}", "--json", *_peers(bench)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if not done.stdout.strip():
        return [unmeasured(bench.name, _last_line(done.stderr))], False
    rows = [row_from(fields) for fields in json.loads(done.stdout)]
    told.print(f"          {len(rows)} rows in {time.perf_counter() - began:.0f} s", style="dim")
    return [*rows, *_absent(bench)], True


def _peers(bench: Bench) -> list[str]:
    if bench.peers is None or not (ROOT / bench.peers / READY).exists():
        return []
    return ["--peers", str(ROOT / bench.peers / "bin" / "python")]


def _absent(bench: Bench) -> list[Row]:
    """Why a bench had no peers, where it should have had them."""
    if bench.peers is None or (ROOT / bench.peers / READY).exists():
        return []
    why = ROOT / bench.peers / WHY
    reason = _last_line(why.read_text()) if why.exists() else "run 'make bench', which sets it up"
    return [unmeasured(f"peers of {bench.name}", reason)]


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"


def _machine() -> dict[str, Any]:
    """Facts without which a figure says nothing."""
    return {
        "measured_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "commit": _git("rev-parse", "--short", "HEAD"),
        "changed_files": len(_git("status", "--porcelain", "--untracked-files=no").splitlines()),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load_at_start": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S607 - git is looked up on PATH
    return done.stdout.strip()


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines: Sequence[str] = facts.read_text().splitlines() if facts.exists() else ()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
