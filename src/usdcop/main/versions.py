"""What made the numbers that are stored: the program, and the libraries that compute them."""

from importlib.metadata import version
from typing import Final

LIBRARIES: Final = ("numpy", "ta-lib", "polars")
"""Libraries in whose last bits a stored number may differ. They are recorded, and no part of any identity."""


def code_version() -> str:
    """Program and libraries, such as ``usdcop-0.1.0 numpy-2.4.6 ta-lib-0.8.2 polars-2.1.0``."""
    return " ".join(f"{name}-{version(name)}" for name in ("usdcop", *LIBRARIES))
