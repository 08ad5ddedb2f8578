"""The dashboard for tests: the build that a user's settings name, else the one in the checkout, or why there is none."""

from pathlib import Path

from usdcop.main.settings import Environment
from usdcop.main.supervision.dashboard import Dashboard, NoDashboard, beside_the_checkout, find_dashboard


def dashboard_or_reason() -> Dashboard | NoDashboard:
    """What a test that needs the real server can start."""
    return find_dashboard(Environment())


def dashboard_folder() -> Path:
    """Where it lies."""
    return Environment().dashboard_dir or beside_the_checkout()
