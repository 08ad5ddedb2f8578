"""What is made of the bars of each session, kept in memory until the bars of that session change."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Generic, TypeVar

import polars as pl

from usdcop.services.trading.stores import Stores

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Looks:
    """How many sessions were asked for, and how many had to be read."""

    asked: int
    read: int


class SessionMemory(Generic[Made]):
    """Makes something of every session's bars, once for each of their versions.

    Args:
        make: from ``CANDLE`` rows of some sessions to what is kept of each.
        keep: sessions kept; the longest unused are forgotten first.
        on_look: told of every look.
    """

    def __init__(
        self,
        make: Callable[[pl.DataFrame], Mapping[date, Made]],
        keep: int,
        on_look: Callable[[Looks], None],
    ) -> None:
        self._make = make
        self._keep = keep
        self._on_look = on_look
        self._kept: OrderedDict[tuple[str, date], tuple[str, Made]] = OrderedDict()
        self._lock = Lock()

    def load(self, symbol: str, stores: Stores, first: date, last: date) -> dict[date, Made]:
        """What was made of each session with bars from ``first`` to ``last``, both included, in order."""
        versions = stores.versions(first, last)
        known = self._known(symbol, versions)
        stale = [day for day in versions if day not in known]
        self._on_look(Looks(len(versions), len(stale)))
        if not stale:
            return known
        made = self._make(stores.rows(stale))
        fresh = {day: made[day] for day in stale if day in made}
        self._remember(symbol, versions, fresh)
        found = {**known, **fresh}
        return {day: found[day] for day in versions if day in found}

    def _known(self, symbol: str, versions: Mapping[date, str]) -> dict[date, Made]:
        found: dict[date, Made] = {}
        with self._lock:
            for day, version in versions.items():
                kept = self._kept.get((symbol, day))
                if kept is not None and kept[0] == version:
                    found[day] = kept[1]
                    self._kept.move_to_end((symbol, day))
        return found

    def _remember(self, symbol: str, versions: Mapping[date, str], fresh: Mapping[date, Made]) -> None:
        with self._lock:
            for day, made in fresh.items():
                self._kept[symbol, day] = (versions[day], made)
                self._kept.move_to_end((symbol, day))
            while len(self._kept) > self._keep:
                self._kept.popitem(last=False)
