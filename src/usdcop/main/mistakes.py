"""A mistake of ours: what failed is not of the error tree. A person gets a sentence; the traceback goes into a file."""

import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from usdcop.core.errors import UsdcopError
from usdcop.main.console import report

EXIT_CODE = 70
"""``EX_SOFTWARE`` of BSD's sysexits."""


def tell(error: Exception) -> int:
    """Keep the traceback of ``error`` in a file, say in a sentence what failed and where the file is; the exit code."""
    words = " ".join(f"{error}".split())[:300]
    what = f"This should not have happened: {type(error).__name__}{f': {words}' if words else ''}."
    kept = _kept(error)
    cure = (
        f"The details are in {kept}: report them. 'usdcop doctor' and 'usdcop verify' say whether the home is whole."
        if kept
        else "The details could not be written anywhere: run it again with a home that can be written."
    )
    report(UsdcopError(what, cure))
    return EXIT_CODE


def _kept(error: Exception) -> Path | None:
    """The file the traceback was written to: in the home, else among the temporary files."""
    now = datetime.now(UTC)  # noqa: TID251 - names a file
    text = f"{now.isoformat()} {Path(sys.argv[0]).name} {' '.join(sys.argv[1:3])}\n\n{''.join(traceback.format_exception(error))}"
    home = Path(os.environ.get("USDCOP_HOME", ".usdcop"))  # noqa: TID251 - settings may be what failed
    for folder in (home.expanduser() / "mistakes", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / f"usdcop-{now:%Y%m%dT%H%M%S%f}-{os.getpid()}.txt"
            file.touch(mode=0o600)
            file.write_text(text)
        except OSError:
            continue
        return file
    return None
