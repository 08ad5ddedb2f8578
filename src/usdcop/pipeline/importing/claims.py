"""What a file says of itself: whose bars it holds, how long they are, and by which clock."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from usdcop.core.errors import DataError
from usdcop.core.sessions import BAR

_UNITS: Final = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "hour": 3600, "d": 86400, "day": 86400}
_LENGTH: Final = re.compile(r"(?:pt?)?(\d+)\s*([a-z]+?)s?|([a-z]+?)(\d+)")


@dataclass(frozen=True, slots=True)
class Claims:
    """What stands in a file beside its rows; None where it says nothing. Nothing of it is believed unchecked."""

    form: str | None = None
    """The program or vendor that writes files of this shape."""
    symbol: str | None = None
    interval: str | None = None
    clock_hint: str | None = None
    """Clock of stamps without offset: an IANA zone, or ``mt5``. A hint for whoever weighs the evidence."""


def check_interval(name: str, claims: Claims) -> None:
    """Refuse a file that says of itself that its bars have another length.

    Raises:
        DataError: it does.
    """
    if claims.interval is not None and length_of(claims.interval) != BAR:
        raise DataError(
            f"{name} says that its bars are of {claims.interval}; this market's have 5 minutes.",
            "Ask the vendor for bars of 5 minutes.",
        )


def length_of(interval: str) -> timedelta | None:
    """The length that ``5min``, ``5m``, ``M5``, ``PT5M``, ``5 minutes`` or ``5`` (minutes) stands for."""
    text = interval.strip().lower().replace("minute", "min")
    if text.isdecimal():
        text += "min"
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    number, unit = (found[1], found[2]) if found[1] else (found[4], found[3])
    seconds = _UNITS.get(unit)
    return None if seconds is None or len(number) > 6 else timedelta(seconds=int(number) * seconds)  # noqa: PLR2004 - a year has fewer minutes
