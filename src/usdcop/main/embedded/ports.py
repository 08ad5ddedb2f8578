"""Where a server listens: on loopback alone, on a port that is given, remembered or free."""

import errno
import random
import socket
from pathlib import Path
from typing import Final

from usdcop.core.errors import UsageError
from usdcop.main.embedded.process import LAST_BREATH, waited

HOST = "127.0.0.1"
"""The only address an embedded server listens on."""
_LOWEST: Final = 15_000
_EPHEMERAL: Final = Path("/proc/sys/net/ipv4/ip_local_port_range")
_TRIES: Final = 100


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
    """A port that nobody listens on now, below those that the system gives to outgoing connections.

    A server that is started again asks for its port again: it must not have become the near end of somebody's
    connection meanwhile.
    """
    drawn = random.SystemRandom()
    for _ in range(_TRIES):
        port = drawn.randrange(_LOWEST, _ephemeral_from())
        if free(port):
            return port
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _ephemeral_from() -> int:
    """First port that outgoing connections are given; Linux's own default where the system does not say."""
    told = int(_EPHEMERAL.read_text().split()[0]) if _EPHEMERAL.exists() else 32_768
    return max(told, _LOWEST + 1_000)
