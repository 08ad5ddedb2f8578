"""A supervisor of small services, in a process of its own: ``small_supervisor HOME name:wave:behaviour …``."""

import os
import sys
from pathlib import Path

from usdcop.adapters.clock import SystemWall
from usdcop.core.sessions import Calendar
from usdcop.main.console import err
from usdcop.main.embedded.files import folder
from usdcop.main.embedded.ports import any_free_port
from usdcop.main.supervision.decide import Rules
from usdcop.main.supervision.environment import inherited
from usdcop.main.supervision.record import alone
from usdcop.main.supervision.screen import screen_of
from usdcop.main.supervision.servers import ServerWatch
from usdcop.main.supervision.supervisor import Supervisor, Surroundings, listening
from usdcop.main.supervision.timekeeper import Timekeeper
from usdcop.main.supervision.worker import Task


def task(home: Path, text: str) -> Task:
    name, wave, behaviour = text.split(":")
    port = any_free_port()
    own = ("serve", name, "--parent", str(os.getpid()))
    command = (sys.executable, "-m", "support.small_service", str(port), behaviour, *own)
    log = folder(home / "logs") / f"{name}.log"
    return Task(name, int(wave), command, inherited({}), "127.0.0.1", port, log)


def main(home: Path, texts: list[str]) -> None:
    """Look after the services until told to stop."""
    wall = SystemWall()
    with alone(home), listening() as told, screen_of(err) as screen:
        around = Surroundings(
            home,
            "replay",
            screen,
            wall,
            Timekeeper(home, Calendar(), wall),
            ServerWatch(home, None),
            lambda rows: screen.say(f"all settled: {len(rows)}"),
            Rules(first_pause=0.1),
        )
        Supervisor([task(home, text) for text in texts], around).run(told, os.getpid())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
