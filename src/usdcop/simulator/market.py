"""What the simulator serves from: closed bars, and how a bar looks while it is forming."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final, Protocol

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import BAR, Market

CENT: Final = Decimal("0.01")
_FULL: Final = 1.0
_LOOKS: Final = 60
"""Prices a forming bar passes through: one every five seconds."""


class BarSource(Protocol):
    """A market history that is known to its end; the clock decides how much of it is shown."""

    @property
    def market(self) -> Market:
        """The symbol that is served."""

    @property
    def kind(self) -> str:
        """``synthetic`` or ``replay``: no one may take it for the real market."""

    def bars(self, start: datetime, end: datetime) -> Sequence[VendorBar]:
        """Closed bars that open in ``[start, end)``, oldest first."""


def forming(bar: VendorBar, now: datetime) -> VendorBar:
    """``bar`` as it looks at ``now``, an instant inside it: it opens at its open and ends as it is."""
    seen = _path(bar)[: 1 + int(_share(bar, now) * _LOOKS)]
    return replace(bar, high=max(seen), low=min(seen), close=seen[-1])


def visible(source: BarSource, start: datetime, end: datetime, now: datetime) -> list[VendorBar]:
    """Bars of ``[start, end)`` that exist at ``now``; the last of them may be forming."""
    bars = list(source.bars(start, min(end, now)))
    if bars and bars[-1].time + BAR > now:
        bars[-1] = forming(bars[-1], now)
    return bars


def _share(bar: VendorBar, now: datetime) -> float:
    return min(_FULL, max(0.0, (now - bar.time) / BAR))


def _path(bar: VendorBar) -> list[Decimal]:
    """Prices from the open over both extremes to the close; the order of the extremes is by chance.

    The chance is drawn from the bar's own instant, so everyone who looks sees the same path.
    """
    chance = random.Random(bar.time.timestamp())  # noqa: S311 - a market, not a secret
    extremes = [bar.high, bar.low] if chance.random() < 0.5 else [bar.low, bar.high]  # noqa: PLR2004 - a fair coin
    stops = [bar.open, *extremes, bar.close]
    at = [0, *sorted(chance.sample(range(1, _LOOKS), 2)), _LOOKS]
    path = [bar.open]
    for (left, right), (price, target) in zip(pairwise(at), pairwise(stops), strict=True):
        path += [_between(price, target, step / (right - left)) for step in range(1, right - left + 1)]
    return path


def _between(price: Decimal, target: Decimal, share: float) -> Decimal:
    if share == _FULL:
        return target
    eased = (1 - math.cos(math.pi * share)) / 2
    return (price + (target - price) * Decimal(eased)).quantize(CENT)
