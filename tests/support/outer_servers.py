"""The variables of a home whose servers are the test session's own: opened in a moment."""

import os
from pathlib import Path


def outer_servers(home: Path, postgres_url: str, redis_url: str, **settings: str) -> dict[str, str]:
    """Variables for a command or a process that works in ``home`` on these servers."""
    return {
        "PATH": os.defpath,
        "USDCOP_HOME": str(home),
        "USDCOP_MODE": "synthetic",
        "USDCOP_DATABASE_URL": postgres_url,
        "USDCOP_MLFLOW_URL": postgres_url,
        "USDCOP_REDIS_URL": redis_url,
        **settings,
    }
