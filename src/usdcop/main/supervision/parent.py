"""A process that does not outlive its supervisor, however that one ends."""

import ctypes
import os
import signal
import sys
import threading
import time
from typing import Final

# untested: here; tests/main/supervision/test_supervisor.py kills a supervisor, tests/main/test_serving.py gives a parent that is none

_PR_SET_PDEATHSIG: Final = 1
_LOOK_EVERY: Final = 0.5
_GRACE: Final = 8.0
"""Seconds in which an orphan may end cleanly."""


def follow(parent: int) -> None:
    """End this process when process ``parent`` ends: told to at first, at once a little later.

    Where the kernel can, it tells us; a thread looks as well, for other systems and for a parent that was gone
    before we asked.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    threading.Thread(target=_watch, args=(parent,), name="parent watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os.kill(os.getpid(), signal.SIGKILL)
