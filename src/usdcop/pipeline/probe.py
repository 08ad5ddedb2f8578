"""A probe of made-up raw rows with everything L1 judges, and the hash of what a stage makes of it.

As ``features.probe`` does for definitions: a stage's version follows what its function makes, so that no number
has to be raised by hand when a rule changes.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

import polars as pl
import polars.selectors as cs

from usdcop.core.bars import RAW_BAR, BarState
from usdcop.core.sessions import BAR
from usdcop.features.probe import digest, whole_numbers
from usdcop.features.windows import Floats
from usdcop.pipeline.placement import PRICES
from usdcop.pipeline.work import Made

PROBED: Final = tuple(date(2024, 3, day) for day in (20, 21, 22, 26, 27))
"""A session without a bar, two more, a whole one after a weekend with a holiday, and one that still runs."""
NOW: Final = datetime(2024, 3, 27, 17, 30, tzinfo=UTC)

_OPENS: Final = 13
"""Hour of the first bar, in UTC."""
_SLOTS: Final = 60
_HOLE: Final = (2, range(30, 37))
_HOLES: Final = (_HOLE, (4, range(5, 8)), (4, range(40, 42)))
_STILL: Final = (2, range(10, 17))
_LIFTED: Final = (4, 20)
"""From this bar on the price is 1.6 per cent higher: a jump that holds."""
_TRADED: Final = PROBED[2]
"""The session with volumes."""
_SPIKE, _WRONG_SCALE = (1, 25), (1, 40)

Row = dict[str, object]
Cents = tuple[int, int, int, int]


@cache
def raw_rows() -> pl.DataFrame:
    """``RAW_BAR`` rows of the sessions ``PROBED``, every reason of L1 to refuse one among them."""
    rows = [{**row, "row": number} for number, row in enumerate((*_walk(), *_faults()))]
    return pl.DataFrame(rows, schema=dict(RAW_BAR))


def version_of(*made: Made) -> str:
    """Hash of the frames and tables that a stage made: nine digits of numbers, everything else as it stands."""
    tables = {f"{index}": one.frame for index, one in enumerate(made)}
    tables |= {
        f"{index} {kind}": table for index, one in enumerate(made) for kind, table in one.tables.items()
    }
    return digest([_facts(table) for table in tables.values()], dict(_numbers(tables)))


def _facts(table: pl.DataFrame) -> list[object]:
    times = table.select(cs.datetime().dt.epoch("us"), cs.exclude(cs.float() | cs.datetime()))
    return [table.columns, json.dumps(times.cast(pl.String).rows())]


def _numbers(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Floats]]:
    for name, table in tables.items():
        for column in table.select(cs.float()):
            yield f"{name} {column.name}", column.fill_null(float("nan")).to_numpy()


def _walk() -> Iterator[Row]:
    """The bars of the sessions, in hundredths of a peso."""
    chance = whole_numbers(77)
    cents = before = 400_000
    for number, day in enumerate(PROBED):
        for slot in range(_SLOTS):
            here = (number, slot)
            cents += 0 if _within(_STILL, here) else next(chance) % 801 - 400
            cents += 6_400 if here == _LIFTED else 0
            shown = cents + (8_000 if here == _SPIKE else 0)
            shown = shown // 10 if here == _WRONG_SCALE else shown
            reach = next(chance) % 150
            missing = number == 0 or any(_within(hole, here) for hole in _HOLES)
            if not missing and _at(day, slot) + BAR <= NOW:
                prices = (before, max(before, shown) + reach, min(before, shown) - reach, shown)
                volume = float(next(chance) % 90) if day == _TRADED else None
                yield _row(_at(day, slot), prices, volume=volume, open_reconstructed=slot % 7 == 0)
            before = cents


def _faults() -> Iterator[Row]:
    """A row for each other reason to refuse one; each stands beside, or instead of, a bar of the hole."""
    _, first, second, _, running = PROBED
    free = [_at(second, slot) for slot in _HOLE[1]]
    flat: Cents = (401_000, 401_000, 401_000, 401_000)
    yield _row(free[0], (401_000, 400_900, 401_100, 401_000))  # the low above the high
    yield _row(free[1], flat, close=float("nan"), raw="1,x")
    yield _row(free[2] + timedelta(minutes=2), flat)  # off the grid
    yield _row(free[3], flat, state=BarState.FORMING.value)
    yield from (_row(free[4], flat), _row(free[4], flat))  # a duplicate
    yield from (_row(free[5], flat), _row(free[5], (401_300, 401_300, 401_300, 401_300)))  # a conflict
    yield _row(_at(first, _SLOTS), flat)  # after the close
    yield _row(_at(first, 3) - timedelta(hours=13), flat, clock_shift_minutes=300)
    yield _row(_at(date(2024, 3, 25), 5), flat)  # Saint Joseph's Day
    yield _row(_at(running, 58), flat)  # not closed yet
    twin = _row(_at(first, 10), (399_900, 400_000, 399_800, 399_900), state=BarState.REVISED.value)
    yield from (twin, {**twin, "time": _at(first, 10) - timedelta(hours=5), "clock_shift_minutes": 300})
    yield from _files(free[6], _at(first, 12))
    yield _row(
        _at(first, 14), (4_010_000,) * 4, source="import:probe.csv", run_id="S-0012"
    )  # supersedes nothing
    for cents in (401_000, 401_400):  # nor do two that conflict
        yield _row(_at(first, 16), (cents,) * 4, source="import:probe.csv", run_id="S-0013")


def _files(free: datetime, taken: datetime) -> Iterator[Row]:
    """Imports of one bar that has no other row, and of one that the vendor has."""
    for at, names in ((free, ("old", "I-0002", "I-0010")), (taken, ("I-0002", "S-0011"))):
        for number, name in enumerate(names):
            cents = 401_100 + 10 * number
            yield _row(at, (cents, cents, cents, cents), source="import:probe.csv", run_id=name)


def _row(at: datetime, cents: Cents, **changes: object) -> Row:
    """A final row with open, high, low and close in hundredths of a peso."""
    prices = {name: whole / 100 for name, whole in zip(PRICES, cents, strict=True)}
    return {
        "time": at,
        "symbol": "USDCOP",
        **prices,
        "volume": None,
        "source": "L0",
        "state": BarState.FINAL.value,
        "open_reconstructed": False,
        "known_at": at + BAR,
        "clock_shift_minutes": 0,
        "raw": None,
        "run_id": "probe",
        **changes,
    }


def _at(day: date, slot: int) -> datetime:
    return datetime(day.year, day.month, day.day, _OPENS, tzinfo=UTC) + slot * BAR


def _within(stretch: tuple[int, range], here: tuple[int, int]) -> bool:
    return here[0] == stretch[0] and here[1] in stretch[1]
