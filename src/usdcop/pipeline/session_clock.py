"""Does a stretch of sessions look as if its clock were shifted? Beside its neighbours, after it has been stored.

The import looks at a file; what came in by another way, or before it looked, shows in the bars themselves. Five sessions
are taken together, for a single one proves nothing: 5-minute moves have fat tails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from usdcop.core.layers import Layer
from usdcop.core.ports import Lake
from usdcop.core.sessions import BAR, Market, SessionHours
from usdcop.core.units import BPS
from usdcop.features.windows import Floats
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.stages import SESSIONS

RUN: Final = 5
"""Sessions that are looked at together."""
NEIGHBOURS: Final = 20
"""Sessions on each side that they are held against."""
LEAST_NEIGHBOURS: Final = 10
"""Neighbours without which nothing is said of how much they move."""
LEAST_MOVES: Final = 30
"""Moves of a session from which it is looked at."""
QUIET: Final = 1.0 / 3.0
"""Mean move, as a share of the neighbours', below which they look like bars from outside of sessions.

The least of 1,290 runs of the rebuilt series is 0.46 (``tests/real/test_session_clock.py``)."""
JOINT: Final = 5.5
"""Median move over one and the same full hour, in median moves of the session, above which its parts do not belong together.

The most of the same runs is 4.8; where the last hour stands first it is above 7 in 19 of 20."""
_PER_HOUR: Final = 3600 // BAR.seconds


@dataclass(frozen=True, slots=True)
class Shifted:
    """Sessions that look shifted, and why."""

    first: date
    last: date
    why: str


def look_shifted(bars: pl.DataFrame, hours: SessionHours) -> tuple[Shifted, ...]:
    """Runs of sessions that look as if their clock were shifted, oldest first; runs that overlap are one.

    Args:
        bars: ``session``, ``slot`` and ``close`` of accepted bars, in order; stale sessions left out.
        hours: of a session.
    """
    joints = range(_PER_HOUR, hours.slots, _PER_HOUR)
    facts = _facts(bars, joints)
    found = [*_quiet(facts), *(one for slot in joints for one in _torn(facts, slot, hours))]
    return tuple(_joined(sorted(found, key=lambda one: (one.why, one.first))))


def stored_that_look_shifted(lake: Lake, market: Market, newest: int | None = None) -> tuple[Shifted, ...]:
    """What ``look_shifted`` finds in layer L1: in all of it, or in the ``newest`` sessions."""
    days = list(lake.days(Layer.L1))[-newest if newest else 0 :]
    bars, sessions = lake.read(Layer.L1, days), read_tables(lake, Layer.L1, SESSIONS)
    if bars is None or sessions is None:
        return ()
    moving = sessions.filter(~pl.col("stale")).select("session")
    steady = bars.select("session", "slot", "close").join(
        moving, on="session", how="semi", maintain_order="left"
    )
    return look_shifted(steady, market.calendar.hours)


def _facts(bars: pl.DataFrame, joints: range) -> pl.DataFrame:
    """By session: mean and median move (bps) between neighbouring bars, and the move into each full hour."""
    step = pl.col("slot").diff().over("session")
    move = (pl.col("close") / pl.col("close").shift(1).over("session") - 1.0).abs() * BPS
    moves = bars.with_columns(move=move, step=step).filter(pl.col("step") == 1)
    into = {f"joint {slot}": pl.col("move").filter(pl.col("slot") == slot).first() for slot in joints}
    by_session = moves.group_by("session", maintain_order=True).agg(
        moves=pl.len(), mean=pl.col("move").mean(), median=pl.col("move").median(), **into
    )
    return by_session.filter(pl.col("moves") >= LEAST_MOVES)


def _quiet(facts: pl.DataFrame) -> Iterator[Shifted]:
    level = facts["mean"].to_numpy()
    for start in range(len(level) - RUN + 1):
        beside = np.r_[
            level[max(0, start - NEIGHBOURS) : start], level[start + RUN : start + RUN + NEIGHBOURS]
        ]
        share = _ratio(level[start : start + RUN], beside)
        if share is not None and share < QUIET:
            yield _run(
                facts,
                start,
                "they move far less than the sessions around them, as bars from outside of sessions do",
            )


def _ratio(own: Floats, beside: Floats) -> float | None:
    if beside.size < LEAST_NEIGHBOURS or not np.median(beside):
        return None
    return float(np.median(own) / np.median(beside))


def _torn(facts: pl.DataFrame, slot: int, hours: SessionHours) -> Iterator[Shifted]:
    sizes = facts.select(pl.col(f"joint {slot}") / pl.col("median").replace(0.0, None)).to_series()
    typical = sizes.rolling_median(RUN, min_samples=RUN - 1)
    minute = hours.opens.hour * 60 + hours.opens.minute + slot * (BAR.seconds // 60)
    why = f"their bars before and after {minute // 60:02}:{minute % 60:02} do not belong together"
    for end in (typical > JOINT).fill_null(value=False).arg_true():
        yield _run(facts, int(end) - RUN + 1, why)


def _run(facts: pl.DataFrame, start: int, why: str) -> Shifted:
    days = facts["session"]
    return Shifted(days[max(start, 0)], days[start + RUN - 1], why)


def _joined(found: list[Shifted]) -> Iterator[Shifted]:
    held: Shifted | None = None
    for one in found:
        if held is not None and one.why == held.why and one.first <= held.last:
            held = Shifted(held.first, one.last, held.why)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held
