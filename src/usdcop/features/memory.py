"""Memory of blocks in work: kept between blocks, because taking it anew costs more than computing in it."""

from functools import cache
from typing import Final

import numpy as np

_LARGEST_FOLLOWED: Final = 31 * 2**20
"""Bytes; glibc's threshold follows freed blocks of up to 32 MiB (``mallopt``, ``M_MMAP_THRESHOLD``)."""


@cache
def reuse_pages() -> None:
    """Let every block reuse the pages of the one before; once a process, and only glibc takes notice.

    glibc hands freed memory back to the system above a threshold, so that each block's columns are taken again page
    by page. The threshold grows to twice the largest block freed so far: one large block, never touched, does it.
    The process keeps at most 62 MiB of free memory for that.
    """
    np.empty(_LARGEST_FOLLOWED, dtype=np.uint8)
