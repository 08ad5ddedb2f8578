"""A whole system at work while its processes are killed: who trades, who listens, and who kills."""

import asyncio
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

import psutil

from support.homes import settings_of
from support.persistent_trader import PersistentTrader
from support.stream_witness import Witness
from support.trading import episodes_in, restless
from support.whole_system import PATIENCE, Up
from usdcop.core.registry import Alias, TrainingRun
from usdcop.core.sessions import MARKETS
from usdcop.main.embedded.servers import servers
from usdcop.main.jobs.registering import registry_of
from usdcop.main.jobs.replaying import read_replay
from usdcop.main.jobs.users import NewPassword, add_user
from usdcop.main.market_time import read_kept
from usdcop.main.scheduling.nights import write_mark
from usdcop.main.wiring import open_system

PACE: Final = 2.5
"""Seconds between two kills, on average."""
SPACING: Final = 20.0
"""Seconds between two kills of one process: five crashes in a minute are given up, and are meant to be."""
_USER, _PASSWORD = "maria", "four words at random"
_CALENDAR = MARKETS["USDCOP"].calendar


def deploy_restless(root: Path) -> None:
    """Give the roles of the home to bundles that trade all day long."""
    with servers(root / "replay"), open_system(settings_of(root)) as system:
        registry, episodes = registry_of(system), episodes_in(system.lake)
        for seed, alias in enumerate((Alias.CHAMPION, Alias.CHALLENGER)):
            bundle = restless(episodes, seed)
            version = registry.register(bundle.data, registry.track(TrainingRun(bundle.contract.name)))
            registry.set_alias(alias, version)
        write_mark(system)  # the gates would refuse them, and that takes a minute


def begun(up: Up) -> list[date]:
    """The sessions that have opened so far."""
    replay, kept = read_replay(up.home), read_kept(up.home)
    if replay is None or kept is None or not kept.running:
        return []
    return [day for day in replay.sessions if _CALENDAR.opens_at(day) < kept.market]


@contextmanager
def at_work(up: Up, chance: Random) -> Iterator[tuple[PersistentTrader, Witness]]:
    """A trader and a listener, for as long as the block runs; the trader ends what it began."""
    with open_system(settings_of(up.root)) as system:
        add_user(system, _USER, ["trader"], NewPassword(_PASSWORD, made=False))
    trader = PersistentTrader(up.rows["trading"].address, _USER, _PASSWORD, chance)
    witness = Witness(f"{up.rows['stream'].address.replace('http', 'ws')}/ws/market-data")
    ended = threading.Event()
    trading = threading.Thread(target=trader.run)
    listening = threading.Thread(target=lambda: asyncio.run(_listen(witness, ended)))
    trading.start()
    listening.start()
    try:
        yield trader, witness
        trader.told.set()
        trading.join(PATIENCE)
        assert not trading.is_alive(), (trader.last, trader.troubles)
    finally:
        trader.told.set()
        trader.given_up.set()
        ended.set()
        trading.join()
        listening.join()


async def _listen(witness: Witness, ended: threading.Event) -> None:
    task = asyncio.create_task(witness.run())
    await asyncio.to_thread(ended.wait)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@dataclass
class Killer:
    """Kills one process of ``up`` or two at random moments."""

    up: Up
    chance: Random
    done: list[str] = field(default_factory=list)
    """Whom it killed, in order."""
    _last: dict[str, float] = field(default_factory=dict)

    def run(self, kills: int) -> None:
        """Kill from the first opening on, until there were ``kills``, in market hours and at night."""
        assert self.up.becomes(lambda: bool(begun(self.up)))
        while len(self.done) < kills:
            time.sleep(PACE * self.chance.uniform(0.1, 1.9))
            for name in self._victims():
                self._kill(name)

    def _victims(self) -> Sequence[str]:
        now = time.monotonic()
        able = sorted(name for name in self.up.rows if now - self._last.get(name, float("-inf")) > SPACING)
        return self.chance.sample(able, min(len(able), self.chance.choice([1, 1, 1, 2])))

    def _kill(self, name: str) -> None:
        pid = self.up.rows[name].pid
        if pid is None:
            return
        with suppress(psutil.NoSuchProcess):
            head = psutil.Process(pid)
            whole = name == "PostgreSQL" and self.chance.random() < 0.5  # or its head alone
            for one in [head, *(head.children(recursive=True) if whole else [])]:
                with suppress(psutil.NoSuchProcess):
                    one.send_signal(signal.SIGKILL)
            self.done.append(name)
            self._last[name] = time.monotonic()
