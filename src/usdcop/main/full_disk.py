"""A full disk behind another failure: the servers of a home end on one, and from then on only do not answer."""

import os
import shutil
from pathlib import Path
from typing import Final

from usdcop.core.errors import ServerError, StorageError, UsdcopError

LEAST_FREE: Final = 32 << 20
"""Bytes that PostgreSQL needs for its next two segments of the write-ahead log."""


def cause_of(error: UsdcopError) -> UsdcopError:
    """``error``; or, where a server of the home failed and the home's disk is full, an error that says so."""
    home = Path(os.environ.get("USDCOP_HOME", ".usdcop")).expanduser()  # noqa: TID251 - settings may be what failed
    if not isinstance(error, ServerError) or not home.is_dir():
        return error
    free = shutil.disk_usage(home).free
    if free >= LEAST_FREE:
        return error
    return StorageError(
        f"The disk of {home} is full ({free / 1e6:.0f} MB free). {error.sentence}",
        "Free some disk, or set USDCOP_HOME to a folder on another one, then try again: what was stored stays.",
    )
