"""A client that checks promise P7 on every message, and comes back after every loss."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

from support.streams import hear, say


@dataclass
class Witness:
    """Each number once and in order, or an explicit gap followed by a snapshot; ``broken`` holds what was not."""

    url: str
    at: tuple[int, int] | None = None
    seen: set[tuple[int, int]] = field(default_factory=set)
    bars: set[tuple[int, int]] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    _gap: bool = False

    async def run(self) -> None:
        """Listen until cancelled, coming back with ``resume_from`` whenever the connection is lost."""
        while True:
            with suppress(OSError, InvalidHandshake, WebSocketException, EOFError, TimeoutError):
                async with connect(self.url, proxy=None, ping_interval=None, open_timeout=2) as client:
                    await self._listen(client)
            self.counts["lost"] += 1
            self._gap = False
            await asyncio.sleep(0.02)

    async def _listen(self, client: ClientConnection) -> None:
        resume = {} if self.at is None else {"resume_from": {"epoch": self.at[0], "seq": self.at[1]}}
        await say(client, action="subscribe", symbols=["USDCOP"], **resume)
        while True:
            self.judge(await hear(client))

    def judge(self, message: dict[str, Any]) -> None:
        """Hold ``message`` against the promise."""
        kind = message["type"]
        self.counts[kind] += 1
        match kind:
            case "ack" | "error" | "heartbeat":
                pass
            case "gap":
                self._gap = True
            case "snapshot":
                self._snapshot(message)
            case _:
                self._event(message)

    def _snapshot(self, message: dict[str, Any]) -> None:
        if self.at is not None and not self._gap:
            self.broken.append(f"a snapshot without a gap after {self.at}")
        self._gap = False
        self.at = None if message["seq"] is None else (message["epoch"], message["seq"])

    def _event(self, message: dict[str, Any]) -> None:
        now = (message["epoch"], message["seq"])
        expected = (now[0], 1) if self.at is None else (self.at[0], self.at[1] + 1)
        first = (now[0], message.get("skipped_from", now[1]))
        if self._gap or first != expected or now in self.seen:
            self.broken.append(f"{now} from {first} after {self.at}{' in a gap' if self._gap else ''}")
        self.counts["skipped"] += now[1] - first[1]
        self.seen.add(now)
        if message["type"] == "bar":
            self.bars.add(now)
        self.at = now
