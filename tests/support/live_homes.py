"""A finished home whose next sessions come from a simulator, on a clock moved by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from support.clocks import HandClock
from support.homes import SEED, settings_of
from support.vendor import AMPLE, vendor
from usdcop.core.sessions import Calendar
from usdcop.main.wiring import System, open_system
from usdcop.simulator.app import Access
from usdcop.simulator.faults import Faults
from usdcop.simulator.synthetic import SyntheticMarket

NEXT = date(2024, 5, 6)
"""The first session that the built home does not know."""
CALENDAR = Calendar()
OPENS = CALENDAR.opens_at(NEXT)


@dataclass
class LiveHome:
    """A home, its clock, and what goes wrong at its vendor."""

    system: System
    clock: HandClock
    faults: Faults


@contextmanager
def live_home(root: Path, at: datetime = OPENS) -> Iterator[LiveHome]:
    """The home under ``root`` at market time ``at``."""
    settings = settings_of(root)
    with vendor(SyntheticMarket(SEED), Access(plan=AMPLE), at) as one:
        environment = settings.environment.model_copy(
            update={"simulator_url": one.url, "credits_per_minute": 800}
        )
        limits = replace(settings.vendor, credits_per_minute=800)
        with open_system(
            replace(settings, environment=environment, vendor=limits), as_service=True
        ) as opened:
            opened.credits.open_unspent(at)
            yield LiveHome(replace(opened, clock=one.clock), one.clock, one.faults)
