"""Serve: one process of a running system, until it is told to stop."""

import importlib
import logging
import os
import sys
from typing import NoReturn

from usdcop.core.errors import UsageError
from usdcop.main.settings import Settings
from usdcop.main.supervision.parent import follow
from usdcop.main.supervision.programs import PROGRAMS, written


def serve(settings: Settings, name: str, parent: int | None = None) -> None:
    """Run the program ``name``; with ``parent``, end when that process ends.

    Raises:
        UsageError: there is no such program.
        UsdcopError: it cannot serve.
    """
    if name not in {program.name for program in PROGRAMS}:
        names = ", ".join(program.name for program in PROGRAMS)
        raise UsageError(f"{name!r} cannot be served.", f"Choose one of {names}.")
    if not written(name):
        raise UsageError(f"The program {name} is not part of this installation.", "Install the whole of it.")
    if parent is not None:
        follow(parent)
    importlib.import_module(f"usdcop.main.serve.{name}").run(settings)


def leave() -> NoReturn:
    """End this process, which has closed all it opened, at once.

    An interpreter that ends takes its loaded libraries apart one by one: a second of work in each of eight
    processes, while somebody waits for all of them to stop.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)
