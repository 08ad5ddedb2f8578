"""Stops the servers of a test session when the session ends, even by kill -9: it waits for its input to close."""

import shutil
import sys
from pathlib import Path

from usdcop.main.embedded.servers import stop


def main(root: Path) -> None:
    """Wait for the end of input, then stop whatever runs in the homes under ``root`` and remove it."""
    sys.stdin.read()
    try:
        for home in {
            lock.parent for depth in ("*/*", "*/*/*", "*/*/*/*") for lock in root.glob(f"{depth}.lock")
        }:
            stop(home)
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
