"""Where the dashboard is, and whether it can be started: its folder, its build, and a Node that is new enough."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import usdcop
from usdcop.main.settings import Environment

NAME: Final = "dashboard"
"""Its name among the programs."""
OLDEST_NODE: Final = (20, 9)
"""What Next.js asks for."""
_BUILT: Final = Path(".next") / "standalone" / "server.js"
_FOLLOW: Final = Path("tools") / "follow.mjs"
_NODE_PATIENCE: Final = 20.0
"""Seconds in which Node must have said its version."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A dashboard that can be started."""

    node: Path
    server: Path
    """The built server."""
    follow: Path
    """What makes the server end with the process that started it."""


@dataclass(frozen=True, slots=True)
class NoDashboard:
    """Why there is none, and what to do about it."""

    why: str
    cure: str

    @property
    def sentence(self) -> str:
        """Both in one line."""
        return f"No dashboard: {self.why}. {self.cure}"


def find_dashboard(environment: Environment) -> Dashboard | NoDashboard:
    """The dashboard of this installation."""
    if not environment.dashboard:
        return NoDashboard("USDCOP_DASHBOARD says so", "Unset it to have one.")
    folder = environment.dashboard_dir or beside_the_checkout()
    if not (folder / "package.json").exists():
        return NoDashboard(f"there is none in {folder}", "Set USDCOP_DASHBOARD_DIR to its folder.")
    found = shutil.which("node")
    version = None if found is None else version_of(Path(found))
    if found is None or version is None or version < OLDEST_NODE:
        told = "Node.js is not installed" if version is None else f"Node.js {_dotted(version)} is too old"
        cure = (
            f"Install Node.js {_dotted(OLDEST_NODE)} or newer with npm (https://nodejs.org), then 'make run'."
        )
        return NoDashboard(told, cure)
    if not (folder / _BUILT).exists():
        return NoDashboard("it is not built", "'make run' builds it; 'usdcop up' alone does not.")
    return Dashboard(Path(found), folder / _BUILT, folder / _FOLLOW)


def beside_the_checkout() -> Path:
    """Where the dashboard lies when this package is used from its checkout."""
    return Path(usdcop.__file__).resolve().parents[2] / "dashboard"


def version_of(node: Path) -> tuple[int, int] | None:
    """Major and minor version of ``node``; None where it does not say any."""
    try:
        told = subprocess.run(  # noqa: S603 - the program found on PATH
            [str(node), "--version"], capture_output=True, text=True, timeout=_NODE_PATIENCE, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v(\d+)\.(\d+)\.", told)
    return None if found is None else (int(found[1]), int(found[2]))


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
