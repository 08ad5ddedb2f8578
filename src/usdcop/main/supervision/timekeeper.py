"""Who keeps market time while a system is up: notes how far it has come, and says when a replay has ended."""

from datetime import datetime, timedelta
from pathlib import Path

from usdcop.core.clocks import REAL, ClockSpec, SimulatedTime
from usdcop.core.ports import Wall
from usdcop.core.sessions import Calendar
from usdcop.main.market_time import NOTED_EVERY, KeptTime, moving, read_kept, write_kept


class Timekeeper:
    """Market time of one start of a home. Where ``home`` keeps none, it is real time, or a clock of the user's."""

    def __init__(
        self,
        home: Path,
        calendar: Calendar,
        wall: Wall,
        given: ClockSpec | None = None,
        lead: timedelta = timedelta(0),
    ) -> None:
        """Let market time go on, ``lead`` from now, from where it stood; ``given`` is the user's own clock."""
        self._home, self._calendar, self._wall = home, calendar, wall
        kept = None if given is not None else read_kept(home)
        self.spec = given if kept is None else moving(kept, calendar, wall.now() + lead)
        self._kept = kept is not None
        self._time = None if self.spec is None else SimulatedTime(self.spec, calendar)
        self._noted: datetime | None = None
        self._told_end = False

    @property
    def text(self) -> str:
        """The clock as the setting takes it."""
        return REAL if self.spec is None else str(self.spec)

    def now(self) -> datetime:
        """Market time."""
        now = self._wall.now()
        return now if self._time is None else self._time.market_at(now)

    def note(self) -> str:
        """Note how far market time has come, where it is time; a sentence when the replay has just ended."""
        now = self._wall.now()
        if self._noted is None or now - self._noted >= NOTED_EVERY:
            self._noted = now
            self._keep(running=True)
        if self._time is not None and not self._told_end and self._time.ended(now):
            self._told_end = True
            return f"Replay ended at {_bogota(self.now(), self._calendar)}: market time stands still, all services keep answering. RESET=1 starts over."
        return ""

    def stop(self) -> None:
        """Let market time stand still from now on."""
        self._keep(running=False)

    def title(self, mode: str) -> str:
        """What stands above the table."""
        now = self.now()
        state = "ended" if self._told_end else "open" if self._calendar.is_open(now) else "closed"
        pace = "" if self.spec is None else f", x{self.spec.speed}"
        return f"USDCOP {mode.upper()} · market time {_bogota(now, self._calendar)} ({state}{pace})"

    def _keep(self, *, running: bool) -> None:
        if self._kept and self.spec is not None:
            write_kept(self._home, KeptTime(self.spec, self.now(), self._wall.now(), running))


def _bogota(at: datetime, calendar: Calendar) -> str:
    return f"{at.astimezone(calendar.hours.zone):%Y-%m-%d %H:%M:%S} Bogota"
