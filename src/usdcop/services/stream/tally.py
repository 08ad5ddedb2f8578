"""What a stream process counts. Plain numbers: the way of an event to a thousand clients is short."""

from collections import Counter
from dataclasses import dataclass, field

# untested: numbers; test_metrics.py holds what is told of them


@dataclass(slots=True)
class Tally:
    """Counts since the process started."""

    messages_in: int = 0
    messages_out: int = 0
    """Messages written to sockets."""
    conflated: int = 0
    """Ticks left out because a client was slow and newer ones had come."""
    replayed: int = 0
    """Events that clients who came back asked for."""
    snapshots: int = 0
    gaps: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    """Errors told to clients, by code."""
    refused: Counter[str] = field(default_factory=Counter)
    """Handshakes refused, by reason."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Connections closed by the service, by reason."""
    connected: int = 0
    """Connections ever made."""
