"""What a service is told when it starts."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# untested: declarations, nothing that could go wrong


class AuthMode(StrEnum):
    """What needs a token."""

    WRITES = "writes"
    """Writes, orders, fills, positions, compliance and users; looking at the market is open."""
    ALL = "all"
    """Everything but health."""


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Tokens."""

    mode: AuthMode
    secret: str
    """Key that tokens are signed with: at least 32 bytes."""
    access_lifetime: timedelta = timedelta(minutes=15)
    """Life of an access token."""
    refresh_lifetime: timedelta = timedelta(days=14)
    """Life of a sign-in: of its refresh tokens, however often they are renewed."""
    reuse_grace: timedelta = timedelta(seconds=10)
    """How long a refresh token that was used gives the same successor again (a second tab)."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """How a service meets its clients."""

    host: str = "127.0.0.1"
    """Address it listens on."""
    origins: tuple[str, ...] = ()
    """Origins of browsers that may call it (CORS, and Origin on writes)."""
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    """Names it may be called by (Host)."""
    proxies: tuple[str, ...] = ()
    """Addresses of proxies whose forwarded client addresses count."""
    rate_per_minute: int = 600
    """Requests a minute of one client."""
    sign_ins_per_minute: int = 10
    """Attempts to sign in a minute, of one client and of one name."""
    body_bytes: int = 65_536
    """Largest body of a request."""
    stream_connections: int = 20
    """Connections of one client to the stream."""
    stream_messages_per_minute: int = 120
    """Messages a minute of one client to the stream."""
    stream_subscriptions: int = 50
    """Subscriptions of one connection."""
