"""Whether a typed file can be read without ending the process: first it is read by a process of its own.

A length that is changed inside of such a file makes Polars ask for any amount of memory, and where it gets none, or reads
beyond its end, it ends its process: nothing of ours could catch that. It costs a start of Polars for each such file.
"""

import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing.typed_files import BATCH_ROWS, names_of, numbered, parts_of, torn

MEMORY: Final = 3 << 30
"""Bytes of addresses that reading may take besides the file: Polars alone takes 900 MiB of them."""
OF_FILE: Final = 4
"""The same for each byte of the file, which is mapped and unpacked."""
SECONDS: Final = 60
"""Longest that reading may take, and as much more as its bytes need."""
BYTES_A_SECOND: Final = 1 << 20
_REFUSED: Final = 3
_ALONE: Final = ("env", "POLARS_MAX_THREADS=1", "RUST_BACKTRACE=0")
"""Each thread takes addresses, and a machine may have many."""


def must_be_survived(path: Path, kind: str) -> None:
    """Have ``path`` read to its end by another process.

    Raises:
        UnreadableFileError: it could not, ended, ran out of memory or did not come to an end.
    """
    size = path.stat().st_size
    command = (*_ALONE, sys.executable, "-m", __name__, str(path), kind, str(MEMORY + OF_FILE * size))
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS + size / BYTES_A_SECOND,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _deadly(path, kind, "does not come to an end") from None
    if done.returncode == _REFUSED:
        raise torn(path, kind)
    if done.returncode:
        raise _deadly(path, kind, "ends the process that does it")


def _deadly(path: Path, kind: str, what: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path} is a torn {kind} file: reading it {what}.", "Copy or download it again, or give it as CSV."
    )


def read_through(path: Path, kind: str) -> int:
    """Read all of ``path`` as an import does; the exit status says whether it could be read."""
    try:
        for frame, start, _ in parts_of(path, kind, names_of(path, kind), BATCH_ROWS):
            numbered(frame, start)
    except UnreadableFileError:  # which whoever started this says
        return _REFUSED
    return 0


def _within(limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if most < 0 else min(limit, most), most))


if __name__ == "__main__":
    _within(int(sys.argv[3]))
    sys.exit(read_through(Path(sys.argv[1]), sys.argv[2]))
