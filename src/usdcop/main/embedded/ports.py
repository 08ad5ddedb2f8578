"""Where a server listens: on loopback alone, on a port that is given, remembered or free."""

import errno
import socket
from pathlib import Path

from usdcop.core.errors import UsageError
from usdcop.main.embedded.process import LAST_BREATH, waited

HOST = "127.0.0.1"
"""The only address an embedded server listens on."""


def chosen_port(wanted: int, remembered: Path, setting: str, name: str) -> int:
    """Port to start on: ``wanted``, or where that is 0 the remembered one if free, else any free one.

    A killed server may hold its port for a moment longer than its process seems to live.

    Raises:
        UsageError: ``wanted`` is taken.
    """
    if wanted:
        if not waited(lambda: free(wanted), LAST_BREATH):
            raise port_taken(wanted, setting, name)
        return wanted
    last = int(remembered.read_text()) if remembered.exists() else 0
    return last if last and waited(lambda: free(last), LAST_BREATH) else any_free_port()


def port_taken(port: int, setting: str, name: str) -> UsageError:
    """The error of a port that another program listens on."""
    return UsageError(
        f"{name} cannot listen on port {port}: another program does.",
        f"Stop that program, or set {setting} to another port (0 chooses a free one).",
    )


def other_port(port: int, wanted: int, setting: str, name: str) -> UsageError:
    """The error of a running server that listens elsewhere than ``wanted``."""
    return UsageError(
        f"{name} of this home already runs on port {port}, but {setting} says {wanted}.",
        f"Run `usdcop down` first, or set {setting} to {port} or 0.",
    )


def free(port: int, host: str = HOST) -> bool:
    """Whether a server could listen on ``port`` of ``host`` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def any_free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
