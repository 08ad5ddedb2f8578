"""How often a client may call."""

import math
from typing import Final, Protocol

from usdcop.services.kit.errors import Refusal

MINUTE: Final = 60.0


class Limiter(Protocol):
    """Counts calls of clients, for all processes together."""

    async def hit(self, client: str, per_minute: int) -> float | None:
        """Count a call of ``client``; None: it is within ``per_minute``, else seconds until one is."""

    async def close(self) -> None:
        """Let go of what it holds."""


class Unlimited:
    """Counts nothing: for documents made without servers, and for tests of something else."""

    async def hit(self, client: str, per_minute: int) -> float | None:  # noqa: ARG002 - the port's shape
        """None: always within the limit."""
        return None

    async def close(self) -> None:
        """Nothing is held."""


def too_many(seconds: float, what: str = "requests") -> Refusal:
    """The refusal of a client that has to wait for ``seconds``."""
    wait = max(1, math.ceil(seconds))
    return Refusal(
        429,
        "RATE_LIMIT_EXCEEDED",
        f"Too many {what}.",
        f"Wait {wait} s, then call less often.",
        {"Retry-After": str(wait)},
    )
