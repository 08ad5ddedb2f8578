"""The book of a session: which closed bars are known, stored, published and told to the trader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from usdcop.core.bars import BarState, VendorBar
from usdcop.core.sessions import BAR, Calendar
from usdcop.live.forming import FormingBar
from usdcop.live.plan import LiveSettings
from usdcop.live.poll import Arrival, Asked, arrival, same, sort_out


@dataclass(frozen=True, slots=True)
class Revision:
    """A bar that came again with other prices."""

    old: VendorBar
    new: VendorBar


@dataclass(slots=True)
class Book:
    """One session. ``have`` holds bars as this process fetched them, ``before`` as the table had them at first."""

    day: date
    grid: list[datetime]
    opens: datetime
    closes: datetime
    have: dict[datetime, VendorBar] = field(default_factory=dict)
    before: dict[datetime, VendorBar] = field(default_factory=dict)
    in_vain: set[datetime] = field(default_factory=set)
    """Closed bars that were asked for and had not come."""
    to_store: dict[datetime, BarState] = field(default_factory=dict)
    to_publish: dict[datetime, BarState] = field(default_factory=dict)
    to_audit: list[Revision] = field(default_factory=list)
    untold: bool = False
    """Whether the trader has bars to hear of."""
    opened: bool = False
    """Whether the trader has made the session ready."""
    asked: Asked = field(default_factory=Asked)
    forming: FormingBar | None = None
    counts: dict[Arrival, int] = field(default_factory=lambda: dict.fromkeys(Arrival, 0))
    refused: int = 0
    """Rows of the vendor that were no usable bar."""

    @property
    def late(self) -> int:
        """Bars that came late."""
        return self.counts[Arrival.LATE]

    @property
    def recovered(self) -> int:
        """Bars that were fetched after the feed had been away."""
        return self.counts[Arrival.RECOVERED]

    @property
    def revised(self) -> int:
        """Revisions."""
        return self.counts[Arrival.REVISED]

    @property
    def settled(self) -> bool:
        """Whether all that is known has been stored, published, audited and told."""
        return not (self.to_store or self.to_publish or self.to_audit or self.untold)

    @property
    def seen(self) -> list[VendorBar]:
        """The bars the trader hears of, in order of time, each as it was last known."""
        return [self.have[at] for at in sorted(self.have)]

    def missing(self, now: datetime) -> list[datetime]:
        """Bars that have closed and are not there."""
        return [at for at in self.grid if at + BAR <= now and at not in self.have]

    def enter(
        self, answer: Sequence[VendorBar], asked_at: datetime, now: datetime, plan: LiveSettings
    ) -> None:
        """Take in an ``answer`` to a question of ``asked_at``, received ``now``."""
        found = sort_out(answer, self.grid, self.have, asked_at)
        self.refused += found.refused
        for bar in found.new:
            self._add(bar, now, plan)
        for bar in found.revised:
            self._revise(self.have[bar.time], bar)
            self.have[bar.time] = bar
            self.untold = True
        self.in_vain.update(at for at in self.grid if at + BAR <= asked_at and at not in self.have)

    def _add(self, bar: VendorBar, now: datetime, plan: LiveSettings) -> None:
        known = self.before.get(bar.time)
        self.have[bar.time] = bar
        self.untold = True
        self.counts[arrival(bar, bar.time in self.in_vain, now, plan)] += 1
        if known is not None and not same(known, bar):
            self._revise(known, bar)
            return
        self.to_store[bar.time] = self.to_publish[bar.time] = BarState.FINAL

    def _revise(self, old: VendorBar, new: VendorBar) -> None:
        self.counts[Arrival.REVISED] += 1
        self.to_audit.append(Revision(old, new))
        self.to_store[new.time] = self.to_publish[new.time] = BarState.REVISED


def open_book(day: date, calendar: Calendar, stored: Mapping[datetime, VendorBar]) -> Book:
    """The book of ``day``, with the closed bars that the table has of it already."""
    return Book(day, calendar.grid(day), calendar.opens_at(day), calendar.closes_at(day), before=dict(stored))
