"""Running the simulator: on a loopback port, beside the caller or in the foreground."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import uvicorn
from starlette.applications import Starlette

from usdcop.core.errors import ServerError

LOOPBACK: Final = "127.0.0.1"

_START_SECONDS: Final = 10.0
_POLL_SECONDS: Final = 0.005


@contextmanager
def running(app: Starlette, port: int = 0) -> Iterator[str]:
    """Serve ``app`` from a thread while the block runs; yields the address to call.

    Args:
        app: what to serve.
        port: 0 takes a free one.

    Raises:
        ServerError: the port is taken, or the server does not come up.
    """
    with _listening(port) as listener:
        server = uvicorn.Server(_config(app))
        thread = threading.Thread(target=server.run, args=([listener],), name="simulator", daemon=True)
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield _address(listener)
        finally:
            server.should_exit = True
            thread.join()


def serve(app: Starlette, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve ``app`` until the process is told to stop; ``on_ready`` gets the address to call.

    Raises:
        ServerError: the port is taken.
    """
    with _listening(port) as listener:
        on_ready(_address(listener))
        with suppress(KeyboardInterrupt):  # Ctrl-C is how it is stopped; the server has shut down by then
            uvicorn.Server(_config(app)).run([listener])


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    # the protocol is named so that asyncio sets TCP_NODELAY: without it every answer takes 40 ms
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServerError(
            f"The simulator cannot listen on port {port}: {error.strerror}.",
            "Choose another with --port or USDCOP_SIMULATOR_PORT; 0 takes a free one.",
        ) from error
    with listener:
        yield listener


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app, lifespan="off", ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )


def _address(listener: socket.socket) -> str:
    return f"http://{LOOPBACK}:{listener.getsockname()[1]}"


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise ServerError("The simulator did not start.", "Look at its log for the reason.")
        time.sleep(_POLL_SECONDS)
