"""The scheduler as a process."""

from usdcop.main.scheduling.service import serve_scheduler
from usdcop.main.settings import Settings

# untested: here; one call; tests/main/scheduling/test_service.py tests what it calls, tests/e2e/test_up.py the process


def run(settings: Settings) -> None:
    """Run layers as bars close, and what is due by night, until told to stop.

    Raises:
        UsdcopError: the home cannot be opened, or the port is taken.
    """
    serve_scheduler(settings)
