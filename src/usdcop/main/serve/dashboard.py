"""The dashboard: this process becomes Node, and so keeps its id, its place under the supervisor, and its log."""

import os
import sys
from collections.abc import Mapping
from typing import Final

from usdcop.core.errors import UsageError
from usdcop.main.embedded.ports import HOST, any_free_port
from usdcop.main.settings import Settings
from usdcop.main.supervision.dashboard import Dashboard, find_dashboard
from usdcop.main.supervision.environment import inherited
from usdcop.main.supervision.programs import PROGRAMS, wanted_port

BACKENDS: Final = ("trading", "analytics", "pipeline", "compliance", "orchestrator", "stream")
"""The services it talks to."""


def run(settings: Settings) -> None:
    """Become the dashboard's server.

    Raises:
        UsageError: there is none to start.
    """
    found = find_dashboard(settings.environment)
    if not isinstance(found, Dashboard):
        raise UsageError(f"The dashboard cannot be served: {found.why}.", found.cure)
    # The words after the server are not read by it: they mark the process as ours, as they mark every other.
    words = [str(found.node), "--import", found.follow.as_uri(), str(found.server), *sys.argv[1:]]
    sys.stdout.flush()
    os.execve(found.node, words, surroundings(settings, inherited({})))  # noqa: S606 - no shell is wanted


def surroundings(settings: Settings, given: Mapping[str, str]) -> dict[str, str]:
    """The environment of the server: where to listen, where the services are, and none of our secrets."""
    host, own = settings.services.host, settings.environment.dashboard_port
    loopback = host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
    at = f"[{host}]" if ":" in host else host
    services = {program.name: wanted_port(settings.environment, program) for program in PROGRAMS}
    return {
        **{name: value for name, value in given.items() if not name.startswith(("USDCOP_", "TWELVEDATA_"))},
        **{
            f"USDCOP_{name.upper()}_URL": f"http://{HOST if loopback else at}:{services[name]}"
            for name in BACKENDS
        },
        "HOSTNAME": host,
        "PORT": str(own or any_free_port()),
        "NODE_ENV": "production",
        "NEXT_TELEMETRY_DISABLED": "1",
    }
