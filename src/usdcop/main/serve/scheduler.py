"""The scheduler as a process."""

from usdcop.main.scheduling.service import serve_scheduler
from usdcop.main.settings import Settings


def run(settings: Settings) -> None:
    """Run layers as bars close, and what is due by night, until told to stop.

    Raises:
        UsdcopError: the home cannot be opened, or the port is taken.
    """
    serve_scheduler(settings)
