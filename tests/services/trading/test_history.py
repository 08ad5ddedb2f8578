from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl

from support.candles import CALENDAR
from usdcop.services.trading.history import Looks, SessionMemory
from usdcop.services.trading.stores import Stores

DAYS = CALENDAR.sessions(date(2024, 3, 4), date(2024, 3, 8))


@dataclass
class SmallStore:
    """A hot store in memory: one bar a day, whose close is its version."""

    closes: dict[date, float]
    hot_from: datetime | None = None
    oldest: datetime | None = None
    read: list[date] = field(default_factory=list)

    def versions(self, start: datetime, end: datetime) -> dict[date, str]:
        return {
            day: str(close) for day, close in self.closes.items() if start <= CALENDAR.opens_at(day) < end
        }

    def rows(self, spans: Sequence[tuple[datetime, datetime]]) -> pl.DataFrame:
        days = [
            day for day in self.closes if any(start <= CALENDAR.opens_at(day) < end for start, end in spans)
        ]
        self.read += days
        return pl.DataFrame({"day": days, "close": [self.closes[day] for day in days]})

    def newest(self, at: datetime, count: int) -> pl.DataFrame:
        raise NotImplementedError

    def count(self, at: datetime) -> tuple[int, int]:
        raise NotImplementedError


class NothingCold:
    def versions(self) -> dict[date, str]:
        return {}

    def rows(self, days: Iterable[date]) -> pl.DataFrame:
        raise NotImplementedError

    def refused(self, days: object) -> frozenset[datetime]:
        raise NotImplementedError(days)


def made(rows: pl.DataFrame) -> dict[date, float]:
    return dict(rows.iter_rows())


def memory(keep: int = 10) -> tuple[SessionMemory[float], list[Looks]]:
    looks: list[Looks] = []
    return SessionMemory(made, keep, looks.append), looks


def test_what_is_known_is_not_read_again_and_what_changed_is() -> None:
    store = SmallStore({day: float(n) for n, day in enumerate(DAYS)})
    stores, (remembered, looks) = Stores(store, NothingCold(), CALENDAR), memory()
    assert remembered.load("USDCOP", stores, DAYS[0], DAYS[-1]) == store.closes
    store.read.clear()
    store.closes[DAYS[2]] = 99.0
    assert remembered.load("USDCOP", stores, DAYS[0], DAYS[-1]) == store.closes
    assert store.read == [DAYS[2]]
    assert looks == [Looks(5, 5), Looks(5, 1)]


def test_a_day_that_vanished_is_not_given_any_more() -> None:
    store = SmallStore(dict.fromkeys(DAYS, 1.0))
    stores, (remembered, _) = Stores(store, NothingCold(), CALENDAR), memory()
    remembered.load("USDCOP", stores, DAYS[0], DAYS[-1])
    del store.closes[DAYS[1]]
    assert list(remembered.load("USDCOP", stores, DAYS[0], DAYS[-1])) == [DAYS[0], *DAYS[2:]]


def test_the_longest_unused_is_forgotten_first_and_read_again() -> None:
    store = SmallStore(dict.fromkeys(DAYS, 1.0))
    stores, (remembered, _) = Stores(store, NothingCold(), CALENDAR), memory(keep=2)
    remembered.load("USDCOP", stores, DAYS[0], DAYS[0])
    remembered.load("USDCOP", stores, DAYS[1], DAYS[1])
    remembered.load("USDCOP", stores, DAYS[0], DAYS[0])
    remembered.load("USDCOP", stores, DAYS[2], DAYS[2])
    store.read.clear()
    remembered.load("USDCOP", stores, DAYS[0], DAYS[0])
    assert store.read == []
    remembered.load("USDCOP", stores, DAYS[1], DAYS[1])
    assert store.read == [DAYS[1]]


def test_symbols_do_not_share() -> None:
    one, other = SmallStore({DAYS[0]: 1.0}), SmallStore({DAYS[0]: 1.0})
    remembered, _ = memory()
    remembered.load("USDCOP", Stores(one, NothingCold(), CALENDAR), DAYS[0], DAYS[0])
    remembered.load("OTHER", Stores(other, NothingCold(), CALENDAR), DAYS[0], DAYS[0])
    assert other.read == [DAYS[0]]


def test_more_days_than_are_kept_are_all_given() -> None:
    store = SmallStore(dict.fromkeys(DAYS, 1.0))
    remembered, _ = memory(keep=1)
    found = remembered.load(
        "USDCOP", Stores(store, NothingCold(), CALENDAR), DAYS[0], DAYS[-1] + timedelta(9)
    )
    assert list(found) == DAYS
