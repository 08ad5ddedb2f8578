"""Names of columns as programs write them, and what each means."""

import re
from collections.abc import Mapping, Sequence
from typing import Final
from zoneinfo import available_timezones

PRICES: Final = ("open", "high", "low", "close")
TIMES: Final = (
    "timestamp", "unix", "ts event", "datetime", "date time", "gmt time", "utc time", "local time", "open time",
    "time", "date", "t", "index level 0", "index", "unnamed: 0",
)  # fmt: skip
"""Names of a column of times, the ones that say most first."""
_LETTERS: Final = ("o", "h", "l", "c")
_OTHERS: Final = {
    "volume": ("tickvol", "tick volume", "volume", "vol", "v"),
    "symbol": ("symbol", "ticker", "instrument", "pair"),
    "open_reconstructed": ("open reconstructed",),
    "partial": ("partial",),
}
MEANINGS: Final = ("time", "date", *PRICES, *_OTHERS)
"""What a column can be said to mean."""
_ZONE: Final = re.compile(r"\(([\w/+-]+)\)\s*$")
_CLOCKS: Final = {"gmt time": "UTC", "utc time": "UTC"}


def plain(name: str) -> str:
    """``name`` without case, signs, numbering and what stands in brackets: ``<OPEN>`` and ``1. open`` are ``open``."""
    bare = re.sub(r"^\d+\.\s*", "", name.strip("\ufeff\"'#<> \t").lower())
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", bare)
    return re.sub(r"[\s_]+", " ", bare).strip()


def places(names: Sequence[str]) -> dict[str, list[int]]:
    """Where each meaning stands among ``names``: several places where a name stands more than once."""
    bare = [plain(name) for name in names]
    short = all(letter in bare for letter in _LETTERS) and not all(price in bare for price in PRICES)
    spelt = dict(zip(PRICES, _LETTERS if short else PRICES, strict=True))
    found = {price: _all(bare, (name,)) for price, name in spelt.items()}
    times = _all(bare, TIMES)
    if not times and bare and not bare[0]:
        times = [0]
    found |= {"time": times, "date": _all(bare, ("date",))}
    found |= {meaning: _all(bare, spellings) for meaning, spellings in _OTHERS.items()}
    return {meaning: at for meaning, at in found.items() if at}


def told_places(names: Sequence[str], told: Mapping[str, str]) -> dict[str, list[int]]:
    """Where the columns that were ``told`` stand: by name, or by number from 1; absent ones have no place."""
    found = {}
    for meaning, name in told.items():
        at = [place for place, other in enumerate(names) if other == name]
        at = at or [place for place, other in enumerate(names) if other.lower() == name.lower()]
        if not at and name.isdecimal() and 0 < int(name) <= len(names):
            at = [int(name) - 1]
        found[meaning] = at
    return found


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """``names`` with numbers behind those that stand there already."""
    made: list[str] = []
    for name in names:
        key, number = name, 2
        while key in made:
            key, number = f"{name} ({number})", number + 1
        made.append(key)
    return tuple(made)


def clock_of(name: str) -> str | None:
    """The clock that the name of a column of times tells: ``Gmt time``, ``Time (EET)``."""
    zone = _ZONE.search(name)
    return known_zone(zone.group(1)) if zone else _CLOCKS.get(plain(name))


def known_zone(name: str | None) -> str | None:
    """``name`` where it is a zone of the IANA's."""
    return name if name in available_timezones() else None


def _all(bare: Sequence[str], spellings: Sequence[str]) -> list[int]:
    """Places of the first of ``spellings`` that stands among ``bare``."""
    first = next((name for name in spellings if name in bare), None)
    return [place for place, name in enumerate(bare) if name == first] if first else []
