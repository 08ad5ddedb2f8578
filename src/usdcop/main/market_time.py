"""The market time of a home that is replayed or made up: kept in the home, so that it goes on where it stood.

While a supervisor lives it notes every second how far market time has come. When it has gone, market time
stands still: what the machine does meanwhile skips nothing, and the next start goes on from there.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Final

from usdcop.core.clocks import ClockSpec, SimulatedTime, parse_clock
from usdcop.core.errors import StorageError, UsageError
from usdcop.core.sessions import Calendar
from usdcop.main.embedded.files import write_private

NAME: Final = "market-time.json"
NOTED_EVERY: Final = timedelta(seconds=1)
"""Real time between two notes."""
FORGOTTEN_AFTER: Final = timedelta(seconds=10)
"""Real time without a note after which whoever noted must be gone."""
_NEVER: Final = datetime(2999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KeptTime:
    """How far market time has come."""

    spec: ClockSpec
    """The clock as its processes were given it, anchored once it has been started."""
    market: datetime
    """Market instant of the newest note."""
    real: datetime
    """Real instant of the newest note."""
    running: bool
    """Whether market time was moving then."""


def started(start: datetime, end: datetime | None, speed: Fraction, closed: Fraction) -> ClockSpec:
    """A clock that is not anchored yet."""
    return ClockSpec(start, speed=speed, closed_speed=closed, end=end)


def standing(kept: KeptTime) -> ClockSpec:
    """A clock that stands still where market time has come to."""
    return replace(kept.spec, start=kept.market, anchor=_NEVER, end=None)


def moving(kept: KeptTime, calendar: Calendar, now: datetime) -> ClockSpec:
    """A clock that goes on at the real instant ``now`` from where market time has come to."""
    trial = replace(kept.spec, anchor=now)
    passed = SimulatedTime(trial, calendar).wall_at(kept.market) - now
    return replace(kept.spec, anchor=now - passed)


def current(kept: KeptTime, now: datetime) -> ClockSpec:
    """The clock of whoever looks at the home at the real instant ``now``."""
    if kept.running and now - kept.real < FORGOTTEN_AFTER:
        return kept.spec
    return standing(kept)


def read_kept(home: Path) -> KeptTime | None:
    """The market time kept in ``home``; None where it is real time.

    Raises:
        StorageError: the note cannot be read.
    """
    path = home / NAME
    try:
        found = json.loads(path.read_text())
        spec = parse_clock(found["clock"])
        market, real = (datetime.fromisoformat(found[name]) for name in ("market", "real"))
        return None if spec is None else KeptTime(spec, market, real, found["running"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, UsageError) as error:
        cure = "Start the home over with RESET=1, or set USDCOP_CLOCK."
        raise StorageError(f"The market time in {path} cannot be read: {error}.", cure) from error


def write_kept(home: Path, kept: KeptTime) -> None:
    """Keep market time in ``home``."""
    note = {
        "clock": str(kept.spec),
        "market": kept.market.isoformat(),
        "real": kept.real.isoformat(),
        "running": kept.running,
    }
    write_private(home / NAME, json.dumps(note))
