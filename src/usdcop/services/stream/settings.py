"""How patient the stream is with its clients, and how much it keeps for each."""

from dataclasses import dataclass
from datetime import timedelta

# untested: numbers with names


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """Durations in real time. The limits of a client are in ``kit.settings.ServiceSettings``."""

    heartbeat: timedelta = timedelta(seconds=30)
    """Time between heartbeats."""
    missed_heartbeats: int = 3
    """Heartbeats without a pong after which a client is dropped."""
    sign_in_patience: timedelta = timedelta(seconds=10)
    """How long a client may stay without a token where everything needs one."""
    recheck: timedelta = timedelta(seconds=5)
    """How often it is asked whether a sign-in still stands."""
    stall_patience: timedelta = timedelta(seconds=15)
    """How long a client may take nothing at all while something is waiting for it."""
    largest_lag: int = 2_000
    """Events a client may be behind, what it asked to be replayed not counted."""
    window: int = 4_096
    """Events of a stream that a process keeps for those who come back."""
    message_bytes: int = 32_768
    """Largest message of a client."""
    socket_bytes: int = 65_536
    """Send buffer of a socket in the kernel; the kernel doubles it."""
    unsent_bytes: int = 16_384
    """Unsent bytes in this process at which a client counts as slow and gets conflated ticks."""
    clients: int = 4_000
    """Clients of one process; more are told to come back later."""
    refused_messages: int = 60
    """Messages above the limit, in a row, after which a client is dropped."""
