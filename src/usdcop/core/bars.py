"""Bars: five minutes of quotes, with where they came from and how final they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

import polars as pl


class BarState(StrEnum):
    """How final a bar is; an upsert never lowers it."""

    FORMING = "forming"
    FINAL = "final"
    REVISED = "revised"


class Source(StrEnum):
    """Who brought a bar. Imports are written ``import:<file name>`` (see ``import_source``)."""

    L0 = "L0"
    REALTIME = "realtime"
    BACKFILL = "backfill"
    SYNTHETIC = "synthetic"


def import_source(file_name: str) -> str:
    """Source label of bars read from the file ``file_name``."""
    return f"import:{file_name}"


@dataclass(frozen=True, slots=True)
class VendorBar:
    """One bar as the vendor gives it: ``time`` is its opening instant in UTC, prices are exact.

    A price that is no number is ``Decimal("NaN")``, and ``raw`` then holds the text of the row, so that
    it can go to quarantine as it came. ``high < low`` and the like are passed on: L1 judges.
    """

    time: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal | None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """The newest price of a symbol; ``at`` is the market time it was received."""

    symbol: str
    price: Decimal
    at: datetime
    bid: Decimal | None = None
    ask: Decimal | None = None


UTC_TIME: Final = pl.Datetime("us", "UTC")
STATES: Final = pl.Enum([state.value for state in BarState])

RAW_BAR: Final[Mapping[str, pl.DataType]] = {
    "time": UTC_TIME,
    "symbol": pl.String(),
    "open": pl.Float64(),
    "high": pl.Float64(),
    "low": pl.Float64(),
    "close": pl.Float64(),
    "volume": pl.Float64(),
    "source": pl.String(),
    "state": STATES,
    "open_reconstructed": pl.Boolean(),
    "known_at": UTC_TIME,
    "clock_shift_minutes": pl.Int16(),
    "row": pl.Int64(),
    "raw": pl.String(),
    "run_id": pl.String(),
}
"""A raw row of layer L0, as received.

``time`` is the stamp as received; ``clock_shift_minutes`` is what the import's own evidence says must
be added to it (0 almost always). A price that could not be read is null or not finite, and ``raw`` then
holds the text of the row. ``row`` is the line in the source, ``known_at`` the market time at which the
row could first be known (for imported history: the bar's close). ``run_id`` names the process that
fetched the row, or the import that brought it (``core.imports``)."""

BAR: Final[Mapping[str, pl.DataType]] = {
    "time": UTC_TIME,
    "session": pl.Date(),
    "slot": pl.Int16(),
    "open": pl.Float64(),
    "high": pl.Float64(),
    "low": pl.Float64(),
    "close": pl.Float64(),
    "volume": pl.Float64(),
    "source": pl.String(),
    "state": STATES,
    "open_reconstructed": pl.Boolean(),
    "known_at": UTC_TIME,
    "doubtful": pl.Boolean(),
    "suspect": pl.Boolean(),
}
"""An accepted bar of layer L1: ``slot`` 0 is the first bar of the session.

``doubtful``: no new risk may be taken at this bar. ``suspect``: the close jumped so far that the bar is
neither decided at nor filled at (``docs/adr/0004``)."""

QUARANTINE: Final[Mapping[str, pl.DataType]] = {
    **RAW_BAR,
    "reason": pl.String(),
    "detail": pl.String(),
}
"""A refused raw row with the reason for it."""


class Reason(StrEnum):
    """Why a raw row is in quarantine."""

    OHLC_VIOLATION = "ohlc_violation"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    OFF_GRID = "off_grid"
    OUT_OF_SESSION = "out_of_session"
    HOLIDAY = "holiday"
    CLOCK_SHIFT = "clock_shift"
    """No rule gives it any more: a row that stands outside after its clock was corrected is ``out_of_session``."""
    SHIFTED_TWIN = "shifted_twin"
    SPIKE_REVERT = "spike_revert"
    SCALE = "scale"
    NOT_FINITE = "not_finite"
    FUTURE = "future"
    FORMING = "forming"
    SUPERSEDED = "superseded"
    STALE_SESSION = "stale_session"
    FAR = "far"
    """Far from all other rows of its file, or from those beside it; such rows are in no layer, but beside the import's entry."""
    UNREADABLE = "unreadable"
    """A line of a file that is no row; the same holds for it."""
