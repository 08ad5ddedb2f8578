"""The load of ``bench.stream`` in a process of its own: clients that count every number and time every tick.

usage: python -m bench.stream_load PORT CLIENTS EVENTS SUBSCRIBE

The same clients (picows, the cheapest at hand) meet every server, so that the servers alone differ. Prints
``ready`` once all listen, and at the end JSON: latencies (ms) and whether each client got each number once.
"""

import asyncio
import json
import sys
import time
from contextlib import suppress
from functools import partial

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

PATIENCE = 60.0
"""Seconds after which what has not come is missing."""
_SENT, _SEQ = b'"sent":', b'"seq":'


class Client(WSListener):  # type: ignore[misc,unused-ignore]
    """Notes the number and the age of each tick."""

    def __init__(self, book: "Book", subscribe: bytes) -> None:
        super().__init__()
        self.book, self.subscribe = book, subscribe
        self.seqs: list[int] = []
        self.listening = False

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Ask for the events, where the server wants to be asked."""
        if self.subscribe:
            transport.send(WSMsgType.TEXT, self.subscribe)
        else:
            self.book.listens()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002 - the library's shape
        """A tick tells when it was sent; anything else is an answer."""
        now = time.monotonic()
        data = frame.get_payload_as_bytes()
        at = data.find(_SENT)
        if at < 0:
            if b'"snapshot"' in data:
                self.book.listens()
            return
        self.book.ages.append(now - float(data[at + len(_SENT) : data.index(b",", at)]))
        seq = data.index(_SEQ) + len(_SEQ)
        self.seqs.append(int(data[seq : data.index(b",", seq)]))
        self.book.had += 1
        if self.book.had >= self.book.expected:
            self.book.done.set()


class Book:
    """What all clients got."""

    def __init__(self, clients: int, events: int) -> None:
        self.ages: list[float] = []
        self.expected, self.had, self.waiting = clients * events, 0, clients
        self.ready, self.done = asyncio.Event(), asyncio.Event()

    def listens(self) -> None:
        """One more client listens."""
        self.waiting -= 1
        if not self.waiting:
            self.ready.set()


async def load(port: int, count: int, events: int, subscribe: bytes) -> dict[str, object]:
    """Connect ``count`` clients, wait for ``events`` each, and tell what came."""
    book = Book(count, events)
    clients = [Client(book, subscribe) for _ in range(count)]
    for client in clients:
        await ws_connect(partial(_same, client), f"ws://127.0.0.1:{port}/ws/market-data")
    await book.ready.wait()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with suppress(TimeoutError):  # what is missing then is told
        await asyncio.wait_for(book.done.wait(), PATIENCE)
    wrong = sum(client.seqs != _unbroken(client.seqs, events) for client in clients)
    ages = sorted(book.ages)
    quantiles = {f"p{q}": ages[min(len(ages) - 1, len(ages) * q // 100)] * 1e3 for q in (50, 95, 99)}
    return {"received": book.had, "expected": book.expected, "wrong_clients": wrong, **quantiles}


def _same(client: Client) -> Client:
    return client


def _unbroken(seqs: list[int], events: int) -> list[int]:
    """The numbers as they should be: without hole, from the first on."""
    return list(range(seqs[0], seqs[0] + events)) if seqs else [0]


def main() -> None:
    """Run as a child."""
    port, count, events, subscribe = sys.argv[1:]
    found = asyncio.run(load(int(port), int(count), int(events), subscribe.encode()))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
