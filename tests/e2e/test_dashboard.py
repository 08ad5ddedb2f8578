"""Whole journeys in a real browser, through the built dashboard, against a real back end over a replay."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.dashboards import dashboard_folder, dashboard_or_reason
from support.desk import PASSWORD, USER, Desk, desk
from support.homes import usdcop
from usdcop.main.supervision.dashboard import NoDashboard

FOLDER = dashboard_folder()
JOURNEYS = sorted(
    path.name.removesuffix(".journey.ts") for path in (FOLDER / "journeys").glob("*.journey.ts")
)
PATIENCE = 240
"""Seconds of one journey."""
SLOW = {"soak", "budgets", "budgets-chart"}
"""Those that measure time, or last: ``make soak-dashboard`` and ``make bench-dashboard`` make them."""
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def reason() -> str:
    """Why the journeys cannot be made here; empty where they can."""
    found = dashboard_or_reason()
    if isinstance(found, NoDashboard):
        return found.sentence
    if browser() is None:
        return "no browser: install Chromium (Debian: sudo apt-get install chromium), or set CHROMIUM to its path"
    if not (FOLDER / "node_modules" / "vitest").exists():
        return "the libraries of the dashboard are not installed: 'make test' does it"
    return ""


def browser() -> str | None:
    """The browser of the journeys."""
    names = (os.environ.get("CHROMIUM") or "chromium", "chromium-browser", "google-chrome")  # noqa: TID251 - where the browser is
    return next((found for name in names if (found := shutil.which(name)) is not None), None)


pytestmark = pytest.mark.skipif(bool(reason()), reason=reason())


@pytest.fixture(scope="module")
def the_desk(servers_root: Path) -> Iterator[Desk]:
    """A system over a few bars of a replay, with its dashboard."""
    with desk(servers_root) as up:
        yield up


@pytest.mark.timeout(PATIENCE + 30, func_only=True)  # the first one finds the system not yet up
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in JOURNEYS]
)
def test_journey(the_desk: Desk, name: str) -> None:
    code, told = travelled(the_desk, name)
    print(told)  # noqa: T201 - what a journey measured
    assert code == 0, f"the journey {name} failed:\n{told}\n{the_desk.up.logs()[-6000:]}"
    assert the_desk.up.becomes(the_desk.up.ready), "a journey leaves everything running"


def travelled(desk: Desk, name: str) -> tuple[int, str]:
    """Exit code and output of a journey."""
    minutes = float(os.environ.get("JOURNEY_MINUTES", "0"))  # noqa: TID251 - given by make
    with subprocess.Popen(
        [
            str(FOLDER / "node_modules" / ".bin" / "vitest"),
            "run",
            "--config",
            "vitest.journeys.config.ts",
            f"journeys/{name}.journey.ts",
        ],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("USDCOP_")},  # noqa: TID251 - Node and npm
            "JOURNEY_URL": desk.url,
            "JOURNEY_HOME": str(desk.up.home),
            "JOURNEY_USER": USER,
            "JOURNEY_PASSWORD": PASSWORD,
            "CHROMIUM": browser() or "",
            "NO_COLOR": "1",
        },
    ) as process:
        try:
            told, _ = process.communicate(timeout=PATIENCE + minutes * 60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the browser as well
            told, _ = process.communicate()
            told += f"\nIt did not end within {PATIENCE} s."
        return process.returncode, COLOURS.sub("", told)


def test_the_system_knows_its_dashboard(the_desk: Desk) -> None:
    rows = {row["name"]: row for row in usdcop(the_desk.up.root, "status", "--json").json["processes"]}
    assert (rows["dashboard"]["state"], rows["dashboard"]["address"]) == ("ready", the_desk.url)
    assert rows["dashboard"]["memory_bytes"] > 10_000_000
    assert (the_desk.up.home / "logs" / "dashboard.log").read_text()


def test_a_killed_dashboard_comes_back_on_its_port(the_desk: Desk) -> None:
    before = the_desk.up.rows["dashboard"]
    the_desk.up.kill("dashboard")
    assert the_desk.up.becomes(lambda: the_desk.up.rows["dashboard"].restarts > before.restarts)
    assert the_desk.up.becomes(the_desk.up.ready), the_desk.up.logs()
    after = the_desk.up.rows["dashboard"]
    assert (after.address, after.pid == before.pid) == (before.address, False)
