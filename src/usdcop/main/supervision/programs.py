"""The programs of a running system: what they are called, where they answer, and in which order they come."""

import importlib.util
from dataclasses import dataclass
from typing import Final

from usdcop.main.modes import Mode
from usdcop.main.settings import Environment


@dataclass(frozen=True, slots=True)
class Program:
    """One process of ``usdcop serve``. Those of a lower wave start before, and stop after, those of a higher one."""

    name: str
    wave: int

    @property
    def port_field(self) -> str:
        """Name of its port among the settings."""
        return f"{self.name}_port"

    @property
    def port_setting(self) -> str:
        """The variable that sets its port."""
        return f"USDCOP_{self.name.upper()}_PORT"


PROGRAMS: Final = (
    Program("simulator", 0),
    Program("scheduler", 1),
    Program("orchestrator", 1),
    Program("stream", 2),
    Program("trading", 2),
    Program("analytics", 2),
    Program("pipeline", 2),
    Program("compliance", 2),
    Program("dashboard", 2),
)
"""In the order of their start."""


def programs_of(mode: Mode) -> tuple[Program, ...]:
    """The programs of a home: a real market needs no simulator."""
    return tuple(one for one in PROGRAMS if mode is not Mode.REAL or one.name != "simulator")


def written(name: str) -> bool:
    """Whether the program ``name`` is there."""
    return importlib.util.find_spec(f"usdcop.main.serve.{name}") is not None


def wanted_port(environment: Environment, program: Program) -> int:
    """The port that the settings give to ``program``; 0: any free one."""
    return int(getattr(environment, program.port_field))
