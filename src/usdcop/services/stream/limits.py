"""What one client may take: connections and messages. A client is a signed-in user, or else an address. Pure."""

from dataclasses import dataclass, field
from typing import Final

MINUTE: Final = 60.0


@dataclass(slots=True)
class Bucket:
    """Messages a client may still send: filled evenly, at most one minute's worth."""

    per_minute: int
    left: float
    at: float
    """When ``left`` was reckoned, in seconds."""

    def take(self, now: float) -> float:
        """Take one message; 0, or the seconds until there is one, and nothing is taken."""
        self.fill(now)
        if self.left < 1:
            return (1 - self.left) * MINUTE / self.per_minute
        self.left -= 1
        return 0.0

    def fill(self, now: float) -> None:
        """Put in what has come in since."""
        self.left = min(float(self.per_minute), self.left + (now - self.at) * self.per_minute / MINUTE)
        self.at = now


@dataclass(slots=True)
class _Client:
    connections: int
    bucket: Bucket


@dataclass(slots=True)
class ClientBook:
    """Clients that are connected, in this process."""

    connections: int
    """Connections of one client."""
    messages_per_minute: int
    _clients: dict[str, _Client] = field(default_factory=dict)
    _left: dict[str, Bucket] = field(default_factory=dict)
    """Buckets of clients that left less than a minute ago: to come back does not fill them."""

    def enter(self, client: str, now: float) -> bool:
        """Count a connection of ``client``; False where it has too many, and it is not counted."""
        known = self._clients.get(client)
        if known is None:
            full = Bucket(self.messages_per_minute, float(self.messages_per_minute), now)
            self._clients[client] = _Client(1, self._left.pop(client, full))
            return True
        if known.connections >= self.connections:
            return False
        known.connections += 1
        return True

    def leave(self, client: str, now: float) -> None:
        """A connection of ``client`` has ended."""
        known = self._clients[client]
        known.connections -= 1
        if not known.connections:
            del self._clients[client]
            known.bucket.fill(now)
            self._left[client] = known.bucket
            self._forget(now)

    def message(self, client: str, now: float) -> float:
        """Count a message of ``client``; 0, or the seconds it has to wait."""
        return self._clients[client].bucket.take(now)

    def _forget(self, now: float) -> None:
        """Buckets lie in the order in which they were left, and are full again after a minute."""
        for client, bucket in list(self._left.items()):
            if now - bucket.at < MINUTE:
                break
            del self._left[client]
